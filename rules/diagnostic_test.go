package rules

import (
	"testing"

	"cortex/markdown"
)

// TestDiagnosticsAreTheSameOnlyIfAllOfThemIs changes one thing after the other.
func TestDiagnosticsAreTheSameOnlyIfAllOfThemIs(t *testing.T) {
	made := func() Diagnostic {
		text := "# A\n"
		return Diagnostic{
			Path: "a.md", Rule: "r", Span: markdown.Span{Start: 1, End: 2}, Severity: Error, Message: "m",
			Related: []Related{{"b.md", markdown.Span{}, "there"}},
			Fixes: []Fix{{"Do", true, []Change{
				{Path: "a.md", Edits: []markdown.Edit{{New: "x"}}}, {Path: "c.md", Create: &text}, {Path: "d.md", Rename: "e.md"},
			}}},
		}
	}
	if !made().Same(made()) {
		t.Error("a diagnostic is not the same as itself")
	}
	other := "# B\n"
	for name, change := range map[string]func(d *Diagnostic){
		"path":     func(d *Diagnostic) { d.Path = "b.md" },
		"rule":     func(d *Diagnostic) { d.Rule = "q" },
		"span":     func(d *Diagnostic) { d.Span.End++ },
		"severity": func(d *Diagnostic) { d.Severity = Hint },
		"message":  func(d *Diagnostic) { d.Message += "!" },
		"related":  func(d *Diagnostic) { d.Related[0].Span.End++ },
		"fixes":    func(d *Diagnostic) { d.Fixes = nil },
		"title":    func(d *Diagnostic) { d.Fixes[0].Title = "Do it" },
		"safe":     func(d *Diagnostic) { d.Fixes[0].Safe = false },
		"changes":  func(d *Diagnostic) { d.Fixes[0].Changes = d.Fixes[0].Changes[:2] },
		"changed":  func(d *Diagnostic) { d.Fixes[0].Changes[0].Path = "b.md" },
		"edits":    func(d *Diagnostic) { d.Fixes[0].Changes[0].Edits[0].Span.End++ },
		"created":  func(d *Diagnostic) { d.Fixes[0].Changes[1].Create = &other },
		"create":   func(d *Diagnostic) { d.Fixes[0].Changes[1].Create = nil },
		"rename":   func(d *Diagnostic) { d.Fixes[0].Changes[2].Rename = "f.md" },
	} {
		d := made()
		change(&d)
		if d.Same(made()) || made().Same(d) {
			t.Errorf("another %s makes no difference", name)
		}
	}
}
