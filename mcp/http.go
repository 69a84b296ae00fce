package mcp

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"time"
)

const (
	// HTTPPath is where clients that come over HTTP find the server.
	HTTPPath = "/mcp"
	// TokenVariable is the environment variable with the token that they send.
	TokenVariable = "CORTEX_MCP_TOKEN"
)

// headerTimeout bounds how long a client may take to say who it is.
const headerTimeout = 10 * time.Second

// Listen opens an address of the loopback interface, as "127.0.0.1:8000" or "localhost:8000"; port 0 takes any that
// is free. All others are refused: what a bank says is not for the network.
func Listen(ctx context.Context, address string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("address %q is none: write 127.0.0.1:PORT", address)
	}
	if host == "localhost" {
		host = "127.0.0.1"
	}
	if ip, err := netip.ParseAddr(host); err != nil || !ip.IsLoopback() {
		return nil, fmt.Errorf("address %q is not one that only this machine reaches: write 127.0.0.1:PORT", address)
	}
	var config net.ListenConfig
	return config.Listen(ctx, "tcp", net.JoinHostPort(host, port))
}

// ServeHTTP serves all clients that come to l and know the token, until ctx ends; then it closes l, cancels the calls
// and ends the sessions. The error is that of a listener that broke.
func (s *Server) ServeHTTP(ctx context.Context, l net.Listener, token string) error {
	h := &http.Server{
		Handler:           s.handler(token),
		ReadHeaderTimeout: headerTimeout,
		IdleTimeout:       idleSession,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
	ended := make(chan error, 1)
	go func() { ended <- h.Serve(l) }() // ends with h
	select {
	case err := <-ended:
		return fmt.Errorf("serving %s: %w", l.Addr(), errors.Join(err, h.Close()))
	case <-ctx.Done():
	}
	s.Stop()
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
	defer cancel()
	if err := h.Shutdown(last); err != nil {
		s.log.Warn("some clients did not end in time", "error", errors.Join(err, h.Close()))
	}
	for session := range s.sdk.Sessions() {
		go session.Close() // waits for a call that does not heed its end
	}
	return nil
}

// withStreamsEnding ends the streams on which clients listen with the server. Calls are cancelled, and answered.
func (s *Server) withStreamsEnding(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			ctx, cancel := context.WithCancel(r.Context())
			defer cancel()
			defer context.AfterFunc(s.running, cancel)()
			r = r.WithContext(ctx)
		}
		next.ServeHTTP(w, r)
	})
}

// handler is what every request goes through, outermost first.
func (s *Server) handler(token string) http.Handler {
	paths := http.NewServeMux()
	paths.Handle(HTTPPath, withToken(token, withinSize(s.withStreamsEnding(s.generations()))))
	return sameOrigin(paths)
}
