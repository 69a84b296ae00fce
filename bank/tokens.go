package bank

import (
	"slices"

	"cortex/markdown"
	"cortex/rules"
)

// longestCounted is the size of texts, in bytes, above which tokens are only estimated.
const longestCounted = 1 << 20

// Tokens tells what a part of the file at path costs a model to read, and zero if there is no such part. It counts,
// unless the file is very long. The first count of a text takes about 0.1 ms for each KB; after a change, only what
// is new is counted.
func (s *Snapshot) Tokens(path string, span markdown.Span) rules.Tokens {
	f := s.File(path)
	if f == nil || span.Start < 0 || span.End > f.Size() || span.Len() < 0 || f.Err() != nil {
		return rules.Tokens{}
	}
	if total := f.content.total.Load(); total > 0 && span.Len() == f.Size() {
		return rules.Tokens{Count: int(total), Exact: true}
	}
	if f.Size() > longestCounted {
		return rules.EstimateTokens(span.In(f.Text()))
	}
	return rules.Tokens{Count: f.content.tokens(s.engine.tokenizer).in(span, s.engine.tokenizer), Exact: true}
}

// tokenCounts are the tokens of a text, piece by piece. They are immutable.
type tokenCounts struct {
	text string
	// starts are the offsets of the pieces. before[i] counts the tokens before piece i; the last element counts all.
	starts, before []int
}

// tokensWith tells what a part of the file at path, which is a text, costs with an end behind it, of white space.
func (s *Snapshot) tokensWith(path string, start int, text, end string) int {
	f, span := s.File(path), markdown.Span{Start: start, End: start + len(text)}
	if f.Size() <= longestCounted {
		counts := f.content.tokens(s.engine.tokenizer)
		if span.End <= len(counts.text) && span.In(counts.text) == text { // the file may have changed, or be gone
			return counts.ended(span, end, s.engine.tokenizer)
		}
	}
	return s.CountTokens(text + end).Count
}

// countTokens counts the tokens of text. Pieces at both ends that are those of an earlier text, nil for none, take its counts.
func countTokens(text string, earlier *tokenCounts, t *tokenizer) *tokenCounts {
	c := &tokenCounts{text: text, starts: piecesOf(text)}
	n := len(c.starts)
	head, tail := 0, 0
	if earlier != nil {
		head, tail = c.sharedPieces(earlier)
	}
	c.before = make([]int, 1, n+1)
	for i := range n {
		var count int
		switch {
		case i < head:
			count = earlier.count(i)
		case i >= n-tail:
			count = earlier.count(len(earlier.starts) - n + i)
		default:
			count = t.count(c.piece(i))
		}
		c.before = append(c.before, c.before[i]+count)
	}
	return c
}

// sharedPieces returns how many pieces two texts have in common at the start, and then at the end.
func (c *tokenCounts) sharedPieces(o *tokenCounts) (head, tail int) {
	most := min(len(c.starts), len(o.starts))
	for head < most && c.piece(head) == o.piece(head) {
		head++
	}
	for tail < most-head && c.piece(len(c.starts)-1-tail) == o.piece(len(o.starts)-1-tail) {
		tail++
	}
	return head, tail
}

func (c *tokenCounts) piece(i int) string { return c.text[c.start(i):c.start(i+1)] }

func (c *tokenCounts) count(i int) int { return c.before[i+1] - c.before[i] }

// in returns the tokens of a part of the text. Where the part does not begin or end with a
// piece, as a section does, what it has of that piece is counted.
func (c *tokenCounts) in(span markdown.Span, t *tokenizer) int { return c.ended(span, "", t) }

// ended returns the tokens of a part of the text with another end behind it, of white space.
func (c *tokenCounts) ended(span markdown.Span, end string, t *tokenizer) int {
	first, _ := slices.BinarySearch(c.starts, span.Start)
	last, whole := slices.BinarySearch(c.starts, span.End)
	if end != "" || !whole && span.End < len(c.text) {
		last-- // the piece at the end is no longer what it was
	}
	if first > last {
		return t.count(span.In(c.text) + end)
	}
	inside := markdown.Span{Start: c.start(first), End: c.start(last)}
	return t.count(c.text[span.Start:inside.Start]) + c.before[last] - c.before[first] + t.count(c.text[inside.End:span.End]+end)
}

// start returns where piece i begins, or the end of the text.
func (c *tokenCounts) start(i int) int {
	if i < len(c.starts) {
		return c.starts[i]
	}
	return len(c.text)
}

// tokens returns the counts of tokens, made at the first call.
func (c *content) tokens(t *tokenizer) *tokenCounts {
	counts := c.hold().tokens(c, t)
	c.total.Store(int64(counts.before[len(counts.starts)]))
	return counts
}

// follow says that the text came from that of an earlier content: counts of what both have may be taken over.
func (c *content) follow(earlier *content) {
	var counts *tokenCounts
	if b := earlier.inMemory(); b != nil {
		counts = b.counts.Load()
	}
	if counts == nil {
		counts = earlier.earlier.Load()
	}
	c.earlier.Store(counts)
}
