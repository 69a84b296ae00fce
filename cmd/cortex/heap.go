package main

import (
	"runtime"
	"runtime/debug"
	"sync"
)

const (
	// commandHeap is what a command may allocate before garbage is collected for the first time: a bank of a thousand files is checked
	// by then.
	commandHeap = 48 << 20
	// serverHeap is what a server may allocate between two collections, besides as much as is alive: somebody has typed hundreds of
	// letters in a usual file by then. By itself the runtime would collect at each thirtieth, which takes longer for that.
	serverHeap = 16 << 20
	// leastHeap is where the runtime collects for the first time unless it is told otherwise.
	leastHeap = 4 << 20
)

// collectLater puts off garbage collection until more than a spare heap was allocated. What it returns ends that.
func collectLater(spare uint64) (end func()) {
	c := &lateCollector{spare: spare, usual: debug.SetGCPercent(latePercent(spare, leastHeap) - 100)}
	c.follow()
	return c.end
}

// latePercent returns how much the heap may grow after a collection that left so much alive: to the double, as usual, and by a spare heap.
func latePercent(spare, alive uint64) int { return 100 + int(100*spare/max(alive, 1<<20)) }

// lateCollector adjusts the growth of the heap after each collection.
type lateCollector struct {
	spare uint64
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
	debug.SetGCPercent(latePercent(c.spare, after.HeapAlloc))
	c.follow()
}

func (c *lateCollector) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ended = true
	debug.SetGCPercent(c.usual)
}
