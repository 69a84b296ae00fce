package rules

import (
	"slices"
	"strings"

	"cortex/markdown"
)

// Question is something narrow that a rule asks about another document. What follows from the answer stands until the
// answer is another, whatever else changes there. Questions and answers are compared with ==, and an answer depends on
// nothing but the document.
type Question interface {
	Answer(doc *markdown.Document) any
}

// ask returns the answer of the document at a path, false if there is none.
func ask[T any](ws Workspace, path string, q Question) (T, bool) {
	answer, ok := ws.Ask(path, q).(T)
	return answer, ok
}

// anchorQuestion asks whether a fragment names an anchor, and which one it means if it does not.
type anchorQuestion struct {
	fragment string
	// scan allows to go through all anchors for one that is near.
	scan bool
}

// anchorAnswer is the answer to an anchorQuestion.
type anchorAnswer struct {
	found bool
	// slug is the anchor that is probably meant, "" for none; sure tells that the letters and digits are the same.
	slug string
	sure bool
	// scanned tells that all anchors were gone through, or would have been if that was allowed.
	scanned bool
}

// fewAnchors are soon gone through: to sort them takes longer, and most documents are asked for one or two.
const fewAnchors = 64

func (q anchorQuestion) Answer(doc *markdown.Document) any {
	if len(doc.Anchors) <= fewAnchors {
		for i := range doc.Anchors {
			if doc.Anchors[i].Slug == q.fragment {
				return anchorAnswer{found: true}
			}
		}
	}
	// Browsers find anchors without regard to letter case.
	_, found := slices.BinarySearch(foldedSlugs.Of(doc), strings.ToLower(q.fragment))
	if found || builtInFragment(q.fragment) {
		return anchorAnswer{found: true}
	}
	var a anchorAnswer
	a.slug, a.sure, a.scanned = anchorNamesOf.Of(doc).near(q.fragment, q.scan)
	return a
}

// foldedSlugs are the slugs of a document in lower case, sorted.
var foldedSlugs = markdown.Derive(func(doc *markdown.Document) []string {
	folded := make([]string, len(doc.Anchors))
	for i, a := range doc.Anchors {
		folded[i] = strings.ToLower(a.Slug)
	}
	slices.Sort(folded)
	return slices.Compact(folded)
})

var anchorNamesOf = markdown.Derive(func(doc *markdown.Document) *anchorNames { return newAnchorNames(slugsOf(doc)) })

// linesQuestion asks how many lines there are, if they are not more than so many.
type linesQuestion struct{ most int }

func (q linesQuestion) Answer(doc *markdown.Document) any {
	return min(lineCount(doc), q.most)
}

// lineCount counts the lines of a text as people do: none begins behind the last end of a line.
func lineCount(doc *markdown.Document) int {
	if strings.HasSuffix(doc.Text, "\n") {
		return doc.Lines.Count() - 1
	}
	return doc.Lines.Count()
}

// markQuestion asks whether a text begins with a byte order mark.
type markQuestion struct{}

func (markQuestion) Answer(doc *markdown.Document) any {
	return strings.HasPrefix(doc.Text, byteOrderMark)
}
