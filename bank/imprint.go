package bank

import (
	"io/fs"
	"time"
)

// imprint is what tells two states of a file on disk apart without reading it.
type imprint struct {
	size int64
	// modified is when it was written, changed when anything about it was last changed, in nanoseconds since 1970; zero where the
	// system does not tell.
	modified, changed int64
	// number is the file's own in the file system.
	number uint64
	// readAt is when the file was read.
	readAt int64
}

func imprintOf(info fs.FileInfo, readAt time.Time) imprint {
	left := traceOf(info)
	m := imprint{size: info.Size(), modified: info.ModTime().UnixNano(), number: left.number, readAt: readAt.UnixNano()}
	if !left.changed.IsZero() {
		m.changed = left.changed.UnixNano()
	}
	return m
}

// still tells whether the file on disk is certainly the one that was read.
func (m imprint) still(info fs.FileInfo) bool {
	return m.settled() && m == imprintOf(info, time.Unix(0, m.readAt))
}

// settled tells whether the last change was old enough when the file was read: another one within the clock's grain leaves no trace.
func (m imprint) settled() bool {
	return m != imprint{} && m.readAt-max(m.modified, m.changed) > int64(grain)
}
