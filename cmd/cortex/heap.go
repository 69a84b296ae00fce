package main

import (
	"runtime"
	"runtime/debug"
	"sync"
)

const (
	// spareHeap is what a command may allocate before garbage is collected for the first time: a bank of a thousand files is checked
	// by then.
	spareHeap = 48 << 20
	// leastHeap is where the runtime collects for the first time unless it is told otherwise.
	leastHeap = 4 << 20
)

// collectLater puts off garbage collection for a command that ends soon. What it returns ends that.
func collectLater() (end func()) {
	c := &lateCollector{usual: debug.SetGCPercent(latePercent(leastHeap) - 100)}
	c.follow()
	return c.end
}

// latePercent returns how much the heap may grow after a collection that left so much alive: to the double, as usual, and by spareHeap.
func latePercent(alive uint64) int { return 100 + int(100*spareHeap/max(alive, 1<<20)) }

// lateCollector adjusts the growth of the heap after each collection.
type lateCollector struct {
	usual int
	mu    sync.Mutex
	ended bool
}

// follow has adjust called after the next collection, which frees a pointer that nobody holds. What has no pointers in it may be
// freed later, with its neighbours.
func (c *lateCollector) follow() { runtime.AddCleanup(new(*byte), (*lateCollector).adjust, c) }

func (c *lateCollector) adjust() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended {
		return
	}
	var after runtime.MemStats
	runtime.ReadMemStats(&after)
	debug.SetGCPercent(latePercent(after.HeapAlloc))
	c.follow()
}

func (c *lateCollector) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ended = true
	debug.SetGCPercent(c.usual)
}
