package lsp

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/sourcegraph/jsonrpc2"
	"golang.org/x/sync/semaphore"

	"cortex/bank"
)

const (
	// maxRequests bounds the requests that are worked on at the same time; others wait.
	maxRequests = 16
	// farewell bounds how long Serve waits for its goroutines, and for the answers to a
	// client that has hung up: one that no longer reads must not keep the process alive.
	farewell = 2 * time.Second
)

// Options are what the command line decides.
type Options struct {
	// Version is told to the client.
	Version string
	// Manual is where the pages of the rules are published, "" if that is not known.
	Manual string
	// Logger takes what the user's log shows; nil for none.
	Logger *slog.Logger
	// Places are the folders for the sockets through which agents see what is open, as attach.Places returns them; none for no
	// agents.
	Places []string
	// Cache knows what others have found, and learns what is found here; nil for none.
	Cache *bank.Cache
	// ColumnsInBytes has positions count in bytes for a client that does so and does not say it.
	ColumnsInBytes bool
	// Resting, if set, is told when there is nothing to do any more but to answer, and when there is again.
	Resting func(resting bool)
	// Paranoid, if set, has all that is kept from one change to the next compared with what comes out
	// if it is made anew, and is told of each difference. That is slow.
	Paranoid func(difference string)
}

// Serve runs one session over in and out until the client says exit, hangs up or
// dies, or ctx ends. It closes in and out if they can be closed. The result is the
// exit code that the protocol wants: 0 after a shutdown request, else 1.
func Serve(ctx context.Context, in io.Reader, out io.Writer, opts Options) int {
	return newServer(opts).serve(ctx, in, out)
}

func (s *server) serve(ctx context.Context, in io.Reader, out io.Writer) int {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s.medium = &stream{
		in:       bufio.NewReaderSize(in, readAhead),
		out:      out,
		received: func(m *jsonrpc2.Request) { s.Handle(ctx, nil, m) },
		close:    sync.OnceValue(func() error { return errors.Join(closed(in), closed(out)) }),
		refuse:   func(answer *errorResponse) { s.post(ctx, func(ctx context.Context) { s.refuse(ctx, answer) }) },
		ended:    func(err error) { s.lastWords(ctx, err) },
	}
	s.conn = jsonrpc2.NewConn(ctx, s.medium, s, jsonrpc2.SetLogger(connLog{s.log}))
	s.run(ctx)
	cancel()
	s.medium.Close()
	s.waitForGoroutines()
	if s.phase == down {
		return 0
	}
	return 1
}

// closed closes v if it can be closed.
func closed(v any) error {
	if c, ok := v.(io.Closer); ok {
		return c.Close()
	}
	return nil
}

// server owns a session's state. Its fields belong to the goroutine that runs
// run, except those that say otherwise; other goroutines reach it through post.
type server struct {
	version    string
	manual     string
	log        *slog.Logger                 // safe for concurrent use
	medium     *stream                      // for writing, safe for concurrent use
	conn       *jsonrpc2.Conn               // safe for concurrent use
	inbox      chan func(context.Context)   // work for the owner, in order
	limit      *semaphore.Weighted          // safe for concurrent use
	requests   func(*view) *requestHandlers // constant
	read       diskReader                   // constant
	newFolder  folderMaker                  // constant
	places     []string                     // constant
	inBytes    bool                         // constant: Options.ColumnsInBytes
	cache      *bank.Cache                  // constant: Options.Cache
	goroutines sync.WaitGroup
	diagnoser  *diagnoser // through schedule only
	reports    *reporter  // safe for concurrent use
	tracer     *tracer    // safe for concurrent use
	late       sync.Mutex // held while a lateAnswer is made and written

	phase phase
	// ended tells that the session is over, hungUp that it is as soon as nothing is pending.
	ended, hungUp bool
	notifications *requestHandlers
	// pending are the requests that have not been answered.
	pending map[jsonrpc2.ID]*request
	client  client
	// view is the current state as requests see it.
	view    *view
	folders []*workspaceFolder
	// settings are what the editor says for all folders, initial are those of the start; pulled is how often it was asked.
	settings, initial settings
	pulled            int
	// complained are the mistakes in settings that the user has been told of.
	complained map[string]bool
	// announced are the features that were switched off at the start.
	announced announcements
	// asking is the telling of the client that it must ask again, by what it asks then.
	asking map[string]refreshWork
	// look tells the goroutine that polls the disk not to wait.
	look chan struct{}
	// adopting are the names of the documents for which a folder is looked for.
	adopting map[string]bool
}

func newServer(opts Options) *server {
	s := &server{
		version:    opts.Version,
		manual:     opts.Manual,
		log:        opts.Logger,
		inbox:      make(chan func(context.Context), 64),
		limit:      semaphore.NewWeighted(maxRequests),
		requests:   (*view).handlers,
		read:       bank.Read,
		newFolder:  bank.NewFolder,
		places:     opts.Places,
		inBytes:    opts.ColumnsInBytes,
		cache:      opts.Cache,
		tracer:     newTracer(),
		pending:    map[jsonrpc2.ID]*request{},
		look:       make(chan struct{}, 1),
		asking:     map[string]refreshWork{},
		adopting:   map[string]bool{},
		complained: map[string]bool{},
		view:       &view{semantic: newSemanticResults(), latest: new(atomic.Pointer[view]), replaced: make(chan struct{})},
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	s.reports = &reporter{call: s.ask, notify: s.tell, cancels: map[any]context.CancelFunc{}}
	s.notifications = s.notificationHandlers()
	s.diagnoser = newDiagnoser(s)
	s.diagnoser.paranoid, s.diagnoser.onRest = opts.Paranoid, opts.Resting
	s.view.board = s.diagnoser.board
	return s
}

// phase is where a session stands.
type phase uint8

const (
	fresh   phase = iota // initialize has not come yet
	running              // between initialize and shutdown
	down                 // after shutdown: only exit counts
)

// run is the owner's loop. Nothing in it blocks: answers are written by other
// goroutines, except those to initialize and shutdown, which must come before
// whatever follows.
func (s *server) run(ctx context.Context) {
	for !s.ended {
		select {
		case f := <-s.inbox:
			s.guarded("owner", func() { f(ctx) })
		case <-ctx.Done():
			return
		}
	}
}

// post hands work to the owner. It may be called from any goroutine but the owner's.
func (s *server) post(ctx context.Context, f func(context.Context)) {
	select {
	case s.inbox <- f:
	case <-ctx.Done():
	}
}

// spawn runs f in a goroutine that Serve waits for. Only the owner calls it.
func (s *server) spawn(ctx context.Context, f func(context.Context)) {
	s.goroutines.Go(func() { s.guarded("background work", func() { f(ctx) }) })
}

// guarded runs f and survives its panics.
func (s *server) guarded(what string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			s.log.Error("panic in "+what, "panic", r, "stack", string(debug.Stack()))
		}
	}()
	f()
}

func (s *server) waitForGoroutines() {
	done := make(chan struct{})
	go func() { s.goroutines.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(farewell):
		s.log.Warn("some work did not end in time")
	}
}

// lastWords tells the owner that the client will say no more. It runs in the reading
// goroutine, whose end closes the connection, and returns when what came before has been
// answered: a client that says all it has to say at once may still read.
func (s *server) lastWords(ctx context.Context, err error) {
	s.post(ctx, func(ctx context.Context) { s.hangUp(ctx, err) })
	select {
	case <-ctx.Done():
	case <-time.After(farewell):
	}
}

func (s *server) hangUp(ctx context.Context, err error) {
	if !errors.Is(err, io.EOF) {
		s.log.Error("the connection broke", "error", err)
	}
	s.hungUp = true
	s.leave()
	s.spawn(ctx, func(ctx context.Context) {
		end := time.NewTimer(farewell)
		defer end.Stop()
		select {
		case <-end.C:
			s.post(ctx, func(context.Context) { s.ended = true })
		case <-ctx.Done():
		}
	})
}

// leave ends the session if the client has hung up and all it has asked is answered.
func (s *server) leave() {
	s.ended = s.ended || s.hungUp && len(s.pending) == 0
}

// refuse answers a message that could not be decoded.
func (s *server) refuse(ctx context.Context, answer *errorResponse) {
	s.log.Warn("refused a message", "reason", answer.Error.Message)
	s.spawn(ctx, func(context.Context) { s.wrote(s.medium.WriteObject(answer)) })
}

// wrote logs the error of writing to a client; there is nobody left to tell.
func (s *server) wrote(err error) {
	if err != nil && !errors.Is(err, jsonrpc2.ErrClosed) {
		s.log.Debug("writing to the client", "error", err)
	}
}

// ask sends a request without a result.
func (s *server) ask(ctx context.Context, method string, params any) error {
	return s.conn.Call(ctx, method, params, nil)
}

// tell sends a notification.
func (s *server) tell(method string, params any) {
	s.wrote(s.medium.WriteObject(notification{"2.0", method, params}))
}

// connLog lets the connection write to the user's log.
type connLog struct{ log *slog.Logger }

// Printf implements jsonrpc2.Logger.
func (l connLog) Printf(format string, v ...any) {
	l.log.Debug(strings.TrimSpace(fmt.Sprintf(format, v...)))
}
