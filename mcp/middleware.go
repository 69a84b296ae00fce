package mcp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

const (
	// maxCalls bounds the requests that are worked on at a time; others wait.
	maxCalls = 64
	// callTimeout bounds one request.
	callTimeout = 30 * time.Second
)

// The requests that are treated in a way of their own.
const (
	methodDiscover = "server/discover"
	methodCallTool = "tools/call"
	methodListen   = "subscriptions/listen"

	methodRootsChanged = "notifications/roots/list_changed"
	methodPing         = "ping"
	methodInitialize   = "initialize"

	methodListResources = "resources/list"
)

// middleware is what every request goes through, outermost first.
func (s *Server) middleware() []sdk.Middleware {
	return []sdk.Middleware{s.withValidErrors, s.withoutPanics, s.withoutDiscovery, s.withOffers, s.withReasons, s.withinBounds, s.withFreshRoots, s.withFreshList}
}

// withValidErrors drops error data that is no JSON, which the SDK makes of some URIs and would end the session.
func (s *Server) withValidErrors(next sdk.MethodHandler) sdk.MethodHandler {
	return func(ctx context.Context, method string, r sdk.Request) (sdk.Result, error) {
		result, err := next(ctx, method, r)
		var wire *jsonrpc.Error
		if errors.As(err, &wire) && len(wire.Data) > 0 && !json.Valid(wire.Data) {
			return nil, &jsonrpc.Error{Code: wire.Code, Message: wire.Message}
		}
		return result, err
	}
}

// withoutPanics answers a request whose handler panics.
func (s *Server) withoutPanics(next sdk.MethodHandler) sdk.MethodHandler {
	return func(ctx context.Context, method string, r sdk.Request) (result sdk.Result, err error) {
		defer func() {
			defect := recover()
			if defect == nil {
				return
			}
			s.log.Error("a request panicked", "method", method, "panic", defect, "stack", string(debug.Stack()))
			told := &toolError{codeInternal, "the call failed by a defect of Cortex: others still work; the server's log has the details"}
			if method == methodCallTool {
				result, err = refused(told), nil
				return
			}
			result, err = nil, &jsonrpc.Error{Code: jsonrpc.CodeInternalError, Message: told.Error()}
		}()
		return next(ctx, method, r)
	}
}

// withoutDiscovery answers server/discover itself. The SDK takes it for the beginning of a session without a
// handshake and refuses the handshake of a client that only wanted to know what it may speak.
func (s *Server) withoutDiscovery(next sdk.MethodHandler) sdk.MethodHandler {
	return func(ctx context.Context, method string, r sdk.Request) (sdk.Result, error) {
		if method != methodDiscover {
			return next(ctx, method, r)
		}
		return &sdk.DiscoverResult{
			SupportedVersions: sdk.SupportedProtocolVersions(),
			Capabilities:      s.capabilities,
			Instructions:      instructions(s.readOnly),
			Cacheable:         sdk.Cacheable{CacheScope: "public"},
		}, nil
	}
}

// withOffers has what is offered described when somebody asks for more than the handshake.
func (s *Server) withOffers(next sdk.MethodHandler) sdk.MethodHandler {
	return func(ctx context.Context, method string, r sdk.Request) (sdk.Result, error) {
		if method != methodInitialize && method != methodPing {
			s.offer()
		}
		return next(ctx, method, r)
	}
}

// withReasons tells the model why a tool that is not offered is not: an unknown tool is an error of the protocol, which many clients
// do not show.
func (s *Server) withReasons(next sdk.MethodHandler) sdk.MethodHandler {
	return func(ctx context.Context, method string, r sdk.Request) (sdk.Result, error) {
		if p, ok := r.GetParams().(*sdk.CallToolParamsRaw); ok && slices.Contains(s.hidden, p.Name) {
			return refused(&toolError{codeReadOnly, fmt.Sprintf("the server was started with --read-only, so there is no %s: tell the user what you would write", p.Name)}), nil
		}
		return next(ctx, method, r)
	}
}

// withinBounds bounds how many requests run and how long, and ends them when the server is stopped. A
// request to listen lasts as long as its client wants, and who asks whether the server lives does not wait.
func (s *Server) withinBounds(next sdk.MethodHandler) sdk.MethodHandler {
	return func(ctx context.Context, method string, r sdk.Request) (sdk.Result, error) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(s.running, cancel)()
		if method == methodListen || method == methodPing {
			return next(ctx, method, r)
		}
		ctx, expire := context.WithTimeout(ctx, callTimeout)
		defer expire()
		select {
		case s.limit <- struct{}{}:
			defer func() { <-s.limit }()
			return next(ctx, method, r)
		case <-ctx.Done():
			return nil, fmt.Errorf("waiting for other requests: %w", ctx.Err())
		}
	}
}
