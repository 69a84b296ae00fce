package bank

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Cache keeps on disk what checks have found, in one file for each workspace. Whoever comes later takes over what certainly still
// holds. Nothing depends on it: what is missing, damaged or of another program is judged anew. Several processes may use it
// at a time.
type Cache struct {
	dir, program string
}

const (
	cacheSuffix = ".cache"
	// mostCached bounds the file of one workspace, mostCachedInAll all files, in bytes.
	mostCached      = 256 << 20
	mostCachedInAll = 512 << 20
	// cachedFor is how long a file is kept that is not written again.
	cachedFor = 60 * 24 * time.Hour
	// halfWrittenFor is how old a file is that a process has left half written.
	halfWrittenFor = time.Hour
)

// NewCache returns the cache in a folder, which need not exist, for a program: what another one has written is not used. Program must be
// another whenever rules, profiles or anything else that verdicts depend on are.
func NewCache(dir, program string) *Cache { return &Cache{dir, program} }

// cachedAs returns what the cache calls the workspace: no path, where only a part of it is searched.
func (s *Snapshot) cachedAs() string {
	return strings.Join(append([]string{s.root}, s.extent...), "\x00")
}

// file returns the name of the file of what cachedAs has returned.
func (c *Cache) file(workspace string) string {
	sum := sha256.Sum256([]byte(workspace))
	return filepath.Join(c.dir, hex.EncodeToString(sum[:16])+cacheSuffix)
}

// recall returns what is known of a workspace, once that is loaded.
func (c *Cache) recall(workspace string) *recalled {
	return &recalled{read: func() (*recollection, string) { return c.load(workspace) }}
}

// holds tells whether there is anything about a workspace, understood or not.
func (c *Cache) holds(workspace string) bool {
	_, err := os.Stat(c.file(workspace))
	return err == nil
}

// load returns what is known of a workspace, or why there is nothing.
func (c *Cache) load(workspace string) (*recollection, string) {
	f, err := os.Open(c.file(workspace))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, "there is none yet for this folder"
	}
	if err != nil {
		return nil, fmt.Sprintf("it cannot be read: %v", reason(err))
	}
	defer f.Close()
	info, err := f.Stat()
	if err == nil && (info.Size() > mostCached || !info.Mode().IsRegular()) {
		return nil, "it is damaged"
	}
	var text strings.Builder
	if err == nil {
		text.Grow(int(info.Size()))
		_, err = io.Copy(&text, io.LimitReader(f, info.Size()))
	}
	if err != nil {
		return nil, fmt.Sprintf("it cannot be read: %v", reason(err))
	}
	found, why := recallText(text.String(), c.program, workspace)
	if found != nil {
		found.place.info = info
	}
	return found, why
}

// CachedFile is the part of the cache that is for one workspace.
type CachedFile struct {
	// Root is the workspace, "" if the file cannot be understood.
	Root string
	// Extent is what was searched of it.
	Extent Extent
	Size   int64
	// Written is when it was.
	Written time.Time

	name string
}

// Files returns what the cache holds, the newest first.
func (c *Cache) Files() ([]CachedFile, error) {
	files, err := c.list()
	files = slices.DeleteFunc(files, func(f CachedFile) bool { return !f.whole() })
	for i := range files {
		parts := strings.Split(workspaceOf(files[i].name), "\x00")
		files[i].Root, files[i].Extent = parts[0], parts[1:]
	}
	return files, err
}

// whole is false for a file that a process is writing, or has left half written.
func (f CachedFile) whole() bool { return strings.HasSuffix(f.name, cacheSuffix) }

// list returns the files without their workspaces, and those that are half written.
func (c *Cache) list() ([]CachedFile, error) {
	entries, err := os.ReadDir(c.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var files []CachedFile
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), cacheSuffix) && !strings.HasSuffix(e.Name(), ".tmp") {
			continue
		}
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() {
			files = append(files, CachedFile{Size: info.Size(), Written: info.ModTime(), name: filepath.Join(c.dir, e.Name())})
		}
	}
	slices.SortFunc(files, func(a, b CachedFile) int { return b.Written.Compare(a.Written) })
	return files, err
}

// workspaceOf reads whose file it is, as cachedAs has named it.
func workspaceOf(name string) string {
	f, err := os.Open(name)
	if err != nil {
		return ""
	}
	defer f.Close()
	begin := make([]byte, 16<<10)
	n, _ := f.Read(begin)
	r := codeReader{rest: string(begin[:n])}
	if r.take(len(cacheMagic)) != cacheMagic {
		return ""
	}
	head := r.block()
	head.text()
	return head.text()
}

// Clean removes everything, and returns how much that was.
func (c *Cache) Clean() (files int, bytes int64, err error) {
	all, err := c.list()
	for _, f := range all {
		if failed := os.Remove(f.name); failed != nil {
			err = errors.Join(err, failed)
			continue
		}
		files, bytes = files+1, bytes+f.Size
	}
	return files, bytes, err
}

// prune removes what nobody has used for long, what was left half written, and the oldest of what is too much. It
// spares the file that was just written. What cannot be removed now is tried again later.
func (c *Cache) prune(spared string) {
	all, _ := c.list()
	now, total := time.Now(), int64(0)
	for _, f := range all {
		limit := cachedFor
		if !f.whole() {
			limit = halfWrittenFor
		}
		if total += f.Size; f.name == spared || now.Sub(f.Written) < limit && total <= mostCachedInAll {
			continue
		}
		if os.Remove(f.name) == nil {
			total -= f.Size
		}
	}
}
