package lsp

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/bank"
)

// TestNobodyWaitsForSlowStorage reads 50 changed files one after the other, 10 ms each, while somebody types and asks.
func TestNobodyWaitsForSlowStorage(t *testing.T) {
	const reading = 50 * 10 * time.Millisecond
	inBubble(t, func(t *testing.T) {
		root := newBank(t, nil)
		file, uri := root+"/memory-bank/progress.md", pathURI(root+"/memory-bank/progress.md")
		var slow, ended atomic.Bool
		c := connect(t, func(s *server) {
			s.read = func(ctx context.Context, snapshot *bank.Snapshot, paths []string, opts bank.ScanOptions) (*bank.Disk, error) {
				if slow.Load() {
					<-time.After(reading)
					ended.Store(true)
				}
				return bank.Read(ctx, snapshot, paths, opts)
			}
		})
		c.begin(ableClient, root)
		c.didOpen(uri, "# P\n\n## Goal\n\n[a](activeContext.md)\n")
		c.awaitVersion(uri, 1)
		slow.Store(true)
		c.watched(protocol.FileChangeTypeChanged, file)

		begun := time.Now()
		for _, method := range []string{"textDocument/documentSymbol", "textDocument/documentLink", "textDocument/foldingRange"} {
			c.mustCall(method, about(uri), nil)
		}
		c.mustCall("workspace/symbol", map[string]any{"query": "goal"}, nil)
		c.didChange(uri, 2, whole("# P\n\n## Goal\n\n[a](gone.md)\n"))
		c.awaitVersion(uri, 2)
		waited := time.Since(begun)
		if waited > 0 || ended.Load() {
			t.Errorf("they have waited for %v; the disk had been read: %v", waited, ended.Load())
		}
		t.Logf("measured: four requests and the diagnostics for a keystroke in an editor while 50 files are read: %v", waited)
		time.Sleep(2 * reading)
		if !ended.Load() {
			t.Error("the disk was not read")
		}
		c.end()
	})
}
