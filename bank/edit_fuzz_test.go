package bank

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"cortex/markdown"
	"cortex/rules"
)

// FuzzEdit makes operations on texts of any kind and wants of each that is made: what is outside of the section stays, to the
// byte, but for blank lines and the end of the last line; line endings and BOM are kept; and replacing twice is replacing once.
func FuzzEdit(f *testing.F) {
	kinds := EditKinds()[:5]
	texts := []string{
		sample, strings.ReplaceAll(sample, "\n", "\r\n"), "\ufeff" + sample, "A\n===\n\nB\n---\n", "# A", "", "# A\n~~~\n# B\n", "---\na: b\n---\n# A\n## B\n",
		"# A\n\n> # B\n\n- # C\n\n## D\n\n| a |\n|---|\n", "# A\r## B\rtext\r", "# A\n\n<!--\n## B\n-->\n\n## C\n",
	}
	for _, text := range texts {
		for kind := range kinds {
			f.Add(text, uint8(1), uint8(kind), "new\n")
			f.Add(text, uint8(2), uint8(kind), "### New\n\n- a\n")
			f.Add(text, uint8(0), uint8(kind), "---\n\n## New\n~~~\n")
		}
	}
	s := NewFolder(f.TempDir()).Snapshot()
	f.Fuzz(func(t *testing.T, text string, at, kind uint8, text2 string) {
		if !utf8.ValidString(text) || len(text) > 10_000 {
			t.Skip()
		}
		doc, err := s.parse("x.md", text)
		if err != nil {
			t.Skip()
		}
		sections := slices.Collect(doc.All())
		op := EditOperation{Kind: kinds[int(kind)%len(kinds)], Section: WholeDocument, Text: text2}
		section := asSection(doc)
		if n := int(at) % (len(sections) + 1); n > 0 {
			section = sections[n-1]
			op.Section = "#" + section.Slug
		}
		e := &editor{snapshot: s, path: "x.md", text: &text}
		if e.apply(op) != nil {
			return
		}
		wantKept(t, text, *e.text, section, op.Kind)
		if op.Kind == ReplaceSection {
			once := *e.text
			if err := e.apply(op); err != nil || *e.text != once {
				t.Errorf("replaced in %q by %q: once %q, twice %q, %v", text, text2, once, *e.text, err)
			}
		}
	})
}

func wantKept(t *testing.T, before, after string, section *markdown.Section, kind EditKind) {
	t.Helper()
	// Insertions are at either end of the section, and keep all that is in it.
	span := section.Body
	if kind == DeleteSection {
		span = section.Span()
	}
	head, tail := strings.TrimRight(before[:span.Start], " \t\r\n"), strings.TrimLeft(before[span.End:], "\r\n")
	if !strings.HasPrefix(after, head) || !strings.HasSuffix(after, tail) {
		t.Errorf("%s of %q in %q: %q", kind, section.Title, before, after)
	}
	if strings.HasPrefix(before, "\ufeff") != strings.HasPrefix(after, "\ufeff") && before != "" {
		t.Errorf("%s in %q: the BOM of %q", kind, before, after)
	}
	if ending := rules.LineEnding(before); ending == "\r\n" && strings.Count(before, "\r\n") == strings.Count(before, "\n") && strings.Count(before, "\r") == strings.Count(before, "\n") {
		if strings.Count(after, "\r\n") != strings.Count(after, "\n") {
			t.Errorf("%s in %q: line endings of %q", kind, before, after)
		}
	}
}
