package bank

import (
	"context"
	"slices"
	"strings"

	"cortex/rules"
)

// suppression proposes the words of a comment that hides diagnostics: <!-- cortex-disable-line rule -->.
func (w *writing) suppression(ctx context.Context) (Completion, bool) {
	open := w.lastOutsideCode("<!--")
	if open < 0 || strings.Contains(w.before[open:], "-->") || w.inFence() {
		return Completion{}, false
	}
	words := strings.FieldsFunc(w.before[open+len("<!--"):], func(r rune) bool { return strings.ContainsRune(" \t,", r) })
	typed := ""
	if n := len(words); n > 0 && strings.HasSuffix(w.before, words[n-1]) {
		words, typed = words[:n-1], words[n-1]
	}
	c := Completion{Span: w.around(len(typed), w.wordAfter("-"))}
	switch {
	case len(words) == 0:
		if strings.HasPrefix("cortex-", typed) || strings.HasPrefix(typed, "cortex-") {
			c.Candidates = directiveCandidates()
		}
		return c, true
	case !slices.Contains(rules.SuppressionDirectives(), words[0]), slices.ContainsFunc(words[1:], beginsReason):
		return Completion{}, true
	}
	if end := strings.Index(w.after, "-->"); c.Span.End > w.offset && end >= 0 {
		c.Span.End = min(c.Span.End, w.offset+end)
	}
	c.Candidates = w.ruleCandidates(ctx, words[1:])
	return c, true
}

// inFence tells whether the place is in a fenced block, where a comment is none.
func (w *writing) inFence() bool {
	for _, f := range w.doc.Fences {
		if f.Span.Start < w.offset && w.offset < f.Span.End {
			return true
		}
	}
	return false
}

// beginsReason tells whether the names of rules end before a word.
func beginsReason(word string) bool {
	return rules.Lookup(word) == nil && strings.Trim(word, "-—–:(") != word
}

func directiveCandidates() []Candidate {
	var all []Candidate
	for _, d := range rules.SuppressionDirectives() {
		all = append(all, Candidate{Kind: CandidateWord, Label: d, Insert: d, Filter: d})
	}
	return all
}

// ruleCandidates are the rules that can be suppressed and are not named yet, those first that report something in the document.
func (w *writing) ruleCandidates(ctx context.Context, named []string) []Candidate {
	reporting := map[string]bool{}
	quick, cancel := context.WithTimeout(ctx, readiness/10)
	defer cancel()
	if results, err := w.snapshot.Check(quick, nil); err == nil {
		for _, d := range results.ByPath[w.doc.Path] {
			reporting[d.Rule] = true
		}
	}
	var first, then []Candidate
	for _, r := range rules.All() {
		c := Candidate{Kind: CandidateWord, Label: r.Name, Insert: r.Name, Filter: r.Name, Detail: r.Title}
		switch {
		case slices.Contains(named, r.Name):
		case reporting[r.Name]:
			first = append(first, c)
		default:
			then = append(then, c)
		}
	}
	return append(first, then...)
}
