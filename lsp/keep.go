package lsp

import (
	"log/slog"
	"time"

	"cortex/bank"
)

// keepEvery is how long the cache is left as it is after it was written.
const keepEvery = 5 * time.Minute

// keeper lets the cache know what checks have found, so that the next server begins with it. It belongs to the diagnoser's goroutine.
type keeper struct {
	cache *bank.Cache
	log   *slog.Logger
	// kept tells by the root of a folder when that was done last.
	kept map[string]time.Time
}

// keep writes down what was found in a folder. The next server judges more if that cannot be done; that is all.
func (k *keeper) keep(root string, s *bank.Snapshot) {
	if k.cache == nil || time.Since(k.kept[root]) < keepEvery {
		return
	}
	k.kept[root] = time.Now()
	if err := k.cache.Save(s); err != nil && k.log != nil {
		k.log.Info("the cache is not kept", "error", err)
	}
}
