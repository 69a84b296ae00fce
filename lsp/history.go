package lsp

import (
	"context"
	"path"
	"strings"

	"cortex/bank"
)

// historyWork is the reading of what version control knows about one folder. One goroutine at a time reads.
type historyWork struct {
	// reading tells that one does, again that it is to be looked at once more after that.
	reading, again bool
}

// historyWanted is called when a check could have used what version control knows. It may
// be called from any goroutine but the owner's.
func (s *server) historyWanted(ctx context.Context, root string) {
	s.post(ctx, func(ctx context.Context) {
		for _, f := range s.folders {
			if f.root == root {
				s.readHistory(ctx, f)
			}
		}
	})
}

// refreshHistory looks whether version control knows something new, once it has been asked.
func (s *server) refreshHistory(ctx context.Context, f *workspaceFolder) {
	if f.bank.Snapshot().Versioned() {
		s.readHistory(ctx, f)
	}
}

// readHistory starts asking version control, unless a goroutine is at it.
func (s *server) readHistory(ctx context.Context, f *workspaceFolder) {
	if f.history.reading {
		f.history.again = true
		return
	}
	f.history = historyWork{reading: true}
	snapshot := f.bank.Snapshot()
	s.spawn(ctx, func(ctx context.Context) {
		var h *bank.History
		s.guarded("reading the history", func() {
			var err error
			if h, err = bank.RereadHistory(ctx, snapshot); err != nil {
				s.log.Debug("reading the history", "root", f.root, "error", err)
			}
		})
		s.post(ctx, func(ctx context.Context) { s.historyRead(ctx, f, h) })
	})
}

// historyRead takes what a goroutine found; nil for nothing new.
func (s *server) historyRead(ctx context.Context, f *workspaceFolder, h *bank.History) {
	again := f.history.again
	f.history = historyWork{}
	if h != nil {
		f.bank.Apply(bank.Change{Kind: bank.Versioned, History: h})
		s.changed(s.view.docs)
		s.schedule(false)
	}
	if again {
		s.readHistory(ctx, f)
	}
}

// ofGit tells whether a file belongs to git, and whether it tells what is checked out.
func ofGit(file string) (inside, head bool) {
	_, rest, inside := strings.Cut(file, "/.git/")
	name := path.Base(rest)
	return inside, rest == name && (name == "HEAD" || name == "packed-refs") || strings.HasPrefix(rest, "refs/heads/")
}
