package bank

import (
	"fmt"
	"slices"
	"strings"

	"cortex/bank/search"
	"cortex/markdown"
	"cortex/rules"
)

// contextLoader collects sections within a budget.
type contextLoader struct {
	snapshot  *Snapshot
	query     ContextQuery
	documents []*markdown.Document
	indexes   []*search.Index
	// numbers are those of the documents by path, matches what matches the task, best first.
	numbers map[string]int
	matches []candidate

	parts []ContextPart
	text  strings.Builder
	// used counts the tokens of text.
	used int
	// mark begins the lines between sections: no section has a line that begins so.
	mark int
	// hashes are those of the files by path.
	hashes map[string]string
	// excluded is how many files the query excludes.
	excluded int
}

// contextPiece is a wish that is granted, with what it adds to the text.
type contextPiece struct {
	wish
	text   string
	tokens int
}

// hopeless tells whether a text is much longer than there is room for, without counting, which takes long.
func (l *contextLoader) hopeless(body string, room int) bool {
	return !l.query.Outline && rules.EstimateTokens(body).Count > 2*room+20
}

// body returns the text of a section without blank lines at its end.
func (l *contextLoader) body(c candidate) string {
	return strings.TrimRight(l.passage(c).Span.In(l.documents[c.document].Text), " \t\r\n")
}

// setMark chooses the mark, so that no text of a bank passes for a line of ours.
func (l *contextLoader) setMark(wanted []wish) {
	const least = 101
	for l.mark = least; slices.ContainsFunc(wanted, func(w wish) bool { return strings.Contains(l.body(w.candidate), fmt.Sprintf("[%d", l.mark)) }); {
		l.mark++
	}
}

// piece returns what a wish adds to the text.
func (l *contextLoader) piece(w wish, body string) contextPiece {
	path := l.documents[w.document].Path
	text := fmt.Sprintf("[%d | %s | %d tokens | %s | hash %s]\n", l.mark, l.place(w.candidate), l.tokens(w.candidate), w.why, l.hash(path))
	if l.query.Outline {
		return contextPiece{w, text, l.count(text)}
	}
	const gap = "\n\n"
	if body == "" || !opensPiece(body) {
		text += body + gap
		return contextPiece{w, text, l.count(text)}
	}
	tokens := l.count(text) + l.snapshot.tokensWith(path, l.passage(w.candidate).Span.Start, body, gap)
	return contextPiece{w, text + body + gap, tokens}
}

// lay puts pieces into the text.
func (l *contextLoader) lay(pieces []contextPiece) {
	for _, p := range pieces {
		span := markdown.Span{Start: l.text.Len(), End: l.text.Len() + len(p.text)}
		l.write(p.text, p.tokens)
		l.parts = append(l.parts, ContextPart{
			Path: l.documents[p.document].Path, Passage: l.passage(p.candidate), Why: p.why, Text: span, Tokens: l.tokens(p.candidate), Through: l.used,
		})
	}
}

// tokens returns what a section takes.
func (l *contextLoader) tokens(c candidate) int {
	return l.snapshot.Tokens(l.documents[c.document].Path, l.passage(c).Span).Count
}

// hash identifies the text of a file.
func (l *contextLoader) hash(path string) string {
	hash, known := l.hashes[path]
	if !known {
		hash = l.snapshot.File(path).Hash()
		l.hashes[path] = hash
	}
	return hash
}

// write adds a text of so many tokens. All texts end with a line end and begin with a character that the tokenizer
// splits before, so that the counts add up.
func (l *contextLoader) write(text string, tokens int) {
	l.text.WriteString(text)
	l.used += tokens
}

// count returns the tokens of a text exactly.
func (l *contextLoader) count(text string) int {
	counts := countTokens(text, nil, l.snapshot.engine.tokenizer)
	return counts.before[len(counts.before)-1]
}

// place names a section on one line: "m/progress.md > Done > March".
func (l *contextLoader) place(c candidate) string {
	doc, section := l.documents[c.document], l.passage(c).Section
	if section == nil {
		return OneLine(doc.Path)
	}
	return OneLine(doc.Path + " > " + shortPath(doc, section))
}

// begin says so where nothing matches: what follows is no answer then.
func (l *contextLoader) begin() {
	if len(l.matches) == 0 {
		l.writeIfFits(fmt.Sprintf("[%d | nothing in the banks matches the task]\n", l.mark))
	}
}

// conclude says what was left out and why, as far as there is room, the most wanted first.
func (l *contextLoader) conclude(left []wish) {
	if l.excluded > 0 {
		l.writeIfFits(fmt.Sprintf("[%d | excluded as asked: %s]\n", l.mark, Plural(l.excluded, "file")))
	}
	if len(left) == 0 || !l.writeIfFits(fmt.Sprintf("[%d | left out for want of room: %s, the most wanted first]\n", l.mark, Plural(len(left), "section"))) {
		return
	}
	for _, w := range left {
		if !l.writeIfFits(fmt.Sprintf("- %s | %d tokens | %s\n", l.place(w.candidate), l.tokens(w.candidate), w.why)) {
			return
		}
	}
}

// writeIfFits adds a text if there is room for it.
func (l *contextLoader) writeIfFits(text string) bool {
	n := l.count(text)
	if l.used+n > l.query.Budget {
		return false
	}
	l.write(text, n)
	return true
}
