package bank

import (
	"encoding/binary"
	"hash"
	"hash/fnv"
	"io/fs"
	"maps"
	"path"
	"slices"
	"time"
)

// Stamp sums up what the disk says about everything that the snapshot depends on, without reading it: two that differ
// mean that something has changed. It is for those whom nobody tells of changes.
func (s *Snapshot) Stamp() uint64 {
	files, done, err := s.open()
	if err != nil {
		return 0
	}
	defer done()
	sum := fnv.New64a()
	watched := s.watched()
	for _, folder := range slices.Sorted(maps.Keys(watched)) {
		names := watched[folder]
		slices.Sort(names)
		infos := infosOf(files, folder, len(names))
		sum.Write([]byte(folder))
		for _, name := range slices.Compact(names) {
			stamp(sum, name, infos(name))
		}
	}
	return sum.Sum64()
}

// watched returns the names in each folder that the snapshot depends on; "." of a folder is the folder itself.
func (s *Snapshot) watched() map[string][]string {
	names := map[string][]string{}
	add := func(p string) { names[path.Dir(p)] = append(names[path.Dir(p)], path.Base(p)) }
	add(ConfigFile)
	add(".git/info/exclude")
	for folder := range s.disk.layout.folders {
		add(folder)
	}
	for folder := range s.disk.layout.ignores {
		add(path.Join(folder, ignoreFile))
	}
	for p := range s.disk.sources {
		add(p)
	}
	for p := range s.disk.files {
		add(p)
	}
	for _, folder := range s.listings.folders() {
		add(folder)
	}
	return names
}

// infosOf returns what the disk says of names in a folder; nil stands for what cannot be looked at. Where it is asked for many,
// the folder is listed: to go down to each file from the top takes several times as long.
func infosOf(files fs.FS, folder string, names int) func(name string) fs.FileInfo {
	const few = 4
	listed := map[string]fs.FileInfo{}
	if names > few {
		entries, _ := fs.ReadDir(files, folder) // what cannot be listed is looked at singly
		for _, e := range entries {
			if info, err := e.Info(); err == nil && info.Mode()&fs.ModeSymlink == 0 {
				listed[e.Name()] = info
			}
		}
	}
	return func(name string) fs.FileInfo {
		if info, ok := listed[name]; ok {
			return info
		}
		info, err := fs.Stat(files, path.Join(folder, name))
		if err != nil {
			return nil
		}
		return info
	}
}

// stamp adds what the disk says about one name.
func stamp(sum hash.Hash64, name string, info fs.FileInfo) {
	sum.Write([]byte(name))
	var mark [33]byte
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
	sum.Write(mark[:])
}

// trace is what tells two states of a file apart if length and time of writing do not.
type trace struct {
	// changed is when anything about the file was last changed, which nobody can set; zero where the system does not tell.
	changed time.Time
	// number is the file's own in the file system.
	number uint64
}
