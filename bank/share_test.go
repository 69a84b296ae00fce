package bank

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"path"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cortex/markdown"
)

// goals is a text that is long enough to be shared.
const goals = "Answers come within a second, also from large banks.\n\n- No answer is a guess, however likely it is.\n"

func TestShareSection(t *testing.T) {
	const a = "# A\n\n## Goals\n\n" + goals
	tests := []struct {
		name, path, text string
		others           map[string]string
		title, want      string // of the action and the document afterwards
	}{
		{"a section", "m/b.md", "# B\n\n### ¦Our goals\n\n" + goals + "\n## Next\n\nText.\n", map[string]string{"m/a.md": a},
			"a.md#Goals", "# B\n\n### Our goals\n\n{{include: a.md#Goals}}\n\n## Next\n\nText.\n"},
		{"the text of a title, in a folder", "m/sub/b.md", "# ¦B\n" + goals, map[string]string{"m/a.md": a},
			"../a.md#Goals", "# B\n{{include: ../a.md#Goals}}\n"},
		{"another line ending", "m/b.md", strings.ReplaceAll("# B\n\n## ¦Goals\n\n"+goals, "\n", "\r\n"), map[string]string{"m/a.md": a},
			"a.md#Goals", "# B\r\n\r\n## Goals\r\n\r\n{{include: a.md#Goals}}\r\n"},
		{"the first of several", "m/z.md", "# Z\n\n## ¦Goals\n\n" + goals, map[string]string{"m/a.md": a, "m/b.md": a},
			"a.md#Goals", "# Z\n\n## Goals\n\n{{include: a.md#Goals}}\n"},
		{"a heading that is not the only one of its name", "m/b.md", "# B\n\n## ¦Goals\n\n" + goals,
			map[string]string{"m/a.md": "# A\n\n## Goals\n\nOther.\n\n## Goals\n\n" + goals}, "a.md#goals-1", "# B\n\n## Goals\n\n{{include: a.md#goals-1}}\n"},
		{"with headings, links and an include", "m/b.md", "# B\n\n## ¦Goals\n\n" + goals + "\n### Deep\n\n[c](c.md) {{include: c.md}}\n",
			map[string]string{"m/a.md": a + "\n### Deep\n\n[c](c.md) {{include: c.md}}\n", "m/c.md": "# C\n"},
			"a.md#Goals", "# B\n\n## Goals\n\n{{include: a.md#Goals}}\n"},
		{"included by another", "m/b.md", "# B\n\n## ¦Goals\n\n" + goals, map[string]string{"m/a.md": a, "m/c.md": "# C\n\n{{include: b.md#Goals}}\n"},
			"a.md#Goals", "# B\n\n## Goals\n\n{{include: a.md#Goals}}\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			text, offset := at(t, test.text)
			s := bankWith(t, overlaid(test.others, map[string]string{test.path: text}))
			r, ok := shareAt(s, test.path, offset)
			if want := fmt.Sprintf("Replace the text with an include of %q", test.title); !ok || r.Title != want {
				t.Fatalf("got %q, want %q", r.Title, want)
			}
			changes, err := s.Refactor(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(map[string]string{test.path: test.want}, applied(t, s, changes)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// shareAt returns the offer to share the text of the section whose heading is at an offset.
func shareAt(s *Snapshot, path string, offset int) (Refactoring, bool) {
	for _, r := range s.Refactorings(path, offset) {
		if r.Kind == Share {
			return r, true
		}
	}
	return Refactoring{}, false
}

func TestTextsThatAreNotOfferedToBeShared(t *testing.T) {
	const other = "# O\n\n## Goals\n\n" + goals
	tests := []struct{ name, path, text, other, otherText string }{
		{"the first copy", "m/a.md", "# A\n\n## ¦Goals\n\n" + goals, "m/b.md", other},
		{"another text", "m/b.md", "# B\n\n## ¦Goals\n\n" + goals + "More.\n", "m/a.md", other},
		{"a short text", "m/b.md", "# B\n\n## ¦Goals\n\nFast answers.\n", "m/a.md", "# A\n\n## Goals\n\nFast answers.\n"},
		{"no text", "m/b.md", "# B\n\n## ¦Goals\n", "m/a.md", "# A\n\n## Goals\n"},
		{"code alone", "m/b.md", "# B\n\n## ¦Run\n\n```\n" + goals + "```\n", "m/a.md", "# A\n\n## Run\n\n```\n" + goals + "```\n"},
		{"a copy in the archive", "m/b.md", "# B\n\n## ¦Goals\n\n" + goals, "m/archive/a.md", other},
		{"a text in the archive", "m/archive/b.md", "# B\n\n## ¦Goals\n\n" + goals, "m/a.md", other},
		{"a template", "m/b.md", "# B\n\n## ¦Goals\n\n" + goals, "m/a-template.md", other},
		{"twice in one document", "m/b.md", "# B\n\n## Goals\n\n" + goals + "\n## ¦Goals\n\n" + goals, "m/a.md", "# A\n"},
		{"in the text", "m/b.md", "# B\n\n## Goals\n\n¦" + goals, "m/a.md", other},
		{"in another bank", "n/memory-bank/b.md", "# B\n\n## ¦Goals\n\n" + goals, "m/a.md", other},
	}
	for _, test := range tests {
		text, offset := at(t, test.text)
		s := bankWith(t, map[string]string{test.path: text, test.other: test.otherText})
		if r, ok := shareAt(s, test.path, offset); ok {
			t.Errorf("%s: got %q", test.name, r.Title)
		}
	}
}

func TestSharingRefuses(t *testing.T) {
	const moved = "links of the text or to its headings would lead elsewhere"
	tests := []struct {
		name, text, b string // of the section in m/sub/b.md, and what follows there
		others        map[string]string
		want          string
	}{
		{"a relative link", goals + "\n[c](c.md)\n", "", map[string]string{"m/c.md": "", "m/sub/c.md": ""}, moved},
		{"a link that leads somewhere in the copy alone", goals + "\n[c](./c.md)\n", "", map[string]string{"m/c.md": ""}, errOtherSaying.Error()},
		{"a link to a heading in the text", goals + "\n### Deep\n", "## Next\n\n[x](#deep)\n", nil, moved},
		{"a link to a heading behind the text", goals + "\n### Deep\n", "## Deep\n\n[x](#deep-1)\n", nil, moved},
		{"a link from elsewhere", goals + "\n### Deep\n", "", map[string]string{"m/c.md": "[x](sub/b.md#deep)"}, moved},
		{"footnotes", goals + "\nA note[^1].\n\n[^1]: Text.\n", "", nil, errFootnotes.Error()},
		{"a definition that is used elsewhere", goals + "\n[l]: https://example.com\n", "## Next\n\n[x][l]\n", nil, "the document uses link definitions of the text elsewhere"},
		{"an include without the includes in it", goals, "", map[string]string{"m/c.md": "{{include: sub/b.md|recursive=false}}"},
			`"m/c.md" would not be the same with its includes resolved`},
		{"an include of some lines", goals, "", map[string]string{"m/c.md": "{{include: sub/b.md#Goals|lines=1}}"},
			`"m/c.md" would not be the same with its includes resolved`},
		{"too deep", goals, "", map[string]string{
			"m/1.md": "{{include: 2.md}}", "m/2.md": "{{include: 3.md}}", "m/3.md": "{{include: 4.md}}", "m/4.md": "{{include: 5.md}}", "m/5.md": "{{include: sub/b.md}}",
		}, `"m/1.md" would not be the same with its includes resolved`},
		{"a cycle", goals + "\n{{include: /sub/b.md#Goals}}\n", "", nil, "the include could not be resolved"},
		{"an include of nothing", goals + "\n{{include: gone.md}}\n", "", nil, "the include could not be resolved"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			texts := map[string]string{"m/a.md": "# A\n\n## Goals\n\n" + test.text, "m/sub/b.md": "# B\n\n## Goals\n\n" + test.text + "\n" + test.b}
			s := bankWith(t, overlaid(texts, test.others))
			changes, err := s.ShareSection(t.Context(), "m/sub/b.md", "goals")
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v and %v, want %s", changes, err, test.want)
			}
		})
	}
	_, err := bankWith(t, nil).ShareSection(t.Context(), "m/progress.md", "none")
	if want := `there is no section "none" in "m/progress.md"`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// TestSharingAndInliningGiveTheDocumentBack copies sections at random between the documents of banks with all kinds of references.
func TestSharingAndInliningGiveTheDocumentBack(t *testing.T) {
	shared := 0
	for seed := range uint64(60) {
		w := &renameWalk{t, rand.New(rand.NewPCG(seed, 2))}
		texts := w.bank()
		to := path.Join("m", w.pick("", "", "sub"), "z.md")
		texts[to] = w.copies(texts)
		s := bankWith(t, texts)
		for section := range s.judgedDocument(to).All() {
			r, ok := shareAt(s, to, section.Heading.Start)
			if !ok {
				continue
			}
			changes, err := s.Refactor(t.Context(), r)
			if err != nil {
				continue
			}
			shared++
			after := bankWith(t, overlaid(texts, edited(t, s, changes)))
			w.compareExpanded(s, after)
			back, err := after.InlineInclude(t.Context(), to, changes[0].Edits[0].Span.Start)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(map[string]string{to: texts[to]}, edited(t, after, back)); diff != "" {
				t.Errorf("seed %d: -want +got:\n%s", seed, diff)
			}
		}
	}
	if shared < 20 {
		t.Errorf("only %d texts were shared", shared)
	}
}

// copies writes a document with sections of others and its own.
func (w *renameWalk) copies(texts map[string]string) string {
	var b strings.Builder
	b.WriteString("# Copies\n\n")
	for n := range 8 {
		p := w.pick(renamedPaths[:7]...)
		doc := markdown.Parse(p, texts[p])
		of := doc.Sections[0].Children[w.random.IntN(len(doc.Sections[0].Children))]
		text := w.pick("", "", goals+"\n") + strings.TrimSpace(of.Body.In(doc.Text)) + "\n\n" + w.pick("", "### Under\n\nText.\n\n")
		if w.random.IntN(2) == 0 {
			text = fmt.Sprintf("%s\nNumber %d.\n\n", goals, n) + w.pick("", "[x](#"+fmt.Sprintf("own-%d", n)+")\n\n", "[x](/m/a.md)\n\n", "### Under\n\n")
		}
		fmt.Fprintf(&b, "## Own %d\n\n%s", n, text)
		texts[p] += fmt.Sprintf("\n## Copied %d\n\n%s", n, text)
	}
	return b.String()
}

func overlaid(texts, others map[string]string) map[string]string {
	all := maps.Clone(texts)
	maps.Copy(all, others)
	return all
}

// compareExpanded fails if a document is another one with its includes resolved.
func (w *renameWalk) compareExpanded(before, after *Snapshot) {
	w.t.Helper()
	for _, p := range before.Banks()[0].Paths {
		if diff := cmp.Diff(before.expanded(p), after.expanded(p)); diff != "" {
			w.t.Errorf("%s: -want +got:\n%s", p, diff)
		}
	}
}
