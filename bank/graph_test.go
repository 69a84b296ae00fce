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

	"cortex/markdown"
)

// portray asks for a graph at s and describes it.
func portray(t *testing.T, g *graph, s *Snapshot) portrait {
	t.Helper()
	var p portrait
	if err := g.ask(t.Context(), s, func() { p = g.portrait() }); err != nil {
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
	"m/activeContext.md", "m/progress.md", "m/a.md", "m/sub/b.md", "m/sub/a.md", "m/tasks/_index.md", "m/tasks/TASK001-x.md",
	"m/n/projectbrief.md", "m/n/productContext.md", "m/n/activeContext.md", "m/n/systemPatterns.md", "src/app.go", "src/new.go", "b.md",
}

func (w *graphWalk) text() string {
	lines := []string{
		"# A", "## Setup", "[a](a.md)", "[b](sub/b.md#setup)", "[up](../a.md)", "[c](activeContext.md)", "[[a]]", "[[b#Setup|t]]", "`src/app.go:12`", "`a.md`",
		"{{include: a.md#Setup}}", "{{include: sub/b.md}}", "[x][l]", "[l]: progress.md#a", "[app](src/new.go)", "[dir](sub/)", "<https://example.com>", "[s](#setup)", "- [TASK001] x",
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
			g := f.Snapshot().graph
			for i, p := range g.points {
				if p.node != nil {
					got[g.paths.name(int32(i))] = p.node
				}
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

// largeFolder is a bank of 10,000 documents with ten sections and twenty links each, that has been read.
func largeFolder(tb testing.TB) *Folder {
	texts := map[string]string{}
	for i := range 10_000 {
		var b strings.Builder
		fmt.Fprintf(&b, "# Document %d\n", i)
		for j := range 10 {
			fmt.Fprintf(&b, "\n## Section %d of %d\n\nSee [one](../%d/%d.md#section-1-of-7), [hub](../hub.md) and `go run %d`.\n", j, i, (i*7+j)%100, (i*7+j)%10_000, j)
		}
		texts[fmt.Sprintf("m/%d/%d.md", i%100, i)] = b.String()
	}
	texts["m/hub.md"] = "# Hub\n"
	f := memoryFolder(inMemory(withBank("m", texts)), newEngine())
	d, err := scan(tb.Context(), f.Snapshot(), ScanOptions{})
	if err != nil {
		tb.Fatal(err)
	}
	f.Apply(Change{Kind: OnDisk, Disk: d})
	if _, err := f.Snapshot().References(tb.Context(), "m/hub.md", 3, true); err != nil {
		tb.Fatal(err)
	}
	return f
}

func BenchmarkReferences(b *testing.B) {
	f := largeFolder(b)
	ask := func(b *testing.B, path string, offset int) {
		if found, err := f.Snapshot().References(b.Context(), path, offset, true); err != nil || len(found) == 0 {
			b.Fatal(found, err)
		}
	}
	b.Run("few", func(b *testing.B) {
		for b.Loop() {
			ask(b, "m/7/7.md", 3)
		}
	})
	b.Run("100000", func(b *testing.B) {
		for b.Loop() {
			ask(b, "m/hub.md", 3)
		}
	})
	b.Run("after an edit", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			f.Apply(Change{Kind: Edited, Path: "m/7/7.md", Text: fmt.Sprintf("# A %d\n\n[hub](../hub.md)\n", i)})
			ask(b, "m/7/7.md", 3)
		}
	})
	b.Run("after a file appeared", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			f.Apply(Change{Kind: Edited, Path: fmt.Sprintf("m/new%d.md", i), Text: "# New\n"})
			ask(b, "m/7/7.md", 3)
		}
	})
	b.Run("from nothing", func(b *testing.B) {
		for b.Loop() {
			if err := newGraph().ask(b.Context(), f.Snapshot(), func() {}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkSymbols(b *testing.B) {
	f := largeFolder(b)
	for _, query := range []string{"", "section 5", "sctn", "hub", "zzz"} {
		b.Run("query="+query, func(b *testing.B) {
			for b.Loop() {
				if _, err := f.Snapshot().Symbols(b.Context(), query, 200); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestAPanicOfAResolverConcernsOneDocument(t *testing.T) {
	f := memoryFolder(inMemory(withBank("m", map[string]string{"m/a.md": "[b](b.md)", "m/c.md": "[b](b.md)", "m/b.md": "# B"})), newEngine())
	s := rescan(t, f, ScanOptions{})
	s.document("m/c.md").Links = append(s.document("m/c.md").Links, markdown.Link{Kind: 99})
	found, err := s.References(t.Context(), "m/b.md", 2, false)
	if err != nil || len(found) != 1 || found[0].Path != "m/a.md" {
		t.Errorf("references %v, %v", found, err)
	}
}
