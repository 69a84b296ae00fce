package bank

import (
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"cortex/markdown"
)

// cachedDisk is a workspace that processes check one after the other, each with what those before have left in the cache.
type cachedDisk struct {
	t     *testing.T
	files fstest.MapFS
	cache *Cache
	today time.Time
	// clock is when the next file is written: long ago, so that every file is trusted.
	clock time.Time
	// parsed and opened count what the last check has parsed and which Markdown files it has opened.
	parsed, opened atomic.Int64
	// asleep is how many results the last check with a cache took over without decoding them.
	asleep int
}

func newCachedDisk(t *testing.T, texts map[string]string) *cachedDisk {
	d := &cachedDisk{
		t: t, files: fstest.MapFS{}, cache: NewCache(filepath.Join(t.TempDir(), "cache"), "test"),
		today: time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC), clock: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
	}
	for _, p := range slices.Sorted(maps.Keys(texts)) {
		d.write(p, texts[p])
	}
	return d
}

func (d *cachedDisk) write(p, text string) {
	d.clock = d.clock.Add(time.Minute)
	d.files[p] = &fstest.MapFile{Data: []byte(text), ModTime: d.clock}
}

// check is what a new process finds, with the cache or, for nil, without one.
func (d *cachedDisk) check(cache *Cache) (*Snapshot, *Results) {
	d.t.Helper()
	e := newEngine()
	e.now = func() time.Time { return d.today }
	d.parsed.Store(0)
	d.opened.Store(0)
	e.parse = func(p, text string) *markdown.Document {
		d.parsed.Add(1)
		return markdown.Parse(p, text)
	}
	f := memoryFolder(openedFS{d.files, &d.opened}, e)
	rescan(d.t, f, ScanOptions{Cache: cache})
	s, err := f.Complete(d.t.Context(), nil)
	if err != nil {
		d.t.Fatal(err)
	}
	r := mustCheck(d.t, s)
	if cache != nil {
		d.asleep = s.ledger.asleep.count()
		if err := cache.Save(s); err != nil {
			d.t.Fatal(err)
		}
	}
	return s, r
}

// folder returns the folder of a process that lives on.
func (d *cachedDisk) folder() *Folder {
	e := newEngine()
	e.now = func() time.Time { return d.today }
	return memoryFolder(d.files, e)
}

// save has such a process check and save, and returns what the file is then.
func (d *cachedDisk) save(f *Folder) os.FileInfo {
	d.t.Helper()
	s, err := f.Complete(d.t.Context(), nil)
	if err != nil {
		d.t.Fatal(err)
	}
	mustCheck(d.t, s)
	if err := d.cache.Save(s); err != nil {
		d.t.Fatal(err)
	}
	info, err := os.Stat(d.cache.file("/memory"))
	if err != nil {
		d.t.Fatal(err)
	}
	return info
}

// compare fails if the cache makes a difference.
func (d *cachedDisk) compare(what string) *Results {
	d.t.Helper()
	_, got := d.check(d.cache)
	_, want := d.check(nil)
	if diff := cmp.Diff(want.All(), got.All(), cmpopts.EquateEmpty()); diff != "" {
		d.t.Fatalf("%s (-without cache +with):\n%s", what, diff)
	}
	return got
}

// openedFS counts the Markdown files that are opened.
type openedFS struct {
	fstest.MapFS
	opened *atomic.Int64
}

func (o openedFS) Open(name string) (fs.File, error) {
	if isMarkdown(name) {
		o.opened.Add(1)
	}
	return o.MapFS.Open(name)
}

// citedBank is a bank whose files look at one another.
func citedBank() map[string]string {
	return withBank("m", map[string]string{
		"m/progress.md":      "# Progress\n\n[brief](projectbrief.md#goals), [none](gone.md), [code](../src/app.go)\n",
		"m/projectbrief.md":  "# Brief\n\n## Goals\n\n**Last Updated:** 2026-11-24\n\n<<<<<<< HEAD\n",
		"m/techContext.md":   "# Tech\n\n## Stack\n\nGo.\n",
		"m/activeContext.md": "# Active\n\n[progress](progress.md#progres)\n",
	})
}

func TestNothingIsParsedOrReadThatIsAsItWas(t *testing.T) {
	texts := citedBank()
	texts["m/notes/quiet.md"] = "# Note\n\nNothing is wrong here.\n"
	d := newCachedDisk(t, texts)
	if _, r := d.check(d.cache); r.Cache.Unused == "" || d.parsed.Load() != int64(len(texts)) {
		t.Errorf("at first: %+v, %d parsed", r.Cache, d.parsed.Load())
	}
	s, r := d.check(d.cache)
	if r.Cache.Reused != len(texts)+1 || r.Checked != 0 || d.parsed.Load() != 0 || d.opened.Load() != 0 {
		t.Errorf("%+v, %d checked, %d parsed, %d opened", r.Cache, r.Checked, d.parsed.Load(), d.opened.Load())
	}
	if len(r.All()) == 0 {
		t.Error("nothing is reported, so that this shows little")
	}
	if l := s.ledger; len(l.kept.questions) > 0 || l.kept.count == 0 {
		t.Errorf("%d of %d questions are decoded", len(l.kept.questions), l.kept.count)
	}
	for id, u := range s.ledger.units {
		if u.recalled == nil {
			t.Errorf("what %q relies on is decoded", id.path)
		}
	}
	if all := len(s.ledger.units) + s.ledger.asleep.count(); s.ledger.asleep.count() == 0 || all != r.Cache.Reused {
		t.Errorf("%d of %d results are decoded, of which %d are reused", len(s.ledger.units), all, r.Cache.Reused)
	}
	before, err := os.Stat(d.cache.file("/memory"))
	if err != nil {
		t.Fatal(err)
	}
	d.check(d.cache)
	if after, err := os.Stat(d.cache.file("/memory")); err != nil || !os.SameFile(before, after) {
		t.Errorf("the cache is written again though it has everything: %v", err)
	}
}

func TestOfOneChangeOnlyWhatItConcernsIsJudgedAgain(t *testing.T) {
	tests := []struct {
		name   string
		change func(d *cachedDisk)
		// misses are by path, the bank's root for the bank.
		misses map[string]MissReason
		parsed int64
	}{
		{"a text", func(d *cachedDisk) { d.write("m/productContext.md", "# Product\n") },
			map[string]MissReason{"m": MissText, "m/productContext.md": MissText}, 1},
		{"an anchor that is named", func(d *cachedDisk) { d.write("m/projectbrief.md", "# Brief\n\n## Aims\n") },
			map[string]MissReason{"m": MissText, "m/projectbrief.md": MissText, "m/progress.md": MissAnswer}, 2},
		{"an anchor that is not named", func(d *cachedDisk) { d.write("m/projectbrief.md", "# Brief\n\n## Goals\n\n## Aims\n") },
			map[string]MissReason{"m": MissText, "m/projectbrief.md": MissText}, 1},
		{"a document that is included", func(d *cachedDisk) {
			d.write("m/systemPatterns.md", "# Patterns\n\n{{include: techContext.md#stack}}\n")
			d.check(d.cache)
			d.write("m/techContext.md", "# Tech\n\n## Stacks\n")
		}, map[string]MissReason{"m": MissText, "m/techContext.md": MissText, "m/systemPatterns.md": MissDocument}, 2},
		{"code that appears", func(d *cachedDisk) { d.write("src/app.go", "package app\n") },
			map[string]MissReason{"m/progress.md": MissStat}, 2},
		{"the day", func(d *cachedDisk) { d.today = d.today.AddDate(0, 0, 1) },
			map[string]MissReason{"m/projectbrief.md": MissDay}, 1},
		{"a document that is new", func(d *cachedDisk) { d.write("m/new.md", "# New\n") },
			map[string]MissReason{"m": MissList, "m/new.md": MissNew, "m/progress.md": MissList}, 3},
		{"a document that vanishes", func(d *cachedDisk) { delete(d.files, "m/techContext.md") },
			map[string]MissReason{"m": MissList, "m/progress.md": MissList}, 2},
		{"a document that gets another bank", func(d *cachedDisk) {
			d.write("m/sub/note.md", "# Note\n")
			d.check(d.cache)
			for _, name := range []string{"progress", "activeContext", "projectbrief"} {
				d.write("m/sub/"+name+".md", "# Another\n")
			}
		}, map[string]MissReason{
			"m": MissList, "m/progress.md": MissList, "m/projectbrief.md": MissList, "m/sub/note.md": MissBank,
			"m/sub": MissNew, "m/sub/progress.md": MissNew, "m/sub/activeContext.md": MissNew, "m/sub/projectbrief.md": MissNew,
		}, 6},
		{"the same text written again", func(d *cachedDisk) { d.write("m/progress.md", string(d.files["m/progress.md"].Data)) }, nil, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := newCachedDisk(t, citedBank())
			d.check(d.cache)
			test.change(d)
			_, r := d.check(d.cache)
			misses := map[string]MissReason{}
			for _, m := range r.Cache.Misses {
				misses[m.Path] = m.Reason
			}
			if diff := cmp.Diff(test.misses, misses, cmpopts.EquateEmpty()); diff != "" || d.parsed.Load() != test.parsed {
				t.Errorf("%d parsed, want %d; misses (-want +got):\n%s", d.parsed.Load(), test.parsed, diff)
			}
			d.compare("afterwards")
		})
	}
}

// TestABankDependsOnDocumentsOfAnother has an include of one bank lead through another one back to itself.
func TestABankDependsOnDocumentsOfAnother(t *testing.T) {
	d := newCachedDisk(t, map[string]string{
		ConfigFile: "banks: [docs, docs/inner]\n", "docs/a.md": "# A\n\n{{include: inner/b.md}}\n", "docs/inner/b.md": "# B\n\n{{include: ../a.md}}\n",
	})
	if _, r := d.check(d.cache); !slices.ContainsFunc(messages(r, "docs/a.md"), func(m string) bool { return strings.HasPrefix(m, "include-cycle") }) {
		t.Fatalf("there is no cycle: %q", messages(r, "docs/a.md"))
	}
	d.write("docs/inner/b.md", "# B\n")
	d.compare("without the cycle")
	d.write("docs/inner/b.md", "# B\n\n{{include: ../a.md}}\n")
	d.compare("with it again")
}

// TestTheCacheMakesNoDifference edits a bank at random, and compares what a process finds with the cache and without.
func TestTheCacheMakesNoDifference(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	texts := citedBank()
	for i := range 5 {
		texts[fmt.Sprintf("m/notes/n%d.md", i)] = "# Note\n\nNothing is wrong here.\n"
	}
	d := newCachedDisk(t, texts)
	reused, judged, added, asleep := 0, 0, 0, 0
	for step := range 300 {
		for range random.IntN(3) {
			d.changeAtRandom(random)
		}
		r := d.compare(fmt.Sprintf("step %d", step))
		reused += r.Cache.Reused
		judged += r.Cache.Judged()
		asleep += d.asleep
		if c, _ := d.cache.load("/memory"); len(c.units) > 1 {
			added++
		}
	}
	if reused < 1000 || judged < 300 || added < 50 || asleep < 300 {
		t.Errorf("%d results were reused, %d of them without being decoded, %d judged again, %d times something was added: too few to tell",
			reused, asleep, judged, added)
	}
}

func (d *cachedDisk) changeAtRandom(random *rand.Rand) {
	names := append(slices.Clone(clineNames), "new.md", "notes/n1.md", "notes/n2.md", "tasks/_index.md", "tasks/TASK001-one.md", "tasks/TASK002-two.md", "archive/old.md")
	p := "m/" + names[random.IntN(len(names))]
	switch random.IntN(13) {
	case 0:
		delete(d.files, p)
	case 12:
		if f := d.files[p]; f != nil {
			delete(d.files, p)
			d.write("m/"+names[random.IntN(len(names))], string(f.Data))
		}
	case 1:
		d.write("src/app.go", "package app\n")
	case 2:
		delete(d.files, "src/app.go")
	case 3:
		d.write(ConfigFile, []string{"", "rules:\n  broken-link: error\n", "overrides:\n  - files: [m/p*]\n    rules: {broken-anchor: off}\n", "profile: cline\n", "exclude: [m/archive/**]\n", "rules: {token-budget: {file-tokens: 60}}\n"}[random.IntN(6)])
	case 4:
		d.today = d.today.AddDate(0, 0, 1)
	case 5:
		d.write(".gitignore", []string{"", "m/new.md\n"}[random.IntN(2)])
	default:
		d.write(p, citingText(random, names))
	}
}

// citingText writes about other files, what is in them, and days.
func citingText(random *rand.Rand, names []string) string {
	parts := []string{
		"# Title\n", "## Goals\n\nWhat we want is written here, and it is long enough to be compared with others. It goes on for a while, and says the same each time that it is written, word by word, up to its very end.\n",
		"## Stack\n\nGo.\n", "[a](%s#goals)\n", "[b](%s)\n", "[c](../src/app.go)\n", "`%s:40`\n", "{{include: %s#stack}}\n", "{{include: %s}}\n",
		"**Last Updated:** 2026-11-24\n", "- [ ] [TASK001] One\n", "## Completed\n\n- [TASK001] One\n- [TASK002] Two\n", "**Status:** Completed\n",
		"<!-- cortex-ignore broken-link -->\n", "[[%s]]\n", "```go\n", "- 2026-11-30: done\n", "#### Deep\n",
	}
	var b strings.Builder
	if random.IntN(10) == 0 {
		b.WriteString("\ufeff")
	}
	for range random.IntN(7) {
		part := parts[random.IntN(len(parts))]
		if strings.Contains(part, "%s") {
			part = fmt.Sprintf(part, names[random.IntN(len(names))])
		}
		b.WriteString(part + "\n")
	}
	return b.String()
}

// TestADamagedCacheIsJudgedAnew flips each byte of a cache, and cuts it off at each place. Of one that was added to, the first part may
// still hold.
func TestADamagedCacheIsJudgedAnew(t *testing.T) {
	d := newCachedDisk(t, citedBank())
	d.check(d.cache)
	d.write("m/progress.md", "# Progress\n\n[brief](projectbrief.md#goals), [none](lost.md)\n")
	_, want := d.check(d.cache)
	name := d.cache.file("/memory")
	intact, _ := d.cache.load("/memory")
	if intact.place.size == intact.place.whole {
		t.Fatal("nothing was added")
	}
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	damage := func(at int, text []byte) {
		c, _ := recallText(string(text), "test", "/memory")
		if c == nil && at%50 > 0 {
			return // as if there was none
		}
		if err := os.WriteFile(name, text, 0o600); err != nil {
			t.Fatal(err)
		}
		_, got := d.check(d.cache)
		if diff := cmp.Diff(want.All(), got.All(), cmpopts.EquateEmpty()); diff != "" || got.Cache.Unused == "" && (c == nil || len(c.units) > 1) {
			t.Fatalf("byte %d: %+v (-whole +damaged)\n%s", at, got.Cache, diff)
		}
	}
	for at := range whole {
		flipped := slices.Clone(whole)
		flipped[at] ^= 1 << (at % 8)
		damage(at, flipped)
		if at%7 == 0 {
			damage(at, whole[:at])
		}
	}
}

// FuzzRecallText holds damage that no sum reveals against what can be recalled: that may be wrong, but harms nothing.
func FuzzRecallText(f *testing.F) {
	f.Add([]byte{0}, uint16(3))
	f.Add([]byte{0xff, 0xff, 0xff, 0x7f}, uint16(900))
	f.Fuzz(func(t *testing.T, patch []byte, at uint16) {
		d := newCachedDisk(t, citedBank())
		d.check(d.cache)
		text, err := os.ReadFile(d.cache.file("/memory"))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(d.cache.file("/memory"), patched(text, patch, int(at)), 0o600); err != nil {
			t.Fatal(err)
		}
		d.check(d.cache)
	})
}

// patched puts bytes in place of others, and sets the sums right.
func patched(text, patch []byte, at int) []byte {
	r := codeReader{rest: string(text[len(cacheMagic):])}
	all := codeWriter{[]byte(cacheMagic)}
	for r.rest != "" {
		b := r.block()
		w := codeWriter{[]byte(b.rest)}
		if at < len(w.b) {
			copy(w.b[at:], patch)
		}
		at = max(at-len(w.b), 0)
		all.block(&w)
	}
	return all.b
}

func TestOthersCachesAreNotUsed(t *testing.T) {
	d := newCachedDisk(t, citedBank())
	d.check(d.cache)
	other := NewCache(d.cache.dir, "another build")
	if _, r := d.check(other); r.Cache.Unused == "" || d.parsed.Load() != int64(len(clineNames)) {
		t.Errorf("of another build: %+v", r.Cache)
	}
}

// TestAFileThatIsYoungIsReadAgain changes a text without a trace.
func TestAFileThatIsYoungIsReadAgain(t *testing.T) {
	d := newCachedDisk(t, citedBank())
	d.files["m/progress.md"].ModTime = time.Now()
	d.check(d.cache)
	d.files["m/progress.md"] = &fstest.MapFile{
		Data:    []byte(strings.Replace(string(d.files["m/progress.md"].Data), "gone.md", "lost.md", 1)),
		ModTime: d.files["m/progress.md"].ModTime,
	}
	d.compare("a text that was young when it was read")
}

// TestProcessesShareACache has several check and write at a time, while the bank changes.
func TestProcessesShareACache(t *testing.T) {
	d := newCachedDisk(t, citedBank())
	var all sync.WaitGroup
	for n := range 4 {
		all.Go(func() {
			own := newCachedDisk(t, citedBank())
			own.cache = d.cache
			for i := range 20 {
				own.write("m/new.md", fmt.Sprintf("# New %d\n\n[x](none%d.md)\n", n, i))
				if _, r := own.check(own.cache); len(r.Found.In("m/new.md")) == 0 || !strings.Contains(r.Found.In("m/new.md")[0].Message, fmt.Sprintf("none%d.md", i)) {
					t.Errorf("process %d, step %d: %+v", n, i, r.Found.In("m/new.md"))
				}
			}
		})
	}
	all.Wait()
	if files, err := d.cache.Files(); err != nil || len(files) != 1 || files[0].Root != "/memory" {
		t.Errorf("left: %+v, %v", files, err)
	}
}

// TestACacheKnowsTheCommits asks git again only where another commit is checked out.
func TestACacheKnowsTheCommits(t *testing.T) {
	root := onDisk(t, withBank("m", map[string]string{"m/progress.md": "# Progress\n\nDone.\n\n**Last Updated:** 2026-01-05\n", "m/techContext.md": "# Tech\n\n**Last Updated:** 2026-01-05\n"}))
	runGit(t, root, "01", "init", "-q")
	commitAll(t, root, "01")
	cache := NewCache(t.TempDir(), "test")
	check := func() (*Snapshot, *Results) {
		f := NewFolder(root)
		rescan(t, f, ScanOptions{Cache: cache})
		s, err := f.Complete(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		r := mustCheck(t, s)
		if err := cache.Save(s); err != nil {
			t.Fatal(err)
		}
		return s, r
	}
	if s, _ := check(); !s.KnowsCommits() {
		t.Fatal("no rule asks version control")
	}
	if s, r := check(); s.KnowsCommits() || r.Checked != 0 || r.Uninformed {
		t.Errorf("asked again: %v; %d checked", s.KnowsCommits(), r.Checked)
	}
	writeText(t, root, "m/progress.md", "# Progress\n\nMore.\n\n**Last Updated:** 2026-01-05\n")
	runGit(t, root, "28", "add", "-A")
	runGit(t, root, "28", "commit", "-q", "-m", "x", "--date", "2026-03-28T12:00:00Z")
	s, r := check()
	if got := messages(r, "m/progress.md"); !s.KnowsCommits() || !slices.ContainsFunc(got, func(m string) bool { return strings.HasPrefix(m, "stale-file") }) {
		t.Errorf("after a commit: %q, asked %v", got, s.KnowsCommits())
	}
	if want := (CacheMiss{"m/techContext.md", MissCommits, ""}); !slices.Contains(r.Cache.Misses, want) {
		t.Errorf("misses are %+v, want %+v among them", r.Cache.Misses, want)
	}
	if s.ledger.indexed() {
		t.Error("who relies on what was listed, though only commits differ")
	}
	if s, again := check(); s.KnowsCommits() || !cmp.Equal(again.All(), r.All()) {
		t.Errorf("from the cache: %v", again.All())
	}
}
