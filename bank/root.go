package bank

import (
	"os"
	"path/filepath"

	"cortex/rules"
)

// FindRoot returns the workspace that an absolute path belongs to: the nearest
// folder, from the path upwards, with a configuration or a .git. Where there is
// none below the home directory, it is the folder around the nearest bank that
// the path is in, else the folder itself: neither the home directory nor what lies
// above it is ever taken for the workspace of something inside.
func FindRoot(start string) string {
	folder := filepath.Clean(start)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		folder = filepath.Dir(folder)
	}
	home, _ := os.UserHomeDir()
	climb := func(found func(dir string) bool) (string, bool) {
		for dir := folder; dir != home && dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
			if found(dir) {
				return dir, true
			}
		}
		return "", false
	}
	if root, ok := climb(marksWorkspace); ok {
		return root
	}
	root, ok := climb(isBankFolder)
	if !ok {
		return folder
	}
	if around := filepath.Dir(root); around != home && around != filepath.Dir(around) {
		return around
	}
	return root
}

// marksWorkspace tells a folder at which a workspace begins.
func marksWorkspace(dir string) bool {
	return exists(filepath.Join(dir, ConfigFile)) || exists(filepath.Join(dir, ".git"))
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
