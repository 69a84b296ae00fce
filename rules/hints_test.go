package rules

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/rogpeppe/go-internal/txtar"

	"cortex/markdown"
)

// necessary are the conditions without which a rule does not search a text, each with the search.
var necessary = []struct {
	name string
	may  func(text string) bool
	// finds tells whether the search finds anything in a text, or on a line if by lines.
	finds func(text string) bool
	lines bool
}{
	{"tool message", hinted(hintToolMessage), findsAny(findToolMessage), true},
	{"citation", hinted(hintCitation), findsAny(findCitations), true},
	{"elision", hinted(hintElision), findsAny(findElision), true},
	{"mark of an edit", hinted(hintEditBlock), func(line string) bool { return searchMark(line) || replaceMark(line) }, true},
	{"slot", hinted(hintSlot), findsSlot, true},
	{"mark of a slot", func(line string) bool { return len(slotMarks(line)) > 0 }, findsSlot, true},
	{"line that shows dates", hinted(hintShownDate), speaksOfDates, true},
	{"date that ends with a year", hinted(hintYear), endsWithYear, true},
	{"torn line", hinted(hintTorn), findsTorn, false},
	{"mark of bold text alone", func(text string) bool { return !boldPaired(markdown.Parse("", text)) }, findsAlone, false},
	{"place", hinted(hintPlace), func(line string) bool { marks := findMarks(line); return marks.after(0) >= 0 }, true},
	{"address", hinted(hintAddress), func(text string) bool { return len(findCredentials(text)) > 0 }, false},
	{"invisible character", hinted(hintInvisible), func(text string) bool { return len(invisibleRuns(text)) > 0 }, false},
	{"lost character", mayHaveLost, func(text string) bool {
		for i := range text {
			if lostLength(text[i:]) > 0 {
				return true
			}
		}
		return false
	}, false},
}

func findsSlot(line string) bool {
	_, ok := findSlot(line)
	return ok
}

// findsAlone tells whether a mark of bold text is alone in a block or heading.
func findsAlone(text string) bool {
	p := passOn(text)
	p.reportTornText(false, true)
	p.reportTornHeadings(false)
	return len(p.driver.found) > 0
}

// passOn is a pass of a rule on a text.
func passOn(text string) *Pass {
	d := newDriver(memory{bank: Bank{Root: "memory-bank"}}, Settings{})
	d.doc = markdown.Parse("memory-bank/a.md", text)
	return &Pass{Rule: &damagedText, Doc: d.doc, Workspace: d.ws, Bank: d.bank, driver: d}
}

// findsTorn tells whether any line of a text, or the first item below a heading, is torn.
func findsTorn(text string) bool {
	p := passOn(text)
	p.reportTornText(true, false)
	glued := false
	for s := range p.Doc.All() {
		glued = glued || p.gluedToHeading(s) > 0
	}
	return glued || len(p.driver.found) > 0
}

func hinted(h hints) func(string) bool {
	return func(text string) bool { return findHints(text)&h != 0 }
}

func findsAny(find func(string) []markdown.Span) func(string) bool {
	return func(line string) bool { return len(find(line)) > 0 }
}

// TestInvisibleStarts asks about every character.
func TestInvisibleStarts(t *testing.T) {
	for r := range rune(unicode.MaxRune + 1) {
		if kindOf(r) != visible && findHints(string(r))&hintInvisible == 0 {
			t.Errorf("%U is invisible, but none of the characters that are looked for", r)
		}
	}
}

// TestConditionsAreNecessary searches the text of every example and case, whatever the conditions say.
func TestConditionsAreNecessary(t *testing.T) {
	texts := exampleTexts(t)
	for _, c := range necessary {
		t.Run(c.name, func(t *testing.T) {
			found := 0
			for _, text := range texts {
				parts := []string{text}
				if c.lines {
					parts = strings.Split(text, "\n")
				}
				for _, part := range parts {
					if !c.finds(part) {
						continue
					}
					found++
					if !c.may(part) {
						t.Errorf("found in %q, but the condition does not hold", part)
					}
				}
			}
			if found == 0 {
				t.Error("no text has any: the test shows nothing")
			}
		})
	}
}

// exampleTexts returns the texts of all cases and examples.
func exampleTexts(t *testing.T) []string {
	t.Helper()
	var texts []string
	for _, r := range All() {
		texts = append(texts, r.Bad, r.Good)
	}
	paths, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range paths {
		archive, err := txtar.ParseFile(p)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			texts = append(texts, string(f.Data))
		}
	}
	return texts
}

func TestMarksOfBoldTextArePaired(t *testing.T) {
	for text, paired := range map[string]bool{
		"plain": true, "a **b** c\n\n**d**": true, "a **b": false, "a **b\nc** d": false, `\**b**`: false, "`**` b": false, "a **b** c\r\n": false,
	} {
		if got := boldPaired(markdown.Parse("", text)); got != paired {
			t.Errorf("%q: %t, want %t", text, got, paired)
		}
	}
}

// TestHintsAreThoseOfAllWords looks for each word at each place, also where the text ends.
func TestHintsAreThoseOfAllWords(t *testing.T) {
	texts := exampleTexts(t)
	for _, w := range hintWords() {
		texts = append(texts, w.text, "a"+w.text, w.text[:max(len(w.text)-1, 0)])
	}
	for _, text := range texts {
		var want hints
		for _, w := range hintWords() {
			for at := range max(len(text)-1, 0) {
				if w.stands(text[at:]) && (w.holds == nil || w.holds(text, at)) {
					want |= w.hint
				}
			}
		}
		if got := findHints(text); got != want {
			t.Errorf("%q: found %b, want %b", text, got, want)
		}
	}
}
