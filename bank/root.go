package bank

import (
	"os"
	"path/filepath"
)

// FindRoot returns the workspace that an absolute path belongs to: the nearest
// folder, from the path upwards, with a configuration or a .git. Where there is
// none below the home directory, it is the folder itself: neither the home
// directory nor what lies above it is ever taken for the workspace of something inside.
func FindRoot(start string) string {
	folder := filepath.Clean(start)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		folder = filepath.Dir(folder)
	}
	home, _ := os.UserHomeDir()
	for dir := folder; dir != home && dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if exists(filepath.Join(dir, ConfigFile)) || exists(filepath.Join(dir, ".git")) {
			return dir
		}
	}
	return folder
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
