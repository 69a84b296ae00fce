package bank

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// workbench is a workspace on disk with one bank, "m", that has a file "m/a.md" with a text.
type workbench struct {
	t    *testing.T
	root string
}

func newWorkbench(t *testing.T, text string) workbench {
	t.Helper()
	return workbench{t, onDisk(t, withBank("m", map[string]string{"m/a.md": text}))}
}

func (e workbench) text() string { return tree(e.t, e.root)["m/a.md"] }

// draft computes edits of m/a.md as it is now.
func (e workbench) draft(ops ...EditOperation) (*Draft, error) {
	e.t.Helper()
	return opened(e.t, e.root).Edit(e.t.Context(), EditRequest{Path: "m/a.md", Hash: HashOf(e.text()), Operations: ops})
}

// edited makes edits and returns the text.
func (e workbench) edited(ops ...EditOperation) string {
	e.t.Helper()
	d, err := e.draft(ops...)
	if err != nil {
		e.t.Fatalf("%v: %v", ops, err)
	}
	if _, err := d.Write(e.t.Context()); err != nil {
		e.t.Fatal(err)
	}
	return e.text()
}

func wantRefusal(t *testing.T, err error, code RefusalCode, parts ...string) {
	t.Helper()
	var r *Refusal
	if !errors.As(err, &r) || r.Code != code {
		t.Errorf("got %v, want %s", err, code)
		return
	}
	for _, part := range parts {
		if !strings.Contains(r.Message, part) {
			t.Errorf("%q does not say %q", r.Message, part)
		}
	}
}

const sample = `# Notes

Intro.

## Goals

- one
- two

### Later

Much.

## Status

Fine.
`

func TestSectionEdits(t *testing.T) {
	for _, c := range []struct {
		name string
		op   EditOperation
		from string // what of the sample becomes
		to   string
	}{
		{"replace all below a heading", EditOperation{Kind: ReplaceSection, Section: "Goals", Text: "None.\n"}, "- one\n- two\n\n### Later\n\nMuch.\n", "None.\n"},
		{"replace with subsections", EditOperation{Kind: ReplaceSection, Section: "Status", Text: "\n\nBad.\n\n### Why\n\nRain.\n\n\n"}, "Fine.\n", "Bad.\n\n### Why\n\nRain.\n"},
		{"a repeated heading is left out", EditOperation{Kind: ReplaceSection, Section: "Status", Text: "## Status\n\nBad.\n"}, "Fine.\n", "Bad.\n"},
		{"replace by nothing", EditOperation{Kind: ReplaceSection, Section: "Goals > Later"}, "Much.\n\n", ""},
		{"append to a list", EditOperation{Kind: AppendToSection, Section: "Goals", Text: "- three"}, "- two\n", "- two\n- three\n"},
		{"append a paragraph", EditOperation{Kind: AppendToSection, Section: "Goals", Text: "That is all."}, "- two\n", "- two\n\nThat is all.\n"},
		{"append a subsection", EditOperation{Kind: AppendToSection, Section: "Goals", Text: "### Never\n\nWar.\n"}, "Much.\n", "Much.\n\n### Never\n\nWar.\n"},
		{"append at the end of the file", EditOperation{Kind: AppendToSection, Section: "Status", Text: "Still."}, "Fine.\n", "Fine.\n\nStill.\n"},
		{"append to the whole", EditOperation{Kind: AppendToSection, Section: "*", Text: "## More\n\nText."}, "Fine.\n", "Fine.\n\n## More\n\nText.\n"},
		{"prepend to a list", EditOperation{Kind: PrependToSection, Section: "Goals", Text: "- zero"}, "## Goals\n\n- one\n", "## Goals\n\n- zero\n- one\n"},
		{"prepend a subsection", EditOperation{Kind: PrependToSection, Section: "Goals", Text: "### Now\n\nThis."}, "- two\n", "- two\n\n### Now\n\nThis.\n"},
		{"prepend to the whole", EditOperation{Kind: PrependToSection, Section: "*", Text: "> Draft"}, "# Notes\n", "# Notes\n\n> Draft\n"},
		{"prepend a section to the whole", EditOperation{Kind: PrependToSection, Section: "*", Text: "## First"}, "Intro.\n", "Intro.\n\n## First\n"},
		{"append a paragraph to the whole", EditOperation{Kind: AppendToSection, Section: "*", Text: "The end."}, "Fine.\n", "Fine.\n\nThe end.\n"},
		{"prepend a paragraph", EditOperation{Kind: PrependToSection, Section: "Goals", Text: "All:"}, "## Goals\n\n", "## Goals\n\nAll:\n\n"},
		{"insert after", EditOperation{Kind: InsertAfterSection, Section: "Goals", Text: "## Risks\n\nRain."}, "Much.\n", "Much.\n\n## Risks\n\nRain.\n"},
		{"insert after the last", EditOperation{Kind: InsertAfterSection, Section: "Status", Text: "## Risks"}, "Fine.\n", "Fine.\n\n## Risks\n"},
		{"delete", EditOperation{Kind: DeleteSection, Section: "goals"}, "## Goals\n\n- one\n- two\n\n### Later\n\nMuch.\n\n", ""},
		{"delete the last", EditOperation{Kind: DeleteSection, Section: "Status"}, "\n## Status\n\nFine.\n", ""},
		{"replace text", EditOperation{Kind: ReplaceText, Old: "Fine", Text: "Great"}, "Fine", "Great"},
		{"replace text in a section", EditOperation{Kind: ReplaceText, Section: "Later", Old: "u", Text: "o"}, "Much", "Moch"},
	} {
		for ending, also := range map[string]func(string) string{
			"LF": func(text string) string { return text }, "CRLF": func(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") },
			"BOM": func(text string) string { return "\ufeff" + text },
		} {
			t.Run(c.name+" "+ending, func(t *testing.T) {
				e := newWorkbench(t, also(sample))
				want := also(strings.Replace(sample, c.from, c.to, 1))
				if got := e.edited(c.op); got != want {
					t.Errorf("got\n%q\nwant\n%q", got, want)
				}
			})
		}
	}
}

func TestSectionsOfUnusualTexts(t *testing.T) {
	for _, c := range []struct {
		name, before string
		op           EditOperation
		after        string
	}{
		{"no newline at the end", "# A\n\ntext", EditOperation{Kind: AppendToSection, Section: "A", Text: "more"}, "# A\n\ntext\n\nmore\n"},
		{"only a heading", "# A", EditOperation{Kind: ReplaceSection, Section: "A", Text: "text"}, "# A\n\ntext\n"},
		{"tight", "# A\ntext\n# B\n", EditOperation{Kind: AppendToSection, Section: "A", Text: "more"}, "# A\ntext\n\nmore\n\n# B\n"},
		{"empty sections", "# A\n## B\n## C\n", EditOperation{Kind: AppendToSection, Section: "B", Text: "text"}, "# A\n## B\n\ntext\n\n## C\n"},
		{"an empty file", "", EditOperation{Kind: AppendToSection, Section: "*", Text: "# A"}, "# A\n"},
		{"front matter stays", "---\na: b\n---\n\n# A\n", EditOperation{Kind: ReplaceSection, Section: "*", Text: "# B\n"}, "---\na: b\n---\n\n# B\n"},
		{"a text that begins with a rule", "# A\n\ntext\n", EditOperation{Kind: AppendToSection, Section: "A", Text: "---\n\n## B\n"}, "# A\n\ntext\n\n---\n\n## B\n"},
		{"setext", "A\n===\n\nB\n---\n\ntext\n", EditOperation{Kind: ReplaceSection, Section: "A > B", Text: "new"}, "A\n===\n\nB\n---\n\nnew\n"},
		{"a table", "# A\n\n| a |\n| - |\n| 1 |\n\n# B\n", EditOperation{Kind: AppendToSection, Section: "A", Text: "| 2 |"}, "# A\n\n| a |\n| - |\n| 1 |\n| 2 |\n\n# B\n"},
		{"a new table", "# A\n\n| a |\n| - |\n| 1 |\n", EditOperation{Kind: AppendToSection, Section: "A", Text: "| b |\n|:-:|\n| 2 |"}, "# A\n\n| a |\n| - |\n| 1 |\n\n| b |\n|:-:|\n| 2 |\n"},
		{"a new table before one", "# A\n\n| a |\n| - |\n", EditOperation{Kind: PrependToSection, Section: "A", Text: "| b |\n| - |"}, "# A\n\n| b |\n| - |\n\n| a |\n| - |\n"},
		{"the first row of a table", "# A\n\n| a |\n| - |\n| 1 |\n", EditOperation{Kind: PrependToSection, Section: "A", Text: "| 0 |"}, "# A\n\n| a |\n| - |\n| 0 |\n| 1 |\n"},
		{"items of several lines", "# A\n\n- a\n  more\n- b\n  - c\n", EditOperation{Kind: AppendToSection, Section: "A", Text: "- d\n  more\n- e"}, "# A\n\n- a\n  more\n- b\n  - c\n- d\n  more\n- e\n"},
		{"an item of several lines ahead", "# A\n- a\n", EditOperation{Kind: PrependToSection, Section: "A", Text: "- b\n  more"}, "# A\n\n- b\n  more\n- a\n"},
		{"no title", "text\n\n# A\n\n# B\n", EditOperation{Kind: PrependToSection, Section: "*", Text: "first"}, "first\n\ntext\n\n# A\n\n# B\n"},
		{"a title before the title", "# A\n\ntext\n\n## B\n", EditOperation{Kind: PrependToSection, Section: "*", Text: "# C"}, "# C\n\n# A\n\ntext\n\n## B\n"},
		{"a title below front matter", "---\na: b\n---\n# A\n\ntext\n", EditOperation{Kind: PrependToSection, Section: "*", Text: "first"}, "---\na: b\n---\n# A\n\nfirst\n\ntext\n"},
		{"headings in fences are none", "# A\n\n~~~\n# B\n~~~\n\n# C\n", EditOperation{Kind: AppendToSection, Section: "A", Text: "more"}, "# A\n\n~~~\n# B\n~~~\n\nmore\n\n# C\n"},
		{"a > in a title", "# A\n\n## B > C\n\n# D\n", EditOperation{Kind: ReplaceSection, Section: "B > C", Text: "x"}, "# A\n\n## B > C\n\nx\n\n# D\n"},
		{"by anchor", "# A\n\n## B\n\n## B\n\nx\n", EditOperation{Kind: ReplaceSection, Section: "#b-1", Text: "y"}, "# A\n\n## B\n\n## B\n\ny\n"},
		{"letter case decides", "# A\n\n# a\n", EditOperation{Kind: AppendToSection, Section: "a", Text: "x"}, "# A\n\n# a\n\nx\n"},
		{"all occurrences", "a b a", EditOperation{Kind: ReplaceText, Old: "a", Text: "c", All: true}, "c b c"},
		{"lines of another ending", "a\r\nb\r\n", EditOperation{Kind: ReplaceText, Old: "a\nb", Text: "c\nd"}, "c\r\nd\r\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := newWorkbench(t, c.before).edited(c.op); got != c.after {
				t.Errorf("got %q, want %q", got, c.after)
			}
		})
	}
}

func TestEditsAreMadeInOrderOnOneText(t *testing.T) {
	e := newWorkbench(t, sample)
	got := e.edited(
		EditOperation{Kind: InsertAfterSection, Section: "Goals", Text: "## Risks\n\nRain."},
		EditOperation{Kind: AppendToSection, Section: "Risks", Text: "Snow."},
		EditOperation{Kind: DeleteSection, Section: "Goals"},
		EditOperation{Kind: ReplaceText, Old: "Rain.\n\nSnow.", Text: "Sun."},
	)
	if want := "# Notes\n\nIntro.\n\n## Risks\n\nSun.\n\n## Status\n\nFine.\n"; got != want {
		t.Errorf("got %q", got)
	}
	s := opened(t, e.root)
	if all, err := s.Versions("m/a.md"); err != nil || len(all) != 1 || all[0].By != "edit" {
		t.Errorf("versions %+v, %v", all, err)
	}
	_, err := e.draft(EditOperation{Kind: ReplaceText, Old: "Sun", Text: "x"}, EditOperation{Kind: DeleteSection, Section: "Nowhere"})
	wantRefusal(t, err, NoSection, "edit 2 of 2 (delete_section), so that none was made")
	if e.text() != got {
		t.Error("the first of two edits was made")
	}
}

func TestWhatIsRefused(t *testing.T) {
	e := newWorkbench(t, sample+"\n## Goals\n\nAgain Fine.\n")
	for _, c := range []struct {
		op    EditOperation
		code  RefusalCode
		parts []string
	}{
		{EditOperation{Kind: DeleteSection, Section: "Statsu"}, NoSection, []string{`did you mean "Notes > Status"?`}},
		{EditOperation{Kind: DeleteSection, Section: "Entirely other"}, NoSection, []string{`it has "Notes", "Notes > Goals"`}},
		{EditOperation{Kind: DeleteSection, Section: "Status > Goals"}, NoSection, nil},
		{EditOperation{Kind: DeleteSection, Section: "Goals"}, Ambiguous, []string{`"Notes > Goals" (line 5, "#goals"), "Notes > Goals" (line 18, "#goals-1")`}},
		{EditOperation{Kind: DeleteSection, Section: "Notes"}, WouldBreak, []string{"is the title"}},
		{EditOperation{Kind: DeleteSection, Section: "*"}, WouldBreak, nil},
		{EditOperation{Kind: ReplaceText, Old: "Nothing"}, NoMatch, []string{"copy it from what bank_read shows"}},
		{EditOperation{Kind: ReplaceText, Old: ""}, NoMatch, nil},
		{EditOperation{Kind: ReplaceText, Old: "Fine"}, ManyMatches, []string{"2 times, on lines 16, 20"}},
		{EditOperation{Kind: AppendToSection, Section: "Later", Text: "## Up"}, WouldBreak, []string{"want level 4 or deeper"}},
		{EditOperation{Kind: AppendToSection, Section: "Later", Text: " \n"}, NoMatch, nil},
		{EditOperation{Kind: InsertAfterSection, Section: "Later", Text: "text"}, WouldBreak, []string{`"### Title"`}},
		{EditOperation{Kind: InsertAfterSection, Section: "Later", Text: "#### Deep"}, WouldBreak, nil},
		{EditOperation{Kind: AppendToSection, Section: "Later", Text: "~~~\nnever closed"}, WouldBreak, []string{"fence"}},
		{EditOperation{Kind: AppendToSection, Section: "Later", Text: "<!-- never closed"}, WouldBreak, nil},
		{EditOperation{Kind: AppendToSection, Section: "Later", Text: "a\x00b"}, WouldBreak, []string{"NUL"}},
		{EditOperation{Kind: AppendToSection, Section: "Later", Text: "a\xffb"}, WouldBreak, nil},
		{EditOperation{Kind: AppendToSection, Section: "Later", Text: strings.Repeat("a", defaultMaxFileSize)}, TooLarge, nil},
		{EditOperation{Kind: CreateFile, Text: "x"}, Exists, nil},
		{EditOperation{Kind: RestoreVersion, Version: 7}, NotFound, []string{"nothing is kept"}},
		{EditOperation{Kind: "other", Section: "Later", Text: "x"}, NoMatch, []string{"replace_section"}},
	} {
		_, err := e.draft(c.op)
		t.Run(string(c.op.Kind)+" "+c.op.Section, func(t *testing.T) { wantRefusal(t, err, c.code, c.parts...) })
	}
}

func TestATextThatWouldBeTooLongIsNeverMade(t *testing.T) {
	e := newWorkbench(t, "# A\n\n"+strings.Repeat("x ", 2000))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := e.draft(EditOperation{Kind: ReplaceText, Old: "x", All: true, Text: strings.Repeat("y", 100_000)})
	runtime.ReadMemStats(&after)
	wantRefusal(t, err, TooLarge, "would have 200002")
	if made := after.TotalAlloc - before.TotalAlloc; made > 50<<20 {
		t.Errorf("%d MB were made", made>>20)
	}
	_, err = e.draft(EditOperation{Kind: ReplaceText, Old: "x", All: true, Text: strings.Repeat("y", 2*defaultMaxFileSize)})
	wantRefusal(t, err, TooLarge)
}

func TestTheCallerMustHaveReadTheFile(t *testing.T) {
	e := newWorkbench(t, sample)
	s, before := opened(t, e.root), HashOf(sample)
	request := func(hash string) EditRequest {
		return EditRequest{Path: "m/a.md", Hash: hash, Operations: []EditOperation{{Kind: AppendToSection, Section: "Status", Text: "More."}}}
	}
	_, err := s.Edit(t.Context(), request(""))
	wantRefusal(t, err, Stale, "give the hash")
	first, err := s.Edit(t.Context(), request(before))
	if err != nil {
		t.Fatal(err)
	}
	second, err := s.Edit(t.Context(), request(before))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := first.Write(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, err = second.Write(t.Context())
	wantRefusal(t, err, Stale, "read it again")
	_, err = opened(t, e.root).Edit(t.Context(), request(before))
	wantRefusal(t, err, Stale, HashOf(e.text()), before)
	if e.text() != sample+"\nMore.\n" {
		t.Errorf("got %q", e.text())
	}
}

func TestAFileIsCreatedOnce(t *testing.T) {
	e := newWorkbench(t, sample)
	request := EditRequest{Path: "m/sub/new.md", Operations: []EditOperation{
		{Kind: CreateFile, Text: "# New\n\n## Log\n\n\n"}, {Kind: AppendToSection, Section: "Log", Text: "- one"},
	}}
	d, err := opened(t, e.root).Edit(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Write(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := tree(t, e.root)["m/sub/new.md"]; got != "# New\n\n## Log\n\n- one\n" || d.Files[0].Before != "" || d.Files[0].After != HashOf(got) {
		t.Errorf("got %q, %+v", got, d.Files[0])
	}
	if _, err := d.Write(t.Context()); err == nil {
		t.Error("created twice")
	}
	_, err = opened(t, e.root).Edit(t.Context(), request)
	wantRefusal(t, err, Exists)
	request.Operations = request.Operations[1:]
	request.Path = "m/nwe.md"
	_, err = opened(t, e.root).Edit(t.Context(), request)
	wantRefusal(t, err, NotFound)
}

func TestEditsStayInTheBank(t *testing.T) {
	outside := onDisk(t, map[string]string{"x.md": "# X\n"})
	e := newWorkbench(t, sample)
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(e.root, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("other.md", "# X\n")
	write(ConfigFile, "exclude: [\"m/left/**\"]\n")
	for name, to := range map[string]string{"m/out.md": filepath.Join(outside, "x.md"), "m/up.md": "../other.md", "m/dir": outside, "m/in.md": "a.md"} {
		if err := os.Symlink(to, filepath.Join(e.root, name)); err != nil {
			t.Skip(err)
		}
	}
	append := EditOperation{Kind: AppendToSection, Section: "X", Text: "more"}
	create := EditOperation{Kind: CreateFile, Text: "# New"}
	for _, c := range []struct {
		path string
		op   EditOperation
	}{
		{"m/out.md", append}, {"m/up.md", append}, {"m/dir/x.md", append}, {"m/dir/new.md", create}, {"other.md", append}, {"new.md", create},
		{"../new.md", create}, {"/new.md", create}, {"m/../new.md", create}, {"m\\new.md", create}, {"m/new\x00.md", create}, {"", create}, {".", create},
		{"m/new.txt", create}, {"m/left/new.md", create}, {ConfigFile, append}, {"m/" + versionsFolder + "/new.md", create},
	} {
		_, err := opened(t, e.root).Edit(t.Context(), EditRequest{Path: c.path, Hash: HashOf("# X\n"), Operations: []EditOperation{c.op}})
		t.Run(c.path, func(t *testing.T) { wantRefusal(t, err, Outside) })
	}
	wantTree(t, outside, map[string]string{"x.md": "# X\n"})

	// A link that is put there between the two is not followed, either.
	d, err := opened(t, e.root).Edit(t.Context(), EditRequest{Path: "m/new.md", Operations: []EditOperation{create}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(outside, "new.md"), filepath.Join(e.root, "m/new.md")); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Write(t.Context()); err == nil {
		t.Error("followed a link")
	}
	wantTree(t, outside, map[string]string{"x.md": "# X\n"})

	d, err = opened(t, e.root).Edit(t.Context(), EditRequest{Path: "m/in.md", Hash: HashOf(sample), Operations: []EditOperation{{Kind: ReplaceText, Old: "Fine", Text: "Good"}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Write(t.Context()); err != nil || !strings.Contains(e.text(), "Good") {
		t.Errorf("a link within the bank: %v", err)
	}
}

func TestAnEditTellsOnlyWhatItCauses(t *testing.T) {
	e := newWorkbench(t, "# A\n\n[x](gone.md)\n\n## B\n\n[y](lost.md)\n\n## C\n\n[z](far.md)\n")
	d, err := e.draft(EditOperation{Kind: ReplaceSection, Section: "B", Text: "Text.\n\n[n](new.md) and [z](far.md)\n"})
	if err != nil {
		t.Fatal(err)
	}
	told := func(found []string) string { return strings.Join(found, "\n") }
	var fresh, gone []string
	for _, x := range d.New {
		fresh = append(fresh, x.Rule+" "+x.Span.In(d.After.File(x.Path).Text()))
	}
	for _, x := range d.Resolved {
		gone = append(gone, x.Rule+" "+x.Message)
	}
	if told(fresh) != "broken-link new.md\nbroken-link far.md" || !strings.HasPrefix(told(gone), `broken-link link target "lost.md"`) || len(gone) != 1 {
		t.Errorf("new:\n%s\nresolved:\n%s", told(fresh), told(gone))
	}
	if f := d.Files[0]; f.Before != HashOf(e.text()) || f.After != HashOf(*d.Changes[0].New) || !strings.Contains(f.Diff, "\n-[y](lost.md)\n+Text.\n") {
		t.Errorf("%+v", f)
	}
	if strings.Contains(e.text(), "new.md") {
		t.Error("it is written already")
	}
}

func TestEditsThatBreakLinksElsewhereAreTold(t *testing.T) {
	root := onDisk(t, withBank("m", map[string]string{"m/a.md": sample, "m/b.md": "# B\n\n[goals](a.md#goals)\n"}))
	request := EditRequest{Path: "m/a.md", Hash: HashOf(sample), Operations: []EditOperation{{Kind: DeleteSection, Section: "Goals"}}, Reject: true}
	d, err := opened(t, root).Edit(t.Context(), request)
	wantRefusal(t, err, WouldBreak, "broken-anchor")
	if d == nil || len(d.New) != 1 || d.New[0].Path != "m/b.md" {
		t.Errorf("draft %+v", d)
	}
	request.Reject = false
	if _, err := opened(t, root).Edit(t.Context(), request); err != nil {
		t.Error(err)
	}
}

func TestAnEditThatChangesNothingWritesNothing(t *testing.T) {
	e := newWorkbench(t, sample)
	d, err := e.draft(EditOperation{Kind: ReplaceText, Old: "Fine", Text: "Fine"})
	if err != nil || len(d.Changes) != 0 || len(d.Files) != 0 {
		t.Errorf("%+v, %v", d, err)
	}
	if done, err := d.Write(t.Context()); err != nil || len(done) != 0 {
		t.Errorf("%v, %v", done, err)
	}
}

func TestEditRestoresAVersion(t *testing.T) {
	e := newWorkbench(t, sample)
	e.edited(EditOperation{Kind: DeleteSection, Section: "Goals"})
	_, err := e.draft(EditOperation{Kind: RestoreVersion, Version: 7})
	wantRefusal(t, err, NotFound, `no such version 7 of "m/a.md": it has 1 (before edit, 20`)
	if got := e.edited(EditOperation{Kind: RestoreVersion}); got != sample {
		t.Errorf("got %q", got)
	}
	if all, err := opened(t, e.root).Versions("m/a.md"); err != nil || len(all) != 2 || all[0].By != "restore" {
		t.Errorf("versions %+v, %v", all, err)
	}
	if err := os.Remove(filepath.Join(e.root, "m/a.md")); err != nil {
		t.Fatal(err)
	}
	d, err := opened(t, e.root).Edit(t.Context(), EditRequest{Path: "m/a.md", Operations: []EditOperation{{Kind: RestoreVersion, Version: 1}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Write(t.Context()); err != nil || e.text() != sample {
		t.Errorf("got %q, %v", e.text(), err)
	}
}
