package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cortex/rules"
)

const repository = "../.."

func TestGeneratedFilesAreUpToDate(t *testing.T) {
	files, err := generate(repository)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(repository, name))
		if err != nil {
			t.Errorf("%v: run go run ./cmd/gendoc", err)
		} else if diff := cmp.Diff(want, string(got)); diff != "" {
			t.Errorf("%s is not what gendoc writes: run go run ./cmd/gendoc\n%s", name, diff)
		}
	}
	stale, err := stalePages(repository, files)
	if err != nil || len(stale) > 0 {
		t.Errorf("pages of rules that do not exist: %q, %v", stale, err)
	}
}

func TestEveryKeyIsDocumented(t *testing.T) {
	fields, err := structFields(repository, "bank/config.go", "Config", "yaml")
	if err != nil {
		t.Fatal(err)
	}
	settings, err := structFields(repository, "lsp/config.go", "settings", "json")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range append(fields, settings...) {
		if len(f.doc) < 20 {
			t.Errorf("key %q has no manual: %q", f.key, f.doc)
		}
	}
}

func TestTheListOfRulesExplainsItsWords(t *testing.T) {
	page := rulePages()[rulesFolder+"README.md"]
	for _, r := range rules.All() {
		for _, word := range []string{r.Scope.String(), r.Fixable.String()} {
			if !strings.Contains(page, "\n* "+word+": ") {
				t.Errorf("%s: %q is not explained", r.Name, word)
			}
		}
	}
}

func TestWriteRemovesPagesOfRulesThatAreGone(t *testing.T) {
	root := t.TempDir()
	for name, text := range map[string]string{
		"bank/config.go":   "package bank\n\n// Config is it.\ntype Config struct {\n\t// Size sets the size.\n\tSize int `yaml:\"size\"`\n}\n\n// Override is, too.\ntype Override struct {\n\tFiles int `yaml:\"files\"`\n}\n",
		"rules/profile.go": "package rules\n\n// Profile is one.\ntype Profile struct{}\n",
		"rules/tokens.go":  "package rules\n",
		"lsp/config.go":    "package lsp\n\n// settings are it.\ntype settings struct {\n\t// Colour sets the colour.\n\tColour int `json:\"colour\"`\n}\n",
		"CHANGELOG.md":     "# Changelog\n",

		"editors/vscode/package.json": `{"contributes": {"configuration": [{"title": "Cortex"}, {}]}}`,
		"docs/rules/old.md":           "old",
		"docs/manual.md":              "by hand",
	} {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	files, err := texts(root)
	if err != nil {
		t.Fatal(err)
	}
	if err := write(root, files); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(root, "docs/rules/old.md")); !os.IsNotExist(err) {
		t.Errorf("page of a rule that is gone is still there: %v", err)
	}
	if _, err := os.Stat(filepath.Join(root, "docs/manual.md")); err != nil {
		t.Error(err)
	}
	reference, err := os.ReadFile(filepath.Join(root, "docs/configuration.md"))
	if err != nil || !strings.Contains(string(reference), "### size\n\nSets the size.\n") {
		t.Errorf("reference: %v\n%s", err, reference)
	}
	for _, p := range rules.Profiles() {
		if !strings.Contains(string(reference), "\n| `"+p.Name+"` | ") {
			t.Errorf("profile %q is not in the reference", p.Name)
		}
	}
	for _, r := range rules.All() {
		if _, err := os.Stat(filepath.Join(root, rulesFolder, r.Name+".md")); err != nil {
			t.Error(err)
		}
	}
}

func TestGenerateWithoutSourcesIsAnError(t *testing.T) {
	if _, err := generate(t.TempDir()); err == nil {
		t.Error("no error for a folder that is not the repository")
	}
}

func TestPictureShowsColoursAsText(t *testing.T) {
	svg := terminalSVG("cortex check", "a <b>\x1b[1;31merror:\x1b[0m &\n\x1b[2m|\x1b[0m\n")
	for _, want := range []string{
		`<text x="16.0" y="50" textLength="8.4" fill="#7ee787">$</text>`,
		`<text x="32.8" y="50" textLength="100.8">cortex check</text>`,
		`<text x="16.0" y="70" textLength="42.0">a &lt;b&gt;</text>`,
		`<text x="58.0" y="70" textLength="50.4" font-weight="bold" fill="#ff7b72">error:</text>`,
		`<text x="116.8" y="70" textLength="8.4">&amp;</text>`,
		`<text x="16.0" y="90" textLength="8.4" fill="#8b949e">|</text>`,
	} {
		if !strings.Contains(svg, want) {
			t.Errorf("picture lacks %q:\n%s", want, svg)
		}
	}
	if strings.Contains(svg, "\x1b") {
		t.Error("escape sequences in the picture")
	}
}

func TestPictureKeepsCaretsUnderTheirText(t *testing.T) {
	svg := terminalSVG("x", "🎉 see b.md\n\x1b[31m       ^~~~\x1b[0m\n")
	for _, want := range []string{
		`<text x="16.0" y="70">🎉</text>`,
		`<text x="41.2" y="70" textLength="67.2">see b.md</text>`,
		`<text x="74.8" y="90" textLength="33.6" fill="#ff7b72">^~~~</text>`, // ends where the text ends
	} {
		if !strings.Contains(svg, want) {
			t.Errorf("picture lacks %q:\n%s", want, svg)
		}
	}
}

func TestPictureBreaksLongLinesAsATerminalDoes(t *testing.T) {
	rows := layOut(strings.Repeat("a", columns-1) + "🎉" + strings.Repeat("b", columns))
	if len(rows) != 3 || rows[1][0].text != "🎉" || rows[2][0].text != "bb" || rows[2][0].column != 0 {
		t.Errorf("rows %+v", rows)
	}
}
