package bank

import (
	"context"
	"runtime"
	"runtime/debug"
)

// Warm makes what the first question about links in the folder needs, so that nobody who asks waits for it. When ctx
// ends, whose error it returns, what is finished counts.
func (s *Snapshot) Warm(ctx context.Context) error {
	defer s.engine.shelf.atMost(restingShelf)()
	return s.graph.ask(ctx, s, func() {})
}

// Rest lets go of most documents, which are read again when somebody asks, and gives their memory back to the system. Those who live on
// call it when there is nothing to do: by itself the program would keep for minutes what it will hardly need again.
func (s *Snapshot) Rest() {
	s.engine.shelf.rest()
	s.ledger.pack()
	s.graph.rest(s)
	s.engine.giveBack()
}

// giveBack gives memory back to the system, unless there is hardly more than the last time.
func (e *engine) giveBack() {
	const worthwhile = 1 << 20
	resident := func() int64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapSys - m.HeapReleased)
	}
	if resident() < e.resident.Load()+worthwhile {
		return
	}
	debug.FreeOSMemory()
	e.resident.Store(resident())
}
