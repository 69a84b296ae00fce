package lsp

import (
	"context"
	"errors"
	"slices"
	"time"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/bank"
)

// refreshPause is how long a client that was told to ask again is left alone: what
// comes in meanwhile is told once.
const refreshPause = 100 * time.Millisecond

// refreshWork is the telling of a client that it must ask for something again.
type refreshWork struct {
	// telling tells that a goroutine is at it, again that it is to be told once more after that.
	telling, again bool
}

// wantRefresh has the client ask again. It may be called from any goroutine but the owner's.
func (s *server) wantRefresh(ctx context.Context, method string) {
	s.post(ctx, func(ctx context.Context) { s.askAgain(ctx, method) })
}

// askAgain tells the client that answers to its requests would be others by now, once at a time.
func (s *server) askAgain(ctx context.Context, method string) {
	if s.asking[method].telling {
		s.asking[method] = refreshWork{telling: true, again: true}
		return
	}
	s.asking[method] = refreshWork{telling: true}
	s.spawn(ctx, func(ctx context.Context) {
		if err := s.conn.Call(ctx, method, nil, nil); err != nil && !errors.Is(err, context.Canceled) {
			s.log.Debug("the client refused to ask again", "method", method, "error", err)
		}
		rest := time.NewTimer(refreshPause)
		defer rest.Stop()
		select {
		case <-rest.C:
		case <-ctx.Done():
			return
		}
		s.post(ctx, func(ctx context.Context) {
			again := s.asking[method].again
			delete(s.asking, method)
			if again {
				s.askAgain(ctx, method)
			}
		})
	})
}

// remarks knows what the client may show besides diagnostics. It belongs to the diagnoser's goroutine.
type remarks struct {
	// rejudged is that of the last view, snapshots are its folders by root at the last change that was not an edit.
	rejudged  uint64
	snapshots map[string]*bank.Snapshot
}

// outdated returns by which methods the client is to be told that it must ask again: for everything after documents
// became documents of a bank, and for what depends on other texts after one has changed. While somebody types
// nothing is told of the latter.
func (r *remarks) outdated(v *view, typed bool) []string {
	rejudged := r.rejudged != v.rejudged
	r.rejudged = v.rejudged
	others := !typed && r.textsDiffer(v)
	var methods []string
	if v.client.refreshesTokens && rejudged {
		methods = append(methods, protocol.MethodWorkspaceSemanticTokensRefresh)
	}
	if v.client.refreshesLenses && v.wants((settings).lenses) && (rejudged || others) {
		methods = append(methods, protocol.ServerWorkspaceCodeLensRefresh)
	}
	if v.client.refreshesHints && v.wants((settings).hints) && (rejudged || others) {
		methods = append(methods, methodInlayHintRefresh)
	}
	return methods
}

// textsDiffer tells whether a folder that was there at the last call has other texts by now.
func (r *remarks) textsDiffer(v *view) bool {
	differ := false
	now := map[string]*bank.Snapshot{}
	for _, f := range v.folders {
		before := r.snapshots[f.root]
		differ = differ || before != nil && !f.snapshot.SameTexts(before)
		now[f.root] = f.snapshot
	}
	r.snapshots = now
	return differ
}

// wants tells whether the user wants to see something in any folder.
func (v *view) wants(what func(settings) bool) bool {
	return slices.ContainsFunc(v.folders, func(f folder) bool { return what(f.settings) })
}
