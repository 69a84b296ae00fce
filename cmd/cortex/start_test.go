package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestLittleIsPreparedBeforeMain runs this program, in which all packages of Cortex are linked, for nothing but what Go tells of its start.
func TestLittleIsPreparedBeforeMain(t *testing.T) {
	// How often the packages may allocate that cannot be done without, see ARCHITECTURE.md.
	needed := map[string]int{"github.com/yuin/goldmark/parser": 1400, "github.com/yuin/goldmark/util": 700, "encoding/gob": 600}
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	trace, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, trace)
	}
	packages := 0
	for line := range strings.Lines(string(trace)) {
		var name, at, clock string
		var bytes, allocations int
		if n, _ := fmt.Sscanf(line, "init %s @%s ms, %s ms clock, %d bytes, %d allocs", &name, &at, &clock, &bytes, &allocations); n != 5 {
			continue
		}
		packages++
		if most := max(400, needed[name]); allocations > most {
			t.Errorf("%s allocates %d times before main, want at most %d", name, allocations, most)
		}
	}
	if packages < 50 {
		t.Errorf("Go tells of %d packages only:\n%s", packages, trace)
	}
}
