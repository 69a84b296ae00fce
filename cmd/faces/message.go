package faces

import (
	"encoding/json"
	"fmt"
)

// message is what a server says in JSON-RPC.
type message struct {
	ID     any
	Method string
	Result json.RawMessage
	Error  json.RawMessage
}

// failure returns the error of a response, nil for none.
func (m message) failure() error {
	if m.Error == nil {
		return nil
	}
	return fmt.Errorf("it answers %s", m.Error)
}
