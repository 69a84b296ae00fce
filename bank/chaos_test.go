package bank

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
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
	killed  atomic.Int64
}

// TestWritersRace lets writers append entries to few files, each after reading, as editors and agents do that know
// nothing of each other, some that edit whole texts, and processes that are killed in the middle. Every entry whose write was
// not refused must be there, once; no reader sees a torn file; and each text that a file had is among its versions.
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
	writers.Go(r.killWriters)
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
	t.Logf("%d writes, %d refused, %d processes killed", total, r.stale.Load(), r.killed.Load())
	if total == 0 || r.stale.Load() == 0 || r.killed.Load() == 0 {
		t.Error("nothing raced")
	}
}

// edit appends entries by Snapshot.Edit.
func (r *race) edit(writer int) {
	for n := 0; time.Now().Before(r.ends); n++ {
		p, entry := r.files[rand.IntN(len(r.files))], fmt.Sprintf("- edit %d %d", writer, n)
		s := opened(r.t, r.root)
		d, err := s.Edit(r.t.Context(), EditRequest{
			Path: p, Hash: HashOf(s.File(p).Text()), Operations: []EditOperation{{Kind: AppendToSection, Section: "Entries", Text: entry}},
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
		err := appendEntry(r.t, r.root, p, entry)
		r.count(p, entry, err, errors.Is(err, ErrStale))
	}
}

func appendEntry(t *testing.T, root, p, entry string) error {
	s := opened(t, root)
	old := s.File(p).Text()
	_, err := s.Write(t.Context(), "fix", []FileChange{change(p, old, old+entry+"\n")})
	return err
}

// raceRoot tells a child of TestWritersRace in which workspace it writes.
const raceRoot = "CORTEX_TEST_RACE_ROOT"

// TestRacingWriter is the child: it appends entries, and says so, until it is killed.
func TestRacingWriter(t *testing.T) {
	root := os.Getenv(raceRoot)
	if root == "" {
		t.Skip("only a child of TestWritersRace")
	}
	for n := 0; ; n++ {
		p, entry := fmt.Sprintf("m/log%d.md", rand.IntN(3)), fmt.Sprintf("- write %d %d", os.Getpid(), n)
		switch err := appendEntry(t, root, p, entry); {
		case err == nil:
			fmt.Printf("wrote\t%s\t%s\n", p, entry)
		case !errors.Is(err, ErrStale):
			t.Fatal(err)
		}
	}
}

// killWriters runs one child after the other, and kills each.
func (r *race) killWriters() {
	for time.Now().Before(r.ends) {
		told, err := runAndKill("TestRacingWriter", raceRoot, r.root)
		if err != nil {
			r.t.Error(err)
			return
		}
		for _, line := range told {
			if fields := strings.Split(line, "\t"); len(fields) == 3 {
				r.count(fields[1], fields[2], nil, false)
			}
		}
		r.killed.Add(1)
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

// verify wants every entry once, and the texts of the file among its versions, one entry longer each. What a child has written
// and could not say any more may be there as well.
func (r *race) verify(p string) {
	s := opened(r.t, r.root)
	now := s.File(p).Text()
	counts := map[string]int{}
	for _, entry := range regexp.MustCompile(`(?m)^- .*$`).FindAllString(now, -1) {
		counts[entry]++
	}
	for _, entry := range r.written[p] {
		if counts[entry] != 1 {
			r.t.Errorf("%s has %q %d times", p, entry, counts[entry])
		}
	}
	if more := len(counts) - len(r.written[p]); more < 0 || more > int(r.killed.Load()) {
		r.t.Errorf("%s has %d entries, want %d", p, len(counts), len(r.written[p]))
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
	delete(known, now) // kept by one who was killed before the change
	if len(known) != len(counts) {
		r.t.Errorf("%s: %d texts among the versions, want %d", p, len(known), len(counts))
	}
}

// TestRenamingsRaceWithStrangers lets Cortex rename and remove files in a folder in which a program that knows nothing of it creates
// others: each text that was ever there is in a file, once, or in the history.
func TestRenamingsRaceWithStrangers(t *testing.T) {
	const names = 4
	root := onDisk(t, withBank("m", nil))
	name := func() string { return fmt.Sprintf("m/n%d.md", rand.IntN(names)) }
	ends := time.Now().Add(*chaos / 2)
	var created []string
	var renamed, removed atomic.Int64
	var all sync.WaitGroup
	all.Go(func() {
		for n := 0; time.Now().Before(ends); n++ {
			text := fmt.Sprintf("# Stranger %d\n", n)
			draft := filepath.Join(root, "draft")
			if err := os.WriteFile(draft, []byte(text), 0o666); err != nil {
				t.Error(err)
			}
			if os.Link(draft, filepath.Join(root, filepath.FromSlash(name()))) == nil { // a whole file, or none
				created = append(created, text)
			}
			if err := os.Remove(draft); err != nil {
				t.Error(err)
			}
		}
	})
	for range 2 {
		all.Go(func() {
			for time.Now().Before(ends) {
				s, p := opened(t, root), name()
				f := s.File(p)
				if f == nil {
					continue
				}
				if rand.IntN(3) == 0 {
					if _, err := s.Write(t.Context(), "test", []FileChange{removal(p, f.Text())}); err == nil {
						removed.Add(1)
					}
				} else if _, err := s.Write(t.Context(), "test", []FileChange{{Path: p, To: name()}}); err == nil {
					renamed.Add(1)
				}
			}
		})
	}
	all.Wait()
	s := opened(t, root)
	there := map[string]int{}
	for p, text := range tree(t, root) {
		if strings.HasPrefix(p, "m/n") {
			there[text]++
		}
	}
	kept := keptTexts(t, s)
	for _, text := range created {
		if there[text] > 1 || there[text] == 0 && !kept[text] {
			t.Errorf("%q is in %d files, in the history: %v", text, there[text], kept[text])
		}
	}
	t.Logf("%d created, %d renamed, %d removed", len(created), renamed.Load(), removed.Load())
	if len(created) == 0 || renamed.Load() == 0 || removed.Load() == 0 {
		t.Error("nothing raced")
	}
}

func keptTexts(t *testing.T, s *Snapshot) map[string]bool {
	t.Helper()
	versions, err := s.Versions(".")
	if err != nil {
		t.Fatal(err)
	}
	kept := map[string]bool{}
	for _, v := range versions {
		if v.To != "" {
			continue
		}
		text, err := s.VersionText(v)
		if err != nil {
			t.Error(err)
		}
		kept[text] = true
	}
	return kept
}
