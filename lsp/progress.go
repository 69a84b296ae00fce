package lsp

import (
	"encoding/json"
	"sync"

	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// progress shows long work under a token of the client. It implements bank.Progress; without a token it is silent.
type progress struct {
	notify func(value any)

	mu sync.Mutex
	// shown is the percentage that was told last.
	shown uint32
}

// beginProgress begins to show work under a token.
//
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#workDoneProgress
func beginProgress(c *glsp.Context, token json.RawMessage, title string) *progress {
	p := &progress{notify: func(any) {}}
	if len(token) > 0 && string(token) != "null" {
		p.notify = func(value any) { c.Notify("$/progress", progressParams{Token: token, Value: value}) }
	}
	p.notify(protocol.WorkDoneProgressBegin{Kind: "begin", Title: title})
	return p
}

// Progress implements bank.Progress. It tells whole percents only.
func (p *progress) Progress(stage string, done, total int) {
	percent := uint32(100)
	if total > 0 {
		percent = uint32(100 * done / total)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if percent == p.shown {
		return
	}
	p.shown = percent
	p.notify(protocol.WorkDoneProgressReport{Kind: "report", Message: &stage, Percentage: &percent})
}

func (p *progress) end() { p.notify(protocol.WorkDoneProgressEnd{Kind: "end"}) }
