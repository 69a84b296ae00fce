package main

import (
	"runtime"
	"runtime/debug"
	"testing"
)

func TestGarbageOfAShortCommandIsNotCollected(t *testing.T) {
	runtime.GC()
	before := collections()
	defer collectLater(commandGrowth).end()
	var garbage []byte
	for range commandGrowth.spare / 2 >> 10 {
		garbage = make([]byte, 1<<10)
	}
	runtime.KeepAlive(garbage)
	if n := collections() - before; n > 0 {
		t.Errorf("%d collections for half of the spare heap, want none", n)
	}
}

func collections() uint32 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.NumGC
}

// The more is alive, the less the heap grows beyond the usual double.
func TestLateCollectionBoundsTheHeap(t *testing.T) {
	for alive, want := range map[uint64]int{0: 4900, 1 << 20: 4900, leastHeap: 1300, 48 << 20: 200, 48 * 48 << 20: 102} {
		if got := commandGrowth.percent(alive); got != want {
			t.Errorf("%d bytes are alive: got %d %%, want %d", alive, got, want)
		}
	}
	usual := debug.SetGCPercent(100)
	defer debug.SetGCPercent(usual)
	c := &lateCollector{growth: commandGrowth, usual: 77}
	c.adjust()
	if late := debug.SetGCPercent(100); late <= 100 {
		t.Errorf("after a collection the heap may grow by %d %%, want more than usual", late)
	}
	c.rest(false)
	late := debug.SetGCPercent(100)
	if c.rest(true); debug.SetGCPercent(100) >= late {
		t.Error("the heap of a server that rests may grow as much as before")
	}
	c.end()
	c.adjust()
	c.rest(false)
	if after := debug.SetGCPercent(100); after != 77 {
		t.Errorf("after the end the heap may grow by %d %%, want what was usual before", after)
	}
}
