package mcp

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"sync"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"cortex/bank"
)

// farewell bounds how long Serve waits for calls that do not heed their end.
const farewell = 2 * time.Second

// Name and Title are what clients are told that the server is called.
const (
	Name  = "cortex"
	Title = "Cortex"
)

// Options are what the command line decides.
type Options struct {
	// Version is told to clients.
	Version string
	// Logger takes what the user's log shows; nil for none.
	Logger *slog.Logger
	// Place tells where the bank may be.
	Place Place
	// Editors are the folders with the sockets of editors, as attach.Places returns them; none to take no notice of editors.
	Editors []string
	// Cache knows what others have found; nil for none.
	Cache *bank.Cache
	// ReadOnly leaves the tools that only read.
	ReadOnly bool
}

// Server answers the clients of one bank, however they reach it. It is safe for concurrent use.
type Server struct {
	sdk *sdk.Server
	log *slog.Logger
	// limit holds an element for each request that is worked on.
	limit chan struct{}
	// running ends with Stop, and all calls with it.
	running context.Context
	stop    context.CancelFunc
	source  source
	roots   rootsKnown
	watch   *subscriptions
	// capabilities are what clients are told that the server has, by handshake and by discovery alike.
	capabilities *sdk.ServerCapabilities
	// readOnly tells that only tools that read are offered.
	readOnly bool
	// offer adds the tools and prompts, once: to describe them takes longer than the handshake, which needs none of them.
	offer func()
	// hidden are the names of the tools that are not offered.
	hidden []string
}

// New returns a server. It touches neither the disk nor the network: that is for the calls.
func New(opts Options) *Server {
	d := newDisk(opts.Place, newEditors(opts.Editors, opts.Logger))
	d.cache = opts.Cache
	return newServer(opts, d, Tools)
}

func newServer(opts Options, from source, tools func() []Tool) *Server {
	s := &Server{
		log: opts.Logger, limit: make(chan struct{}, maxCalls), source: from, capabilities: capabilities(), readOnly: opts.ReadOnly,
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	s.running, s.stop = context.WithCancel(context.Background())
	s.watch = newSubscriptions(s)
	s.sdk = sdk.NewServer(
		&sdk.Implementation{Name: Name, Title: Title, Version: opts.Version},
		&sdk.ServerOptions{
			Instructions: instructions(opts.ReadOnly), Logger: s.log, Capabilities: s.capabilities, CompletionHandler: s.complete,
			SubscribeHandler: s.watch.subscribe, UnsubscribeHandler: s.watch.unsubscribe,
		},
	)
	s.sdk.AddReceivingMiddleware(s.middleware()...)
	s.addResources()
	s.offer = sync.OnceFunc(func() {
		s.addTools(tools())
		s.addPrompts()
	})
	return s
}

func capabilities() *sdk.ServerCapabilities {
	return &sdk.ServerCapabilities{
		Tools:       &sdk.ToolCapabilities{},
		Prompts:     &sdk.PromptCapabilities{},
		Resources:   &sdk.ResourceCapabilities{ListChanged: true, Subscribe: true},
		Completions: &sdk.CompletionCapabilities{},
	}
}

// Stop cancels the calls that run and those that come.
func (s *Server) Stop() { s.stop() }

// Serve runs one session over in and out until the client hangs up or ctx ends. It closes in and out if they can be
// closed. The error is that of a connection that broke.
func (s *Server) Serve(ctx context.Context, in io.Reader, out io.Writer) error {
	return s.serve(ctx, newLines(in, out, s.log))
}

func (s *Server) serve(ctx context.Context, t sdk.Transport) error {
	session, err := s.sdk.Connect(ctx, t, nil)
	if err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- session.Wait() }() // ends with the session
	select {
	case err := <-ended:
		return hungUp(err)
	case <-ctx.Done():
	}
	s.Stop()
	go session.Close() // waits for the calls
	select {
	case <-ended: // how it ends is our doing
	case <-time.After(farewell):
		s.log.Warn("some calls did not end in time")
	}
	return nil
}

// hungUp returns err, and nil where it only says that a client is gone.
func hungUp(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrClosedPipe) || errors.Is(err, sdk.ErrConnectionClosed) {
		return nil
	}
	return err
}
