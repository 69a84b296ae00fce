package rules

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"
)

// TestWordListFindsWhatASimpleSearchFinds compares the list with searches of a copy in lower case.
func TestWordListFindsWhatASimpleSearchFinds(t *testing.T) {
	words := []string{"plan", "next ", "k", "don't", "n/a", "план", "échéance", "计划", "→"}
	list, letters := newWordList(words...), newWordList("plan", "k", "план", "échéance", "计划")
	parts := append(words, "Plan", "PLANS", "xplan", "NEXT", " ", "-", "\u212a", "İ", "ПЛАНЫ", "É", "'", "’", "计", "\xff", "x", "N/A", "…")
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		var b strings.Builder
		for range random.IntN(6) {
			b.WriteString(parts[random.IntN(len(parts))])
		}
		text := b.String()
		notInWord := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }
		in, begins, is := false, false, false
		for _, w := range words {
			in = in || strings.Contains(strings.ToLower(text), w)
			for _, f := range strings.FieldsFunc(strings.ToLower(text), notInWord) {
				if !strings.ContainsFunc(w, notInWord) {
					begins, is = begins || strings.HasPrefix(f, w), is || f == w
				}
			}
		}
		if got := list.in(text); got != in {
			t.Fatalf("in(%q) = %v, want %v", text, got, in)
		}
		if got := letters.beginsWordIn(text, letterOrMark); got != begins {
			t.Fatalf("beginsWordIn(%q) = %v, want %v", text, got, begins)
		}
		if got := letters.isWordIn(text, letterOrMark); got != is {
			t.Fatalf("isWordIn(%q) = %v, want %v", text, got, is)
		}
	}
}

// TestSearchedWordsAreInLowerCase looks at the lists that texts of any letter case are searched for.
func TestSearchedWordsAreInLowerCase(t *testing.T) {
	for name, list := range map[string]*wordList{
		"absenceStarts": absenceStarts, "absenceWords": absenceWords, "absenceParts": absenceParts, "openWords": openWords,
		"checklistWords": checklistWords, "putOffWords": putOffWords, "templateWords": templateWords, "planPrefixes": planPrefixes,
		"solidPlans": solidPlans, "foreignWords": foreignWords, "datesShown": datesShown,
	} {
		for _, words := range list.table().byFirst {
			for _, w := range words {
				if w != strings.ToLower(w) {
					t.Errorf("%s has %q: want it in lower case", name, w)
				}
			}
		}
	}
}
