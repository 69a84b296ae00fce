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

// imprintOfEntry returns that of an entry of a listing, which was not read.
func imprintOfEntry(e fs.DirEntry) (imprint, error) {
	if seen, ok := e.(interface{ imprint() imprint }); ok {
		return seen.imprint(), nil
	}
	info, err := e.Info()
	if err != nil {
		return imprint{}, err
	}
	return imprintOf(info, time.Unix(0, 0)), nil
}

// still tells whether the file on disk is certainly the one that was read, holds whether one with another imprint is, whenever that was made.
func (m imprint) still(info fs.FileInfo) bool { return m.holds(imprintOf(info, time.Time{})) }

func (m imprint) holds(now imprint) bool {
	now.readAt = m.readAt
	return m.settled() && m == now
}

// settled tells whether the last change was old enough when the file was read: another one within the clock's grain leaves no trace.
func (m imprint) settled() bool {
	return m != imprint{} && m.readAt-max(m.modified, m.changed) > int64(grain)
}
