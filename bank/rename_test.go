package bank

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cortex/markdown"
)

// at splits a text at the one "¦" in it.
func at(t *testing.T, marked string) (text string, offset int) {
	t.Helper()
	before, after, ok := strings.Cut(marked, "¦")
	if !ok {
		t.Fatalf("no ¦ in %q", marked)
	}
	return before + after, len(before)
}

// TestRename renames what stands at ¦ in m/a.md; m/b.md and m/sub/c.md are shown if they change.
func TestRename(t *testing.T) {
	const b = "# B\n\n## Setup\n\n[toc](#setup-1)\n\n## Setup\n\n## Notes & more\n"
	tests := []struct {
		name, a, placeholder, to string
		want                     map[string]string
	}{
		{"a heading", "# A\n\n## Go¦als\n\n[x](#goals) [y](a.md#GOALS) [z](#user-content-goals) [[#Goals]] [l]\n\n[l]: #goals\n", "Goals", "Aims & ends", map[string]string{
			"m/a.md": "# A\n\n## Aims & ends\n\n[x](#aims--ends) [y](a.md#aims--ends) [z](#user-content-aims--ends) [[#Aims & ends]] [l]\n\n[l]: #aims--ends\n",
		}},
		{"a heading from far", "[x](b.md#not¦es--more) {{include: b.md#Notes & more}} {{include: b.md#notes--more}} [[b#Notes & more|n]]", "Notes & more", "Rest", map[string]string{
			"m/a.md": "[x](b.md#rest) {{include: b.md#Rest}} {{include: b.md#rest}} [[b#Rest|n]]",
			"m/b.md": strings.Replace(b, "Notes & more", "Rest", 1),
		}},
		{"the first of two", "[x](b.md#set¦up) [y](b.md#setup-1) {{include: b.md#Setup}}", "Setup", "Install", map[string]string{
			"m/a.md":     "[x](b.md#install) [y](b.md#setup) {{include: b.md#Install}}",
			"m/b.md":     strings.Replace(strings.Replace(b, "Setup", "Install", 1), "#setup-1", "#setup", 1),
			"m/sub/c.md": "# C\n\n[x](../b.md#install)\n",
		}},
		{"into one of three", "[x](b.md#notes--mor¦e) [y](b.md#setup-1)", "Notes & more", "Setup!", map[string]string{
			"m/a.md": "[x](b.md#setup-2) [y](b.md#setup-1)",
			"m/b.md": strings.Replace(b, "Notes & more", "Setup!", 1),
		}},
		{"to the name of a later one", "# A¦\n\n## Two\n\n[x](#a) [y](#two) {{include: a.md#Two}}\n", "A", "Two", map[string]string{
			"m/a.md": "# Two\n\n## Two\n\n[x](#two) [y](#two-1) {{include: a.md#two-1}}\n",
		}},
		{"a setext heading", "A¦\n===\n\n[x](#a)\n", "A", "`B`", map[string]string{"m/a.md": "`B`\n===\n\n[x](#b)\n"}},
		{"closed marks", "# A¦ #\n\n[x](#a)\n", "A", "B", map[string]string{"m/a.md": "# B #\n\n[x](#b)\n"}},
		{"a title that includes cannot hold", "## A¦\n\n{{include: a.md#A}} [[#A]]\n", "A", "A [x] {y}", map[string]string{"m/a.md": "## A [x] {y}\n\n{{include: a.md#a-x-y}} [[#a-x-y]]\n"}},
		{"a label", "[x][one] [One] [one][] [¦one] [y](z)\n\n[one]: b.md\n[two]: b.md\n", "one", "three", map[string]string{
			"m/a.md": "[x][three] [three] [three][] [three] [y](z)\n\n[three]: b.md\n[two]: b.md\n",
		}},
		{"a label at its bracket", "¦[one] [x][one]\n\n[one]: b.md#setup\n", "one", "two", map[string]string{"m/a.md": "[two] [x][two]\n\n[two]: b.md#setup\n"}},
		{"a label at its definition", "[x][one]\n\n[o¦ne]: b.md\n", "one", "One!", map[string]string{"m/a.md": "[x][One!]\n\n[One!]: b.md\n"}},
		{"a file", "[x](sub/¦c.md#c) `sub/c.md`", "c.md", "d", map[string]string{"m/a.md": "[x](sub/d.md#c) `sub/d.md`", "m/sub/c.md": ""}},
		{"a file into another folder", "[x](sub/¦c.md)", "c.md", "../c.md", map[string]string{"m/a.md": "[x](c.md)", "m/sub/c.md": "# C\n\n[x](b.md#setup)\n"}},
		{"a file from the root", "[x](sub/¦c.md)", "c.md", "/m/c.md", map[string]string{"m/a.md": "[x](c.md)", "m/sub/c.md": "# C\n\n[x](b.md#setup)\n"}},
		{"a folder", "[x](s¦ub/)", "sub", "top", map[string]string{"m/a.md": "[x](top/)", "m/sub": ""}},
		{"a folder with a dot", "[x](v1¦.2/)", "v1.2", "next", map[string]string{"m/a.md": "[x](next/)", "m/v1.2": ""}},
		{"a document to a name with a dot", "[x](v1.2/d¦.md)", "d.md", "release-1.2", map[string]string{"m/a.md": "[x](v1.2/release-1.2.md)", "m/v1.2/d.md": ""}},
		{"a document with its extension", "[x](v1.2/d¦.md)", "d.md", "e.MD", map[string]string{"m/a.md": "[x](v1.2/e.MD)", "m/v1.2/d.md": ""}},
		{"another file with another extension", "[x](p¦.png)", "p.png", "q.svg", map[string]string{"m/a.md": "[x](q.svg)", "m/p.png": ""}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			text, offset := at(t, test.a)
			s := bankWith(t, map[string]string{"m/a.md": text, "m/b.md": b, "m/sub/c.md": "# C\n\n[x](../b.md#setup)\n", "m/v1.2/d.md": "", "m/p.png": ""})
			x, err := s.RenamableAt("m/a.md", offset)
			if err != nil || x.Name != test.placeholder {
				t.Errorf("got %q, %v, want %q", x.Name, err, test.placeholder)
			}
			changes, err := s.Rename(t.Context(), x, test.to)
			if err != nil {
				t.Fatal(err)
			}
			want := maps.Clone(test.want)
			got := edited(t, s, changes)
			for _, c := range changes {
				if _, isEdited := got[c.Path]; c.Rename != "" && !isEdited {
					got[c.Path] = ""
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestRenameRefuses tells what is wrong with a name.
func TestRenameRefuses(t *testing.T) {
	tests := []struct{ a, to, want string }{
		{"some ¦text", "x", errNothingToRename.Error()},
		{"[the te¦xt](b.md#b)", "x", errNothingToRename.Error()},
		{"[the te¦xt][l]\n\n[l]: b.md#b", "x", errNothingToRename.Error()},
		{"{{incl¦ude: b.md#B}}", "x", errNothingToRename.Error()},
		{"# A¦", "", "a heading needs a title"},
		{"# A¦", "A", `the heading reads "A" already`},
		{"# A¦", "B\nC", "a title is one line"},
		{"# A\n\n## B¦\n\n## C", "c", `there is a section "C" already beside it`},
		{"# A¦", "!?", `"!?" makes no anchor: a title needs a letter or digit`},
		{"# A¦", "B #", `"B #" does not make a title`},
		{"A¦\n===", "# B", `"# B" does not make a title`},
		{"> # A¦", "B", "only a heading outside quotes and lists can be renamed"},
		{"# A¦\n\n<a id=\"b\"></a>\n\n[x](#b)", "B", `m/a.md: "#b" cannot name the heading any more: another has its anchor`},
		{"[x](b.md#go¦ne)", "B", "the link names no heading that exists"},
		{"[x](go¦ne.md)", "b.md", "the link leads to no file or folder of the workspace"},
		{"<https://exam¦ple.com>", "b.md", "the link leads to no file or folder of the workspace"},
		{"[x](b¦.md)", "projectbrief.md", `there is a "m/projectbrief.md" already`},
		{"[x](b¦.md)", "../../b.md", `"../b.md" is outside the workspace`},
		{"[x](b¦.md)", "b.md", `"m/b.md" has that name already`},
		{"[x](b¦.md)", "b.md/c.md", `"m/b.md" is no folder`},
		{"[x](b¦.md)", "progress.md/c.md", `"m/progress.md" is no folder`},
		{"[x](b¦.md)", " ", "a file needs a name"},
		{"[x](b¦.md)", "a\tb.md", `"m/a\tb.md" is no path of a file`},
		{"[x](b¦.md) [[b]]", "b#c.md", `"b" in "m/a.md" cannot lead to "m/b#c.md", as its name is written`},
		{"[x](b¦.md) {{include: b.md}}", "/c.md", `"c.md" is outside the bank, and "m/a.md" includes it`},
		{"[x][¦l]\n\n[l]: b.md", "[", `"[" does not make a label`},
		{"[x][¦l] [m]\n\n[l]: b.md\n[m]: b.md", "M", `there is a label "M" already`},
		{"[x][¦l]\n\n[l]: b.md", "\n", "a label is some text on one line"},
	}
	for _, test := range tests {
		text, offset := at(t, test.a)
		s := bankWith(t, map[string]string{"m/a.md": text, "m/b.md": "# B\n"})
		x, err := s.RenamableAt("m/a.md", offset)
		if err == nil {
			_, err = s.Rename(t.Context(), x, test.to)
		}
		if err == nil || err.Error() != test.want {
			t.Errorf("%q to %q: got %v, want %s", test.a, test.to, err, test.want)
		}
	}
}

// TestVeryManyAnchorsAreFollowed would take minutes if each were looked for among all others.
func TestVeryManyAnchorsAreFollowed(t *testing.T) {
	doc := &markdown.Document{}
	for i := range 400_000 {
		doc.Anchors = append(doc.Anchors, markdown.Anchor{Kind: markdown.AnchorFootnote, Slug: fmt.Sprintf("fn-%d", i/2), Span: markdown.Span{Start: i, End: i + 1}})
	}
	followed := make(chan map[markdown.Span]markdown.Anchor, 1)
	go func() { followed <- anchorsAfter(doc, doc) }()
	select {
	case renamed := <-followed:
		for _, a := range doc.Anchors {
			if renamed[a.Span] != a {
				t.Fatalf("%v is %v", a, renamed[a.Span])
			}
		}
	case <-time.After(time.Minute):
		t.Fatal("too slow")
	}
}
