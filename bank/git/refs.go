package git

import (
	"encoding/hex"
	"fmt"
	"path/filepath"
	"strings"
)

// ID names an object by its SHA-1.
type ID [20]byte

func parseID(text string) (id ID, ok bool) {
	if len(text) != hex.EncodedLen(len(id)) {
		return ID{}, false
	}
	_, err := hex.Decode(id[:], []byte(text))
	return id, err == nil
}

// String returns the name in hexadecimal.
func (id ID) String() string { return hex.EncodeToString(id[:]) }

// maxSymbolic bounds how many references may lead from one to the next.
const maxSymbolic = 5

// Head returns the commit that is checked out. It is an error if there is none yet.
func (r *Repository) Head() (ID, error) {
	name := "HEAD"
	for range maxSymbolic {
		value, err := r.reference(name)
		if err != nil {
			return ID{}, fmt.Errorf("reading %q: %w", name, err)
		}
		next, symbolic := strings.CutPrefix(value, "ref:")
		if !symbolic {
			if id, ok := parseID(value); ok {
				return id, nil
			}
			return ID{}, fmt.Errorf("%q holds no commit", name)
		}
		name = strings.TrimSpace(next)
	}
	return ID{}, fmt.Errorf("%q leads too far", "HEAD")
}

// reference returns what stands in a reference.
func (r *Repository) reference(name string) (string, error) {
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return "", fmt.Errorf("bad name of a reference")
	}
	for _, dir := range []string{r.gitDir, r.commonDir} {
		if line, err := readLine(filepath.Join(dir, filepath.FromSlash(name))); err == nil {
			return line, nil
		}
	}
	return r.packedReference(name)
}

func (r *Repository) packedReference(name string) (string, error) {
	text, err := readFile(filepath.Join(r.commonDir, "packed-refs"), maxRefs)
	if err != nil {
		return "", err
	}
	for line := range strings.Lines(string(text)) {
		if value, ref, ok := strings.Cut(strings.TrimSpace(line), " "); ok && ref == name {
			return value, nil
		}
	}
	return "", fmt.Errorf("no such reference")
}
