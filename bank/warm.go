package bank

import (
	"context"
	"runtime/debug"
)

// Warm makes what the first question about links in the folder needs, so that nobody who asks waits for it. When ctx
// ends, whose error it returns, what is finished counts.
func (s *Snapshot) Warm(ctx context.Context) error {
	defer s.engine.shelf.atMost()()
	return s.graph.ask(ctx, s, func() {})
}

// Rest lets go of most documents, which are read again when somebody asks, and gives their memory back to the system. Those who live on
// call it when there is nothing to do: by itself the program would keep for minutes what it will hardly need again.
func (s *Snapshot) Rest() {
	const worthwhile = 1 << 20
	freed := s.engine.shelf.rest() > worthwhile
	freed = s.ledger.pack() || freed
	freed = s.graph.pack() || freed
	if !freed {
		return
	}
	debug.FreeOSMemory()
}
