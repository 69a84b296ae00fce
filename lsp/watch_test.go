package lsp

import (
	"context"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/bank"
)

func TestEventsAreSortedByFolder(t *testing.T) {
	s := newServer(Options{})
	outer, inner, other := s.addFolder("/w"), s.addFolder("/w/sub"), s.addFolder("/x")
	var events []protocol.FileEvent
	for _, uri := range []string{
		"file:///w/a.md", "file:///w/sub/b.go", "file:///w/.git/index", "file:///w/sub/.git/HEAD", "file:///elsewhere/c.md", "untitled:d",
	} {
		events = append(events, protocol.FileEvent{URI: uri, Type: protocol.FileChangeTypeChanged})
	}
	err := s.didChangeWatchedFiles(&glsp.Context{Context: context.Background()}, &protocol.DidChangeWatchedFilesParams{Changes: events})
	if err != nil {
		t.Fatal(err)
	}
	for f, want := range map[*workspaceFolder][]string{outer: {"a.md", "sub/b.go"}, inner: {"b.go"}, other: nil} {
		if got := slices.Sorted(maps.Keys(f.disk.paths)); !slices.Equal(got, want) {
			t.Errorf("%s is to read %q, want %q", f.root, got, want)
		}
	}
}

func TestNoPatternNestsAStarInBraces(t *testing.T) {
	nested := regexp.MustCompile(`\{[^}]*[*{]`)
	for _, w := range watchers().RegisterOptions.(protocol.DidChangeWatchedFilesRegistrationOptions).Watchers {
		if nested.MatchString(w.GlobPattern) {
			t.Errorf("Emacs does not understand %q", w.GlobPattern)
		}
	}
}

// TestAFolderThatCannotBeReadIsReadAgainWhenAsked has more wanted of a folder while it is being read, which fails.
func TestAFolderThatCannotBeReadIsReadAgainWhenAsked(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, nil)
		file, uri := root+"/memory-bank/progress.md", pathURI(root+"/memory-bank/progress.md")
		var failing atomic.Bool
		var readings [][]string
		c := connect(t, func(s *server) {
			s.read = func(ctx context.Context, snapshot *bank.Snapshot, paths []string, opts bank.ScanOptions) (*bank.Disk, error) {
				if !failing.Load() {
					return bank.Read(ctx, snapshot, paths, opts)
				}
				if readings = append(readings, paths); len(readings) > 9 {
					return bank.Read(ctx, snapshot, paths, opts)
				}
				time.Sleep(time.Millisecond)
				return nil, fs.ErrNotExist
			}
		})
		c.begin(ableClient, root)
		c.didOpen(uri, "# P\n")
		c.awaitVersion(uri, 1)
		failing.Store(true)
		for range 2 {
			c.watched(protocol.FileChangeTypeChanged, file)
		}
		time.Sleep(10 * time.Millisecond)
		c.watched(protocol.FileChangeTypeChanged, file)
		time.Sleep(10 * time.Millisecond)
		synctest.Wait()
		if want := [][]string{{"memory-bank/progress.md"}, {everything}, {everything}}; !slices.EqualFunc(readings, want, slices.Equal) {
			t.Errorf("read %q, want %q", readings, want)
		}
		c.end()
	})
}
