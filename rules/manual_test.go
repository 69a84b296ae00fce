package rules

import (
	"strings"
	"testing"

	"cortex/markdown"
)

func TestManualSaysEverything(t *testing.T) {
	r := &Rule{
		Name: "stray-word", Title: "a word that strayed", Doc: "Why it matters.\n", Severity: Warning, Schema: true,
		Scope: ScopeBank, Fixable: FixUnsafe, Since: "0.1", Evidence: "Three banks.",
		Bad: "# Bad\n\n~~~\nx\n~~~\n", Good: "# Good\n",
		Options: []Option{{Name: "words", Doc: "what to look for", Default: []string{"a", "b"}}, {Name: "empty", Default: ""}},
	}
	page := r.Manual()
	for _, want := range []string{
		"# stray-word\n\na word that strayed.\n", "- Severity: warning, at most information", "- Scope: bank\n", "cortex fix --unsafe",
		"- Since: 0.1\n", "\nWhy it matters.\n", "## Bad\n\n~~~~markdown\n# Bad\n\n~~~\nx\n~~~\n~~~~\n", "~~~markdown\n# Good\n~~~\n",
		"- `words` (default `[a, b]`): what to look for\n", "(default `\"\"`)", "## Evidence\n\nThree banks.\n", "cortex-disable-next-line stray-word", "cortex-disable-file stray-word", "  stray-word: off\n",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("page lacks %q:\n%s", want, page)
		}
	}
}

func TestManualOffersCommentsOnlyWhereTheyHelp(t *testing.T) {
	for _, r := range All() {
		offers := strings.Contains(r.Manual(), "cortex-disable-file "+r.Name)
		if unread := r.Name == "config" || r.Name == "unreadable-file" || r.Name == "too-complex"; offers == unread {
			t.Errorf("%s: the page offers comments: %t", r.Name, offers)
		}
	}
}

func TestManualLeavesOutWhatARuleLacks(t *testing.T) {
	page := (&Rule{Name: "bare", Title: "bare", Severity: Error, Scope: ScopeDocument}).Manual()
	for _, unwanted := range []string{"## Options", "## Evidence", "## Good", "Since", "at most"} {
		if strings.Contains(page, unwanted) {
			t.Errorf("page has %q:\n%s", unwanted, page)
		}
	}
	for f := range markdown.Parse("", page).All() {
		if f.Level == 1 && f.Title != "bare" {
			t.Errorf("title %q", f.Title)
		}
	}
}
