package bank

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cortex/markdown"
	"cortex/rules"
)

// edit is the fix "replace what stands at the first old by text".
func edit(doc *markdown.Document, old, text string) []rules.Change {
	at := strings.Index(doc.Text, old)
	return []rules.Change{{Path: doc.Path, Edits: []markdown.Edit{{Span: markdown.Span{Start: at, End: at + len(old)}, New: text}}}}
}

func fixable(doc *markdown.Document, rule string, safe bool, changes []rules.Change) rules.Diagnostic {
	return rules.Diagnostic{Path: doc.Path, Rule: rule, Fixes: []rules.Fix{{Title: "Fix", Safe: safe, Changes: changes}}}
}

// fixed runs Fix with a fake rule over a bank with more texts, and applies the result to them.
func fixed(t *testing.T, texts map[string]string, opts FixOptions, check func(doc *markdown.Document, ws rules.Workspace) []rules.Diagnostic) (*FixResult, map[string]string) {
	t.Helper()
	texts = withBank("m", texts)
	s := rescan(t, memoryFolder(inMemory(texts), fakeEngine(check)), ScanOptions{})
	r, err := s.Fix(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	after := map[string]string{}
	for p, text := range texts {
		after[p] = text
	}
	for _, c := range r.Changes {
		if old, ok := texts[c.Path]; ok != (c.Old != nil) || ok && old != *c.Old {
			t.Errorf("%s: the old text is wrong", c.Path)
		}
		if c.New == nil {
			delete(after, c.Path)
		} else {
			after[c.Path] = *c.New
		}
	}
	return r, after
}

func TestFixAppliesWhatIsSafe(t *testing.T) {
	check := func(doc *markdown.Document, _ rules.Workspace) (found []rules.Diagnostic) {
		if strings.Contains(doc.Text, "a") {
			found = append(found, fixable(doc, "rule-a", true, edit(doc, "a", "A")))
		}
		if strings.Contains(doc.Text, "b") {
			found = append(found, fixable(doc, "rule-b", false, edit(doc, "b", "B")))
		}
		return found
	}
	texts := map[string]string{"m/x.md": "a b a", "m/y.md": "a", "m/z.md": "c"}
	for _, c := range []struct {
		name  string
		opts  FixOptions
		x, y  string
		fixed map[string]int
		left  int
	}{
		{"by default", FixOptions{}, "A b A", "A", map[string]int{"rule-a": 3}, 1},
		{"also the unsafe", FixOptions{Unsafe: true}, "A B A", "A", map[string]int{"rule-a": 3, "rule-b": 1}, 0},
		{"in some files", FixOptions{Paths: []string{"m/y.md"}}, "a b a", "A", map[string]int{"rule-a": 1}, 2},
		{"in no files", FixOptions{Paths: []string{}}, "a b a", "a", map[string]int{}, 3},
		{"of some rules", FixOptions{Rules: []string{"rule-b"}, Unsafe: true}, "a B a", "a", map[string]int{"rule-b": 1}, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, after := fixed(t, texts, c.opts, check)
			if after["m/x.md"] != c.x || after["m/y.md"] != c.y || after["m/z.md"] != "c" {
				t.Errorf("got %q", after)
			}
			if diff := cmp.Diff(c.fixed, r.Fixed); diff != "" || !r.Converged || len(r.Left.All()) != c.left {
				t.Errorf("converged: %v, left: %v, fixed: %s", r.Converged, r.Left.All(), diff)
			}
			sorted := slices.IsSortedFunc(r.Changes, func(a, b FileChange) int { return strings.Compare(a.Path, b.Path) })
			if !sorted {
				t.Error("changes are not sorted")
			}
		})
	}
}

func TestConflictingFixesWaitForTheNextPass(t *testing.T) {
	// Each fix takes one pair of letters, overlapping the next pair.
	r, after := fixed(t, map[string]string{"m/x.md": "abcd", "m/y.md": ""}, FixOptions{}, func(doc *markdown.Document, _ rules.Workspace) (found []rules.Diagnostic) {
		for i := 0; i+1 < len(doc.Text); i++ {
			found = append(found, fixable(doc, "pairs", true, edit(doc, doc.Text[i:i+2], "")))
		}
		return found
	})
	if after["m/x.md"] != "" || !r.Converged || r.Fixed["pairs"] != 2 {
		t.Errorf("got %q, %+v", after["m/x.md"], r)
	}
}

func TestAFixOverSeveralFilesIsAppliedWholeOrNotAtAll(t *testing.T) {
	_, after := fixed(t, map[string]string{"m/x.md": "1", "m/y.md": "1"}, FixOptions{}, func(doc *markdown.Document, ws rules.Workspace) []rules.Diagnostic {
		x, y := ws.Document("m/x.md"), ws.Document("m/y.md")
		switch {
		case x.Text != "1" || y.Text != "1":
			return nil
		case doc.Path == "m/x.md":
			return []rules.Diagnostic{fixable(doc, "one", true, edit(doc, "1", "one"))}
		case doc.Path == "m/y.md":
			return []rules.Diagnostic{fixable(doc, "both", true, append(edit(x, "1", "2"), edit(y, "1", "2")...))}
		}
		return nil
	})
	if after["m/x.md"] != "one" || after["m/y.md"] != "1" {
		t.Errorf("got %q and %q", after["m/x.md"], after["m/y.md"])
	}
}

func TestFixesCreateAndRenameFiles(t *testing.T) {
	text := "made"
	r, after := fixed(t, map[string]string{"m/old.md": "old", "m/x.md": "link: old"}, FixOptions{}, func(doc *markdown.Document, ws rules.Workspace) (found []rules.Diagnostic) {
		if doc.Path == "m/old.md" {
			x := ws.Document("m/x.md")
			found = append(found, fixable(doc, "rename", true, append([]rules.Change{{Path: "m/old.md", Rename: "m/sub/new.md"}}, edit(x, "old", "sub/new")...)))
		}
		// Everybody wants the same file: it is made once.
		if ws.Stat("m/made.md") == rules.NoFile {
			found = append(found, fixable(doc, "create", true, []rules.Change{{Path: "m/made.md", Create: &text}}))
		}
		return found
	})
	want := withBank("m", map[string]string{"m/sub/new.md": "old", "m/x.md": "link: sub/new", "m/made.md": "made"})
	if diff := cmp.Diff(want, after); diff != "" || !r.Converged {
		t.Errorf("converged: %v\n%s", r.Converged, diff)
	}
	if diff := cmp.Diff(map[string]int{"rename": 1, "create": 1}, r.Fixed); diff != "" {
		t.Error(diff)
	}
	if r.Left.Files != len(want) {
		t.Errorf("%d files are left", r.Left.Files)
	}
}

func TestARenameTakesLinksAlongAndWaitsForAnother(t *testing.T) {
	texts := withBank("m", map[string]string{
		// Two files are to be renamed and both are linked from the third and from each other.
		"m/tech_context.md":  "# Tech\n\n`projectBrief.md`\n",
		"m/project_brief.md": "# Brief\n\n[tech](tech_context.md)\n",
		"m/x.md":             "# X\n\n[tech](./tech_context.md#tech) and `projectBrief.md`\n",
	})
	delete(texts, "m/techContext.md")
	delete(texts, "m/projectbrief.md")
	s := rescan(t, memoryFolder(inMemory(texts), newEngine()), ScanOptions{})
	r, err := s.Fix(t.Context(), FixOptions{Rules: []string{"file-name"}, Unsafe: true})
	if err != nil || !r.Converged || r.Fixed["file-name"] != 2 {
		t.Fatalf("got %+v, %v", r, err)
	}
	got := map[string]string{}
	for _, c := range r.Changes {
		if c.New != nil {
			got[c.Path] = *c.New
		} else {
			got[c.Path] = "gone"
		}
	}
	want := map[string]string{
		"m/tech_context.md":  "gone",
		"m/techContext.md":   texts["m/tech_context.md"],
		"m/project_brief.md": "gone",
		"m/projectBrief.md":  "# Brief\n\n[tech](techContext.md)\n",
		"m/x.md":             "# X\n\n[tech](./techContext.md#tech) and `projectBrief.md`\n",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestNothingIsRenamedOntoAnotherFile(t *testing.T) {
	text := "x"
	r, after := fixed(t, map[string]string{"m/a.md": "a", "m/b.md": "b", "src/c.go": "c"}, FixOptions{}, func(doc *markdown.Document, _ rules.Workspace) []rules.Diagnostic {
		if doc.Path != "m/a.md" {
			return nil
		}
		return []rules.Diagnostic{
			fixable(doc, "r", true, []rules.Change{{Path: "m/a.md", Rename: "m/b.md"}}),
			fixable(doc, "r", true, []rules.Change{{Path: "m/a.md", Rename: "src/c.go"}}),
			fixable(doc, "r", true, []rules.Change{{Path: "src/c.go", Create: &text}}),
		}
	})
	if len(r.Changes) != 0 || !r.Converged || after["m/a.md"] != "a" {
		t.Errorf("got %+v", r)
	}
}

func TestRulesThatDisagreeDoNotGoOnForEver(t *testing.T) {
	r, _ := fixed(t, map[string]string{"m/x.md": "a"}, FixOptions{}, func(doc *markdown.Document, _ rules.Workspace) []rules.Diagnostic {
		if doc.Text == "" {
			return nil
		}
		other := map[string]string{"a": "b", "b": "a"}[doc.Text]
		return []rules.Diagnostic{fixable(doc, "r", true, edit(doc, doc.Text, other))}
	})
	if r.Converged || r.Fixed["r"] != maxFixPasses {
		t.Errorf("got %+v", r)
	}
}

func TestAFixThatChangesNothingIsNotApplied(t *testing.T) {
	r, _ := fixed(t, map[string]string{"m/x.md": "a"}, FixOptions{}, func(doc *markdown.Document, _ rules.Workspace) []rules.Diagnostic {
		if doc.Text == "" {
			return nil
		}
		return []rules.Diagnostic{fixable(doc, "r", true, edit(doc, "a", "a"))}
	})
	if !r.Converged || len(r.Fixed) != 0 || len(r.Changes) != 0 {
		t.Errorf("got %+v", r)
	}
}

func TestFixOfTheFixedIsEmpty(t *testing.T) {
	for _, end := range []string{"\n", "\r\n"} {
		text := strings.ReplaceAll("\ufeff# Title\n\n#### Deep\n\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n\n```go\ncode\n", "\n", end)
		files := inMemory(withBank("m", map[string]string{"m/x.md": text, ".cortex.yaml": "rules:\n  damaged-text: off\n"})) // its fix takes a BOM away
		s := rescan(t, memoryFolder(files, newEngine()), ScanOptions{})
		for _, unsafe := range []bool{false, true} {
			opts := FixOptions{Unsafe: unsafe}
			first, err := s.Fix(t.Context(), opts)
			if err != nil || !first.Converged || len(first.Changes) == 0 {
				t.Fatalf("unsafe %v: %+v, %v", unsafe, first, err)
			}
			for _, c := range first.Changes {
				files[c.Path].Data = []byte(*c.New)
				if c.Path == "m/x.md" && (!strings.HasPrefix(*c.New, "\ufeff") || end == "\r\n" && strings.Count(*c.New, "\n") != strings.Count(*c.New, "\r\n")) {
					t.Errorf("BOM or line ends were lost: %q", *c.New)
				}
			}
			s = rescan(t, memoryFolder(files, newEngine()), ScanOptions{})
			second, err := s.Fix(t.Context(), opts)
			if err != nil || len(second.Changes) != 0 || len(second.Fixed) != 0 {
				t.Errorf("unsafe %v: the second time %v, %v", unsafe, second.Fixed, err)
			}
			if diff := cmp.Diff(first.Left.All(), second.Left.All()); diff != "" {
				t.Error(diff)
			}
		}
	}
}

func TestFixLeavesTheSnapshotAlone(t *testing.T) {
	f := memoryFolder(inMemory(withBank("m", map[string]string{"m/x.md": "# X\n\n#### Deep\n"})), newEngine())
	f.Apply(Change{Kind: Edited, Path: "m/y.md", Text: "# Y\n\n#### Deep\n"})
	s := rescan(t, f, ScanOptions{})
	before := mustCheck(t, s).All()
	r, err := s.Fix(t.Context(), FixOptions{})
	if err != nil || len(r.Changes) != 2 {
		t.Fatalf("got %+v, %v", r, err)
	}
	if diff := cmp.Diff(before, mustCheck(t, s).All()); diff != "" || f.Snapshot() != s || s.File("m/y.md").Text() != "# Y\n\n#### Deep\n" {
		t.Error(diff)
	}
	if got := fmt.Sprint(s.File("m/x.md").Text()); got != "# X\n\n#### Deep\n" {
		t.Errorf("got %q", got)
	}
}
