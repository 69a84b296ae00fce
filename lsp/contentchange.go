package lsp

import (
	"errors"
	"math"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#didChangeTextDocumentParams
type didChangeParams struct {
	TextDocument   protocol.VersionedTextDocumentIdentifier `json:"textDocument"`
	ContentChanges []sentChange                             `json:"contentChanges"`
}

// sentChange is a change as clients send it.
type sentChange struct {
	Range *struct{ Start, End *coordinates }
	Text  *string
}

// coordinate is a line or a column as clients send it: negative or broken ones, which the specification rules out, too.
type coordinate float64

type coordinates struct{ Line, Character coordinate }

// contentChange is a change of a document: of a range, or without one of the whole text.
type contentChange struct {
	Range *protocol.Range
	Text  string
}

// changes returns what is changed, in order. Coordinates that cannot be right are put in bounds: a change that is dropped would
// set the texts apart.
func (p *didChangeParams) changes() ([]contentChange, error) {
	changes := make([]contentChange, len(p.ContentChanges))
	for i, c := range p.ContentChanges {
		switch r := c.Range; {
		case c.Text == nil:
			return nil, errors.New("a change without a text")
		case r == nil:
			changes[i] = contentChange{Text: *c.Text}
		case r.Start == nil || r.End == nil:
			return nil, errors.New("a change of half a range")
		default:
			changes[i] = contentChange{&protocol.Range{Start: r.Start.position(), End: r.End.position()}, *c.Text}
		}
	}
	return changes, nil
}

func (c coordinates) position() protocol.Position {
	return protocol.Position{Line: c.Line.clamped(), Character: c.Character.clamped()}
}

func (c coordinate) clamped() uint32 { return uint32(min(max(c, 0), math.MaxInt32)) }
