// Package cortex holds no code: its test enforces the architecture.
package cortex

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// floors are the top folders with Go code; an import goes to a lower number only.
var floors = map[string]int{"docs": 0, "markdown": 0, "rules": 1, "bank": 2, "lsp": 3, "mcp": 3, "cmd": 4, "editors": 4}

// onlyIn says where a third-party module may be imported outside tests, as a pattern of path.Match.
var onlyIn = map[string]string{
	"github.com/yuin/goldmark":               "markdown/goldmark*.go",
	"github.com/goccy/go-yaml":               "rules/yaml*.go",
	"github.com/tliron/glsp":                 "lsp/*.go",
	"github.com/sourcegraph/jsonrpc2":        "lsp/*.go",
	"github.com/segmentio/encoding":          "lsp/decode.go",
	"github.com/modelcontextprotocol/go-sdk": "mcp/*.go",
	"github.com/spf13/cobra":                 "cmd/cortex/*.go",
	"github.com/fsnotify/fsnotify":           "bank/*.go",
	"github.com/go-git/go-git":               "bank/*.go",
	"github.com/aymanbagabas/go-udiff":       "bank/unified.go",
	"github.com/tiktoken-go/tokenizer":       "bank/tokenizer.go",
}

// checks look at one source file each and return what is wrong with it.
var checks = map[string]func(source) []string{
	"imports go down":             importsGoDown,
	"one place per module":        modulesInTheirPlace,
	"spans and positions meet":    spansAndPositionsMeet,
	"only commands touch process": onlyCommandsTouchTheProcess,
	"no init":                     noInit,
	"nothing compiled at start":   nothingCompiledAtStart,
	"nothing called by name":      nothingCalledByName,
}

func TestArchitecture(t *testing.T) {
	sources := parseAll(t)
	for _, name := range slices.Sorted(maps.Keys(checks)) {
		t.Run(name, func(t *testing.T) {
			for _, s := range sources {
				for _, breach := range checks[name](s) {
					t.Errorf("%s: %s", s.path, breach)
				}
			}
		})
	}
	t.Run("one importer", func(t *testing.T) {
		for _, breach := range severalImporters(sources) {
			t.Error(breach)
		}
	})
}

// TestChecksCatch shows that each check sees what it is for.
func TestChecksCatch(t *testing.T) {
	tests := []struct{ check, path, text string }{
		{"imports go down", "markdown/x.go", `package markdown; import "cortex/rules"`},
		{"imports go down", "bank/attach/x.go", `package attach; import "cortex/lsp"`},
		{"imports go down", "rules/x_test.go", `package rules; import "cortex/bank"`},
		{"imports go down", "lsp/x.go", `package lsp; import "cortex/mcp"`},
		{"imports go down", "mcp/x.go", `package mcp; import "cortex/lsp"`},
		{"imports go down", "bank/x.go", `package bank; import "cortex/cmd/cortex"`},
		{"imports go down", "new/x.go", `package new; import "cortex/bank"`},
		{"one place per module", "markdown/x.go", `package markdown; import "github.com/yuin/goldmark/ast"`},
		{"one place per module", "rules/x.go", `package rules; import "github.com/goccy/go-yaml"`},
		{"one place per module", "bank/x.go", `package bank; import "github.com/tliron/glsp"`},
		{"one place per module", "cmd/cortex/x.go", `package main; import "github.com/sourcegraph/jsonrpc2"`},
		{"spans and positions meet", "lsp/hover.go", `package lsp; var a markdown.Span; var b protocol.Position`},
		{"spans and positions meet", "lsp/hover.go", `package lsp; func f(r *protocol.Range) { _ = d.Span }`},
		{"only commands touch process", "bank/x.go", `package bank; func f() { os.Exit(1) }`},
		{"only commands touch process", "lsp/x.go", `package lsp; var w = os.Stdout`},
		{"only commands touch process", "lsp/x.go", `package lsp; var w = os.Stderr`},
		{"only commands touch process", "rules/x.go", `package rules; func f() { fmt.Println() }`},
		{"only commands touch process", "rules/x.go", `package rules; func f() { println() }`},
		{"only commands touch process", "markdown/x.go", `package markdown; import "flag"`},
		{"no init", "cmd/cortex/x.go", `package main; func init() {}`},
		{"nothing compiled at start", "bank/x.go", `package bank; var x = regexp.MustCompile("x")`},
		{"nothing compiled at start", "markdown/goldmark.go", `package markdown; import "github.com/yuin/goldmark/extension"`},
		{"nothing compiled at start", "bank/x.go", `package bank; import "runtime/metrics"`},
		{"nothing called by name", "cmd/cortex/x.go", `package main; func f() { root.SetVersionTemplate("x") }`},
		{"nothing called by name", "bank/x.go", `package bank; import "text/template"`},
		{"nothing called by name", "bank/x.go", `package bank; func f() { v.MethodByName(name) }`},
		{"nothing compiled at start", "bank/x.go", `package bank; var all = []*regexp.Regexp{regexp.MustCompilePOSIX("x")}`},
	}
	for _, tt := range tests {
		if breaches := checks[tt.check](parse(t, tt.path, tt.text)); len(breaches) != 1 {
			t.Errorf("%s: %q in %s gives %q, want one breach", tt.check, tt.text, tt.path, breaches)
		}
	}
	importers := []source{
		parse(t, "bank/x.go", `package bank; import "example.com/m/a"`),
		parse(t, "rules/x.go", `package rules; import "example.com/m/a"`),
	}
	if breaches := severalImporters(importers); len(breaches) != 1 {
		t.Errorf("two importers of a module: %q, want one breach", breaches)
	}
}

// TestNoMachinePaths keeps the repository free of the paths of whoever worked on it.
func TestNoMachinePaths(t *testing.T) {
	machine := regexp.MustCompile(`\.\./shared\b|/work/(main|shared)\b|/(root|tmp)/\w`)
	if !machine.MatchString("see ../shared/notes") || !machine.MatchString("cd /work/main") {
		t.Fatal("the expression misses what it is for")
	}
	out, err := exec.Command("git", "ls-files", "-z").Output()
	if err != nil {
		t.Skip("not a git repository")
	}
	for name := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		text, err := os.ReadFile(name)
		if err != nil || name == "arch_test.go" {
			continue // deleted in the work tree, or this file
		}
		for i, line := range strings.Split(string(text), "\n") {
			if found := machine.FindString(line); found != "" {
				t.Errorf("%s:%d: machine path %q", name, i+1, found)
			}
		}
	}
}

// source is a parsed Go file.
type source struct {
	path string // from the root of the repository, with slashes
	file *ast.File
}

func (s source) test() bool { return strings.HasSuffix(s.path, "_test.go") }

// top returns the top folder, "" for the root.
func (s source) top() string { return topOf(path.Dir(s.path)) }

func (s source) imports() []string {
	var paths []string
	for _, spec := range s.file.Imports {
		if p, err := strconv.Unquote(spec.Path.Value); err == nil {
			paths = append(paths, p)
		}
	}
	return paths
}

// mentions tells whether the file uses package.name, or with an empty package the plain name anywhere.
func (s source) mentions(pkg, name string) bool {
	found := false
	ast.Inspect(s.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			x, ok := n.X.(*ast.Ident)
			found = found || pkg != "" && ok && x.Name == pkg && n.Sel.Name == name
		case *ast.Ident:
			found = found || pkg == "" && n.Name == name
		}
		return !found
	})
	return found
}

func topOf(dir string) string {
	top, _, _ := strings.Cut(dir, "/")
	return strings.TrimPrefix(top, ".")
}

func importsGoDown(s source) []string {
	var breaches []string
	for _, p := range s.imports() {
		local, ok := strings.CutPrefix(p, "cortex/")
		if !ok || topOf(local) == s.top() || s.top() == "" {
			continue
		}
		from, known := floors[s.top()]
		to, target := floors[topOf(local)]
		if !known || !target || to >= from {
			breaches = append(breaches, fmt.Sprintf("imports %q, which is not on a floor below", p))
		}
	}
	return breaches
}

func modulesInTheirPlace(s source) []string {
	if s.test() {
		return nil
	}
	var breaches []string
	for _, p := range s.imports() {
		for module, place := range onlyIn {
			if allowed, _ := path.Match(place, s.path); within(p, module) && !allowed {
				breaches = append(breaches, fmt.Sprintf("imports %q, which only %s may", p, place))
			}
		}
	}
	return breaches
}

func spansAndPositionsMeet(s source) []string {
	wire := s.mentions("protocol", "Position") || s.mentions("protocol", "Range")
	if s.top() != "lsp" || s.test() || s.path == "lsp/convert.go" || !wire || !s.mentions("", "Span") {
		return nil
	}
	return []string{"mentions byte spans and protocol positions together, which only lsp/convert.go may"}
}

func onlyCommandsTouchTheProcess(s source) []string {
	if s.top() == "cmd" || s.test() {
		return nil
	}
	var breaches []string
	for _, use := range [][2]string{
		{"os", "Exit"}, {"os", "Args"}, {"os", "Stdin"}, {"os", "Stdout"}, {"os", "Stderr"}, {"fmt", "Print"}, {"fmt", "Printf"}, {"fmt", "Println"},
		{"log", "Fatal"}, {"log", "Fatalf"}, {"", "println"}, {"", "print"},
	} {
		if s.mentions(use[0], use[1]) {
			breaches = append(breaches, fmt.Sprintf("uses %s, which only commands may", strings.TrimPrefix(use[0]+"."+use[1], ".")))
		}
	}
	if slices.Contains(s.imports(), "flag") {
		breaches = append(breaches, "imports flag, which only commands may")
	}
	return breaches
}

func noInit(s source) []string {
	for _, d := range s.file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
			return []string{"has a func init"}
		}
	}
	return nil
}

// severalImporters finds third-party modules that more than one package imports,
// tests excepted. The packages of golang.org/x count one by one.
func severalImporters(sources []source) []string {
	importers := map[string]map[string]bool{}
	for _, s := range sources {
		if s.test() {
			continue
		}
		for _, p := range s.imports() {
			if module := moduleOf(p); module != "" {
				if importers[module] == nil {
					importers[module] = map[string]bool{}
				}
				importers[module][path.Dir(s.path)] = true
			}
		}
	}
	var breaches []string
	for _, module := range slices.Sorted(maps.Keys(importers)) {
		if len(importers[module]) > 1 {
			breaches = append(breaches, fmt.Sprintf("%s is imported by %s, want one package", module, slices.Sorted(maps.Keys(importers[module]))))
		}
	}
	return breaches
}

// moduleOf returns the third-party module of an import path, "" for the standard library and this module.
func moduleOf(p string) string {
	parts := strings.SplitN(p, "/", 4)
	switch {
	case !strings.Contains(parts[0], "."):
		return ""
	case strings.HasPrefix(p, "golang.org/x/") || len(parts) < 3:
		return p
	}
	return strings.Join(parts[:3], "/")
}

// within tells whether the import path is the module, of any major version, or one of its packages.
func within(p, module string) bool { return p == module || strings.HasPrefix(p, module+"/") }

func parse(t *testing.T, name string, text any) source {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return source{name, file}
}

// parseAll parses every Go file of the repository.
func parseAll(t *testing.T) []source {
	t.Helper()
	var sources []source
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		switch base := filepath.Base(name); {
		case err != nil:
			return err
		case entry.IsDir() && (base == "testdata" || base == "node_modules" || base == ".git"):
			return filepath.SkipDir
		case !entry.IsDir() && strings.HasSuffix(base, ".go"):
			sources = append(sources, parse(t, filepath.ToSlash(name), nil))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return sources
}
