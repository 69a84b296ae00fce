package main

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestFacesAreCompared drives the real program over real streams, and one that has nothing to say.
func TestFacesAreCompared(t *testing.T) {
	root := filepath.Join(twoRepositories(t), "alice+app")
	binary := filepath.Join(t.TempDir(), "cortex")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, "cortex/cmd/cortex").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if out := stat(t, "-faces", binary, root); !strings.Contains(out, "1 folders, 2 diagnostics, 0 differences") {
		t.Errorf("says\n%s", out)
	}
	var out bytes.Buffer
	if err := run(t.Context(), &out, []string{"-faces", "true", root}); err == nil {
		t.Errorf("a program without a report passes: %s", &out)
	}
}
