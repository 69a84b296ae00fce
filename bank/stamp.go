package bank

import (
	"encoding/binary"
	"hash"
	"hash/fnv"
	"io/fs"
	"maps"
	"path"
	"slices"
)

// Stamp sums up what the disk says about everything that the snapshot depends on, without reading it: two that differ
// mean that something has changed. It is for those whom nobody tells of changes.
func (s *Snapshot) Stamp() uint64 {
	files, done, err := s.open()
	if err != nil {
		return 0
	}
	defer done()
	paths := map[string]struct{}{ConfigFile: {}, ".git/info/exclude": {}}
	for folder := range s.disk.layout.folders {
		paths[folder] = struct{}{}
	}
	for folder := range s.disk.layout.ignores {
		paths[path.Join(folder, ignoreFile)] = struct{}{}
	}
	for p := range s.disk.sources {
		paths[p] = struct{}{}
	}
	for p := range s.disk.files {
		paths[p] = struct{}{}
	}
	for _, folder := range s.listings.folders() {
		paths[folder] = struct{}{}
	}
	sum := fnv.New64a()
	for _, p := range slices.Sorted(maps.Keys(paths)) {
		stamp(sum, files, p)
	}
	return sum.Sum64()
}

// stamp adds what the disk says about one path.
func stamp(sum hash.Hash64, files fs.FS, p string) {
	sum.Write([]byte(p))
	var mark [17]byte
	if info, err := fs.Stat(files, p); err == nil {
		mark[0] = 1
		binary.LittleEndian.PutUint64(mark[1:], uint64(info.ModTime().UnixNano()))
		if !info.IsDir() {
			binary.LittleEndian.PutUint64(mark[9:], uint64(info.Size()))
		}
	}
	sum.Write(mark[:])
}
