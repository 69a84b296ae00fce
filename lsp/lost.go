package lsp

import (
	"encoding/json"
	"fmt"

	"github.com/sourcegraph/jsonrpc2"
	"github.com/tliron/glsp"

	"cortex/rules"
)

// takeChange changes a document. Where that fails its text is another in the editor from then on, and all places in
// it with that: the document is lost until the editor sends all of it.
func (s *server) takeChange(c *glsp.Context) (result any, valid bool, err error) {
	taken := false
	defer func() {
		if !taken {
			s.lose(c.Params)
		}
	}()
	var params didChangeParams
	if err := decodeShort(c.Params, &params); err != nil {
		return nil, false, err
	}
	changes, err := params.changes()
	if err != nil {
		return nil, false, err
	}
	err = s.didChange(params.TextDocument, changes)
	taken = true
	return nil, true, err
}

// lose marks the document of a didChange that could not be followed.
func (s *server) lose(params json.RawMessage) {
	var change struct{ TextDocument struct{ URI string } }
	// The address may be there beside what is broken.
	_ = json.Unmarshal(params, &change)
	d := s.view.document(change.TextDocument.URI)
	if d == nil {
		return
	}
	s.log.Error("a change could not be followed: nothing is said about the document until it is opened anew", "uri", d.uri)
	next := *d
	next.lost = true
	s.put(&next)
	s.schedule(false)
}

// loses returns an error if changes are about the text of a lost document.
func (v *view) loses(f folder, changes []rules.Change) error {
	for _, c := range changes {
		if d := v.opened(f, c.Path); d != nil && d.lost {
			message := fmt.Sprintf("the editor has another text of %q than the server: close it and open it again", c.Path)
			return &jsonrpc2.Error{Code: codeRequestFailed, Message: message}
		}
	}
	return nil
}
