package bank

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRefactorings(t *testing.T) {
	tests := []struct {
		path, text string
		want       []string
	}{
		{"m/notes.md", "# Ou¦r plans\n\nText.\n", []string{`Extract section "Our plans" to a new file`, `Rename the file to "our-plans.md"`}},
		{"m/notes.md", "# Notes¦\n", nil},
		{"m/progress.md", "# How ¦far\n", nil},
		{"m/README.md", "# The¦ bank\n", nil},
		{"m/sub/_index.md", "# The¦ tasks\n", nil},
		{"m/notes.md", "# Progress¦\n", nil},
		{"m/sub/notes.md", "# N\n\n## Empt¦y\n", []string{
			`Move section "Empty" to "../activeContext.md"`, `Move section "Empty" to "../productContext.md"`, `Move section "Empty" to "../progress.md"`,
			`Move section "Empty" to "../projectbrief.md"`, `Move section "Empty" to "../systemPatterns.md"`, `Move section "Empty" to "../techContext.md"`,
		}},
		{"m/notes.md", "See {{inc¦lude: progress.md}}", []string{`Inline "progress.md"`}},
		{"m/notes.md", "Te¦xt [a].\n\n[a]: progress.md\n", []string{"Organize link definitions"}},
		{"outside.md", "# The¦ text\n", nil},
	}
	for _, test := range tests {
		text, offset := at(t, test.text)
		s := bankWith(t, map[string]string{test.path: text})
		var titles []string
		for _, r := range s.Refactorings(test.path, offset) {
			titles = append(titles, r.Title)
		}
		if diff := cmp.Diff(test.want, titles); diff != "" {
			t.Errorf("%q: -want +got:\n%s", test.text, diff)
		}
	}
}

func TestTheFileGetsTheNameOfItsTitle(t *testing.T) {
	s := bankWith(t, map[string]string{"m/notes.md": "# Our plans\n", "m/a.md": "[x](notes.md)"})
	changes, err := s.Refactor(t.Context(), s.Refactorings("m/notes.md", 0)[0])
	if err != nil {
		t.Fatal(err)
	}
	if got := edited(t, s, changes)["m/a.md"]; got != "[x](our-plans.md)" {
		t.Errorf("got %q", got)
	}
}

func TestTheLikeliestDocumentsToMoveASectionToComeFirst(t *testing.T) {
	s := bankWith(t, map[string]string{
		"m/a.md": "# A\n\n[z](z.md)\n\n## Part\n\n[y](y.md) [deep](sub/deep.md) [y](y.md) [self](a.md) [out](../outside.md)\n",
		"m/b.md": "", "m/y.md": "", "m/z.md": "", "m/sub/deep.md": "", "m/sub/other.md": "",
	})
	var got []string
	for _, r := range s.Refactorings("m/a.md", 17) {
		if r.Kind == Move {
			got = append(got, r.To)
		}
	}
	want := []string{
		"m/y.md", "m/sub/deep.md", "m/z.md",
		"m/activeContext.md", "m/productContext.md", "m/progress.md", "m/projectbrief.md", "m/systemPatterns.md", "m/techContext.md", "m/b.md",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
