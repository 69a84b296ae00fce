package main

import (
	"os"
	"path/filepath"
	"testing"
)

// TestBuildsOfTheSameSourcesShareTheCache installs programs of a version in two places.
func TestBuildsOfTheSameSourcesShareTheCache(t *testing.T) {
	one, two := filepath.Join(t.TempDir(), "cortex"), filepath.Join(t.TempDir(), "cortex")
	for name, text := range map[string]string{one: "a program", two: "another program"} {
		if err := os.WriteFile(name, []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		name   string
		v      version
		shared bool
	}{
		{"of a commit", version{number: "v1.2.3", revision: "0a1b2c"}, true},
		{"of a commit and what was not committed", version{number: "v1.2.3", revision: "0a1b2c", modified: true}, false},
		{"of unknown sources", version{number: "(devel)"}, false},
	} {
		if shared := tt.v.identity(one) == tt.v.identity(two); shared != tt.shared {
			t.Errorf("%s: shared %v, want %v", tt.name, shared, tt.shared)
		}
	}
	if committed, other := (version{revision: "0a1b2c"}), (version{revision: "3d4e5f"}); committed.identity(one) == other.identity(one) {
		t.Error("two commits are one")
	}
}
