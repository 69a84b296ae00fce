package bank

import (
	"encoding/binary"
	"hash"
	"hash/fnv"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// stampPart is how many paths are worth a goroutine of their own.
const stampPart = 512

// Stamp sums up what the disk says about everything that the snapshot depends on, without reading it: two that differ
// mean that something has changed. It is for those whom nobody tells of changes. It looks without the confinement that costs a look at
// each folder on the way: what it meets outside the workspace is a change, too, and nothing of it is read.
func (s *Snapshot) Stamp() uint64 {
	var sum atomic.Uint64
	var parts sync.WaitGroup
	watched := s.watched()
	for part := range slices.Chunk(watched, max(stampPart, len(watched)/runtime.GOMAXPROCS(0)+1)) {
		parts.Go(func() {
			mark := fnv.New64a()
			for _, p := range part {
				info, err := os.Stat(filepath.Join(s.root, filepath.FromSlash(p)))
				if err != nil {
					info = nil // it cannot be looked at
				}
				mark.Reset()
				stamp(mark, p, info)
				sum.Add(mark.Sum64())
			}
		})
	}
	parts.Wait()
	return sum.Load()
}

// watched returns the paths that the snapshot depends on, in no order.
func (s *Snapshot) watched() []string {
	paths := make([]string, 0, 2*len(s.disk.files))
	paths = append(paths, ConfigFile, ".git/info/exclude")
	for folder := range s.disk.layout.ignores {
		paths = append(paths, path.Join(folder, ignoreFile))
	}
	paths = slices.AppendSeq(paths, maps.Keys(s.disk.layout.folders))
	paths = slices.AppendSeq(paths, maps.Keys(s.disk.sources))
	paths = slices.AppendSeq(paths, maps.Keys(s.disk.files))
	return append(paths, s.listings.folders()...)
}

// stamp adds what the disk says about one name.
func stamp(sum hash.Hash64, name string, info fs.FileInfo) {
	mark := [33]byte{}
	if info != nil {
		left := traceOf(info)
		mark[0] = 1
		binary.LittleEndian.PutUint64(mark[1:], uint64(info.ModTime().UnixNano()))
		binary.LittleEndian.PutUint64(mark[9:], uint64(left.changed.UnixNano()))
		binary.LittleEndian.PutUint64(mark[17:], left.number)
		if !info.IsDir() {
			binary.LittleEndian.PutUint64(mark[25:], uint64(info.Size()))
		}
	}
	io.WriteString(sum, name)
	sum.Write(mark[:])
}

// trace is what tells two states of a file apart if length and time of writing do not.
type trace struct {
	// changed is when anything about the file was last changed, which nobody can set; zero where the system does not tell.
	changed time.Time
	// number is the file's own in the file system.
	number uint64
}
