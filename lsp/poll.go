package lsp

import (
	"context"
	"time"

	"cortex/bank"
)

const (
	// pollInterval is how often the disk is looked at for a client that does not report changes.
	pollInterval = time.Second
	// pollShare is how many times as long as the last look took the next one is put off at least.
	pollShare = 50
)

// polls tells whether a folder is to be polled: if the client does not report what others write there. It does so for its
// workspace folders only.
func (s *server) polls(f *workspaceFolder) bool { return !s.client.watches || f.adopted }

// beginPolling begins to look for changes on disk, once.
func (s *server) beginPolling(ctx context.Context) {
	if !s.polling {
		s.polling = true
		s.spawn(ctx, s.poll)
	}
}

// poll looks for changes on disk until ctx ends. It runs in a goroutine of its own.
func (s *server) poll(ctx context.Context) {
	stamps := map[string]uint64{}
	next := time.NewTimer(pollInterval)
	defer next.Stop()
	for {
		select {
		case <-next.C:
		case <-ctx.Done():
			return
		}
		began := time.Now()
		for root, snapshot := range s.polledFolders(ctx) {
			// The first stamp may be younger than what has been read.
			if now := snapshot.Stamp(); now != stamps[root] {
				stamps[root] = now
				s.post(ctx, func(ctx context.Context) { s.reread(ctx, root) })
			}
		}
		s.post(ctx, func(ctx context.Context) {
			for _, f := range s.folders {
				if s.polls(f) {
					s.refreshHistory(ctx, f)
				}
			}
		})
		next.Reset(max(pollInterval, pollShare*time.Since(began)))
	}
}

// polledFolders asks the owner for the folders that are to be polled and have been read.
func (s *server) polledFolders(ctx context.Context) map[string]*bank.Snapshot {
	answer := make(chan map[string]*bank.Snapshot, 1)
	s.post(ctx, func(context.Context) {
		folders := map[string]*bank.Snapshot{}
		for _, f := range s.folders {
			if snapshot := f.bank.Snapshot(); s.polls(f) && snapshot.Scanned() {
				folders[f.root] = snapshot
			}
		}
		answer <- folders
	})
	select {
	case folders := <-answer:
		return folders
	case <-ctx.Done():
		return nil
	}
}

// reread looks at all of a folder again.
func (s *server) reread(ctx context.Context, root string) {
	for _, f := range s.folders {
		if f.root == root {
			f.disk.want(everything)
			s.readDisk(ctx, f)
		}
	}
}
