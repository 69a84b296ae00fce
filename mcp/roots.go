package mcp

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// rootsTimeout is how long a client may take to tell its roots. Some answer nothing while they wait for a tool.
const rootsTimeout = 2 * time.Second

// rootsKnown remembers what clients told of the folders that they work in.
type rootsKnown struct {
	mu        sync.Mutex
	bySession map[*sdk.ServerSession][]string
}

// of returns what a client told, or asks. What was not answered because the call has ended is asked again by the next.
func (k *rootsKnown) of(ctx context.Context, s *sdk.ServerSession, ask func() []string) []string {
	k.mu.Lock()
	paths, known := k.bySession[s]
	k.mu.Unlock()
	if known {
		return paths
	}
	if paths = ask(); ctx.Err() != nil {
		return paths
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.bySession == nil {
		k.bySession = map[*sdk.ServerSession][]string{}
	}
	k.bySession[s] = paths
	return paths
}

// changed forgets what a client told, and sessions that have ended.
func (k *rootsKnown) changed(s *sdk.ServerSession, connected []*sdk.ServerSession) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.bySession, s)
	maps.DeleteFunc(k.bySession, func(s *sdk.ServerSession, _ []string) bool { return !slices.Contains(connected, s) })
}

// withFreshRoots has a client asked again that says that its roots are others.
func (s *Server) withFreshRoots(next sdk.MethodHandler) sdk.MethodHandler {
	return func(ctx context.Context, method string, r sdk.Request) (sdk.Result, error) {
		if session, ok := r.GetSession().(*sdk.ServerSession); ok && method == methodRootsChanged {
			s.roots.changed(session, slices.Collect(s.sdk.Sessions()))
		}
		return next(ctx, method, r)
	}
}
