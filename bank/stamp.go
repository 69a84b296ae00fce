package bank

import (
	"encoding/binary"
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
	"time"
)

// Stamp sums up what the disk says about everything that a snapshot depends on: two that differ mean that something has changed.
type Stamp struct {
	sum uint64
	// settled is from when on a change leaves a trace, in nanoseconds since 1970: one within the clock's grain of an earlier one leaves none.
	settled int64
}

// Tells is true if a change after a moment is certain to give another stamp.
func (s Stamp) Tells(moment time.Time) bool { return moment.UnixNano() > s.settled }

// grain is how far apart two changes of a file must be for any disk to tell them from one.
const grain = 2 * time.Second

// grainAt returns the same for a disk that tells of a change at such a time. Where it tells more than hundredths of a
// second, it has what the system's clock said, which moves a hundred times in a second at least.
func grainAt(told time.Time) time.Duration {
	if told.Nanosecond()%int(10*time.Millisecond) != 0 {
		return 100 * time.Millisecond
	}
	return grain
}

// stampPart is how many paths are worth a goroutine of their own.
const stampPart = 512

// Stamp looks at everything that the snapshot depends on, without reading it. It is for those whom nobody tells of changes. It looks
// without the confinement that costs a look at each folder on the way: what it meets outside the workspace is a change, too, and nothing of it is read.
func (s *Snapshot) Stamp() Stamp {
	watched := s.watched()
	parts := slices.Collect(slices.Chunk(watched, max(stampPart, len(watched)/runtime.GOMAXPROCS(0)+1)))
	stamps := make([]Stamp, len(parts))
	var looking sync.WaitGroup
	for i, part := range parts {
		looking.Go(func() {
			for _, p := range part {
				info, err := os.Stat(filepath.Join(s.root, filepath.FromSlash(p)))
				if err != nil {
					info = nil // it cannot be looked at
				}
				stamps[i].add(p, info)
			}
		})
	}
	looking.Wait()
	var all Stamp
	for _, stamp := range stamps {
		all.sum += stamp.sum
		all.settled = max(all.settled, stamp.settled)
	}
	return all
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
	paths = append(paths, s.extent...)
	return append(paths, slices.DeleteFunc(s.listings.looked(), s.disk.layout.walked)...)
}

// add adds what the disk says about a path. The order does not count.
func (s *Stamp) add(p string, info fs.FileInfo) {
	var mark [33]byte
	if info != nil {
		left := traceOf(info)
		if left.changed.IsZero() {
			left.changed = info.ModTime()
		}
		s.settled = max(s.settled, left.changed.Add(grainAt(left.changed)).UnixNano())
		mark[0] = 1
		binary.LittleEndian.PutUint64(mark[1:], uint64(info.ModTime().UnixNano()))
		binary.LittleEndian.PutUint64(mark[9:], uint64(left.changed.UnixNano()))
		binary.LittleEndian.PutUint64(mark[17:], left.number)
		if !info.IsDir() {
			binary.LittleEndian.PutUint64(mark[25:], uint64(info.Size()))
		}
	}
	sum := fnv.New64a()
	io.WriteString(sum, p)
	sum.Write(mark[:])
	s.sum += sum.Sum64()
}

// trace is what tells two states of a file apart if length and time of writing do not.
type trace struct {
	// changed is when anything about the file was last changed, which nobody can set; zero where the system does not tell.
	changed time.Time
	// number is the file's own in the file system.
	number uint64
}
