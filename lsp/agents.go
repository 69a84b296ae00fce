package lsp

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"cortex/bank"
	"cortex/bank/attach"
)

// agents lets agents see the open documents of banks, through a socket for each, for as long as the bank is there.
type agents struct {
	server *server // its log and connection only
	places []string
	latest *atomic.Pointer[view]

	serving sync.WaitGroup
	// folders are where the banks are, as clients name it; stops end what serves them, by where they really are.
	folders []string
	stops   map[string]context.CancelFunc
}

// serveAgents begins to look for banks that agents can be shown.
func (s *server) serveAgents(ctx context.Context) {
	if len(s.places) == 0 {
		return
	}
	a := &agents{server: s, places: s.places, latest: s.view.latest, stops: map[string]context.CancelFunc{}}
	s.spawn(ctx, a.run)
}

func (a *agents) run(ctx context.Context) {
	defer a.serving.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for {
		v := a.latest.Load()
		a.follow(ctx, v)
		select {
		case <-v.replaced:
		case <-ctx.Done():
			return
		}
	}
}

// follow begins to serve the banks that are new, and ends it for those that are gone.
func (a *agents) follow(ctx context.Context, v *view) {
	var folders []string
	for _, f := range v.folders {
		for _, b := range f.snapshot.Banks() {
			folders = append(folders, joined(f.root, b.Root))
		}
	}
	if slices.Equal(folders, a.folders) {
		return
	}
	a.folders = folders
	real := map[string]bool{}
	for _, f := range v.folders {
		for _, b := range f.snapshot.Banks() {
			real[f.snapshot.RealFolder(b)] = true
		}
	}
	for folder, stop := range a.stops {
		if !real[folder] {
			stop()
			delete(a.stops, folder)
		}
	}
	for folder := range real {
		if a.stops[folder] == nil {
			a.stops[folder] = a.serve(ctx, folder)
		}
	}
}

// serve serves one bank. That agents cannot be served is nothing that the user of the editor can do something about.
func (a *agents) serve(ctx context.Context, folder string) context.CancelFunc {
	ctx, cancel := context.WithCancel(ctx)
	l, err := attach.Listen(a.places, folder)
	if err != nil {
		a.server.log.Info("agents cannot see what is unsaved", "bank", folder, "error", err)
		return cancel
	}
	shown := &shownBank{server: a.server, latest: a.latest, folder: folder, turn: make(chan struct{}, 1)}
	a.serving.Go(func() {
		if err := l.Serve(ctx, shown); err != nil {
			a.server.log.Warn("agents cannot see any more what is unsaved", "bank", folder, "error", err)
		}
	})
	return cancel
}

// shownBank is a bank as agents see it. It is safe for concurrent use.
type shownBank struct {
	server *server // its log and connection only
	latest *atomic.Pointer[view]
	// folder is where the bank really is.
	folder string
	// turn is a lock: the edits of agents are made one after another.
	turn chan struct{}
}

var _ attach.Editor = (*shownBank)(nil)

// Documents implements attach.Editor.
func (s *shownBank) Documents() (open []attach.Document) {
	s.server.guarded("telling an agent what is open", func() { open = s.documents(s.latest.Load()) })
	return open
}

func (s *shownBank) documents(v *view) []attach.Document {
	var open []attach.Document
	for _, d := range v.docs {
		f, rel, ok := v.locate(d.path)
		if !ok || d.path == "" {
			continue
		}
		if b := f.snapshot.BankOf(rel); b != nil && f.snapshot.RealFolder(b) == s.folder {
			inBank := strings.TrimPrefix(rel, b.Root+"/")
			open = append(open, attach.Document{Path: inBank, Version: d.version, Text: d.text, Unknown: d.lost})
		}
	}
	slices.SortFunc(open, func(a, b attach.Document) int { return cmp.Compare(a.Path, b.Path) })
	return open
}

// located returns the folder that the bank is in, and the bank; false if it is gone.
func (s *shownBank) located(v *view) (folder, *bank.Bank, bool) {
	for _, f := range v.folders {
		for _, b := range f.snapshot.Banks() {
			if f.snapshot.RealFolder(b) == s.folder {
				return f, b, true
			}
		}
	}
	return folder{}, nil, false
}
