package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/sourcegraph/jsonrpc2"
	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// request is a request that is being worked on.
type request struct {
	cancel context.CancelFunc
	// answered is set by the goroutine that answers: a cancelled request is answered at
	// once, and what its handler makes of it later is dropped.
	answered atomic.Bool
}

// Handle implements jsonrpc2.Handler. It runs in the reading goroutine and hands the message on.
func (s *server) Handle(ctx context.Context, _ *jsonrpc2.Conn, m *jsonrpc2.Request) {
	s.post(ctx, func(ctx context.Context) { s.dispatch(ctx, m) })
	// Mostly nothing has followed yet, so that the owner can go on in this thread: to wake another, or to look for more, takes a while.
	runtime.Gosched()
}

func (s *server) dispatch(ctx context.Context, m *jsonrpc2.Request) {
	s.tracer.received(m)
	switch {
	case m.Method == protocol.MethodExit:
		s.ended = true
	case m.Notif && m.Method == protocol.MethodCancelRequest:
		s.cancelRequest(ctx, m)
	case m.Notif:
		s.notification(ctx, m)
	case m.Method == protocol.MethodInitialize && s.phase == fresh:
		s.initialize(ctx, m)
	case s.phase == fresh:
		s.reply(ctx, m.ID, nil, &jsonrpc2.Error{Code: codeServerNotInitialized, Message: "the first request must be initialize"})
	case s.phase == down:
		s.reply(ctx, m.ID, nil, &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidRequest, Message: "the server has been shut down"})
	case m.Method == protocol.MethodInitialize:
		s.reply(ctx, m.ID, nil, &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidRequest, Message: "the server is initialized already"})
	case m.Method == protocol.MethodShutdown:
		s.phase = down
		s.sayFarewell(ctx, m.ID)
	default:
		s.start(ctx, m)
	}
}

// notification changes the state. Unknown ones are ignored, as are all outside the session proper.
func (s *server) notification(ctx context.Context, m *jsonrpc2.Request) {
	if s.phase != running {
		return
	}
	params := json.RawMessage("{}")
	if m.Params != nil {
		params = *m.Params
	}
	_, known, valid, err := s.notifications.Handle(&glsp.Context{Method: m.Method, Params: params, Context: ctx})
	switch {
	case !known:
		s.log.Debug("ignored a notification", "method", m.Method)
	case !valid:
		s.log.Error("a notification has bad parameters", "method", m.Method, "error", err)
	case err != nil:
		s.log.Warn("a notification was not followed", "method", m.Method, "error", err)
	}
}

// start begins a request on the current view, in a goroutine of its own.
func (s *server) start(ctx context.Context, m *jsonrpc2.Request) {
	work, cancel := context.WithCancel(ctx)
	r := &request{cancel: cancel}
	s.pending[m.ID] = r
	view, began := s.view, time.Now()
	s.spawn(ctx, func(ctx context.Context) {
		defer cancel()
		result, err := s.answer(work, view, m)
		if r.answered.CompareAndSwap(false, true) {
			result, err = s.writeResult(ctx, m.ID, result, err)
			s.tracer.answered(m, began, result, err)
		}
		s.post(ctx, func(context.Context) { s.forget(m.ID, r) })
	})
}

func (s *server) forget(id jsonrpc2.ID, r *request) {
	if s.pending[id] == r {
		delete(s.pending, id)
	}
	s.leave()
}

// answer runs the handler of a request. It is called outside the owner's goroutine.
func (s *server) answer(ctx context.Context, v *view, m *jsonrpc2.Request) (result any, err error) {
	defer func() {
		if r := recover(); r != nil {
			s.log.Error("panic in a request", "method", m.Method, "panic", r, "stack", string(debug.Stack()))
			err = &jsonrpc2.Error{Code: jsonrpc2.CodeInternalError, Message: fmt.Sprintf("internal error in %q", m.Method)}
		}
	}()
	if !waits(m.Method) {
		if v, err = v.settled(ctx, m); err != nil {
			return nil, err
		}
		if err := s.limit.Acquire(ctx, 1); err != nil {
			return nil, err
		}
		defer s.limit.Release(1)
	}
	handlers := s.requests(v)
	handlers.SetInitialized(true)
	if v.off(m.Method, requestParams(m)) {
		return nil, nil
	}
	result, known, valid, err := handlers.Handle(&glsp.Context{
		Method:  m.Method,
		Params:  requestParams(m),
		Context: ctx,
		Notify:  s.tell,
		Call:    func(method string, params, result any) { s.wrote(s.conn.Call(ctx, method, params, result)) },
	})
	switch {
	case !known:
		return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeMethodNotFound, Message: fmt.Sprintf("unknown method %q", m.Method)}
	case !valid:
		return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: fmt.Sprintf("bad parameters for %q: %v", m.Method, err)}
	}
	return result, err
}

// waits tells that answering a request is mostly waiting for the diagnoser, if need be for
// hours: it must not keep others from being worked on.
func waits(method string) bool {
	return method == methodDocumentDiagnostic || method == methodWorkspaceDiagnostic
}

// requestParams returns the parameters; a null is as bad as none.
func requestParams(m *jsonrpc2.Request) json.RawMessage {
	if m.Params == nil || string(*m.Params) == "null" {
		return nil
	}
	return *m.Params
}

// lateAnswer is a result that is made when it is written and not before: nothing else that says what the
// client has been told comes between, and it is not made for a request that was cancelled.
type lateAnswer func() (any, error)

// writeResult sends the result of a handler, and returns what that was.
func (s *server) writeResult(ctx context.Context, id jsonrpc2.ID, result any, err error) (any, error) {
	if late, ok := result.(lateAnswer); ok {
		s.late.Lock()
		defer s.late.Unlock()
		result, err = late()
	}
	s.write(ctx, id, result, err)
	return result, err
}

// reply answers a request without blocking the owner.
func (s *server) reply(ctx context.Context, id jsonrpc2.ID, result any, err error) {
	s.spawn(ctx, func(ctx context.Context) { s.write(ctx, id, result, err) })
}

// sayFarewell answers shutdown before exit is heard, but does not wait for a client that no longer reads.
func (s *server) sayFarewell(ctx context.Context, id jsonrpc2.ID) {
	taken := make(chan struct{})
	s.spawn(ctx, func(ctx context.Context) { s.write(ctx, id, nil, nil); close(taken) })
	select {
	case <-taken:
	case <-time.After(farewell):
	case <-ctx.Done():
	}
}

// write sends the answer to a request. It blocks until the client has taken it.
func (s *server) write(ctx context.Context, id jsonrpc2.ID, result any, err error) {
	if err != nil {
		s.wrote(s.conn.ReplyWithError(ctx, id, responseError(err)))
		return
	}
	s.wrote(s.medium.writeResult(id, result))
}

func responseError(err error) *jsonrpc2.Error {
	var known *jsonrpc2.Error
	switch {
	case errors.As(err, &known):
		return known
	case errors.Is(err, context.Canceled):
		return &jsonrpc2.Error{Code: codeRequestCancelled, Message: "the request was cancelled"}
	}
	return &jsonrpc2.Error{Code: codeRequestFailed, Message: err.Error()}
}

// cancelRequest answers a pending request with RequestCancelled. A request that is unknown
// or answered already is none of the client's mistakes: the messages crossed.
func (s *server) cancelRequest(ctx context.Context, m *jsonrpc2.Request) {
	var params struct {
		ID jsonrpc2.ID `json:"id"`
	}
	if m.Params == nil || json.Unmarshal(*m.Params, &params) != nil {
		return
	}
	r := s.pending[params.ID]
	if r == nil {
		return
	}
	delete(s.pending, params.ID)
	r.cancel()
	if r.answered.CompareAndSwap(false, true) {
		s.reply(ctx, params.ID, nil, context.Canceled)
	}
}

// notificationHandlers is the table of what changes the state, run by the owner.
func (s *server) notificationHandlers() *requestHandlers {
	h := &requestHandlers{}
	h.Initialized = s.initialized
	h.WindowWorkDoneProgressCancel = s.reports.workDoneProgressCancel
	h.SetTrace = s.tracer.setTrace
	h.TextDocumentDidOpen = s.didOpen
	h.TextDocumentDidSave = s.didSave
	h.TextDocumentDidClose = s.didClose
	h.WorkspaceDidChangeWorkspaceFolders = s.didChangeWorkspaceFolders
	h.WorkspaceDidChangeWatchedFiles = s.didChangeWatchedFiles
	h.WorkspaceDidChangeConfiguration = s.didChangeConfiguration
	h.WorkspaceDidRenameFiles = s.didRenameFiles
	h.SetInitialized(true)
	h.others = map[string]requestHandler{
		protocol.MethodTextDocumentDidChange: s.takeChange,
	}
	return h
}
