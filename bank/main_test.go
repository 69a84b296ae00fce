package bank

import (
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"strings"
	"testing"
	"time"
)

// TestMain fails the run if a goroutine of the package outlives the tests.
func TestMain(m *testing.M) {
	code := m.Run()
	deadline := time.Now().Add(5 * time.Second)
	for code == 0 && time.Now().Before(deadline) && strings.Contains(otherGoroutines(), "cortex/bank.") {
		runtime.Gosched()
	}
	if left := otherGoroutines(); code == 0 && strings.Contains(left, "cortex/bank.") {
		fmt.Fprintf(os.Stderr, "goroutines left:\n%s", left)
		code = 1
	}
	os.Exit(code)
}

// otherGoroutines describes all goroutines but the caller's.
func otherGoroutines() string {
	var b strings.Builder
	if err := pprof.Lookup("goroutine").WriteTo(&b, 2); err != nil {
		return err.Error()
	}
	_, others, _ := strings.Cut(b.String(), "\n\n")
	return others
}
