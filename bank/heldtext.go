package bank

import (
	"sync"
	"sync/atomic"
	"time"

	"cortex/markdown"
)

// heldText is a text in memory, with what is made of it when somebody asks.
type heldText struct {
	path string
	// used tells that somebody asked since the shelf looked last.
	used atomic.Bool

	fetching sync.Once
	// fetched tells that there is a text, which is not changed any more.
	fetched atomic.Bool
	text    string

	parsing sync.Once
	// parsed is closed when doc, defect and late are settled; defect is what the parser panicked with.
	parsed chan struct{}
	doc    *markdown.Document
	defect any
	// late tells that parsing took too long.
	late bool
	// ready is doc as soon as there is one.
	ready atomic.Pointer[markdown.Document]

	indexed sync.Once
	index   *markdown.LineIndex

	counting sync.Once
	// counts is nil until the tokens are counted.
	counts atomic.Pointer[tokenCounts]
}

func newHeldText(path, text string) *heldText {
	h := &heldText{path: path, text: text}
	h.fetched.Store(true)
	return h
}

// document returns the parsed text or what the parser panicked with; neither for a text that takes too long.
func (h *heldText) document(e *engine, by *hand) (doc *markdown.Document, defect any) {
	if doc := h.ready.Load(); doc != nil {
		return doc, nil
	}
	h.parsing.Do(func() { h.parse(e, by) })
	<-h.parsed
	if h.late {
		by.rest()
	}
	return h.doc, h.defect
}

// parse has a hand start with the parsing, which nothing can stop:
// whoever asks has an answer after the limit, and what comes later is dropped.
func (h *heldText) parse(e *engine, by *hand) {
	h.parsed = make(chan struct{})
	var settle sync.Once
	limit := time.AfterFunc(e.limit, func() { settle.Do(func() { h.late = true; close(h.parsed) }) })
	by.do(func() {
		doc, defect := e.parsed(h.path, h.text)
		limit.Stop()
		settle.Do(func() {
			h.doc, h.defect = doc, defect
			h.ready.Store(doc)
			close(h.parsed)
		})
	})
}

func (h *heldText) lines() *markdown.LineIndex {
	if doc := h.ready.Load(); doc != nil {
		return doc.Lines
	}
	h.indexed.Do(func() { h.index = markdown.NewLineIndex(h.text) })
	return h.index
}

// tokens counts those of the text of c.
func (h *heldText) tokens(c *content, t *tokenizer) *tokenCounts {
	h.counting.Do(func() { h.counts.Store(countTokens(h.text, c.earlier.Swap(nil), t)) })
	return h.counts.Load()
}
