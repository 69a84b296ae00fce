package bank

import (
	"cmp"
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
	c.Candidates = w.ruleCandidates(ctx, open, words)
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

// ruleCandidates are the rules that can be suppressed and are not named yet by a comment: those first that report something on the
// line that it is about, then those that report something elsewhere in the document. Open is where in the line it begins.
func (w *writing) ruleCandidates(ctx context.Context, open int, words []string) []Candidate {
	rank := map[string]int{}
	line := w.suppressedLine(words[0])
	for name, lines := range w.reportedWithout(ctx, open) {
		rank[name] = 1
		if slices.Contains(lines, line) {
			rank[name] = 2
		}
	}
	var all []Candidate
	for _, r := range rules.All() {
		if !slices.Contains(words[1:], r.Name) {
			all = append(all, Candidate{Kind: CandidateWord, Label: r.Name, Insert: r.Name, Filter: r.Name, Detail: r.Title})
		}
	}
	slices.SortStableFunc(all, func(a, b Candidate) int { return cmp.Compare(rank[b.Label], rank[a.Label]) })
	return all
}

// suppressedLine returns the line that a comment at the place is about: its own, or the next with text.
func (w *writing) suppressedLine(directive string) int {
	line := w.doc.Lines.OffsetLine(w.offset)
	if !strings.HasSuffix(directive, "next-line") {
		return line
	}
	for line++; line < w.doc.Lines.Count()-1 && strings.TrimSpace(w.doc.Lines.LineSpan(line).In(w.doc.Text)) == ""; line++ {
	}
	return line
}

// reportedWithout returns the lines on which each rule that looks at single documents reports something in the document without the rest of the line from
// a comment on: it hides what is behind it until it is closed. Nothing if that takes too long.
func (w *writing) reportedWithout(ctx context.Context, open int) map[string][]int {
	quick, cancel := context.WithTimeout(ctx, readiness)
	defer cancel()
	text := w.doc.Text[:w.offset-len(w.before)+open] + w.doc.Text[w.offset+len(w.after):]
	without := w.snapshot.with(map[string]*string{w.doc.Path: &text})
	doc := without.judgedDocument(w.doc.Path)
	if doc == nil {
		return nil
	}
	lines := map[string][]int{}
	unit, err := without.engine.judge(quick, without, unitID{path: w.doc.Path}, judging{})
	if err != nil {
		return nil
	}
	for _, d := range unit.byPath.in(w.doc.Path) {
		lines[d.Rule] = append(lines[d.Rule], doc.Lines.OffsetLine(d.Span.Start))
	}
	return lines
}
