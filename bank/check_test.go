package bank

import (
	"context"
	"errors"
	"path"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"cortex/markdown"
	"cortex/rules"
)

// linked are a bank whose progress.md links into two other files and to one outside.
func linked() map[string]string {
	return withBank("m", map[string]string{
		"m/progress.md":    "# Progress\n\n[a](a.md#goals)\n[b](b.md)\n[code](../src/a.go)\n",
		"m/a.md":           "# A\n\n## Goals\n",
		"m/b.md":           "# B\n",
		"m/c.md":           "# C\n\n[self](#c)\n",
		"src/a.go":         "",
		"src/keep.go":      "",
		"other/progress.x": "",
	})
}

func broken(r *Results, p string) []string {
	var all []string
	for _, d := range r.Found.In(p) {
		if d.Rule == "broken-link" || d.Rule == "broken-anchor" {
			all = append(all, d.Rule)
		}
	}
	return all
}

func TestAnEditTurnsALinkInAnotherFileRedAndNothingElseIsJudgedAgain(t *testing.T) {
	files := inMemory(linked())
	f := memoryFolder(files, newEngine())
	r := mustCheck(t, rescan(t, f, ScanOptions{}))
	if got := broken(r, "m/progress.md"); r.Files != 9 || r.Checked != 9 || len(got) != 0 {
		t.Fatalf("at first: %d of %d checked, broken: %q", r.Checked, r.Files, got)
	}
	steps := []struct {
		name    string
		next    func() *Snapshot
		checked int
		want    []string
	}{
		{"nothing happened", f.Snapshot, 0, nil},
		{"the heading is renamed", func() *Snapshot {
			return f.Apply(Change{Kind: Edited, Path: "m/a.md", Text: "# A\n\n## Aims\n"})
		}, 2, []string{"broken-anchor"}},
		{"a file that nobody asked for is edited", func() *Snapshot {
			return f.Apply(Change{Kind: Edited, Path: "m/c.md", Text: "# See\n"})
		}, 1, []string{"broken-anchor"}},
		{"the heading is back", func() *Snapshot { return f.Apply(Change{Kind: Closed, Path: "m/a.md"}) }, 2, nil},
		{"a target in the bank is deleted", func() *Snapshot {
			delete(files, "m/b.md")
			return readChanged(t, f, "m/b.md")
		}, 1, []string{"broken-link"}},
		{"an editor makes it anew", func() *Snapshot { return f.Apply(Change{Kind: Edited, Path: "m/b.md", Text: "# B\n"}) }, 2, nil},
		{"a target outside is deleted", func() *Snapshot {
			delete(files, "src/a.go")
			return readChanged(t, f, "src/a.go")
		}, 1, []string{"broken-link"}},
		{"something else outside appears", func() *Snapshot {
			files["src/b.go"] = files["m/c.md"]
			return readChanged(t, f, "src/b.go")
		}, 0, []string{"broken-link"}},
	}
	for _, step := range steps {
		r := mustCheck(t, step.next())
		if got := broken(r, "m/progress.md"); r.Checked != step.checked || !slices.Equal(got, step.want) {
			t.Errorf("%s: %d checked, want %d; broken: %q, want %q", step.name, r.Checked, step.checked, got, step.want)
		}
	}
}

func TestResultsAreThoseOfAFreshCheck(t *testing.T) {
	files := inMemory(linked())
	f := memoryFolder(files, newEngine())
	rescan(t, f, ScanOptions{})
	for i, c := range []Change{
		{Kind: Edited, Path: "m/a.md", Text: "# A\n"},
		{Kind: Edited, Path: "m/new.md", Text: "# New\n\n[x](none.md)\n"},
		{Kind: Edited, Path: "m/a.md", Text: "# A\n\n[x](new.md#none)\n"},
		{Kind: Closed, Path: "m/new.md"},
		{Kind: Edited, Path: "m/b.md", Text: ""},
		{Kind: Closed, Path: "m/a.md"},
	} {
		s := f.Apply(c)
		fresh := *s
		fresh.ledger = newLedger(s.engine)
		got, want := mustCheck(t, s), mustCheck(t, &fresh)
		if diff := cmp.Diff(want.All(), got.All()); diff != "" {
			t.Errorf("after change %d (-want +got):\n%s", i, diff)
		}
	}
}

func TestUnchangedDiagnosticsAreTheSameSlice(t *testing.T) {
	f := memoryFolder(inMemory(withBank("m", map[string]string{
		"m/x.md": "# X\n\n[x](none.md)\n", "m/y.md": "# Y\n\n[y](none.md)\n",
	})), newEngine())
	before := mustCheck(t, rescan(t, f, ScanOptions{}))
	after := mustCheck(t, f.Apply(Change{Kind: Edited, Path: "m/y.md", Text: "# Y\n\n\n[y](none.md)\n"}))
	if len(before.Found.In("m/x.md")) == 0 || &before.Found.In("m/x.md")[0] != &after.Found.In("m/x.md")[0] {
		t.Error("diagnostics of an unchanged file are another slice")
	}
	if before.Found.In("m/y.md")[0].Span == after.Found.In("m/y.md")[0].Span {
		t.Error("diagnostics of the changed file did not move")
	}
	same := mustCheck(t, f.Apply(Change{Kind: Edited, Path: "m/y.md", Text: "# Y\n\n\n[y](none.md)\n\nMore.\n"}))
	if &same.Found.In("m/y.md")[0] != &after.Found.In("m/y.md")[0] {
		t.Error("equal diagnostics of a judged file are another slice")
	}
}

func TestAChangeOfTheConfigurationJudgesEverythingAgain(t *testing.T) {
	files := inMemory(linked())
	f := memoryFolder(files, newEngine())
	delete(files, "m/b.md")
	r := mustCheck(t, rescan(t, f, ScanOptions{}))
	if len(broken(r, "m/progress.md")) != 1 {
		t.Fatalf("at first: %q", broken(r, "m/progress.md"))
	}
	files[ConfigFile] = &fstest.MapFile{Data: []byte("rules:\n  broken-link: off\n  borken-anchor: off\n")}
	r = mustCheck(t, readChanged(t, f, ConfigFile))
	if r.Checked != r.Files || len(broken(r, "m/progress.md")) != 0 {
		t.Errorf("%d of %d checked, broken: %q", r.Checked, r.Files, broken(r, "m/progress.md"))
	}
	if got := messages(r, ConfigFile); !slices.Equal(got, []string{`config: unknown rule "borken-anchor": did you mean "broken-anchor"?`}) {
		t.Errorf("got %q", got)
	}
	delete(files, ConfigFile)
	r = mustCheck(t, readChanged(t, f, ConfigFile))
	if len(broken(r, "m/progress.md")) != 1 || len(r.Found.In(ConfigFile)) != 0 {
		t.Errorf("without configuration: %q, %q", broken(r, "m/progress.md"), messages(r, ConfigFile))
	}
}

func TestBankRulesAreJudgedWithTheListOfFiles(t *testing.T) {
	files := inMemory(withBank("m", map[string]string{ConfigFile: "profile: cline"}))
	f := memoryFolder(files, newEngine())
	missing := func(r *Results) (n int) {
		for _, d := range r.All() {
			if d.Rule == "missing-file" {
				n++
			}
		}
		return n
	}
	if n := missing(mustCheck(t, rescan(t, f, ScanOptions{}))); n != 0 {
		t.Errorf("at first %d files are missing", n)
	}
	delete(files, "m/techContext.md")
	if n := missing(mustCheck(t, readChanged(t, f, "m/techContext.md"))); n != 1 {
		t.Errorf("%d files are missing after one was deleted", n)
	}
	if n := missing(mustCheck(t, f.Apply(Change{Kind: Edited, Path: "m/techContext.md"}))); n != 0 {
		t.Errorf("%d files are missing after it was made anew", n)
	}
}

func TestWhatLookedAtTheListOfFilesIsJudgedAgainWhenItChanges(t *testing.T) {
	e := fakeEngine(func(doc *markdown.Document, ws rules.Workspace) []rules.Diagnostic {
		if doc.Path != "m/progress.md" || slices.Contains(ws.Documents().Paths(), "m/wanted.md") {
			return nil
		}
		return []rules.Diagnostic{{Path: doc.Path, Rule: "fake"}}
	})
	f := memoryFolder(inMemory(withBank("m", nil)), e)
	if r := mustCheck(t, rescan(t, f, ScanOptions{})); len(r.All()) != 1 {
		t.Errorf("at first: %v", r.All())
	}
	if r := mustCheck(t, f.Apply(Change{Kind: Edited, Path: "m/wanted.md"})); len(r.All()) != 0 || r.Checked != 2 {
		t.Errorf("afterwards %d checked: %v", r.Checked, r.All())
	}
}

func TestABankIsJudgedAgainWhenATextInItChanges(t *testing.T) {
	e := fakeEngine(func(*markdown.Document, rules.Workspace) []rules.Diagnostic { return nil })
	e.checkBank = func(_ context.Context, ws rules.Workspace, _ rules.Settings, _ *rules.Survey) (found []rules.Diagnostic) {
		for _, p := range ws.Documents().Paths() {
			found = append(found, rules.Diagnostic{Path: p, Rule: "fake", Message: ws.Document(p).Text})
		}
		return found
	}
	f := memoryFolder(inMemory(withBank("m", nil)), e)
	mustCheck(t, rescan(t, f, ScanOptions{}))
	r := mustCheck(t, f.Apply(Change{Kind: Edited, Path: "m/progress.md", Text: "new"}))
	if got := messages(r, "m/progress.md"); !slices.Equal(got, []string{"fake: new"}) || r.Checked != 1 {
		t.Errorf("%d checked: %q", r.Checked, got)
	}
}

// count returns how much units rely on.
func (r *relations) count() int {
	n := 0
	for _, readers := range r.readers {
		n += len(readers)
	}
	for _, p := range r.places {
		n += int(p.statters)
	}
	for _, a := range r.answers {
		n += int(a.askers)
	}
	return n
}

func TestABankThatIsGoneLeavesNothing(t *testing.T) {
	files := inMemory(withBank("m", map[string]string{"m/x.md": "[x](none.md)\n"}))
	f := memoryFolder(files, newEngine())
	if r := mustCheck(t, rescan(t, f, ScanOptions{})); len(r.Found.In("m/x.md")) == 0 {
		t.Fatal("no diagnostics")
	}
	for _, name := range clineNames {
		delete(files, "m/"+name)
	}
	r := mustCheck(t, readChanged(t, f, "m/progress.md", "m/techContext.md"))
	if len(r.All()) != 0 || r.Files != 0 {
		t.Errorf("left: %v, files: %d", r.All(), r.Files)
	}
	if l := f.Snapshot().ledger; len(l.units)+l.relations.count()+len(l.reworded)+len(l.spread)+len(l.stale) != 0 {
		t.Errorf("the ledger still holds something: %+v", l)
	}
}

func TestAFileMovesBetweenNestedBanks(t *testing.T) {
	files := inMemory(withBank("m", withBank("m/sub", map[string]string{"m/sub/x.md": "[x](none.md)\n"})))
	f := memoryFolder(files, newEngine())
	rescan(t, f, ScanOptions{})
	for i, change := range []func(){
		func() {},
		func() {
			delete(files, "m/sub/progress.md")
			delete(files, "m/sub/techContext.md")
			delete(files, "m/sub/projectbrief.md")
			delete(files, "m/sub/systemPatterns.md")
		},
		func() {
			files["m/sub/progress.md"] = files["m/progress.md"]
			files["m/sub/techContext.md"] = files["m/progress.md"]
		},
	} {
		change()
		r := mustCheck(t, readChanged(t, f, "m/sub/progress.md", "m/sub"))
		if got := broken(r, "m/sub/x.md"); len(got) != 1 {
			t.Errorf("step %d: broken: %q", i, got)
		}
	}
}

func TestALateDocumentDoesNotHoldUpTheOthers(t *testing.T) {
	for _, where := range []string{"parsing", "checking"} {
		t.Run(where, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				release := make(chan struct{})
				defer close(release)
				slow := func(stage, p string) {
					if stage == where && p == "m/progress.md" {
						<-release
					}
				}
				e := fakeEngine(func(doc *markdown.Document, ws rules.Workspace) []rules.Diagnostic {
					slow("checking", doc.Path)
					ws.Document("m/progress.md")
					return []rules.Diagnostic{{Path: doc.Path, Rule: "fake"}}
				})
				e.parse = func(p, text string) *markdown.Document {
					slow("parsing", p)
					return markdown.Parse(p, text)
				}
				start := time.Now()
				s := rescan(t, memoryFolder(inMemory(withBank("m", nil)), e), ScanOptions{})
				r := mustCheck(t, s)
				if took := time.Since(start); took != e.limit {
					t.Errorf("took %v", took)
				}
				want := []string{"too-complex: not judged: " + where + " took longer than 10s"}
				if got := messages(r, "m/progress.md"); !slices.Equal(got, want) {
					t.Errorf("got %q", got)
				}
				if len(r.All()) != len(clineNames) {
					t.Errorf("got %v", r.All())
				}
				again := mustCheck(t, s)
				if again.Checked != 0 || time.Since(start) != e.limit {
					t.Errorf("the second check judged %d again", again.Checked)
				}
			})
		})
	}
}

func TestACancelledCheckEndsAtOnceAndIsTakenUpAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		release := make(chan struct{})
		var done atomic.Int64
		e := fakeEngine(func(doc *markdown.Document, _ rules.Workspace) []rules.Diagnostic {
			if doc.Path == "m/techContext.md" {
				cancel()
				<-release
			}
			done.Add(1)
			return []rules.Diagnostic{{Path: doc.Path, Rule: "fake"}}
		})
		s := rescan(t, memoryFolder(inMemory(withBank("m", nil)), e), ScanOptions{})
		if r, err := s.Check(ctx, nil); !errors.Is(err, context.Canceled) || r != nil {
			t.Errorf("got %v, %v", r, err)
		}
		close(release)
		synctest.Wait()
		before := done.Load()
		r := mustCheck(t, s)
		if len(r.All()) != len(clineNames) || r.Checked == 0 || int64(r.Checked) != done.Load()-before {
			t.Errorf("%d diagnostics, %d checked, %d judged", len(r.All()), r.Checked, done.Load()-before)
		}
	})
}

func TestAWaitingCheckHearsOfCancellation(t *testing.T) {
	f := memoryFolder(inMemory(nil), newEngine())
	f.Snapshot().ledger.turn <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.Snapshot().Check(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestSnapshotsAreCheckedConcurrently(t *testing.T) {
	f := memoryFolder(inMemory(linked()), newEngine())
	snapshots := []*Snapshot{rescan(t, f, ScanOptions{})}
	for i := range 20 {
		text := "# A\n"
		if i%2 == 0 {
			text = "# A\n\n## Goals\n"
		}
		snapshots = append(snapshots, f.Apply(Change{Kind: Edited, Path: "m/a.md", Text: text}))
	}
	var wg sync.WaitGroup
	for i, s := range snapshots {
		wg.Go(func() {
			r, err := s.Check(context.Background(), nil)
			want := 0
			if i > 0 && i%2 == 0 {
				want = 1
			}
			if err != nil || len(broken(r, "m/progress.md")) != want {
				t.Errorf("snapshot %d: %v, broken: %q", i, err, broken(r, "m/progress.md"))
			}
		})
	}
	wg.Wait()
}

// heard keeps the last step of each stage.
type heard struct {
	mu   sync.Mutex
	done map[string]int
	of   map[string]int
}

func (h *heard) Progress(stage string, done, total int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.done[stage] = max(h.done[stage], done)
	h.of[stage] = total
}

func TestProgressIsToldAboutEveryFile(t *testing.T) {
	h := &heard{done: map[string]int{}, of: map[string]int{}}
	s := rescan(t, memoryFolder(inMemory(withBank("m", nil)), newEngine()), ScanOptions{Progress: h})
	if _, err := s.Check(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	for _, stage := range []string{"reading", "parsing", "checking"} {
		if h.done[stage] != len(clineNames) || h.of[stage] != len(clineNames) {
			t.Errorf("%s: %d of %d", stage, h.done[stage], h.of[stage])
		}
	}
}

func TestDiagnosticsOnOtherFilesAreFiledThere(t *testing.T) {
	report := true
	e := fakeEngine(func(doc *markdown.Document, ws rules.Workspace) []rules.Diagnostic {
		if path.Base(doc.Path) != "progress.md" {
			return []rules.Diagnostic{{Path: doc.Path, Rule: "own"}}
		}
		if !report {
			return nil
		}
		return []rules.Diagnostic{{Path: "m/techContext.md", Rule: "a"}, {Path: "src/none.go", Rule: "b"}, {Path: "m/techContext.md", Rule: "z"}}
	})
	f := memoryFolder(inMemory(withBank("m", nil)), e)
	r := mustCheck(t, rescan(t, f, ScanOptions{}))
	if got := messages(r, "m/techContext.md"); !slices.Equal(got, []string{"a: ", "own: ", "z: "}) || len(r.Found.In("src/none.go")) != 1 {
		t.Errorf("got %q, %v", got, r.All())
	}
	report = false
	r = mustCheck(t, f.Apply(Change{Kind: Edited, Path: "m/progress.md", Text: "x"}))
	if got := messages(r, "m/techContext.md"); !slices.Equal(got, []string{"own: "}) || r.Found.In("src/none.go") != nil {
		t.Errorf("afterwards %q, %v", got, r.All())
	}
}
