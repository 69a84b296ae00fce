package lsp

import (
	"context"
	"time"
)

// processInterval is how often the client's process is looked at.
const processInterval = 3 * time.Second

// watchProcess ends the session when the client's process is gone: a client that is
// killed may leave the pipes open in a child of its own.
//
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#initializeParams
func (s *server) watchProcess(ctx context.Context, pid int) {
	s.spawn(ctx, func(ctx context.Context) {
		tick := time.NewTicker(processInterval)
		defer tick.Stop()
		for alive(pid) {
			select {
			case <-tick.C:
			case <-ctx.Done():
				return
			}
		}
		s.log.Warn("the client's process is gone", "pid", pid)
		s.post(ctx, func(context.Context) { s.ended = true })
	})
}
