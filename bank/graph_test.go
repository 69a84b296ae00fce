package bank

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"cortex/rules"
)

// portrait is all that a graph knows, in a form that can be compared.
type portrait struct {
	Targets map[string][]rules.Target
	Naming  map[string][]string
	Kinds   map[string]rules.FileKind
	Askers  map[string][]string
}

// portray asks for a graph at s and describes it.
func portray(t *testing.T, g *graph, s *Snapshot) portrait {
	t.Helper()
	p := portrait{map[string][]rules.Target{}, map[string][]string{}, map[string]rules.FileKind{}, map[string][]string{}}
	err := g.ask(t.Context(), s, func() {
		for name, n := range g.nodes {
			p.Targets[name] = n.targets
		}
		for name := range g.sources {
			p.Naming[name] = g.naming(name)
		}
		for name, kind := range g.asked.kinds {
			p.Kinds[name] = kind
			for _, id := range g.asked.askers[name] {
				p.Askers[name] = append(p.Askers[name], id.path)
			}
			slices.Sort(p.Askers[name])
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestTheGraphEqualsOneBuiltFromNothing edits, creates and deletes at random, in editors and
// on disk, and compares after every few steps.
func TestTheGraphEqualsOneBuiltFromNothing(t *testing.T) {
	for seed := range uint64(20) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			w := newGraphWalk(t, seed)
			for range 60 {
				w.step()
				if w.random.IntN(3) == 0 {
					w.compare()
				}
			}
			w.compare()
		})
	}
}

type graphWalk struct {
	t      *testing.T
	random *rand.Rand
	files  fstest.MapFS
	folder *Folder
	known  []*Snapshot
}

func newGraphWalk(t *testing.T, seed uint64) *graphWalk {
	files := inMemory(withBank("m", map[string]string{"src/app.go": "package app"}))
	w := &graphWalk{t: t, random: rand.New(rand.NewPCG(seed, 7)), files: files, folder: memoryFolder(files, newEngine())}
	rescan(t, w.folder, ScanOptions{})
	return w
}

// walkPaths are where files come and go: in the bank, in one that comes and goes, and outside.
var walkPaths = []string{
	"m/activeContext.md", "m/progress.md", "m/a.md", "m/sub/b.md", "m/sub/a.md", "m/tasks/_index.md",
	"m/n/projectbrief.md", "m/n/productContext.md", "m/n/activeContext.md", "m/n/systemPatterns.md", "src/app.go", "src/new.go", "b.md",
}

func (w *graphWalk) text() string {
	lines := []string{
		"# A", "## Setup", "[a](a.md)", "[b](sub/b.md#setup)", "[up](../a.md)", "[c](activeContext.md)", "[[a]]", "[[b#Setup|t]]", "`src/app.go:12`", "`a.md`",
		"{{include: a.md#Setup}}", "{{include: sub/b.md}}", "[x][l]", "[l]: progress.md#a", "[app](src/new.go)", "[dir](sub/)", "<https://example.com>", "[s](#setup)",
	}
	var b strings.Builder
	for range w.random.IntN(6) {
		b.WriteString(lines[w.random.IntN(len(lines))] + "\n\n")
	}
	return b.String()
}

func (w *graphWalk) step() {
	p := walkPaths[w.random.IntN(len(walkPaths))]
	switch w.random.IntN(6) {
	case 0, 1:
		w.folder.Apply(Change{Kind: Edited, Path: p, Text: w.text()})
	case 2:
		w.folder.Apply(Change{Kind: Closed, Path: p})
	case 3:
		w.files[p] = &fstest.MapFile{Data: []byte(w.text())}
		readChanged(w.t, w.folder, p)
	case 4:
		delete(w.files, p)
		readChanged(w.t, w.folder, p)
	case 5:
		rescan(w.t, w.folder, ScanOptions{})
	}
	w.known = append(w.known, w.folder.Snapshot())
}

// compare looks at the newest snapshot, and at an old one as a request does that comes late.
func (w *graphWalk) compare() {
	w.t.Helper()
	for _, s := range []*Snapshot{w.folder.Snapshot(), w.known[w.random.IntN(len(w.known))], w.folder.Snapshot()} {
		if diff := cmp.Diff(portray(w.t, newGraph(), s), portray(w.t, s.graph, s)); diff != "" {
			w.t.Fatal(diff)
		}
	}
}

func TestOnlyWhatAnEditConcernsIsResolvedAgain(t *testing.T) {
	f := memoryFolder(inMemory(withBank("m", map[string]string{
		"m/a.md": "[b](b.md) [gone](gone.md)", "m/b.md": "# B", "m/c.md": "[b](b.md) [[gone]]",
	})), newEngine())
	rescan(t, f, ScanOptions{})
	nodes := func() map[string]*node {
		got := map[string]*node{}
		if err := f.Snapshot().graph.ask(t.Context(), f.Snapshot(), func() {
			for p, n := range f.Snapshot().graph.nodes {
				got[p] = n
			}
		}); err != nil {
			t.Fatal(err)
		}
		return got
	}
	renewed := func(change Change) []string {
		before := nodes()
		f.Apply(change)
		var paths []string
		for p, n := range nodes() {
			if before[p] != n {
				paths = append(paths, p)
			}
		}
		slices.Sort(paths)
		return paths
	}
	for _, tt := range []struct {
		change Change
		want   []string
	}{
		{Change{Kind: Edited, Path: "m/b.md", Text: "# B\n"}, []string{"m/b.md"}},
		{Change{Kind: Edited, Path: "m/gone.md", Text: ""}, []string{"m/a.md", "m/c.md", "m/gone.md"}},
		{Change{Kind: Edited, Path: "m/gone.md", Text: "x"}, []string{"m/gone.md"}},
		{Change{Kind: Closed, Path: "m/gone.md"}, []string{"m/a.md", "m/c.md"}},
	} {
		if got := renewed(tt.change); !slices.Equal(got, tt.want) {
			t.Errorf("after %v: %q resolved again, want %q", tt.change, got, tt.want)
		}
	}
}

func TestACancelledQuestionLeavesTheGraphRight(t *testing.T) {
	texts := map[string]string{}
	for i := range 50 {
		texts[fmt.Sprintf("m/%d.md", i)] = fmt.Sprintf("[x](%d.md)", i+1)
	}
	var parsed atomic.Int64
	f := memoryFolder(inMemory(withBank("m", texts)), countingEngine(&parsed))
	s := rescan(t, f, ScanOptions{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.graph.ask(ctx, s, func() { t.Error("asked") }); err == nil {
		t.Error("no error")
	}
	if diff := cmp.Diff(portray(t, newGraph(), s), portray(t, s.graph, s)); diff != "" {
		t.Error(diff)
	}
}
