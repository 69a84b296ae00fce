package rules

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"cortex/markdown"
)

// fake is a rule that reports what a test says.
func fake(run func(*Pass)) *Rule {
	return &Rule{Name: "fake", Severity: Warning, Scope: ScopeDocument, Run: run}
}

// drive runs one rule that is not in the table on a bank with one file, as Check would.
func drive(r *Rule, text string, bank Bank, set Settings) []Diagnostic {
	bank.Root = "memory-bank"
	m := memory{bank: bank, files: map[string]string{exampleFile: text}}
	d := newDriver(m, set)
	d.doc = m.Document(exampleFile)
	d.runRule(r)
	return d.sorted()
}

func TestSeverityIsStamped(t *testing.T) {
	const none = Severity(0)
	tests := []struct {
		name                 string
		schema, declared     bool
		configured, proposed Severity
		want                 Severity
	}{
		{"the default", false, false, none, none, Warning},
		{"the configured one", false, false, Error, none, Error},
		{"graver, proposed by the rule", false, false, none, Error, Error},
		{"lighter, proposed by the rule", false, false, none, Hint, Hint},
		{"the configured one bounds a graver proposal", false, false, Information, Error, Information},
		{"the configured one keeps a lighter proposal", false, false, Error, Hint, Hint},
		{"a detected profile advises", true, false, none, none, Information},
		{"a declared profile demands", true, true, none, none, Warning},
		{"a detected profile with a proposal advises", true, false, none, Error, Information},
		{"a detected profile with a configured severity", true, false, Error, none, Error},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := fake(func(p *Pass) { p.Report(Diagnostic{Severity: tt.proposed}) })
			r.Schema = tt.schema
			set := Settings{}
			if tt.configured != none {
				set.Severity = map[string]Severity{"fake": tt.configured}
			}
			found := drive(r, "text", Bank{Declared: tt.declared}, set)
			if len(found) != 1 || found[0].Severity != tt.want {
				t.Errorf("got %v, want severity %v", found, tt.want)
			}
		})
	}
}

func TestRuleAndPathAreStamped(t *testing.T) {
	found := drive(fake(func(p *Pass) { p.Reportf(markdown.Span{}, "a %s", "b") }), "text", Bank{}, Settings{})
	if len(found) != 1 || found[0].Rule != "fake" || found[0].Path != exampleFile || found[0].Message != "a b" {
		t.Errorf("got %+v", found)
	}
}

func TestRulesThatAreOffDoNotRun(t *testing.T) {
	m := memory{bank: Bank{Root: "memory-bank"}, files: map[string]string{exampleFile: "no title\n"}}
	set := onlyRules("missing-title")
	if got := m.check(t, set); len(got) != 1 {
		t.Fatalf("the rule reports %v, want one diagnostic", got)
	}
	set.Severity["missing-title"] = Off
	if got := m.check(t, set); len(got) != 0 {
		t.Errorf("the rule is off and reports %v", got)
	}
}

func TestCheckStopsWhenItsContextEnds(t *testing.T) {
	m := memory{bank: Bank{Root: "memory-bank"}, files: map[string]string{exampleFile: "no title\n"}}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got := Check(ctx, m.Document(exampleFile), m, Settings{}); len(got) != 0 {
		t.Errorf("a check that was cancelled before it began reports %v", got)
	}
}

func TestDiagnosticsAreSorted(t *testing.T) {
	r := fake(func(p *Pass) {
		for _, s := range []markdown.Span{{Start: 3, End: 4}, {Start: 1, End: 4}, {Start: 1, End: 2}} {
			p.Report(Diagnostic{Span: s})
		}
	})
	found := drive(r, "some text", Bank{}, Settings{})
	if !slices.IsSortedFunc(found, func(a, b Diagnostic) int {
		return (a.Span.Start-b.Span.Start)*100 + a.Span.End - b.Span.End
	}) {
		t.Errorf("not in order: %v", found)
	}
}

func TestAPanicBecomesADiagnosticThatSaysWhere(t *testing.T) {
	var none []int
	for cause, r := range map[string]*Rule{
		"odd text":                              fake(func(p *Pass) { p.Report(Diagnostic{Message: "before"}); panic("odd text") }),
		"runtime error: index out of range":     fake(func(p *Pass) { p.Report(Diagnostic{Message: "before"}); none[len(none)]++ }),
		"runtime error: invalid memory address": fake(func(p *Pass) { p.Report(Diagnostic{Message: "before"}); _ = p.Bank.Profile.Name }),
	} {
		found := drive(r, "text", Bank{}, Settings{})
		if len(found) != 2 || found[0].Rule != "fake" || found[1].Rule != "internal-error" {
			t.Fatalf("got %v, want what was found before and an internal error", found)
		}
		for _, part := range []string{`"fake"`, cause, "(check_test.go:"} {
			if !strings.Contains(found[1].Message, part) {
				t.Errorf("the message %q does not name %q", found[1].Message, part)
			}
		}
	}
}

// edit is a change of the example file.
func edit(start, end int, text string) Change {
	return Change{Path: exampleFile, Edits: []markdown.Edit{{Span: markdown.Span{Start: start, End: end}, New: text}}}
}

func TestInvalidFixesAreDroppedAndReported(t *testing.T) {
	create := "# New\n"
	valid := Fix{Title: "Do it", Changes: []Change{edit(0, 4, "x")}}
	two := func(a, b Change) Change { a.Edits = append(a.Edits, b.Edits...); return a }
	tests := []struct {
		name string
		fix  Fix
		want bool
	}{
		{"an edit in bounds", Fix{Title: "T", Changes: []Change{edit(0, 4, "x")}}, true},
		{"an insertion at the end", Fix{Title: "T", Changes: []Change{edit(4, 4, "x")}}, true},
		{"edits that touch", Fix{Title: "T", Changes: []Change{two(edit(2, 4, "x"), edit(0, 2, "y"))}}, true},
		{"two insertions at one place", Fix{Title: "T", Changes: []Change{two(edit(2, 2, "x"), edit(2, 2, "y"))}}, true},
		{"a new file", Fix{Title: "T", Changes: []Change{{Path: "memory-bank/new.md", Create: &create}}}, true},
		{"a rename", Fix{Title: "T", Changes: []Change{{Path: exampleFile, Rename: "memory-bank/b.md"}}}, true},
		{"no title", Fix{Changes: []Change{edit(0, 1, "x")}}, false},
		{"the title of another", Fix{Title: "Do it", Changes: []Change{edit(0, 1, "x")}}, false},
		{"no change", Fix{Title: "T"}, false},
		{"an empty change", Fix{Title: "T", Changes: []Change{{Path: exampleFile}}}, false},
		{"no path", Fix{Title: "T", Changes: []Change{{Rename: "x.md"}}}, false},
		{"two kinds of change", Fix{Title: "T", Changes: []Change{{Path: "memory-bank/new.md", Create: &create, Rename: "x"}}}, false},
		{"beyond the end", Fix{Title: "T", Changes: []Change{edit(0, 5, "x")}}, false},
		{"before the start", Fix{Title: "T", Changes: []Change{edit(-1, 2, "x")}}, false},
		{"backwards", Fix{Title: "T", Changes: []Change{edit(3, 2, "x")}}, false},
		{"edits that overlap", Fix{Title: "T", Changes: []Change{two(edit(0, 3, "x"), edit(2, 4, "y"))}}, false},
		{"a file that is no document", Fix{Title: "T", Changes: []Change{{Path: "src/a.go", Edits: edit(0, 0, "x").Edits}}}, false},
		{"an edit that changes nothing", Fix{Title: "T", Changes: []Change{edit(0, 2, "te")}}, false},
		{"an edit beside one that changes nothing", Fix{Title: "T", Changes: []Change{two(edit(0, 2, "te"), edit(2, 4, ""))}}, true},
		{"a rename to what exists", Fix{Title: "T", Changes: []Change{{Path: exampleFile, Rename: exampleFile}}}, false},
		{"creating what exists", Fix{Title: "T", Changes: []Change{{Path: exampleFile, Create: &create}}}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := fake(func(p *Pass) { p.Report(Diagnostic{Fixes: []Fix{valid, tt.fix}}) })
			found := drive(r, "text", Bank{}, Settings{})
			defects := len(found) - 1
			if (len(found[0].Fixes) == 2) != tt.want || found[0].Fixes[0].Title != "Do it" || (defects == 0) != tt.want {
				t.Errorf("got %+v, want the fix kept: %v", found, tt.want)
			}
			if defects > 0 && !strings.Contains(found[1].Message, fmt.Sprintf("%q", tt.fix.Title)) {
				t.Errorf("the defect %q does not name the fix", found[1].Message)
			}
		})
	}
}

func TestSpansOutOfBoundsAreClamped(t *testing.T) {
	for _, s := range []markdown.Span{{Start: -1, End: 2}, {Start: 2, End: 9}, {Start: 9, End: 12}, {Start: 3, End: 1}} {
		found := drive(fake(func(p *Pass) { p.Report(Diagnostic{Span: s}) }), "text", Bank{}, Settings{})
		found = slices.DeleteFunc(found, func(d Diagnostic) bool { return d.Rule == "internal-error" })
		if got := found[0].Span; got.Start < 0 || got.End < got.Start || got.End > 4 {
			t.Errorf("%v became %v", s, got)
		}
	}
}

func TestOptionsHaveDefaults(t *testing.T) {
	r := fake(func(p *Pass) { p.Reportf(markdown.Span{}, "%v", p.Option("limit")) })
	r.Options = []Option{{Name: "limit", Doc: "d", Default: 3}}
	if got := drive(r, "x", Bank{}, Settings{}); got[0].Message != "3" {
		t.Errorf("without a setting the option is %s", got[0].Message)
	}
	set := Settings{Options: map[string]map[string]any{"fake": {"limit": 5}}}
	if got := drive(r, "x", Bank{}, set); got[0].Message != "5" {
		t.Errorf("set to 5 the option is %s", got[0].Message)
	}
}

// FuzzCheck promises that no rule panics on any text, and that what it offers is valid.
func FuzzCheck(f *testing.F) {
	for _, r := range All() {
		for _, example := range []string{r.Bad, r.Good} {
			f.Add(example)
		}
	}
	f.Add("\ufeff---\r\na: b\r\n---\r\n# \r\n<!-- cortex-disable-line a,b -->\r\n```\r\n~~~")
	f.Fuzz(func(t *testing.T, text string) {
		m := memory{bank: Bank{Root: "memory-bank", Profile: LookupProfile("cline"), Declared: true}, files: map[string]string{exampleFile: text}}
		m.check(t, Settings{})
	})
}
