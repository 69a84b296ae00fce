package rules

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"cortex/markdown"
)

var update = flag.Bool("update", false, "rewrite want and fixed in testdata")

// caseSettings is settings.yaml of a case.
type caseSettings struct {
	// Root is the bank's folder, "memory-bank" if empty.
	Root string `yaml:"root"`
	// Profile is a built-in profile.
	Profile string `yaml:"profile"`
	// Declared tells that the configuration names the profile.
	Declared bool `yaml:"declared"`
	// Rules run beside the one that the folder is named after.
	Rules []string `yaml:"rules"`
	// Severity is configured, by rule.
	Severity map[string]string `yaml:"severity"`
	// Options are those of the folder's rule.
	Options map[string]any `yaml:"options"`
	// History is what version control knows; nothing without it.
	History *historyCase `yaml:"history"`
	// CRLF gives all files Windows line ends; want and fixed are compared without them.
	CRLF bool `yaml:"crlf"`
	// Chomp takes the last line end from all files.
	Chomp bool `yaml:"chomp"`
}

// historyCase says what version control knows: of all files, or of those that are named. Times are at midnight UTC.
type historyCase struct {
	First    string `yaml:"first"`
	Newest   string `yaml:"newest"`
	Imported bool   `yaml:"imported"`
	Last     string `yaml:"last"`
	Behind   int    `yaml:"behind"`
	// Files are those with commits; none stands for all.
	Files map[string]fileCase `yaml:"files"`
}

// fileCase is what differs for one file. A text below committed/ takes the place of the file's own.
type fileCase struct {
	Last   string `yaml:"last"`
	Added  bool   `yaml:"added"`
	Behind int    `yaml:"behind"`
}

func (h historyCase) history(t *testing.T, m memory) *History {
	t.Helper()
	all := &History{Files: map[string]*FileHistory{}}
	for p, text := range m.files {
		f := &FileHistory{First: midnight(t, h.First), Newest: midnight(t, h.Newest), Imported: h.Imported}
		own, named := h.Files[shortName(p)]
		if !named && len(h.Files) == 0 {
			own, named = fileCase{Last: h.Last, Behind: h.Behind}, true
		}
		if named {
			f.Last, f.Added, f.Behind, f.Committed = midnight(t, own.Last), own.Added, own.Behind, NewCommittedText(text)
		}
		if before, ok := m.committed[p]; ok {
			f.Committed = NewCommittedText(before)
		}
		all.Files[p] = f
	}
	return all
}

func midnight(t *testing.T, day string) time.Time {
	t.Helper()
	if day == "" {
		return time.Time{}
	}
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// TestCases runs testdata/RULE/*.txtar. A case is a sentence, the files of the
// workspace (or one input.md, which stands at memory-bank/activeContext.md), an
// optional settings.yaml, what is wanted, one diagnostic per line, and the files
// that the first fixes change, below fixed/. With -update the last two are rewritten:
//
//	memory-bank/progress.md:3:1-3:8 warning message
//		related memory-bank/tasks.md:1:1-1:5 message
//		fix (safe) Title
//
// Lines and columns count from 1, columns in code points. The path is left out
// for input.md. The name of a rule other than the folder's follows in brackets.
func TestCases(t *testing.T) {
	paths, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, p := range paths {
		rule := filepath.Base(filepath.Dir(p))
		t.Run(rule+"/"+strings.TrimSuffix(filepath.Base(p), ".txtar"), func(t *testing.T) { runCase(t, rule, p) })
	}
}

func runCase(t *testing.T, rule, p string) {
	if Lookup(rule) == nil {
		t.Fatalf("no rule %q", rule)
	}
	archive, err := txtar.ParseFile(p)
	if err != nil {
		t.Fatal(err)
	}
	if strings.TrimSpace(string(archive.Comment)) == "" {
		t.Error("the case has no sentence on top")
	}
	m, set, wanted := layOut(t, rule, archive)
	found := m.check(t, set)
	got := map[string]string{"want": describe(m, found, rule)}
	for name, text := range m.fixed(t, found).files {
		old, existed := m.files[name]
		if existed && old == text {
			continue
		}
		if strings.Contains(old, "\r\n") && strings.Count(text, "\n") != strings.Count(text, "\r\n") {
			t.Errorf("the fixes mix line ends in %s: %q", name, text)
		}
		got["fixed/"+shortName(name)] = strings.ReplaceAll(text, "\r\n", "\n")
	}
	if *update {
		rewrite(t, p, archive, got)
		return
	}
	if diff := cmp.Diff(wanted, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// layOut separates a case into the workspace, the settings and what is wanted.
func layOut(t *testing.T, rule string, archive *txtar.Archive) (memory, Settings, map[string]string) {
	t.Helper()
	m := memory{bank: Bank{Root: "memory-bank"}, files: map[string]string{}, committed: map[string]string{}}
	wanted := map[string]string{"want": ""}
	var cs caseSettings
	for _, f := range archive.Files {
		switch {
		case f.Name == "settings.yaml":
			if err := yaml.UnmarshalWithOptions(f.Data, &cs, yaml.Strict()); err != nil {
				t.Fatal(err)
			}
		case f.Name == "want" || strings.HasPrefix(f.Name, "fixed/"):
			wanted[f.Name] = string(f.Data)
		case strings.HasPrefix(f.Name, "committed/"):
			m.committed[longName(strings.TrimPrefix(f.Name, "committed/"))] = string(f.Data)
		case f.Name == "input.md":
			m.files[exampleFile] = string(f.Data)
		default:
			m.files[f.Name] = string(f.Data)
		}
	}
	for name, text := range m.files {
		if cs.Chomp {
			text = strings.TrimSuffix(text, "\n")
		}
		if cs.CRLF {
			text = strings.ReplaceAll(text, "\n", "\r\n")
		}
		m.files[name] = text
	}
	m.bank = cs.bank(t)
	if cs.History != nil {
		m.history = cs.History.history(t, m)
	}
	return m, cs.settings(t, rule), wanted
}

func (cs caseSettings) bank(t *testing.T) Bank {
	t.Helper()
	b := Bank{Root: "memory-bank", Declared: cs.Declared}
	if cs.Root != "" {
		b.Root = cs.Root
	}
	if cs.Profile != "" {
		if b.Profile = LookupProfile(cs.Profile); b.Profile == nil {
			t.Fatalf("no profile %q", cs.Profile)
		}
	}
	return b
}

func (cs caseSettings) settings(t *testing.T, rule string) Settings {
	t.Helper()
	set := onlyRules(append(cs.Rules, rule)...)
	for name, word := range cs.Severity {
		s, err := ParseSeverity(word)
		if err != nil {
			t.Fatal(err)
		}
		set.Severity[name] = s
	}
	if cs.Options != nil {
		set.Options = map[string]map[string]any{rule: caseOptions(cs.Options)}
	}
	return set
}

// caseOptions brings YAML's types to those of Option.Default.
func caseOptions(in map[string]any) map[string]any {
	out := map[string]any{}
	for name, v := range in {
		switch v := v.(type) {
		case uint64:
			out[name] = int(v)
		case []any:
			var list []string
			for _, item := range v {
				list = append(list, fmt.Sprint(item))
			}
			out[name] = list
		default:
			out[name] = v
		}
	}
	return out
}

// shortName is how a case names a file.
func shortName(p string) string {
	if p == exampleFile {
		return "input.md"
	}
	return p
}

// longName is the inverse of shortName.
func longName(name string) string {
	if name == "input.md" {
		return exampleFile
	}
	return name
}

// describe prints diagnostics as in want.
func describe(m memory, found []Diagnostic, rule string) string {
	var b strings.Builder
	for _, d := range found {
		suffix := ""
		if d.Rule != rule {
			suffix = " [" + d.Rule + "]"
		}
		fmt.Fprintf(&b, "%s %s %s%s\n", m.place(d.Path, d.Span), d.Severity, d.Message, suffix)
		for _, r := range d.Related {
			fmt.Fprintf(&b, "\trelated %s %s\n", m.place(r.Path, r.Span), r.Message)
		}
		for _, f := range d.Fixes {
			safe := ""
			if f.Safe {
				safe = "(safe) "
			}
			fmt.Fprintf(&b, "\tfix %s%s\n", safe, f.Title)
		}
	}
	return b.String()
}

func (m memory) place(p string, s markdown.Span) string {
	lines := markdown.NewLineIndex(m.files[p])
	line, col := lines.OffsetLineCol32(s.Start)
	endLine, endCol := lines.OffsetLineCol32(s.End)
	place := fmt.Sprintf("%d:%d-%d:%d", line+1, col+1, endLine+1, endCol+1)
	if p == exampleFile {
		return place
	}
	return p + ":" + place
}

// rewrite puts what was got into the case, in place of what was wanted.
func rewrite(t *testing.T, p string, archive *txtar.Archive, got map[string]string) {
	t.Helper()
	archive.Files = slices.DeleteFunc(archive.Files, func(f txtar.File) bool {
		return f.Name == "want" || strings.HasPrefix(f.Name, "fixed/")
	})
	archive.Files = append(archive.Files, txtar.File{Name: "want", Data: []byte(got["want"])})
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if name != "want" {
			archive.Files = append(archive.Files, txtar.File{Name: name, Data: []byte(got[name])})
		}
	}
	if err := os.WriteFile(p, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}
