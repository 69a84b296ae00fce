package lsp

import (
	"encoding/json"

	quick "github.com/segmentio/encoding/json"
)

// shortMessage is how many bytes are decoded in one pass. Nesting, which no longer message may have without end, is bounded by that.
const shortMessage = 8 << 10

// decodeShort decodes a text as json.Unmarshal does. That goes over it three times, which for an edit takes as long as all that is asked of
// the text that comes of it.
func decodeShort(text []byte, v any) error {
	if len(text) > shortMessage {
		return json.Unmarshal(text, v)
	}
	return quick.Unmarshal(text, v)
}
