package bank

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// chaos is how long TestWritersRace lasts.
var chaos = flag.Duration("chaos", 3*time.Second, "how long writers race")

// race is one run of TestWritersRace.
type race struct {
	t     *testing.T
	root  string
	files []string
	ends  time.Time
	// written holds what was written to each file, by the entry, once Write has said that it is done.
	mu      sync.Mutex
	written map[string][]string
	stale   atomic.Int64
}

// TestWritersRace lets writers append entries to few files, each after reading, as editors and agents do that know
// nothing of each other, and one that edits whole texts. Every entry whose write was not refused must be there, once; no
// reader sees a torn file; and each text that a file had is among its versions.
func TestWritersRace(t *testing.T) {
	texts := withBank("m", nil)
	r := &race{t: t, written: map[string][]string{}, ends: time.Now().Add(*chaos)}
	for i := range 3 {
		name := fmt.Sprintf("m/log%d.md", i)
		r.files, texts[name] = append(r.files, name), "# Log\n\n## Entries\n"
	}
	r.root = onDisk(t, texts)
	var writers, reader sync.WaitGroup
	for w := range 4 {
		writers.Go(func() { r.edit(w) })
	}
	for w := range 2 {
		writers.Go(func() { r.overwrite(w) })
	}
	stop := make(chan struct{})
	reader.Go(func() { r.read(stop) })
	writers.Wait()
	close(stop)
	reader.Wait()
	total := 0
	for _, p := range r.files {
		r.verify(p)
		total += len(r.written[p])
	}
	t.Logf("%d writes, %d refused", total, r.stale.Load())
	if total == 0 || r.stale.Load() == 0 {
		t.Error("nothing raced")
	}
}

// edit appends entries by Snapshot.Edit.
func (r *race) edit(writer int) {
	for n := 0; time.Now().Before(r.ends); n++ {
		p, entry := r.files[rand.IntN(len(r.files))], fmt.Sprintf("- edit %d %d", writer, n)
		s := opened(r.t, r.root)
		d, err := s.Edit(r.t.Context(), EditRequest{
			Path: p, Hash: HashOf(s.File(p).Text), Operations: []EditOperation{{Kind: AppendToSection, Section: "Entries", Text: entry}},
		})
		if err != nil {
			r.t.Error(err)
			return
		}
		_, err = d.Write(r.t.Context())
		var refusal *Refusal
		r.count(p, entry, err, errors.As(err, &refusal) && refusal.Code == Stale)
	}
}

// overwrite appends entries by Snapshot.Write.
func (r *race) overwrite(writer int) {
	for n := 0; time.Now().Before(r.ends); n++ {
		p, entry := r.files[rand.IntN(len(r.files))], fmt.Sprintf("- write %d %d", writer, n)
		s := opened(r.t, r.root)
		old := s.File(p).Text
		_, err := s.Write(r.t.Context(), "fix", []FileChange{change(p, old, old+entry+"\n")})
		r.count(p, entry, err, errors.Is(err, ErrStale))
	}
}

func (r *race) count(p, entry string, err error, stale bool) {
	switch {
	case err == nil:
		r.mu.Lock()
		defer r.mu.Unlock()
		r.written[p] = append(r.written[p], entry)
	case stale:
		r.stale.Add(1)
	default:
		r.t.Error(err)
	}
}

// whole is what a file looks like at every moment.
var whole = regexp.MustCompile(`^# Log\n\n## Entries\n(\n(- (edit|write) \d+ \d+\n)+)?$|^# Log\n\n## Entries\n(- (edit|write) \d+ \d+\n)+$`)

func (r *race) read(stop <-chan struct{}) {
	for {
		select {
		case <-stop:
			return
		default:
		}
		for _, p := range r.files {
			text, err := os.ReadFile(filepath.Join(r.root, filepath.FromSlash(p)))
			if err != nil || !whole.Match(text) {
				r.t.Errorf("%s is torn: %q, %v", p, text, err)
				return
			}
		}
	}
}

// verify wants every entry once, and the texts of the file among its versions, one entry longer each.
func (r *race) verify(p string) {
	s := opened(r.t, r.root)
	now := s.File(p).Text
	counts := map[string]int{}
	for _, entry := range regexp.MustCompile(`(?m)^- .*$`).FindAllString(now, -1) {
		counts[entry]++
	}
	for _, entry := range r.written[p] {
		if counts[entry] != 1 {
			r.t.Errorf("%s has %q %d times", p, entry, counts[entry])
		}
		delete(counts, entry)
	}
	if len(counts) > 0 {
		r.t.Errorf("%s has what nobody wrote: %v", p, slices.Collect(maps.Keys(counts)))
	}
	all, err := s.Versions(p)
	if err != nil {
		r.t.Error(err)
	}
	known := map[string]bool{}
	for i, v := range all {
		text, err := s.VersionText(v)
		if err != nil {
			r.t.Error(err)
		}
		known[text] = true
		if i > 0 && v.ID >= all[i-1].ID {
			r.t.Errorf("version %d follows %d", all[i-1].ID, v.ID)
		}
	}
	if len(known) != len(r.written[p]) {
		r.t.Errorf("%s: %d texts among the versions, want %d", p, len(known), len(r.written[p]))
	}
}
