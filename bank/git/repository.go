package git

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

const (
	// maxSmallFile bounds files that hold a line or a few.
	maxSmallFile = 1 << 20
	// maxRefs bounds the file of packed references.
	maxRefs = 64 << 20
	// maxStores bounds how many folders of objects alternates lead to.
	maxStores = 16
)

// Repository is a repository that is being read.
type Repository struct {
	// WorkTree is the absolute path of the folder that the paths of files are relative to.
	WorkTree string
	// gitDir belongs to the work tree alone, commonDir to all work trees of the repository.
	gitDir, commonDir string
	// shallow are the commits whose parents are not there.
	shallow map[ID]bool
	// stores are the folders of objects.
	stores []string
	packs  []*pack
	inflater
	bases baseCache
}

// Open returns the repository that an absolute folder belongs to. The error is
// fs.ErrNotExist if it is in none. Nothing but its place is looked at yet.
func Open(dir string) (*Repository, error) {
	top, gitDir, err := find(dir)
	if err != nil {
		return nil, err
	}
	r := &Repository{WorkTree: top, gitDir: gitDir, commonDir: gitDir}
	if line, err := readLine(filepath.Join(gitDir, "commondir")); err == nil {
		r.commonDir = resolve(gitDir, line)
	}
	return r, nil
}

// prepare makes ready for reading objects, once.
func (r *Repository) prepare() error {
	if len(r.stores) > 0 {
		return nil
	}
	if err := r.readShallow(); err != nil {
		return err
	}
	r.addStore(filepath.Join(r.commonDir, "objects"))
	return r.openPacks()
}

// Close lets go of the repository's files.
func (r *Repository) Close() {
	for _, p := range r.packs {
		p.close()
	}
}

// find goes upwards from dir to a folder with a .git, and returns both.
func find(dir string) (top, gitDir string, err error) {
	for top = filepath.Clean(dir); ; top = filepath.Dir(top) {
		gitDir = filepath.Join(top, ".git")
		info, err := os.Stat(gitDir)
		switch {
		case err == nil && info.IsDir():
			if _, err := os.Stat(filepath.Join(gitDir, "HEAD")); err == nil {
				return top, gitDir, nil
			}
		case err == nil:
			line, err := readLine(gitDir)
			target, ok := strings.CutPrefix(line, "gitdir: ")
			if err != nil || !ok {
				return "", "", fmt.Errorf("%q names no git folder", gitDir)
			}
			return top, resolve(top, target), nil
		}
		if top == filepath.Dir(top) {
			return "", "", fs.ErrNotExist
		}
	}
}

// addStore adds a folder of objects and those that its alternates name.
func (r *Repository) addStore(dir string) {
	if len(r.stores) == maxStores {
		return
	}
	for _, known := range r.stores {
		if known == dir {
			return
		}
	}
	r.stores = append(r.stores, dir)
	text, err := readFile(filepath.Join(dir, "info", "alternates"), maxSmallFile)
	if err != nil {
		return
	}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, "\r\n")
		if line != "" && line[0] != '#' {
			r.addStore(resolve(dir, line))
		}
	}
}

func (r *Repository) readShallow() error {
	text, err := readFile(filepath.Join(r.commonDir, "shallow"), maxRefs)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	r.shallow = map[ID]bool{}
	for line := range strings.Lines(string(text)) {
		if id, ok := parseID(strings.TrimSpace(line)); ok {
			r.shallow[id] = true
		}
	}
	return err
}

// Shallow returns what tells where the history is cut off, nothing where it is not.
func (r *Repository) Shallow() []byte {
	text, _ := readFile(filepath.Join(r.commonDir, "shallow"), maxRefs) // an error counts when the history is read
	return text
}

// resolve returns a path that a file in the folder dir names. A share of the network is not
// gone to: a repository must not make anybody log in there.
func resolve(dir, name string) string {
	name = filepath.FromSlash(name)
	switch {
	case runtime.GOOS == "windows" && strings.HasPrefix(name, `\\`):
		return filepath.Join(dir, "not-followed")
	case filepath.IsAbs(name):
		return filepath.Clean(name)
	}
	return filepath.Join(dir, name)
}

// readLine returns the first line of a small file.
func readLine(name string) (string, error) {
	text, err := readFile(name, maxSmallFile)
	line, _, _ := strings.Cut(string(text), "\n")
	return strings.TrimRight(line, "\r "), err
}

// readFile reads a regular file of at most limit bytes. Anything else might never end.
func readFile(name string, limit int64) ([]byte, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular() || info.Size() > limit:
		return nil, fmt.Errorf("%q is no file of at most %d bytes", name, limit)
	}
	return os.ReadFile(name)
}
