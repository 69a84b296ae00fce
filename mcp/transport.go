package mcp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// drain bounds how long answers in flight are waited for once the client will say no more.
const drain = 10 * time.Second

// lines is a session over two streams with a message on each line. Unlike the SDK's own transport it goes on
// after a line that is no message, and it ends only when what was asked has been answered.
//
// It implements the SDK's Transport and Connection.
type lines struct {
	log *slog.Logger
	// incoming are lines and refusals, from the goroutine that reads; it is closed when there are no more.
	incoming chan frame
	closed   chan struct{}
	close    func() error

	writing sync.Mutex // guards out: lines are written whole
	out     io.Writer

	mu sync.Mutex
	// waiting are the requests that have not been answered; idle is closed when there are none any more,
	// nil before somebody waits for that.
	waiting map[jsonrpc.ID]struct{}
	idle    chan struct{}
}

var (
	_ sdk.Transport  = (*lines)(nil)
	_ sdk.Connection = (*lines)(nil)
)

func newLines(in io.Reader, out io.Writer, log *slog.Logger) *lines {
	l := &lines{
		log: log, out: out,
		incoming: make(chan frame),
		closed:   make(chan struct{}),
		waiting:  map[jsonrpc.ID]struct{}{},
	}
	l.close = sync.OnceValue(func() error {
		close(l.closed)
		return errors.Join(closeIfPossible(in), closeIfPossible(out))
	})
	go l.read(in)
	return l
}

func closeIfPossible(v any) error {
	if c, ok := v.(io.Closer); ok {
		return c.Close()
	}
	return nil
}

// Connect implements sdk.Transport.
func (l *lines) Connect(context.Context) (sdk.Connection, error) { return l, nil }

// SessionID implements sdk.Connection: two streams are one session.
func (l *lines) SessionID() string { return "" }

// read hands on what comes in. It ends with the stream or the connection; a read that closing does not
// interrupt is left behind.
func (l *lines) read(in io.Reader) {
	defer close(l.incoming)
	frames := newFrames(in)
	for {
		f, err := frames.next()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				l.log.Debug("reading from the client", "error", err)
			}
			return
		}
		select {
		case l.incoming <- f:
		case <-l.closed:
			return
		}
	}
}

// Read returns the next message. Lines that are none are answered here.
func (l *lines) Read(ctx context.Context) (jsonrpc.Message, error) {
	for {
		select {
		case f, more := <-l.incoming:
			if !more {
				l.drained(ctx)
				return nil, io.EOF
			}
			if f.refusal == nil {
				l.expect(f.message)
				return f.message, nil
			}
			l.log.Warn("refused a message", "reason", f.refusal.Error.Message)
			if err := l.write(encoded(f.refusal)); err != nil {
				return nil, err
			}
		case <-l.closed:
			return nil, io.EOF
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// expect remembers that a request wants an answer. One that listens is not waited for: it has none.
func (l *lines) expect(m jsonrpc.Message) {
	if r, ok := m.(*jsonrpc.Request); ok && r.IsCall() && r.Method != methodListen {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.waiting[r.ID] = struct{}{}
	}
}

// answered forgets a request.
func (l *lines) answered(id jsonrpc.ID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.waiting, id)
	if l.idle != nil && len(l.waiting) == 0 {
		close(l.idle)
		l.idle = nil
	}
}

// drained returns when every request has been answered, or it is no use to wait any longer.
func (l *lines) drained(ctx context.Context) {
	l.mu.Lock()
	if len(l.waiting) == 0 {
		l.mu.Unlock()
		return
	}
	idle := make(chan struct{})
	l.idle = idle
	l.mu.Unlock()
	select {
	case <-idle:
	case <-l.closed:
	case <-ctx.Done():
	case <-time.After(drain):
		l.log.Warn("the client is gone before all its calls were answered")
	}
}

// Write sends a message. An answer that cannot be encoded becomes an error: the session goes on.
func (l *lines) Write(_ context.Context, m jsonrpc.Message) error {
	line, err := jsonrpc.EncodeMessage(m)
	response, isResponse := m.(*jsonrpc.Response)
	if err != nil && isResponse {
		l.log.Error("encoding an answer", "error", err)
		line, err = jsonrpc.EncodeMessage(&jsonrpc.Response{
			ID:    response.ID,
			Error: &jsonrpc.Error{Code: jsonrpc.CodeInternalError, Message: "the answer could not be encoded"},
		})
	}
	if err != nil {
		return fmt.Errorf("encoding a message: %w", err)
	}
	err = l.write(line)
	if isResponse {
		l.answered(response.ID)
	}
	return err
}

// write sends a line. A client that cannot be written to is gone.
func (l *lines) write(line []byte) error {
	l.writing.Lock()
	defer l.writing.Unlock()
	if _, err := l.out.Write(append(line, '\n')); err != nil {
		return errors.Join(fmt.Errorf("writing a message: %w", err), l.Close())
	}
	return nil
}

// Close closes both streams.
func (l *lines) Close() error { return l.close() }
