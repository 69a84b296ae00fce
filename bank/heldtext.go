package bank

import (
	"context"
	"sync"
	"sync/atomic"

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
	// doc is nil for a text that takes too long to parse, or that the parser panicked on, with defect.
	doc    *markdown.Document
	defect any
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
	return h.doc, h.defect
}

// parse has a hand parse the text, which nothing can stop: whoever asks has an answer after the limit, and what comes later is dropped.
func (h *heldText) parse(e *engine, by *hand) {
	type outcome struct {
		doc    *markdown.Document
		defect any
	}
	o, err := withHand(context.Background(), by, e.limit, func(context.Context) outcome {
		doc, defect := e.parsed(h.path, h.text)
		return outcome{doc, defect}
	})
	if err == nil {
		h.doc, h.defect = o.doc, o.defect
		h.ready.Store(o.doc)
	}
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
