package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/sourcegraph/jsonrpc2"
	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

const (
	// maxTraces is how many traces wait for a client that is slow to read. More are dropped: nothing waits for them.
	maxTraces = 256
	// maxVerbose is how much of a message a trace shows.
	maxVerbose = 4 << 10
)

// tracer tells the client what it has sent and how that was answered, if it wants to know. It is safe for
// concurrent use.
//
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#logTrace
type tracer struct {
	level atomic.Pointer[protocol.TraceValue]
	queue chan protocol.LogTraceParams
}

func newTracer() *tracer { return &tracer{queue: make(chan protocol.LogTraceParams, maxTraces)} }

// run sends traces until ctx ends.
func (t *tracer) run(ctx context.Context, notify func(method string, params any)) {
	for {
		select {
		case trace := <-t.queue:
			notify(protocol.MethodLogTrace, trace)
		case <-ctx.Done():
			return
		}
	}
}

// set takes what the client wants to be told of; values that are unknown mean nothing.
func (t *tracer) set(level protocol.TraceValue) { t.level.Store(&level) }

func (t *tracer) setTrace(_ *glsp.Context, params *protocol.SetTraceParams) error {
	t.set(params.Value)
	return nil
}

// wants tells whether there are traces, and whether they show messages as a whole. Clients write "messages", though
// the specification had "message" once.
func (t *tracer) wants() (any, verbose bool) {
	level := t.level.Load()
	if level == nil {
		return false, false
	}
	verbose = *level == protocol.TraceValueVerbose
	return verbose || *level == protocol.TraceValueMessage || *level == "messages", verbose
}

// received tells of a message of the client.
func (t *tracer) received(m *jsonrpc2.Request) {
	if any, _ := t.wants(); !any {
		return
	}
	what := fmt.Sprintf("received the notification %q", m.Method)
	if !m.Notif {
		what = fmt.Sprintf("received the request %q (%s)", m.Method, m.ID)
	}
	t.say(what, requestParams(m))
}

// answered tells of the answer to a request.
func (t *tracer) answered(m *jsonrpc2.Request, began time.Time, result any, err error) {
	if any, _ := t.wants(); !any {
		return
	}
	what := fmt.Sprintf("answered the request %q (%s) in %d ms", m.Method, m.ID, time.Since(began).Milliseconds())
	if err != nil {
		what += " with an error: " + err.Error()
	}
	t.say(what, result)
}

// say has something told, with the message as a whole where the client wants that.
func (t *tracer) say(what string, message any) {
	trace := protocol.LogTraceParams{Message: what}
	if _, verbose := t.wants(); verbose && message != nil {
		if text, err := json.Marshal(message); err == nil {
			whole := strings.ToValidUTF8(string(text[:min(len(text), maxVerbose)]), "")
			if len(text) > maxVerbose {
				whole += "…"
			}
			trace.Verbose = &whole
		}
	}
	select {
	case t.queue <- trace:
	default:
	}
}
