package lsp

import (
	"context"
	"time"

	"cortex/bank"
)

const (
	// pollInterval is how often the disk is looked at.
	pollInterval = time.Second
	// pollShare is how many times as long as the last look took the next one is put off at least: looking takes one
	// percent of a processor at most.
	pollShare = 100
)

// reported tells that the client says that it reports what others write in a folder. It does so for its workspace folders only.
func (s *server) reported(f *workspaceFolder) bool { return s.client.watches && !f.adopted }

// lookSoon has the disk looked at as soon as possible.
func (s *server) lookSoon() {
	select {
	case s.look <- struct{}{}:
	default:
	}
}

// poll looks for changes on disk until ctx ends, whatever the client reports: there are clients that report their own
// writes only. It runs in a goroutine of its own.
func (s *server) poll(ctx context.Context) {
	stamps := map[string]bank.Stamp{}
	next := time.NewTimer(pollInterval)
	defer next.Stop()
	for {
		select {
		case <-next.C:
		case <-s.look:
		case <-ctx.Done():
			return
		}
		began := time.Now()
		for _, f := range s.polledFolders(ctx) {
			now := f.snapshot.Stamp()
			last, known := stamps[f.root]
			stamps[f.root] = now
			// The first stamp may be younger than what has been read. What a client that reports has not reported by the
			// next look it never will.
			if !known && f.reported {
				stamps[f.root] = bank.Stamp{}
			} else if now != last {
				s.post(ctx, func(ctx context.Context) {
					if current := s.folderAt(f.root); current != nil {
						s.reread(ctx, current)
					}
				})
			}
		}
		s.post(ctx, func(ctx context.Context) {
			for _, f := range s.folders {
				s.refreshCommits(ctx, f)
			}
		})
		next.Reset(max(pollInterval, pollShare*time.Since(began)))
	}
}

// polledFolder is one that has been read, or could not be: it may be there later.
type polledFolder struct {
	root     string
	snapshot *bank.Snapshot
	reported bool
}

// polledFolders asks the owner for the folders.
func (s *server) polledFolders(ctx context.Context) []polledFolder {
	answer := make(chan []polledFolder, 1)
	s.post(ctx, func(context.Context) {
		var folders []polledFolder
		for _, f := range s.folders {
			if snapshot := f.bank.Snapshot(); snapshot.Scanned() || f.disk.failed {
				folders = append(folders, polledFolder{f.root, snapshot, s.reported(f)})
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
