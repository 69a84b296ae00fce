package lsp

import (
	"context"
	"path"
	"strings"

	"cortex/bank"
)

// commitsWork is the reading of what version control knows about one folder. One goroutine at a time reads.
type commitsWork struct {
	// reading tells that one does, again that it is to be looked at once more after that.
	reading, again bool
}

// commitsWanted is called when a check could have used what version control knows. It may
// be called from any goroutine but the owner's.
func (s *server) commitsWanted(ctx context.Context, root string) {
	s.post(ctx, func(ctx context.Context) {
		if f := s.folderAt(root); f != nil {
			s.readCommits(ctx, f)
		}
	})
}

// commitsFound is called with what a check has asked version control for. It may be called from any goroutine but the owner's.
func (s *server) commitsFound(ctx context.Context, root string, found *bank.Commits) {
	s.post(ctx, func(ctx context.Context) {
		if f := s.folderAt(root); f != nil {
			s.takeCommits(f, found)
		}
	})
}

// takeCommits lets rules know what version control knows.
func (s *server) takeCommits(f *workspaceFolder, found *bank.Commits) {
	f.bank.Apply(bank.Change{Kind: bank.InCommits, Commits: found})
	s.changed(s.view.docs)
	s.schedule(false)
}

// refreshCommits looks whether version control knows something new, once it has been asked.
func (s *server) refreshCommits(ctx context.Context, f *workspaceFolder) {
	if f.bank.Snapshot().KnowsCommits() {
		s.readCommits(ctx, f)
	}
}

// readCommits starts asking version control, unless a goroutine is at it.
func (s *server) readCommits(ctx context.Context, f *workspaceFolder) {
	if f.commits.reading {
		f.commits.again = true
		return
	}
	f.commits = commitsWork{reading: true}
	snapshot := f.bank.Snapshot()
	s.spawn(ctx, func(ctx context.Context) {
		var h *bank.Commits
		s.guarded("reading the commits", func() {
			var err error
			if h, err = bank.RereadCommits(ctx, snapshot); err != nil {
				s.log.Debug("reading the commits", "root", f.root, "error", err)
			}
		})
		s.post(ctx, func(ctx context.Context) { s.commitsRead(ctx, f, h) })
	})
}

// commitsRead takes what a goroutine found; nil for nothing new.
func (s *server) commitsRead(ctx context.Context, f *workspaceFolder, h *bank.Commits) {
	again := f.commits.again
	f.commits = commitsWork{}
	if h != nil {
		s.takeCommits(f, h)
	}
	if again {
		s.readCommits(ctx, f)
	}
}

// ofGit tells whether a file belongs to git, and whether it tells what is checked out.
func ofGit(file string) (inside, head bool) {
	_, rest, inside := strings.Cut(file, "/.git/")
	name := path.Base(rest)
	return inside, rest == name && (name == "HEAD" || name == "packed-refs") || strings.HasPrefix(rest, "refs/heads/")
}
