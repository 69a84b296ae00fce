package bank

import (
	"os"
	"path/filepath"
	"slices"

	"cortex/rules"
)

// FindRoot returns the workspace that an absolute path belongs to, and what is searched of it: the nearest
// folder, from the path upwards, with a configuration or a .git. Where there is
// none, it is the folder around the nearest bank that the path is in, or the bank's own
// if it is some files of a folder, and only that bank is searched: nobody has said what lies beside it belongs together.
// Where there is no bank either, found is false and
// root the folder itself. Neither the home directory nor what lies above it is ever
// taken for the workspace of something inside.
func FindRoot(start string) (root string, extent Extent, found bool) {
	start = filepath.Clean(start)
	folder, own := start, Extent(nil)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		folder, own = filepath.Dir(folder), Extent{"."}
	}
	if root, found := climb(folder, marksWorkspace); found {
		return root, nil, true
	}
	root, found = climb(folder, holdsBank)
	switch {
	case !found:
		return folder, own, false
	case isBankFolder(root):
		return around(root), extentOf(root), true
	case root == start:
		return root, nil, true
	}
	return root, Extent{"."}, true
}

// extentOf returns what is searched of the workspace around a bank's folder.
func extentOf(folder string) Extent {
	if around(folder) == folder {
		return nil
	}
	return Extent{filepath.Base(folder)}
}

// NewRoot returns the workspace that FindRoot will find for a bank that is to be started in an absolute folder, which
// need not exist.
func NewRoot(folder string) string {
	if root, found := climb(folder, marksWorkspace); found {
		return root
	}
	return around(folder)
}

// around returns the folder that a bank's folder is in, or the bank's own if that one is too high.
func around(folder string) string {
	if dir := filepath.Dir(folder); !TooHigh(dir) {
		return dir
	}
	return folder
}

// climb returns the nearest folder from dir upwards that is wanted and not too high.
func climb(dir string, wanted func(dir string) bool) (string, bool) {
	for ; !TooHigh(dir); dir = filepath.Dir(dir) {
		if wanted(dir) {
			return dir, true
		}
	}
	return "", false
}

// TooHigh tells the home directory, what lies above it, and the top of a disk: no workspace of something inside.
func TooHigh(dir string) bool {
	home, err := os.UserHomeDir()
	return dir == filepath.Dir(dir) ||
		err == nil && Below(filepath.ToSlash(filepath.Clean(home)), filepath.ToSlash(dir))
}

// marksWorkspace tells a folder at which a workspace begins.
func marksWorkspace(dir string) bool {
	return slices.ContainsFunc([]string{ConfigFile, ".git", OriginFile}, func(name string) bool {
		return exists(filepath.Join(dir, filepath.FromSlash(name)))
	})
}

// holdsBank tells whether the folder, or some files directly in it, are a memory bank.
func holdsBank(dir string) bool {
	_, ok := rules.DetectProfile(filepath.ToSlash(dir), markdownNames(dir))
	return ok
}

// isBankFolder tells whether the folder as a whole is a memory bank.
func isBankFolder(dir string) bool {
	profile, ok := rules.DetectProfile(filepath.ToSlash(dir), markdownNames(dir))
	return ok && !ofSingleFiles(profile)
}

// markdownNames lists a folder as rules.DetectProfile wants it; nothing if it cannot be read.
func markdownNames(dir string) []string {
	var names []string
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		switch {
		case e.IsDir():
			names = append(names, e.Name()+"/")
		case isMarkdown(e.Name()):
			names = append(names, e.Name())
		}
	}
	if index := filepath.Join("tasks", "_index.md"); exists(filepath.Join(dir, index)) {
		names = append(names, filepath.ToSlash(index))
	}
	return names
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
