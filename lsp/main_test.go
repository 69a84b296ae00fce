package lsp

import (
	"io"
	"log/slog"
	"os"
	"testing"
)

// idleProcess makes the test binary a process that lives until its input ends.
const idleProcess = "CORTEX_TEST_IDLE"

func TestMain(m *testing.M) {
	if os.Getenv(idleProcess) != "" {
		io.Copy(io.Discard, os.Stdin)
		return
	}
	m.Run()
}

// testLogger writes to the test's log.
func testLogger(t testing.TB) *slog.Logger {
	return slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelInfo}))
}
