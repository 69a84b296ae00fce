package lsp

import (
	"fmt"
	"maps"
	"slices"

	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/bank"
	"cortex/markdown"
)

func (s *server) didOpen(c *glsp.Context, params *protocol.DidOpenTextDocumentParams) error {
	item := params.TextDocument
	d := &document{uri: item.URI, version: item.Version, text: item.Text}
	d.path, _ = uriPath(item.URI, windows)
	s.put(d)
	s.adopt(c.Context, d)
	if !s.client.watches {
		s.refresh(c.Context, d.path)
	}
	s.schedule(false)
	return nil
}

func (s *server) didChange(id protocol.VersionedTextDocumentIdentifier, changes []contentChange) error {
	d := s.view.document(id.URI)
	if d == nil {
		return fmt.Errorf("change of %q, which is not open", id.URI)
	}
	next := *d
	next.version = id.Version
	whole := slices.ContainsFunc(changes, func(c contentChange) bool { return c.Range == nil })
	if next.lost && !whole {
		return nil
	}
	next.lost = false
	next.text = s.client.encoding.edited(d.text, s.lines(d), changes)
	s.put(&next)
	for _, f := range s.holding(d.path) {
		if s.checksWhileTyping(f) {
			s.schedule(true)
			break
		}
	}
	return nil
}

func (s *server) didSave(c *glsp.Context, params *protocol.DidSaveTextDocumentParams) error {
	if d := s.view.document(params.TextDocument.URI); d != nil {
		s.adopt(c.Context, d)
		s.refresh(c.Context, d.path)
		s.schedule(false)
	}
	return nil
}

func (s *server) didClose(c *glsp.Context, params *protocol.DidCloseTextDocumentParams) error {
	d := s.view.document(params.TextDocument.URI)
	if d == nil {
		return fmt.Errorf("closing %q, which is not open", params.TextDocument.URI)
	}
	docs := maps.Clone(s.view.docs)
	delete(docs, name(d.uri))
	for _, f := range s.holding(d.path) {
		f.bank.Apply(bank.Change{Kind: bank.Closed, Path: f.relative(d.path)})
	}
	s.view.semantic.forget(name(d.uri))
	s.abandon(docs)
	s.changed(docs)
	s.refresh(c.Context, d.path)
	s.schedule(false)
	return nil
}

// put records a document's text and hands it to the folders that hold it.
func (s *server) put(d *document) {
	for _, f := range s.holding(d.path) {
		f.bank.Apply(bank.Change{Kind: bank.Edited, Path: f.relative(d.path), Text: d.text})
	}
	docs := maps.Clone(s.view.docs)
	if docs == nil {
		docs = map[string]*document{}
	}
	docs[name(d.uri)] = d
	s.changed(docs)
}

// lines returns the line index of an open document's text, nil if there is none yet.
func (s *server) lines(d *document) *markdown.LineIndex {
	f, rel, ok := s.view.locate(d.path)
	if !ok {
		return nil
	}
	if file := f.snapshot.File(rel); file != nil && file.Has(d.text) {
		return file.Lines()
	}
	return nil
}
