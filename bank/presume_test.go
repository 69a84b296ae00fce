package bank

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"cortex/markdown"
	"cortex/rules"
)

// chainedBank is a bank with more documents than are in memory together where they are judged apart. Each links to one
// that is far away and to the one before it, and each seventh in a way that leads nowhere.
func chainedBank() map[string]string {
	texts := map[string]string{"m/z.md": "# Part\n\nShared.\n", "m/a.md": "# Whole\n\n{{include: z.md#Part}}\n"}
	n := 2*apart + 10
	for i := range n {
		fragment := "section"
		if i%7 == 0 {
			fragment = "sektion"
		}
		texts[fmt.Sprintf("m/n%04d.md", i)] = fmt.Sprintf("# Note %d\n\n## Section\n\nSee [next](n%04d.md#%s) and [lines](n%04d.md#L%d).\n",
			i, (i+n/2)%n, fragment, (n-1+i)%n, i%9+1)
	}
	return withBank("m", texts)
}

// informed returns what is found in a bank where many documents are so many, and how often documents were parsed.
func informed(t *testing.T, texts map[string]string, many int) (*Snapshot, *Results, int64) {
	t.Helper()
	var parsed atomic.Int64
	e := newEngine()
	e.many = many
	e.parse = func(p, text string) *markdown.Document {
		parsed.Add(1)
		return markdown.Parse(p, text)
	}
	f := memoryFolder(inMemory(texts), e)
	rescan(t, f, ScanOptions{})
	s, err := f.Inform(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return s, mustCheck(t, s), parsed.Load()
}

func TestDocumentsJudgedApartAreJudgedAsTogether(t *testing.T) {
	texts := chainedBank()
	_, together, parsed := informed(t, texts, len(texts)+1)
	if found := together.All(); parsed != int64(len(texts)) || len(found) < len(texts)/7 {
		t.Fatalf("%d parsed of %d, %d diagnostics", parsed, len(texts), len(found))
	}
	s, apart, parsed := informed(t, texts, 0)
	if diff := cmp.Diff(together.All(), apart.All()); diff != "" {
		t.Errorf("(-together +apart):\n%s", diff)
	}
	if parsed == int64(len(texts)) || parsed > 2*int64(len(texts)) {
		t.Errorf("%d parsed of %d: it was to be looked again at some, and only at some", parsed, len(texts))
	}
	if differences, err := s.Differences(t.Context()); err != nil || len(differences) > 0 {
		t.Errorf("%q, %v", differences, err)
	}
}

func TestDocumentsJudgedApartAreNotKept(t *testing.T) {
	texts := chainedBank()
	s, _, _ := informed(t, texts, 0)
	kept := 0
	for p := range texts {
		if s.content(p).atHand() != nil {
			kept++
		}
	}
	if kept > len(texts)/2 {
		t.Errorf("%d of %d documents are in memory", kept, len(texts))
	}
}

func TestDiagnosticsOfDocumentsJudgedApartAreShownWithoutTheirTexts(t *testing.T) {
	texts := chainedBank()
	for i := range 100 {
		texts[fmt.Sprintf("m/b%d.md", i)] = fmt.Sprintf("# Broken %d\n\nSee [nothing](none.md)\nand [nothing\nelse](none.md).\n", i)
	}
	s, r, _ := informed(t, texts, 0)
	shown := 0
	for _, d := range r.All() {
		f := s.File(d.Path)
		if f.Size() == 0 || f.content.inMemory() != nil {
			continue
		}
		shown++
		for _, offset := range []int{d.Span.Start, d.Span.End} {
			if l, ok := f.LineAt(offset); !ok || !l.Holds(offset) || f.content.inMemory() != nil {
				t.Errorf("%s: %v has the line %v, and the text was read again: %v", d.Path, d.Span, l, f.content.inMemory() != nil)
			}
		}
	}
	if shown < 200 {
		t.Errorf("%d of %d diagnostics are of texts that are not in memory", shown, len(r.All()))
	}
}

// TestNothingPresumedStandsWhenACheckIsLeft has a check end before what was presumed is looked into.
func TestNothingPresumedStandsWhenACheckIsLeft(t *testing.T) {
	e := newEngine()
	f := memoryFolder(inMemory(chainedBank()), e)
	l := rescan(t, f, ScanOptions{}).ledger
	end, err := l.begin(t.Context(), f.Snapshot())
	if err != nil {
		t.Fatal(err)
	}
	defer end()
	l.listStale()
	_, documents := l.staleInOrder()
	if err := l.judgeUnits(t.Context(), documents, newSteps(nil, "", 0), mode{presume: true}); err != nil {
		t.Fatal(err)
	}
	for id, u := range l.units {
		if _, stale := l.stale[id]; u.presumed != stale {
			t.Errorf("%q: presumed %v, stale %v", id.path, u.presumed, stale)
		}
	}
	if u := l.units[unitID{path: "m/n0000.md"}]; u == nil || !u.presumed {
		t.Errorf("nothing was presumed for the first document: %v", u)
	}
	if l.units[unitID{path: "m/a.md"}] != nil {
		t.Error("there is a result for a document that wanted another one")
	}
}

// leaver leaves a check after so many steps.
type leaver struct {
	leave func()
	after int
}

func (l leaver) Progress(stage string, done, _ int) {
	if stage == "checking" && done == l.after {
		l.leave()
	}
}

// TestNoDocumentIsJudgedAgainForAnEdit has a check end before what was presumed is looked into, and somebody type.
func TestNoDocumentIsJudgedAgainForAnEdit(t *testing.T) {
	e := newEngine()
	e.many = 0
	judged := map[string]int{}
	var mu sync.Mutex
	check := e.check
	e.check = func(ctx context.Context, doc *markdown.Document, ws rules.Workspace, set rules.Settings) []rules.Diagnostic {
		mu.Lock()
		defer mu.Unlock()
		judged[doc.Path]++
		return check(ctx, doc, ws, set)
	}
	f := memoryFolder(inMemory(chainedBank()), e)
	ctx, cancel := context.WithCancel(t.Context())
	_, err := rescan(t, f, ScanOptions{}).Check(ctx, leaver{cancel, 2 * apart})
	if err == nil {
		t.Fatal("the check was not left")
	}
	early := maps.Clone(judged)
	s := f.Apply(Change{Kind: Edited, Path: "m/n0000.md", Text: "# Note\n\n## Other\n"})
	mustCheck(t, s)
	again := 0
	for p, n := range judged {
		if early[p] > 0 && n > early[p] {
			again++
		}
	}
	// Each seventh was told something else than what is so.
	if most := len(judged)/7 + 20; again > most {
		t.Errorf("%d of %d documents were judged again, want at most %d", again, len(early), most)
	}
	if differences, err := s.Differences(t.Context()); err != nil || len(differences) > 0 {
		t.Errorf("%q, %v", differences, err)
	}
}

// TestWhatWasPresumedIsToldToNobody has a check end before what was presumed is looked into. Of two documents that ask the same of a third the
// first was told what is presumed, the last what is so.
func TestWhatWasPresumedIsToldToNobody(t *testing.T) {
	texts := chainedBank()
	texts["m/b.md"], texts["m/y.md"] = "[z](z.md#none)\n", "[z](z.md#none)\n"
	texts["m/zz.md"] = "[z](z.md#none)\n"
	e := newEngine()
	e.many = 0
	f := memoryFolder(inMemory(texts), e)
	ctx, cancel := context.WithCancel(t.Context())
	if _, err := rescan(t, f, ScanOptions{}).Check(ctx, leaver{cancel, len(texts)}); err == nil {
		t.Fatal("the check was not left")
	}
	s := f.Apply(Change{Kind: Edited, Path: "m/n0000.md", Text: "# Note\n"})
	mustCheck(t, s)
	for _, a := range s.ledger.relations.answers {
		if _, ok := a.answer.(unsettled); ok {
			t.Errorf("there is no answer to %v of %v", s.ledger.relations.byNumber[a.question], a.askedAt)
		}
	}
	if differences, err := s.Differences(t.Context()); err != nil || len(differences) > 0 {
		t.Errorf("%q, %v", differences, err)
	}
}

// TestWhoWaitsForOtherTextsCanLeave has every text change of a bank whose documents are judged apart, and nobody wait for the results.
func TestWhoWaitsForOtherTextsCanLeave(t *testing.T) {
	var parsed atomic.Int64
	e := countingEngine(&parsed)
	e.many = 0
	f := memoryFolder(inMemory(chainedBank()), e)
	mustCheck(t, rescan(t, f, ScanOptions{}))
	var edits []Change
	for _, p := range f.Snapshot().Banks()[0].Paths {
		edits = append(edits, Change{Kind: Edited, Path: p, Text: "# Other\n"})
	}
	s := f.Apply(edits...)
	end, err := s.ledger.begin(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	defer end()
	before := parsed.Load()
	ctx, leave := context.WithCancel(t.Context())
	leave()
	if _, err := s.ledger.judge(ctx, nil, nil); err == nil || parsed.Load() > before {
		t.Errorf("%d documents are parsed for nobody, %v", parsed.Load()-before, err)
	}
}

func TestLinksNeedNoDocumentsThatWereJudgedApart(t *testing.T) {
	for name, check := range map[string]func(s *Snapshot) error{
		"without version control": func(s *Snapshot) error { _, err := s.Check(t.Context(), nil); return err },
		"asking version control":  func(s *Snapshot) error { _, _, err := s.CheckInquiring(t.Context(), nil); return err },
	} {
		var parsed atomic.Int64
		e := countingEngine(&parsed)
		e.many = 0
		s := rescan(t, memoryFolder(inMemory(chainedBank()), e), ScanOptions{})
		if err := check(s); err != nil {
			t.Fatal(err)
		}
		before := parsed.Load()
		if err := s.Warm(t.Context()); err != nil || parsed.Load() > before {
			t.Errorf("%s, %d documents are parsed for links, %v", name, parsed.Load()-before, err)
		}
	}
}

// watchedFiles tell when a file is opened for the first time.
type watchedFiles struct {
	fstest.MapFS
	path   string
	opened func()
}

func (w watchedFiles) Open(name string) (fs.File, error) {
	if name == w.path {
		w.opened()
	}
	return w.MapFS.Open(name)
}

// TestDocumentsAreReadWhileOthersAreJudged has the first document wait until one is read that comes after those in memory with it.
func TestDocumentsAreReadWhileOthersAreJudged(t *testing.T) {
	texts := chainedBank()
	paths := slices.Sorted(maps.Keys(texts))
	read := make(chan struct{})
	e := newEngine()
	e.many = 0
	var inVain atomic.Bool
	e.check = func(ctx context.Context, doc *markdown.Document, ws rules.Workspace, set rules.Settings) []rules.Diagnostic {
		if doc.Path == paths[0] {
			select {
			case <-read:
			case <-ctx.Done():
				inVain.Store(true)
			}
		}
		return rules.Check(ctx, doc, ws, set)
	}
	f := memoryFolder(watchedFiles{inMemory(texts), paths[apart+1], sync.OnceFunc(func() { close(read) })}, e)
	list(t, f, ScanOptions{})
	s, err := f.Inform(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	mustCheck(t, s)
	if inVain.Load() {
		t.Error("nothing was read meanwhile")
	}
}
