package lsp

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"testing"

	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"
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
