package main

import (
	"runtime"
	"runtime/debug"
	"sync"
)

// growth is how much may be allocated from one garbage collection to the next: a spare heap, and a share of what is alive in percent.
type growth struct {
	spare uint64
	share int
}

var (
	// commandGrowth has a bank of a thousand files checked before garbage is collected for the first time.
	commandGrowth = growth{48 << 20, 100}
	// serverGrowth has hundreds of letters typed in a usual file before that. By itself the runtime would collect at each thirtieth, which takes
	// longer. A server lives on, and what is alive of a large bank lies the closer together the sooner that is.
	serverGrowth = growth{16 << 20, 25}
	// restGrowth is for a server that does nothing but answer: memory counts more than time then, and what is packed is soon gone through.
	restGrowth = growth{4 << 20, 5}
)

// leastHeap is where the runtime collects for the first time unless it is told otherwise.
const leastHeap = 4 << 20

// collectLater puts off garbage collection until the end of what it returns.
func collectLater(g growth) *lateCollector {
	c := &lateCollector{growth: g, usual: debug.SetGCPercent(int(100 * g.spare / leastHeap))}
	c.follow()
	return c
}

// percent returns by how much the heap may grow after a collection that left so much alive.
func (g growth) percent(alive uint64) int { return g.share + int(100*g.spare/max(alive, 1<<20)) }

// lateCollector adjusts the growth of the heap after each collection.
type lateCollector struct {
	growth
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
	if !c.ended {
		c.set()
		c.follow()
	}
}

// rest says whether a server has nothing to do but to answer.
func (c *lateCollector) rest(resting bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.growth = serverGrowth; resting {
		c.growth = restGrowth
	}
	if !c.ended {
		c.set()
	}
}

func (c *lateCollector) set() {
	var after runtime.MemStats
	runtime.ReadMemStats(&after)
	debug.SetGCPercent(c.percent(after.HeapAlloc))
}

func (c *lateCollector) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ended = true
	debug.SetGCPercent(c.usual)
}
