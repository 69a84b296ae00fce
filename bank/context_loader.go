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
	// used counts the tokens of text, room those that sections may use in all.
	used, room     int
	taken, refused map[candidate]bool
	// texts are the texts of the sections that were taken, hashes those of their files by path.
	texts  map[string]bool
	hashes map[string]string
	// excluded is how many files the query excludes.
	excluded int
	// left are the sections that were refused, in that order.
	left []leftOut
}

// leftOut is a section that there was no room for.
type leftOut struct {
	candidate
	why ContextReason
}

// take takes the candidates of a stage that fit, without those whose text has been taken from elsewhere.
func (l *contextLoader) take(stage contextStage) {
	limit := l.room * stage.share / 100
	for _, c := range stage.candidates() {
		body := l.body(c)
		if l.taken[c] || l.texts[body] {
			continue
		}
		if l.hopeless(body, limit-l.used) || !l.add(c, stage.why, body, limit) {
			l.refuse(c, stage.why)
			continue
		}
		l.taken[c], l.texts[body] = true, true
	}
}

// hopeless tells whether a text is much longer than there is room for, without counting, which takes long.
func (l *contextLoader) hopeless(body string, room int) bool {
	return !l.query.Outline && rules.EstimateTokens(body).Count > 2*room+20
}

// body returns the text of a section without blank lines at its end.
func (l *contextLoader) body(c candidate) string {
	return strings.TrimRight(l.passage(c).Span.In(l.documents[c.document].Text), " \t\r\n")
}

// add adds a part to the text if that stays within a limit.
func (l *contextLoader) add(c candidate, why ContextReason, body string, limit int) bool {
	part := ContextPart{Path: l.documents[c.document].Path, Passage: l.passage(c), Why: why, Tokens: l.tokens(c)}
	text := fmt.Sprintf("[%s | %d tokens | %s | hash %s]\n", l.place(c), part.Tokens, part.Why, l.hash(part.Path))
	if !l.query.Outline {
		text += body + "\n\n"
	}
	n := l.count(text)
	if n > limit-l.used {
		return false
	}
	part.Text = markdown.Span{Start: l.text.Len(), End: l.text.Len() + len(text)}
	l.write(text, n)
	part.Through = l.used
	l.parts = append(l.parts, part)
	return true
}

// tokens returns what a section takes.
func (l *contextLoader) tokens(c candidate) int {
	return l.snapshot.Tokens(l.documents[c.document].Path, l.passage(c).Span).Count
}

// hash identifies the text of a file.
func (l *contextLoader) hash(path string) string {
	hash, known := l.hashes[path]
	if !known {
		hash = HashOf(l.snapshot.File(path).Text)
		l.hashes[path] = hash
	}
	return hash
}

func (l *contextLoader) refuse(c candidate, why ContextReason) {
	if !l.refused[c] {
		l.refused[c] = true
		l.left = append(l.left, leftOut{c, why})
	}
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

// place names a section on one line: "m/progress.md > Done > March". A title that is around all others of its document goes without saying.
func (l *contextLoader) place(c candidate) string {
	doc, section := l.documents[c.document], l.passage(c).Section
	if section == nil {
		return doc.Path
	}
	titles := SectionPath(section)
	if section.Parent != nil && len(doc.Sections) == 1 {
		titles = strings.TrimPrefix(titles, doc.Sections[0].Title+" > ")
	}
	return doc.Path + " > " + strings.Join(strings.Fields(titles), " ")
}

// conclude says what was left out and why, as far as there is room, the most wanted first.
func (l *contextLoader) conclude() {
	left := slices.DeleteFunc(l.left, func(x leftOut) bool { return l.taken[x.candidate] })
	if len(l.parts) == 0 && len(left) == 0 {
		l.writeIfFits("[nothing in the banks matches]\n")
	}
	if l.excluded > 0 {
		l.writeIfFits(fmt.Sprintf("[excluded as asked: %s]\n", plural(l.excluded, "file")))
	}
	if len(left) == 0 || !l.writeIfFits(fmt.Sprintf("[left out for want of room: %s, the most wanted first]\n", plural(len(left), "section"))) {
		return
	}
	for _, x := range left {
		if !l.writeIfFits(fmt.Sprintf("- %s | %d tokens | %s\n", l.place(x.candidate), l.tokens(x.candidate), x.why)) {
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

// plural returns "1 file" or "2 files".
func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
