package main

import "runtime"

// spareHeap is about half of what a command may allocate before garbage is collected for the first time: a bank of a thousand files
// is checked by then.
const spareHeap = 48 << 20

// collectLater puts off garbage collection for a command that ends soon. The collector waits until the heap has
// doubled, and counts a block that is never touched and therefore takes no memory. What it returns ends that.
func collectLater() (end func()) {
	block := make([]byte, spareHeap)
	return func() { runtime.KeepAlive(block) }
}
