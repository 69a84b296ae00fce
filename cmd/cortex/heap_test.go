package main

import (
	"runtime"
	"testing"
)

func TestGarbageOfAShortCommandIsNotCollected(t *testing.T) {
	end := collectLater()
	runtime.GC()
	before := collections()
	var garbage []byte
	for range spareHeap / 2 >> 10 {
		garbage = make([]byte, 1<<10)
	}
	runtime.KeepAlive(garbage)
	if n := collections() - before; n > 0 {
		t.Errorf("%d collections for half of the spare heap, want none", n)
	}
	end()
}

func collections() uint32 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.NumGC
}
