package main

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"runtime"
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

// TestServersAnswerAfterLittle has both servers say hello again and again: what they allocate until they have answered is what a client waits
// for, beside what Go prepares before main.
func TestServersAnswerAfterLittle(t *testing.T) {
	for command, most := range map[string]uint64{"lsp": 550, "mcp": 450} {
		t.Run(command, func(t *testing.T) {
			least := uint64(math.MaxUint64)
			for range 10 {
				least = min(least, allocationsToAnswer(t, command))
			}
			if least > most {
				t.Errorf("%d allocations until it has answered, want at most %d", least, most)
			}
		})
	}
}

// allocationsToAnswer counts what a server allocates until it has answered, and what is allocated beside it.
func allocationsToAnswer(t *testing.T, command string) uint64 {
	t.Helper()
	in, toServer := io.Pipe()
	fromServer, out := io.Pipe()
	answers := bufio.NewReader(fromServer)
	env := environment{in: in, out: out, err: io.Discard, lookupEnv: os.LookupEnv}
	ended := make(chan int)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	go func() { ended <- run(t.Context(), env, []string{command}) }()
	hello(t, command, toServer, answers)
	runtime.ReadMemStats(&after)
	toServer.Close()
	<-ended
	return after.Mallocs - before.Mallocs
}
