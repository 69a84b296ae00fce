package mcp

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cortex/bank"
)

const editedBank = `
-- .cortex.yaml --
profile: cline
rules: {missing-section: off, missing-file: off, stale-file: off, orphan-file: off}
-- memory-bank/progress.md --
# Progress

## Status

See [goals](projectbrief.md#goals).

## Next

- one
-- memory-bank/projectbrief.md --
# Project Brief

## Goals

Much.
`

const (
	progressPath = "memory-bank/progress.md"
	briefPath    = "memory-bank/projectbrief.md"
)

// textAt returns the text of a file.
func textAt(t *testing.T, root, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestEditWritesAndTellsWhatItCaused(t *testing.T) {
	root := newWorkspace(t, editedBank)
	c := serve(t, root)
	before := textAt(t, root, progressPath)
	in := arguments{"path": "progress.md", "if_hash": bank.HashOf(before), "edits": []arguments{
		{"op": "append_to_section", "section": "Next", "text": "- two"},
		{"op": "replace_section", "section": "Progress > Status", "text": "See [it](gone.md)."},
	}}
	in["dry_run"] = true
	if a := ask[changeAnswer](c, "bank_edit", in); a.Applied || !strings.Contains(a.Diff, "+- two") || textAt(t, root, progressPath) != before {
		t.Errorf("dry run: %+v", a)
	}
	delete(in, "dry_run")
	a := ask[changeAnswer](c, "bank_edit", in)
	after := textAt(t, root, progressPath)
	if want := strings.NewReplacer("- one\n", "- one\n- two\n", "[goals](projectbrief.md#goals)", "[it](gone.md)").Replace(before); after != want {
		t.Errorf("text %q", after)
	}
	f := a.Files[0]
	if !a.Applied || f.Path != progressPath || f.HashBefore != bank.HashOf(before) || f.Hash != bank.HashOf(after) || f.Version != 1 {
		t.Errorf("%+v", a)
	}
	if len(a.New) != 1 || len(a.New[progressPath]) != 1 || !strings.HasPrefix(a.New[progressPath][0], "5 error broken-link: ") || len(a.Resolved) != 0 {
		t.Errorf("issues %v, %v", a.New, a.Resolved)
	}

	// A repeat is stale and changes nothing; with the new hash the edit can be undone.
	if why := c.refusal("bank_edit", in); !strings.HasPrefix(why, "stale: ") || !strings.Contains(why, f.Hash) || textAt(t, root, progressPath) != after {
		t.Errorf("repeated: %s", why)
	}
	a = ask[changeAnswer](c, "bank_edit", arguments{"path": progressPath, "if_hash": f.Hash, "edits": arguments{"op": "restore"}})
	if textAt(t, root, progressPath) != before || len(a.Resolved[progressPath]) != 1 || a.Files[0].Version != 2 {
		t.Errorf("restored: %+v", a)
	}
}

func TestEditRefusesWithACode(t *testing.T) {
	root := newWorkspace(t, editedBank)
	c := serve(t, root)
	hash := bank.HashOf(textAt(t, root, briefPath))
	for code, in := range map[string]arguments{
		"not_found: ":    {"path": "projectbrif.md", "edits": arguments{"op": "delete_section", "section": "Goals"}},
		"no_section: ":   {"path": briefPath, "if_hash": hash, "edits": arguments{"op": "delete_section", "section": "Gaols"}},
		"stale: ":        {"path": briefPath, "edits": arguments{"op": "delete_section", "section": "Goals"}},
		"no_match: ":     {"path": briefPath, "if_hash": hash, "edits": arguments{"op": "replace_text", "old": "Little", "text": "x"}},
		"many_matches: ": {"path": briefPath, "if_hash": hash, "edits": arguments{"op": "replace_text", "old": "o", "text": "x"}},
		"exists: ":       {"path": briefPath, "edits": arguments{"op": "create_file", "text": "x"}},
		"outside: ":      {"path": "../x.md", "edits": arguments{"op": "create_file", "text": "x"}},
		"would_break: ":  {"path": briefPath, "if_hash": hash, "on_issues": "reject", "edits": arguments{"op": "delete_section", "section": "Goals"}},
		"bad_argument: ": {"path": briefPath, "if_hash": hash, "edits": arguments{"op": "remove_section", "section": "Goals"}},
	} {
		if why := c.refusal("bank_edit", in); !strings.HasPrefix(why, code) {
			t.Errorf("%s: %s", code, why)
		}
	}
	why := c.refusal("bank_edit", arguments{"path": briefPath, "if_hash": hash, "on_issues": "reject", "edits": arguments{"op": "delete_section", "section": "Goals"}})
	if !strings.Contains(why, progressPath+": 5 warning broken-anchor: ") || bank.HashOf(textAt(t, root, briefPath)) != hash {
		t.Errorf("rejected: %s", why)
	}
}

func TestEditTakesNothingForForgotten(t *testing.T) {
	root := newWorkspace(t, editedBank)
	c := serve(t, root)
	before := textAt(t, root, briefPath)
	for want, op := range map[string]arguments{
		`replace_section needs "text": give "" to remove`: {"op": "replace_section", "section": "Goals"},
		`replace_text needs "text": give ""`:              {"op": "replace_text", "old": "Much."},
		`replace_text needs "old"`:                        {"op": "replace_text", "text": "x"},
		`append_to_section needs "section"`:               {"op": "append_to_section", "text": "x"},
		`create_file needs "text"`:                        {"op": "create_file"},
		`replace_section has no use for "old"`:            {"op": "replace_section", "section": "Goals", "text": "x", "old": "Much."},
		`append_to_section has no use for "version"`:      {"op": "append_to_section", "section": "Goals", "text": "x", "version": 2},
		`delete_section has no use for "text"`:            {"op": "delete_section", "section": "Goals", "text": ""},
		`restore has no use for "all"`:                    {"op": "restore", "all": true},
	} {
		why := c.refusal("bank_edit", arguments{"path": briefPath, "if_hash": bank.HashOf(before), "edits": op})
		if !strings.HasPrefix(why, "bad_argument: "+want) {
			t.Errorf("%v: %s", op, why)
		}
	}
	if textAt(t, root, briefPath) != before {
		t.Error("it is written")
	}
	ask[changeAnswer](c, "bank_edit", arguments{"path": briefPath, "if_hash": bank.HashOf(before), "edits": arguments{"op": "replace_section", "section": "Goals", "text": ""}})
	if got := textAt(t, root, briefPath); got != "# Project Brief\n\n## Goals\n" && got != "# Project Brief\n\n## Goals\n\n" {
		t.Errorf("%q", got)
	}
}

func TestEditCreatesAFileInTheBank(t *testing.T) {
	root := newWorkspace(t, editedBank)
	a := ask[changeAnswer](serve(t, root), "bank_edit", arguments{"path": "notes/new.md", "edits": arguments{"op": "create_file", "text": "# New\n"}})
	if got := textAt(t, root, "memory-bank/notes/new.md"); got != "# New\n" || !a.Applied || a.Files[0].Path != "memory-bank/notes/new.md" {
		t.Errorf("%q, %+v", got, a)
	}
}

func TestFixShowsAndApplies(t *testing.T) {
	root := newWorkspace(t, editedBank)
	write(t, filepath.Join(root, progressPath), "# Progress\n\nDone.\n\n</content>\n")
	c := serve(t, root)
	a := ask[changeAnswer](c, "bank_fix", nil)
	if a.Applied || !strings.Contains(a.Diff, "-</content>") || len(a.Resolved[progressPath]) == 0 || !strings.Contains(a.Note, "apply=true") {
		t.Errorf("shown: %+v", a)
	}
	if a := ask[changeAnswer](c, "bank_fix", arguments{"paths": []string{"projectbrief.md"}}); len(a.Files) != 0 {
		t.Errorf("another file: %+v", a)
	}
	if a := ask[changeAnswer](c, "bank_fix", arguments{"rules": []string{"broken-link"}}); len(a.Files) != 0 {
		t.Errorf("another rule: %+v", a)
	}
	a = ask[changeAnswer](c, "bank_fix", arguments{"apply": true})
	if !a.Applied || a.Files[0].Version != 1 || strings.Contains(textAt(t, root, progressPath), "content") {
		t.Errorf("applied: %+v", a)
	}
	if why := c.refusal("bank_fix", arguments{"rules": "tool-residu"}); !strings.HasPrefix(why, "unknown_rule: ") {
		t.Error(why)
	}
}

func TestRenameLetsLinksFollow(t *testing.T) {
	root := newWorkspace(t, editedBank)
	c := serve(t, root)
	in := arguments{"path": "projectbrief.md", "section": "Goals", "new_name": "Aims"}
	if a := ask[changeAnswer](c, "bank_rename", in); a.Applied || len(a.Files) != 2 || len(a.New) != 0 {
		t.Errorf("shown: %+v", a)
	}
	in["apply"] = true
	if a := ask[changeAnswer](c, "bank_rename", in); !a.Applied || !strings.Contains(textAt(t, root, progressPath), "projectbrief.md#aims") {
		t.Errorf("heading: %+v", a)
	}
	a := ask[changeAnswer](c, "bank_rename", arguments{"path": progressPath, "new_name": "sub/", "apply": true})
	if got := textAt(t, root, "memory-bank/sub/progress.md"); !strings.Contains(got, "../projectbrief.md#aims") || len(a.New) != 0 {
		t.Errorf("moved: %q %+v", got, a)
	}
	a = ask[changeAnswer](c, "bank_rename", arguments{"path": "sub", "new_name": "deep/er", "apply": true})
	if got := textAt(t, root, "memory-bank/deep/er/progress.md"); !strings.Contains(got, "../../projectbrief.md#aims") || len(a.New) != 0 {
		t.Errorf("folder: %q %+v", got, a)
	}
	a = ask[changeAnswer](c, "bank_rename", arguments{"path": "projectbrief.md", "new_name": "brief", "apply": true})
	if got := textAt(t, root, "memory-bank/brief.md"); got == "" || len(a.New) != 0 {
		t.Errorf("without its ending: %q %+v", got, a)
	}
	for code, in := range map[string]arguments{
		"exists: ":       {"path": "brief.md", "new_name": "deep/er/progress.md"},
		"outside: ":      {"path": "brief.md", "new_name": "../brief.md"},
		"not_found: ":    {"path": "none.md", "new_name": "some.md"},
		"no_section: ":   {"path": "brief.md", "section": "Status", "new_name": "x"},
		"bad_argument: ": {"path": "brief.md", "section": "Aims", "new_name": "a\nb"},
	} {
		if why := c.refusal("bank_rename", in); !strings.HasPrefix(why, code) {
			t.Errorf("%s: %s", code, why)
		}
	}
}

func TestRenameStaysInWhatIsServed(t *testing.T) {
	root := newWorkspace(t, editedBank+"-- memory-bank/tasks/a.md --\n# A\n-- memory-bank/tasks/b.md --\n# B\n")
	write(t, filepath.Join(root, progressPath), "# Progress\n\nPrivate: [a](tasks/a.md)\n")
	c := serve(t, filepath.Join(root, "memory-bank", "tasks"))
	why := c.refusal("bank_rename", arguments{"path": "a.md", "new_name": "c.md"})
	if !strings.HasPrefix(why, "outside: ") || !strings.Contains(why, progressPath) || strings.Contains(why, "Private") {
		t.Error(why)
	}
	if a := ask[changeAnswer](c, "bank_rename", arguments{"path": "b.md", "new_name": "c.md", "apply": true}); !a.Applied {
		t.Errorf("%+v", a)
	}
	c = serve(t, root)
	for _, name := range []string{".envrc", "notes.txt", ".cortex-history/objects/x.md", ".git/x.md", "sub/.mcp.json"} {
		if why := c.refusal("bank_rename", arguments{"path": "progress.md", "new_name": name, "apply": true}); !strings.HasPrefix(why, "outside: ") {
			t.Errorf("%s: %s", name, why)
		}
	}
}

func TestARenameThatFailsLeavesEverything(t *testing.T) {
	root := newWorkspace(t, editedBank)
	before := textAt(t, root, progressPath)
	why := serve(t, root).refusal("bank_rename", arguments{"path": "projectbrief.md", "new_name": strings.Repeat("n", 300) + ".md", "apply": true})
	if !strings.Contains(why, "file name too long") || textAt(t, root, progressPath) != before || textAt(t, root, briefPath) == "" {
		t.Error(why)
	}
}

func TestAChangeThatIsHalfDoneIsAnError(t *testing.T) {
	done := []bank.FileChange{{Path: "m/a.md", Version: 7}, {Path: "m/b.md"}, {Path: "m/c.md", To: "m/d.md", Version: 8}}
	err := (&changeAnswer{}).wrote(done, fmt.Errorf("writing %q: %w", "m/e.md", bank.ErrStale))
	want := `stale: only a part is done: "m/a.md" is changed (restore version 7 to undo that), "m/b.md" is new, "m/c.md" is "m/d.md" now. The rest is not: writing "m/e.md"`
	if err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Error(err)
	}
}

func TestWhoWaitsForAnotherWriterIsTold(t *testing.T) {
	err := refusal(fmt.Errorf("opening the history of %q: %w", "m", bank.ErrBusy))
	if !strings.HasPrefix(err.Error(), "busy: ") || !strings.Contains(err.Error(), "try again") {
		t.Error(err)
	}
}

func TestInitStartsABankOnce(t *testing.T) {
	root := t.TempDir()
	c := serve(t, root)
	if why := c.refusal("bank_init", arguments{"mode": "migrate"}); !strings.HasPrefix(why, "no_bank: ") {
		t.Error(why)
	}
	if a := ask[changeAnswer](c, "bank_init", nil); a.Applied || len(a.Files) < 5 {
		t.Errorf("shown: %+v", a)
	}
	a := ask[changeAnswer](c, "bank_init", arguments{"apply": true})
	if !a.Applied || !strings.Contains(textAt(t, root, ".cortex.yaml"), "cline") || textAt(t, root, progressPath) == "" {
		t.Errorf("applied: %+v", a)
	}
	if why := c.refusal("bank_init", nil); !strings.HasPrefix(why, "exists: ") {
		t.Error(why)
	}
	if err := os.Remove(filepath.Join(root, progressPath)); err != nil {
		t.Fatal(err)
	}
	a = ask[changeAnswer](c, "bank_init", arguments{"mode": "migrate", "apply": true})
	if len(a.Files) != 1 || a.Files[0].Path != progressPath || !strings.Contains(a.Note, "exist and stay") {
		t.Errorf("migrated: %+v", a)
	}
	if why := c.refusal("bank_init", arguments{"profile": "clime", "dir": "other"}); !strings.HasPrefix(why, "bad_argument: ") {
		t.Error(why)
	}
	if why := c.refusal("bank_init", arguments{"dir": "../other"}); !strings.HasPrefix(why, "outside: ") {
		t.Error(why)
	}
}

func TestALongDiffIsCut(t *testing.T) {
	root := newWorkspace(t, editedBank)
	text := strings.Repeat("a line of text\n", maxDiff/10)
	a := ask[changeAnswer](serve(t, root), "bank_edit", arguments{"path": "long.md", "diff": "full", "edits": arguments{"op": "create_file", "text": text}})
	if len(a.Diff) > maxDiff || !strings.HasSuffix(a.Diff, "\n") || !strings.Contains(a.Note, "the diff is cut") || textAt(t, root, "memory-bank/long.md") != text {
		t.Errorf("%d bytes, %s", len(a.Diff), a.Note)
	}
}

func TestAnEditFindsWhatReadingFinds(t *testing.T) {
	root := newWorkspace(t, longBank+"-- memory-bank/tasks/T1.md --\n# T1\n")
	c := serve(t, root)
	for _, name := range []string{"T1.md", "T1", "Progress.md", "memory-bank/Progress.md"} {
		for _, op := range []string{"create_file", "append_to_section"} {
			edit := arguments{"op": op, "text": "x\n"}
			if op != "create_file" {
				edit["section"] = "*"
			}
			why := c.refusal("bank_edit", arguments{"path": name, "edits": []arguments{edit}})
			if !strings.Contains(why, "T1.md") && !strings.Contains(why, "progress.md") {
				t.Errorf("%s %s: %s", op, name, why)
			}
		}
	}
	if a := ask[changeAnswer](c, "bank_edit", arguments{"path": "memory-bank/T1.md", "edits": []arguments{{"op": "create_file", "text": "# Another\n"}}}); !a.Applied {
		t.Errorf("%+v", a)
	}
}

func TestAServerThatOnlyReadsSaysSo(t *testing.T) {
	c := connect(t, New(Options{Logger: testLogger(t), Place: Place{Bank: newWorkspace(t, longBank)}, ReadOnly: true}), nil)
	if why := c.refusal("bank_edit", arguments{"path": "progress.md"}); !strings.HasPrefix(why, "read_only: ") {
		t.Error(why)
	}
}
