package mcp

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// idleSession is how long a client may be silent before its session ends. It opens another when it comes back.
const idleSession = 30 * time.Minute

// withoutSessions is the first version of the protocol that has no sessions.
const withoutSessions = "2026-07-28"

// The headers and the key of a request's metadata that tell the generations of clients apart.
const (
	sessionHeader = "Mcp-Session-Id"
	versionHeader = "Mcp-Protocol-Version"
	versionKey    = "io.modelcontextprotocol/protocolVersion"
)

// generations serves clients of all versions under one URL. A handler of the SDK serves either those that have
// sessions, which alone can be asked something during a call, or those that have none.
func (s *Server) generations() http.Handler {
	server := func(*http.Request) *sdk.Server { return s.sdk }
	const unbounded = -1 // withinSize bounds the bodies
	sessions := sdk.NewStreamableHTTPHandler(server, &sdk.StreamableHTTPOptions{
		Logger: s.log, SessionTimeout: idleSession, MaxRequestBodyBytes: unbounded,
	})
	single := sdk.NewStreamableHTTPHandler(server, &sdk.StreamableHTTPOptions{
		Logger: s.log, Stateless: true, PropagateRequestCancellation: true, MaxRequestBodyBytes: unbounded,
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		version, err := versionOf(r)
		var tooLarge *http.MaxBytesError
		switch {
		case errors.As(err, &tooLarge):
			http.Error(w, fmt.Sprintf("body of more than %d bytes: send less at a time", tooLarge.Limit), http.StatusRequestEntityTooLarge)
		case err != nil:
			http.Error(w, "the body could not be read", http.StatusBadRequest)
		case version >= withoutSessions:
			single.ServeHTTP(w, r)
		default:
			sessions.ServeHTTP(w, r)
		}
	})
}

// versionOf returns the version of the protocol that a request speaks, "" for what only a client with a session
// sends. It leaves the body to be read.
func versionOf(r *http.Request) (string, error) {
	if r.Header.Get(sessionHeader) != "" {
		return "", nil
	}
	if version := r.Header.Get(versionHeader); version != "" || r.Method != http.MethodPost {
		return version, nil
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return "", err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	var message struct {
		Params struct {
			Meta map[string]any `json:"_meta"`
		} `json:"params"`
	}
	if json.Unmarshal(body, &message) != nil {
		return "", nil // the handler says what is wrong
	}
	version, _ := message.Params.Meta[versionKey].(string)
	return version, nil
}
