package mcp

import (
	"context"
	"fmt"
	"sync"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"cortex/bank"
)

// patience is how long a call may take before its client hears how far it is, and how often from then on.
const patience = time.Second

// progress tells a client how far its call is. It is safe for concurrent use.
type progress struct {
	// notify sends the number of this notification and what is being done.
	notify func(n float64, message string)

	mu   sync.Mutex
	next time.Time
	sent float64
}

// newProgress returns nil for a client that did not ask for progress.
func newProgress(ctx context.Context, r *sdk.CallToolRequest) bank.Progress {
	token := r.Params.GetProgressToken()
	if token == nil {
		return nil
	}
	notify := func(n float64, message string) {
		// A client that cannot be told is told nothing: its call ends by itself.
		_ = r.Session.NotifyProgress(ctx, &sdk.ProgressNotificationParams{ProgressToken: token, Progress: n, Message: message})
	}
	return &progress{notify: notify, next: time.Now().Add(patience)}
}

// Progress implements bank.Progress. Stages follow one another, so what is sent counts notifications: the protocol
// wants a number that only grows.
func (p *progress) Progress(stage string, done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now := time.Now(); now.After(p.next) {
		p.next = now.Add(patience)
		p.sent++
		p.notify(p.sent, fmt.Sprintf("%s: %d of %d", stage, done, total))
	}
}
