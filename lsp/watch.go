package lsp

import (
	"context"
	"errors"
	"maps"
	"path"
	"slices"

	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/bank"
)

// diskWork is what has to be read of one folder. One goroutine at a time reads; what
// comes in meanwhile is collected for the next, so that a branch switch with
// hundreds of events costs two rounds.
type diskWork struct {
	// begun tells that the first scan has been asked for: before, it is not the time to touch the disk.
	begun, reading bool
	// failed tells that the last reading ended with an error: what was wanted is still unknown, and is read with what is wanted next.
	failed bool
	// wider tells that more of the folder is to be searched than has been read.
	wider bool
	// paths are to be read, everything among them for all of the folder.
	paths map[string]bool
}

// everything is the path to want for all of a folder.
const everything = "."

// errPanicked stands for an error that has been logged.
var errPanicked = errors.New("reading panicked")

// watchers asks for reports about everything that diagnostics depend on: banks, the
// configuration, what git ignores and has checked out, and whether the files that links name exist. No pattern has a
// "*" within braces: Emacs refuses such, and with it all of them.
func watchers() protocol.Registration {
	existence := protocol.WatchKindCreate | protocol.WatchKindDelete
	return protocol.Registration{
		ID:     watchRegistration,
		Method: protocol.MethodWorkspaceDidChangeWatchedFiles,
		RegisterOptions: protocol.DidChangeWatchedFilesRegistrationOptions{Watchers: []protocol.FileSystemWatcher{
			{GlobPattern: "**/*.[mM][dD]"},
			{GlobPattern: "**/" + bank.ConfigFile},
			{GlobPattern: "**/" + bank.OriginFile},
			{GlobPattern: "**/*.{yaml,yml}"}, // profiles
			{GlobPattern: "**/.gitignore"},
			{GlobPattern: "**/.git/{HEAD,packed-refs}"},
			{GlobPattern: "**/.git/refs/heads/**"},
			{GlobPattern: "**/*", Kind: &existence},
		}},
	}
}

func (s *server) didChangeWatchedFiles(c *glsp.Context, params *protocol.DidChangeWatchedFilesParams) error {
	for _, event := range params.Changes {
		file, _ := uriPath(event.URI, windows)
		inGit, head := ofGit(file)
		for _, f := range s.holding(file) {
			switch {
			case !inGit:
				f.disk.want(f.relative(file))
			case head:
				s.refreshCommits(c.Context, f)
			}
		}
	}
	s.readWanted(c.Context)
	return nil
}

// refresh looks at one file on disk again, in every folder that holds it. Where the
// client does not report what others write, it is the time to look for that, too.
func (s *server) refresh(ctx context.Context, file string) {
	for _, f := range s.holding(file) {
		f.disk.want(f.relative(file))
		if !s.reported(f) {
			f.disk.want(everything)
		}
		s.readDisk(ctx, f)
	}
}

// scan reads a whole folder, for the first time.
func (s *server) scan(ctx context.Context, f *workspaceFolder) {
	f.disk.begun = true
	s.reread(ctx, f)
}

// reread looks at all of a folder again.
func (s *server) reread(ctx context.Context, f *workspaceFolder) {
	f.disk.want(everything)
	s.readDisk(ctx, f)
}

// readWanted reads in all folders what is wanted there.
func (s *server) readWanted(ctx context.Context) {
	for _, f := range s.folders {
		s.readDisk(ctx, f)
	}
}

func (w *diskWork) want(rel string) {
	if w.paths == nil {
		w.paths = map[string]bool{}
	}
	w.paths[rel] = true
}

// diskReader is bank.Read, or what a test puts in its place.
type diskReader func(context.Context, *bank.Snapshot, []string, bank.ScanOptions) (*bank.Disk, error)

// readDisk starts reading what is wanted, unless a goroutine is at it or there is nothing to do.
func (s *server) readDisk(ctx context.Context, f *workspaceFolder) {
	w := &f.disk
	snapshot := f.bank.Snapshot()
	if !w.begun || w.reading || len(w.paths) == 0 {
		return
	}
	paths := slices.Sorted(maps.Keys(w.paths))
	if w.failed {
		paths = []string{everything}
	}
	*w = diskWork{begun: true, reading: true, failed: w.failed, wider: w.wider}
	t := task{title: "Cortex: reading " + path.Base(f.root), creates: s.client.createsProgress, counts: true}
	s.spawn(ctx, func(ctx context.Context) {
		p := s.reports.begin(ctx, t)
		defer p.end()
		change, err := bank.Change{Kind: bank.OnDisk}, errPanicked
		s.guarded("reading the disk", func() {
			change.Disk, err = s.read(ctx, snapshot, paths, bank.ScanOptions{Cache: s.cache, NamesFirst: true, Progress: p})
		})
		s.post(ctx, func(ctx context.Context) { s.diskRead(ctx, f, change, err) })
	})
}

// diskRead takes what a goroutine found on disk.
func (s *server) diskRead(ctx context.Context, f *workspaceFolder, change bank.Change, err error) {
	f.disk.reading = false
	f.disk.wider = f.disk.wider && f.disk.paths[everything]
	if !slices.Contains(s.folders, f) {
		return
	}
	f.disk.failed = err != nil
	if err == nil {
		f.bank.Apply(change)
	}
	s.changed(s.view.docs)
	s.schedule(false)
	if err == nil {
		s.refreshCommits(ctx, f)
	}
	s.readDisk(ctx, f)
	if err != nil {
		s.log.Warn("reading a folder", "root", f.root, "error", err)
	}
}
