package bank

import "context"

// Warm makes what the first question about links in the folder needs, so that nobody who asks waits for it. When ctx
// ends, whose error it returns, what is finished counts.
func (s *Snapshot) Warm(ctx context.Context) error { return s.graph.ask(ctx, s, func() {}) }
