package lsp

import (
	"encoding/json"
	"errors"
	"math"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#didChangeTextDocumentParams
type didChangeParams struct {
	TextDocument   protocol.VersionedTextDocumentIdentifier `json:"textDocument"`
	ContentChanges []contentChange                          `json:"contentChanges"`
}

// contentChange is a change of a document: of a range, or without one of the whole text.
type contentChange struct {
	Range *protocol.Range
	Text  string
}

// coordinate is a line or a column as clients send it: negative or broken ones, which the specification rules out, too.
type coordinate float64

type coordinates struct{ Line, Character coordinate }

// UnmarshalJSON puts coordinates that cannot be right in bounds: a change that is dropped would set the texts apart.
func (c *contentChange) UnmarshalJSON(data []byte) error {
	var decoded struct {
		Range *struct{ Start, End *coordinates }
		Text  *string
	}
	if err := json.Unmarshal(data, &decoded); err != nil {
		return err
	}
	if decoded.Text == nil {
		return errors.New("a change without a text")
	}
	*c = contentChange{Text: *decoded.Text}
	if r := decoded.Range; r != nil {
		if r.Start == nil || r.End == nil {
			return errors.New("a change of half a range")
		}
		c.Range = &protocol.Range{Start: r.Start.position(), End: r.End.position()}
	}
	return nil
}

func (c coordinates) position() protocol.Position {
	return protocol.Position{Line: c.Line.clamped(), Character: c.Character.clamped()}
}

func (c coordinate) clamped() uint32 { return uint32(min(max(c, 0), math.MaxInt32)) }
