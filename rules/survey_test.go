package rules

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cortex/markdown"
)

// lasting is a workspace whose list of documents stays the same one while texts change.
type lasting struct {
	memory
	list *Documents
	docs map[string]*markdown.Document
}

func (l lasting) Documents() *Documents { return l.list }

func (l lasting) Digest(p string) *Digest { return DigestOf(l.docs[p]) }

func (l lasting) Document(p string) *markdown.Document { return l.docs[p] }

func (l lasting) set(p, text string) {
	l.files[p] = text
	l.docs[p] = markdown.Parse(p, text)
}

// TestASurveyIsAsGoodAsANewOne edits the documents of a bank whose sections stand in one another at random, and judges the
// bank with what is kept, with what another process has kept, and without.
func TestASurveyIsAsGoodAsANewOne(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	m := memory{bank: Bank{Root: "memory-bank"}, files: map[string]string{}}
	for i := range 9 {
		m.files[fmt.Sprintf("memory-bank/file%d.md", i)] = ""
	}
	m.files["memory-bank/archive/old.md"] = ""
	m.files["memory-bank/creative-search.md"] = ""
	w := lasting{m, m.Documents(), map[string]*markdown.Document{}}
	paths := w.list.Paths()
	for _, p := range paths {
		w.set(p, randomSections(random))
	}
	kept, recalled, reported := new(Survey), new(Survey), map[string]int{}
	ways := map[string]int{}
	options := map[string]map[string]any{tokenBudget.Name: {"file-tokens": 400, "bank-tokens": 3000}}
	for step := range 500 {
		set := onlyRules(duplicateBlock.Name, tokenBudget.Name, includeCycle.Name)
		set.Options = options
		for range random.IntN(3) {
			p := paths[random.IntN(len(paths))]
			text := randomSections(random)
			if random.IntN(2) == 0 {
				text = w.files[p] + randomSections(random)
			}
			w.set(p, text)
			kept.Outdate(p)
			recalled.Outdate(p)
		}
		found := CheckBank(t.Context(), w, set, kept)
		if diff := cmp.Diff(CheckBank(t.Context(), w, set, new(Survey)), found); diff != "" {
			t.Fatalf("step %d (-new +kept):\n%s", step, diff)
		}
		before := recalled.copies.state()
		if diff := cmp.Diff(found, CheckBank(t.Context(), w, set, recalled)); diff != "" {
			t.Fatalf("step %d (-kept +recalled):\n%s", step, diff)
		}
		ways[before+", then "+recalled.copies.state()]++
		if random.IntN(2) > 0 {
			recalled = w.recall(t, recalled)
		}
		for _, d := range found {
			reported[d.Rule]++
		}
	}
	if reported[duplicateBlock.Name] < 100 || reported[tokenBudget.Name] < 100 || reported[includeCycle.Name] < 100 {
		t.Errorf("too little is reported to tell: %v", reported)
	}
	for _, way := range []string{"recalled, then glanced at", "recalled, then known", "glanced at, then known", "known, then known"} {
		if ways[way] < 10 {
			t.Errorf("%d times a survey was %s: too few to tell (%v)", ways[way], way, ways)
		}
	}
}

// state tells how much is known of keys.
func (c *copies) state() string {
	switch {
	case !c.recalled:
		return "known"
	case c.seen > 0:
		return "glanced at"
	}
	return "recalled"
}

// recall returns what another process takes over of a survey.
func (l lasting) recall(t *testing.T, s *Survey) *Survey {
	t.Helper()
	var digests []string
	for _, p := range l.list.Paths() {
		digests = append(digests, string(DigestOf(l.docs[p]).Append(nil)))
	}
	code := string(s.AppendCode(nil))
	for _, cut := range []int{0, len(code) / 2, len(code) - 1} {
		if RecallSurvey(code[:cut], l.list, digests) != nil {
			t.Fatalf("the first %d bytes of %d are taken for a survey", cut, len(code))
		}
	}
	recalled := RecallSurvey(code, l.list, digests)
	if recalled == nil {
		t.Fatalf("%q is not understood", code)
	}
	return recalled
}

// randomSections returns up to three of a few sections, some of which differ in little.
func randomSections(random *rand.Rand) string {
	var b strings.Builder
	for range random.IntN(4) {
		n := random.IntN(12)
		fmt.Fprintf(&b, "## Part %d\n\n", n)
		for i := range 10 {
			fmt.Fprintf(&b, "- Item %d of part %d says what was agreed on in the meeting\n", i, n)
		}
		switch random.IntN(6) {
		case 0:
			fmt.Fprintf(&b, "- And item %d stands here alone\n", random.IntN(1000))
		case 1:
			fmt.Fprintf(&b, "\n{{include: file%d.md}}\n", random.IntN(9))
		}
		b.WriteString("\n")
	}
	return b.String()
}
