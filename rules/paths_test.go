package rules

import (
	"math/rand/v2"
	"path"
	"testing"
)

// TestJoinedPathsAreThoseOfTheLibrary joins names of random parts.
func TestJoinedPathsAreThoseOfTheLibrary(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	parts := []string{"a", "b.md", ".", "..", "/", "/", "/", ".github", "..c", ""}
	for range 100_000 {
		name := ""
		for range random.IntN(8) {
			name += parts[random.IntN(len(parts))]
		}
		for _, dir := range []string{".", "a", "a/b", "a/b/.c"} {
			if got, want := joinPath(dir, name), path.Join(dir, name); got != want {
				t.Fatalf("joinPath(%q, %q) = %q, want %q", dir, name, got, want)
			}
			if cleaned := path.Join(dir, name); !outside(cleaned) && folderOf(cleaned) != path.Dir(cleaned) && cleaned[0] != '/' {
				t.Fatalf("folderOf(%q) = %q, want %q", cleaned, folderOf(cleaned), path.Dir(cleaned))
			}
		}
	}
}
