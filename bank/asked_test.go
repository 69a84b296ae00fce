package bank

import (
	"fmt"
	"slices"
	"testing"

	"cortex/markdown"
)

type countedQuestion int

func (q countedQuestion) Answer(*markdown.Document) any { return q }

func TestAskedIsASetInTheOrderOfTheFirstMention(t *testing.T) {
	s := rescan(t, memoryFolder(inMemory(withBank("m", nil)), newEngine()), ScanOptions{})
	var a asked
	for range 2 { // with what is used again, too
		var want []string
		for i := range 60 {
			p := fmt.Sprintf("m/%d.md", i)
			want = append(want, p)
			for range 2 {
				a.forStat(a.about(p, s))
				a.forDocument(a.about(p, s))
				a.question(a.about(p, s), countedQuestion(1), i)
				a.question(a.about("m/0.md", s), countedQuestion(2), -1)
			}
		}
		r := a.relied()
		if !slices.Equal(r.stats, want) || !slices.Equal(r.documents, want) {
			t.Errorf("got %q and %q", r.stats, r.documents)
		}
		if len(r.questions) != 61 || len(r.answers) != 61 || r.questions[0].path != "m/0.md" || r.answers[0] != 0 || r.answers[1] != -1 || r.questions[60].path != "m/59.md" {
			t.Errorf("asked %v, told %v", r.questions, r.answers)
		}
		a.reset()
	}
}
