package attach

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// folderName is the folder of the sockets.
const folderName = "cortex"

// socketEnd ends the names of sockets that listen.
const socketEnd = ".sock"

// Places returns the folders in which sockets may be, the best first: in the runtime directory of the user, or else in the cache.
// Agents look into all of them, since clients start their servers without most of the environment of an editor. Nothing is
// made. There are none on a system on which nobody can tell whose folder it is.
func Places(lookupEnv func(name string) (string, bool)) []string {
	if !supported || lookupEnv == nil {
		return nil
	}
	var places []string
	home, _ := lookupEnv("HOME")
	if runtimeDir, _ := lookupEnv("XDG_RUNTIME_DIR"); filepath.IsAbs(runtimeDir) {
		places = append(places, filepath.Join(runtimeDir, folderName))
	} else if info, err := os.Stat(usualRuntimeDir()); err == nil && info.IsDir() && home != "" {
		places = append(places, filepath.Join(usualRuntimeDir(), folderName))
	}
	if filepath.IsAbs(home) {
		cache := ".cache"
		if runtime.GOOS == "darwin" {
			cache = filepath.Join("Library", "Caches")
		}
		places = append(places, filepath.Join(home, cache, folderName))
	}
	return places
}

// Sockets returns the paths of the sockets of a bank, sorted. Some may be what a crash left behind.
func Sockets(places []string, bank string) []string {
	var found []string
	for _, place := range places {
		if isPrivate(place) == nil {
			found = append(found, socketsIn(place, bank)...)
		}
	}
	slices.Sort(found)
	return found
}

func socketsIn(place, bank string) []string {
	var found []string
	entries, _ := os.ReadDir(place)
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), prefix(bank)) && strings.HasSuffix(e.Name(), socketEnd) {
			found = append(found, filepath.Join(place, e.Name()))
		}
	}
	return found
}

// prefix begins the names of the sockets of a bank, which is named by its folder's absolute path without symbolic links.
func prefix(bank string) string {
	sum := sha256.Sum256([]byte(bank))
	return hex.EncodeToString(sum[:8]) + "."
}

// newName returns the name of a new socket. It is short, since a path to a socket must be.
func newName(bank string) string { return prefix(bank) + strings.ToLower(rand.Text()[:8]) }
