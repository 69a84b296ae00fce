package attach

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"time"
)

const (
	// maxAgents bounds the agents that are served at a time.
	maxAgents = 32
	// patience bounds the wait for the other side to take or give what it should at once.
	patience = 2 * time.Second
)

// Editor is what a language server tells agents. Its methods are called concurrently.
type Editor interface {
	// Documents returns what is open in the bank at this moment.
	Documents() []Document
	// Apply has the editor make changes, all or none, and returns when they can be seen in Documents. The error is a *Refusal
	// or ctx's.
	Apply(ctx context.Context, changes []Change) error
}

// Listener is a language server's end.
type Listener struct {
	listener *net.UnixListener
	socket   string
}

// Listen makes a socket for a bank in the first place where that is possible, and removes those of the bank that crashes left
// behind there. Serve must be called.
func Listen(places []string, bank string) (*Listener, error) {
	err := errors.ErrUnsupported
	for i, place := range places {
		l, failed := listenIn(place, bank)
		if failed == nil {
			return l, nil
		}
		if err = errors.Join(err, failed); i == 0 {
			err = failed
		}
	}
	return nil, err
}

// listenIn gives the socket its name when it listens: one that nobody listens to is what a crash left behind.
func listenIn(place, bank string) (*Listener, error) {
	if err := makePrivate(place); err != nil {
		return nil, err
	}
	sweep(place, bank)
	socket := filepath.Join(place, newName(bank))
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: socket, Net: "unix"})
	if err != nil {
		return nil, err
	}
	listener.SetUnlinkOnClose(false)
	if err := os.Rename(socket, socket+socketEnd); err != nil {
		return nil, errors.Join(err, listener.Close(), os.Remove(socket))
	}
	return &Listener{listener, socket + socketEnd}, nil
}

// makePrivate makes a place, and the folder around it, but not what that is in: where it is missing nobody has a home.
func makePrivate(place string) error {
	for _, folder := range []string{filepath.Dir(place), place} {
		if err := os.Mkdir(folder, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return isPrivate(place)
}

// sweep removes the sockets of a bank that nobody listens to.
func sweep(place, bank string) {
	for _, socket := range socketsIn(place, bank) {
		conn, err := net.DialTimeout("unix", socket, patience)
		switch {
		case err == nil:
			conn.Close()
		case errors.Is(err, syscall.ECONNREFUSED):
			_ = os.Remove(socket)
		}
	}
}

// Serve answers agents until ctx ends, and removes the socket. When it returns nothing of it is left.
func (l *Listener) Serve(ctx context.Context, e Editor) error {
	ctx, cancel := context.WithCancel(ctx)
	defer os.Remove(l.socket)
	var agents sync.WaitGroup
	defer agents.Wait()
	defer cancel()
	defer context.AfterFunc(ctx, func() { l.listener.Close() })()
	free := make(chan struct{}, maxAgents)
	for {
		conn, err := l.listener.Accept()
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			l.listener.Close()
			return fmt.Errorf("waiting for agents: %w", err)
		}
		select {
		case free <- struct{}{}:
			agents.Go(func() {
				(&agent{conn: conn, editor: e}).serve(ctx)
				<-free
			})
		default:
			conn.Close()
		}
	}
}

// agent is an agent that is connected.
type agent struct {
	conn   net.Conn
	editor Editor
	// told are the documents that it knows, by path.
	told map[string]Document
}

// serve answers questions until the agent or ctx ends, or one of them says what cannot be understood.
func (a *agent) serve(ctx context.Context) {
	defer a.conn.Close()
	defer context.AfterFunc(ctx, func() { a.conn.Close() })()
	a.told = map[string]Document{}
	for in := newScanner(a.conn); a.answer(ctx, in) == nil; {
	}
}

func (a *agent) answer(ctx context.Context, in *bufio.Scanner) error {
	var q question
	if err := receive(in, &q); err != nil {
		return err
	}
	var reply answer
	switch {
	case q.Version != Version:
		reply.Refusal = &Refusal{Message: fmt.Sprintf("the editor's server speaks version %d of the protocol, not %d", Version, q.Version)}
	case len(q.Changes) > 0:
		reply.Refusal = a.apply(ctx, q.Changes)
	default:
		reply = a.news()
	}
	reply.Version = Version
	return send(a.conn, reply)
}

func (a *agent) apply(ctx context.Context, changes []Change) *Refusal {
	err := a.editor.Apply(ctx, changes)
	if r := (*Refusal)(nil); err == nil || errors.As(err, &r) {
		return r
	}
	return &Refusal{Message: err.Error()}
}

// news tells what differs from what was told before.
func (a *agent) news() answer {
	var reply answer
	open := map[string]bool{}
	size := 0
	for _, d := range a.editor.Documents() {
		if len(d.Text) > maxText {
			d.Text, d.Unknown = "", true
		}
		open[d.Path] = true
		if told, known := a.told[d.Path]; known && told == d {
			continue
		}
		if size >= maxText {
			reply.More = true
			continue
		}
		size += len(d.Text)
		a.told[d.Path] = d
		reply.Documents = append(reply.Documents, d)
	}
	for p := range a.told {
		if !open[p] {
			delete(a.told, p)
			reply.Closed = append(reply.Closed, p)
		}
	}
	slices.Sort(reply.Closed)
	return reply
}
