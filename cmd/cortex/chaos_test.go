package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cortex/bank"
)

var (
	chaos     = flag.Duration("chaos", 3*time.Second, "how long an editor, agents and another program race")
	chaosSeed = flag.Uint64("chaos-seed", 1, "what decides who does what in that race")
)

// race is a bank that an editor, two agents and another program write to at once. Each adds entries to the files, by a name that
// nobody else uses.
type race struct {
	t     *testing.T
	o     *office
	files []string
	ends  time.Time

	mu sync.Mutex
	// sure are entries that must be there, maybe those that may be: who wrote them was killed, or could not say. All others
	// must not be there.
	sure, maybe map[string]bool
	// shown are entries that an editor has had in a buffer.
	shown map[string]bool
	// replaced are texts that a file had on disk, by path.
	replaced map[string][]string
	// kept are hashes that versions must have, by their number.
	kept map[int]string
	// refused counts refusals by their code.
	refused map[string]int
	// handed counts the edits of agents that an editor made; kills counts processes.
	handed, kills int
}

// TestEditorsAgentsAndOthersRace lets an editor, agents and another program write to the same files, two of which the editor has
// open and edits, while editors and agents are killed: no entry is lost that somebody was told is written, none appears that
// was refused, no file is torn, every text that was replaced is in the history, and a refusal says why.
func TestEditorsAgentsAndOthersRace(t *testing.T) {
	o := newOffice(t)
	r := &race{
		t: t, o: o, ends: time.Now().Add(*chaos), sure: map[string]bool{}, maybe: map[string]bool{}, shown: map[string]bool{}, replaced: map[string][]string{},
		kept: map[int]string{}, refused: map[string]int{},
	}
	for i := range 3 {
		p := fmt.Sprintf("memory-bank/log%d.md", i)
		r.files = append(r.files, p)
		if err := os.WriteFile(r.onDisk(p), []byte("# Log\n\n## Entries\n\n- first\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var writers, reader sync.WaitGroup
	writers.Go(func() { r.edit(r.chance(0)) })
	for n := range 2 {
		writers.Go(func() { r.assist(n, r.chance(uint64(n)+1)) })
	}
	writers.Go(func() { r.interfere(r.chance(3)) })
	stop := make(chan struct{})
	reader.Go(func() { r.watch(stop) })
	writers.Wait()
	close(stop)
	reader.Wait()
	r.verify()
	t.Logf("%d entries written, %d uncertain, %d edits made in the editor, %d processes killed, refusals %v", len(r.sure), len(r.maybe), r.handed, r.kills, r.refused)
	if len(r.sure) == 0 || r.kills == 0 || *chaos >= time.Minute && (r.handed == 0 || len(r.refused) == 0) {
		t.Error("nothing raced")
	}
}

func (r *race) chance(actor uint64) *rand.Rand { return rand.New(rand.NewPCG(*chaosSeed, actor)) }

func (r *race) running() bool { return time.Now().Before(r.ends) && !r.t.Failed() }

func (r *race) onDisk(p string) string { return filepath.Join(r.o.root, filepath.FromSlash(p)) }

// pause is what people and models take to think.
func pause(chance *rand.Rand, longest time.Duration) {
	<-time.After(time.Duration(chance.Int64N(int64(longest))))
}

// read returns what is on disk.
func (r *race) read(p string) string {
	text, err := os.ReadFile(r.onDisk(p))
	if err != nil {
		r.t.Error(err)
	}
	return string(text)
}

// store replaces a text on disk if it is still there, and tells whether it was.
func (r *race) store(p, old, text string) bool {
	s, err := r.snapshot()
	if err == nil {
		_, err = s.Write(r.t.Context(), "test", []bank.FileChange{{Path: p, Old: &old, New: &text}})
	}
	if err != nil {
		if !errors.Is(err, bank.ErrStale) && !errors.Is(err, bank.ErrBusy) {
			r.t.Error(err)
		}
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.replaced[p] = append(r.replaced[p], old)
	return true
}

func (r *race) snapshot() (*bank.Snapshot, error) {
	folder, err := bank.Open(r.t.Context(), r.o.root, bank.ScanOptions{})
	if err != nil {
		return nil, err
	}
	return folder.Snapshot(), nil
}

// interfere writes to the disk, behind editors and agents.
func (r *race) interfere(chance *rand.Rand) {
	for n := 0; r.running(); n++ {
		p, entry := r.files[chance.IntN(len(r.files))], fmt.Sprintf("- other %d", n)
		if old := r.read(p); r.store(p, old, old+entry+"\n") {
			r.note(r.sure, entry)
		}
		pause(chance, 300*time.Millisecond)
	}
}

func (r *race) note(where map[string]bool, entries ...string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, e := range entries {
		where[e] = true
	}
}

// changed is the answer of a tool that writes.
type changed struct {
	Applied bool
	Note    string
	Files   []struct {
		HashBefore string `json:"hash_before"`
		Version    int
	}
}

// assist has an agent add entries, and kills it from time to time, in the middle of whatever it does.
func (r *race) assist(number int, chance *rand.Rand) {
	for life := 0; r.running(); life++ {
		process, in, out := r.o.start("mcp")
		a := &assistant{t: r.t, in: in, out: out}
		killed := time.AfterFunc(time.Duration(500+chance.IntN(3000))*time.Millisecond, func() { process.Process.Kill() })
		_, err := a.tryAsk("initialize", `{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"x","version":"1"}}`)
		for n := 0; err == nil && r.running(); n++ {
			err = r.append(a, r.files[chance.IntN(len(r.files))], fmt.Sprintf("- agent %d %d %d", number, life, n))
			pause(chance, 100*time.Millisecond)
		}
		killed.Stop()
		r.killed(process.Process)
		process.Wait()
	}
}

func (r *race) killed(p *os.Process) {
	p.Kill()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.kills++
}

// append has an agent add an entry; the error is that of an agent that was killed.
func (r *race) append(a *assistant, p, entry string) error {
	text, err := a.tryAsk("tools/call", fmt.Sprintf(`{"name":"bank_read","arguments":{"path":%q,"section":"*"}}`, p))
	if err != nil {
		return err
	}
	_, hash, _ := strings.Cut(text, "hash=")
	hash, _, _ = strings.Cut(hash, " ")
	r.note(r.maybe, entry) // until it says more
	answer, err := a.tryAsk("tools/call", fmt.Sprintf(
		`{"name":"bank_edit","arguments":{"path":%q,"if_hash":%q,"edits":[{"op":"append_to_section","section":"Entries","text":%q}]}}`, p, hash, entry))
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	var c changed
	switch err := json.Unmarshal([]byte(answer), &c); {
	case err != nil:
		r.refusal(entry, answer)
	case !c.Applied:
		r.t.Errorf("neither refused nor applied: %s", answer)
	case strings.Contains(c.Note, "changed in the editor"): // which saves it, or is killed
		r.handed++
		if !r.shown[entry] {
			r.t.Errorf("%q is in no editor: %s", entry, answer)
		}
	default:
		r.sure[entry] = true
		delete(r.maybe, entry)
		r.kept[c.Files[0].Version] = c.Files[0].HashBefore
	}
	return nil
}

// why is what a refusal looks like: a code, what is wrong, and what to do.
var why = regexp.MustCompile(`(?i)^(stale|busy|dirty_in_editor): .+(read it again|read again|call again|try again)`)

// unknowing is the refusal of somebody who has asked an editor, and cannot tell what came of it.
var unknowing = regexp.MustCompile(`does not (show|say)|has not answered`)

// refusal wants a reason, and takes an entry for not written unless the refusal says that nobody knows.
func (r *race) refusal(entry, answer string) {
	m := why.FindStringSubmatch(answer)
	if m == nil {
		r.t.Errorf("a refusal does not say why: %s", answer)
		return
	}
	r.refused[m[1]]++
	if !unknowing.MatchString(answer) {
		delete(r.maybe, entry)
	}
}

// whole is what a file looks like at every moment.
var whole = regexp.MustCompile(`^# Log\n\n## Entries\n\n- first\n(\n*- [a-z]+( \d+)+\n)*$`)

func (r *race) watch(stop <-chan struct{}) {
	for {
		select {
		case <-stop:
			return
		case <-time.After(time.Millisecond):
		}
		for _, p := range r.files {
			if text := r.read(p); !whole.MatchString(text) {
				r.t.Errorf("%s is torn: %q", p, text)
				return
			}
		}
	}
}

// verify compares the files and the history with what everybody was told.
func (r *race) verify() {
	counts := map[string]int{}
	for _, p := range r.files {
		for _, entry := range regexp.MustCompile(`(?m)^- [a-z]+ .*$`).FindAllString(r.read(p), -1) {
			counts[entry]++
		}
	}
	for entry := range r.sure {
		if counts[entry] != 1 {
			r.t.Errorf("%q is there %d times, want once", entry, counts[entry])
		}
	}
	for entry, n := range counts {
		if !r.sure[entry] && (!r.maybe[entry] || n > 1) {
			r.t.Errorf("%q is there %d times, though nobody said that it is written", entry, n)
		}
	}
	s, err := r.snapshot()
	if err != nil {
		r.t.Fatal(err)
	}
	for _, p := range r.files {
		r.verifyHistory(s, p)
	}
}

func (r *race) verifyHistory(s *bank.Snapshot, p string) {
	versions, err := s.Versions(p)
	if err != nil {
		r.t.Error(err)
	}
	var texts []string
	for i, v := range versions {
		text, err := s.VersionText(v)
		if err != nil {
			r.t.Error(err)
		}
		if i > 0 && v.ID >= versions[i-1].ID {
			r.t.Errorf("version %d follows %d", versions[i-1].ID, v.ID)
		}
		if hash := r.kept[v.ID]; hash != "" && hash != bank.HashOf(text) {
			r.t.Errorf("version %d is not what was replaced", v.ID)
		}
		texts = append(texts, text)
	}
	for _, text := range r.replaced[p] {
		if !slices.Contains(texts, text) {
			r.t.Errorf("a text of %s that was replaced is not among its %d versions", p, len(versions))
		}
	}
}
