package lsp

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"cortex/bank"
)

// twice stands in two files, which only a rule for whole banks sees.
var twice = "## Part\n\n" + strings.Repeat("- What was agreed on in the meeting and is to be done by all of us\n- What was put off until the next one\n", 4)

// TestOpenDocumentsAreJudgedFirst opens a file in a workspace that was never checked.
func TestOpenDocumentsAreJudgedFirst(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, map[string]string{"memory-bank/first.md": "# First\n\n" + twice})
		uri := pathURI(root + "/memory-bank/progress.md")
		c := connect(t, nil)
		c.mustCall("initialize", map[string]any{"rootUri": pathURI(root), "capabilities": json.RawMessage(ableClient)}, nil)
		c.didOpen(uri, "# P\n\n[x](gone.md)\n\n"+twice)
		c.notify("initialized", struct{}{})
		early := c.await(uri, "diagnostics", func(p published) bool { return len(p.Diagnostics) > 0 })
		if len(early.of("broken-link")) != 1 || len(early.of("duplicate-block")) != 0 {
			t.Errorf("first comes %v", early.Diagnostics)
		}
		c.awaitRule(uri, "duplicate-block", 1)
		c.end()
	})
}

// TestWhoAsksForDiagnosticsIsAnsweredEarly asks about a document of which something is known and about all of them.
func TestWhoAsksForDiagnosticsIsAnsweredEarly(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		const document = "file:///w/a.md"
		b := newBoard()
		b.expect(7)
		answered := make(chan string, 3)
		ask := func(ctx context.Context, document string) {
			if b.await(ctx, document, func(string) bool { return false }) == nil {
				answered <- document
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		go ask(ctx, "")
		go ask(ctx, document)
		b.putEarly(job{number: 6, view: &view{}}, []publication{{uri: document, wire: json.RawMessage("[1]")}})
		synctest.Wait()
		if len(answered) > 0 {
			t.Error("somebody is answered with what came of an older state")
		}
		b.putEarly(job{number: 7, view: &view{}}, []publication{{uri: document, wire: json.RawMessage("[2]")}})
		synctest.Wait()
		if len(answered) != 1 || <-answered != document {
			t.Errorf("%d are answered early, want who asked about the document", len(answered))
		}
		if r := b.document(document, "", false); string(r.Items) != "[2]" {
			t.Errorf("the answer is %s", r.Items)
		}
		b.put(job{number: 7, view: &view{}}, false, nil, nil)
		if got := <-answered; got != "" {
			t.Errorf("in the end %q is answered", got)
		}
	})
}

// TestWhatIsFoundEarlyIsToldThoughTheCheckIsInterruptedJustThen has a newer job come when the client is to ask again about a document.
func TestWhatIsFoundEarlyIsToldThoughTheCheckIsInterruptedJustThen(t *testing.T) {
	root := newBank(t, nil)
	file := root + "/memory-bank/progress.md"
	s := newServer(Options{})
	s.client.pulls = true
	f := s.addFolder(root)
	f.bank.Apply(scanned(t, f.bank))
	s.put(&document{uri: pathURI(file), path: file, version: 1, text: "# P\n\n[x](gone.md)\n"})
	d := s.diagnoser
	if r := d.board.document(pathURI(file), "", false); string(r.Items) != noDiagnostics {
		t.Fatalf("before the check there is %s", r.Items)
	}
	var told []error
	d.refresh = func(ctx context.Context, method string) {
		d.scheduled.Add(1)
		d.interrupt()
		told = append(told, ctx.Err())
	}
	j := job{view: s.view, number: d.scheduled.Add(1)}
	if d.check(t.Context(), j, nil) {
		t.Error("the check was not interrupted")
	}
	if len(told) != 1 || told[0] != nil {
		t.Errorf("the client is told %v, want once, with a context that goes on", told)
	}
}

// TestTheDiskIsLookedAtAgainOnlyAfterOpenDocumentsWereToldAbout holds what the first check of a folder does first.
func TestTheDiskIsLookedAtAgainOnlyAfterOpenDocumentsWereToldAbout(t *testing.T) {
	root := newBank(t, nil)
	file := root + "/memory-bank/progress.md"
	s := newServer(Options{})
	f := s.addFolder(root)
	f.bank.Apply(scanned(t, f.bank))
	s.put(&document{uri: pathURI(file), path: file, version: 1, text: "# P\n\n[x](gone.md)\n"})
	d := s.diagnoser
	var did []string
	d.notify = func(p publishDiagnosticsParams) { did = append(did, "told") }
	d.lookSoon = func() { did = append(did, "looked") }
	for range 2 {
		if !d.check(t.Context(), job{view: s.view, number: d.scheduled.Add(1)}, nil) {
			t.Fatal("the check was interrupted")
		}
	}
	if !slices.Equal(did, []string{"told", "looked"}) {
		t.Errorf("it %q", did)
	}
}

// TestTheDiskIsLookedAtOnceHoweverOftenTheFirstCheckIsInterrupted has the first check of a folder begin several times.
func TestTheDiskIsLookedAtOnceHoweverOftenTheFirstCheckIsInterrupted(t *testing.T) {
	root := newBank(t, nil)
	s := newServer(Options{})
	f := s.addFolder(root)
	f.bank.Apply(scanned(t, f.bank))
	s.changed(nil)
	d := s.diagnoser
	looked := 0
	d.lookSoon = func() { looked++ }
	for range 3 {
		if err := d.begin(t.Context(), t.Context(), job{view: s.view}, s.view.folders[0]); err != nil {
			t.Fatal(err)
		}
	}
	if looked != 1 {
		t.Errorf("the disk is looked at %d times", looked)
	}
}

// TestWhatIsJudgedFirstIsNotJudgedAgainForVersionControl checks a folder before and after what its first check has asked is known; and one whose first
// check was interrupted, which asks later.
func TestWhatIsJudgedFirstIsNotJudgedAgainForVersionControl(t *testing.T) {
	for _, interrupted := range []bool{false, true} {
		root := newBank(t, map[string]string{"memory-bank/log.md": "# Log\n\n## 2024-01-02\n\nText.\n"})
		s := newServer(Options{})
		f := s.addFolder(root)
		f.bank.Apply(scanned(t, f.bank))
		s.changed(nil)
		d := s.diagnoser
		d.lookSoon = func() {}
		if interrupted {
			d.begun[root] = maxInquiring
		}
		wanted, found := 0, 0
		d.commitsWanted = func(context.Context, string) { wanted++ }
		d.commitsFound = func(_ context.Context, _ string, commits *bank.Commits) {
			found++
			f.bank.Apply(bank.Change{Kind: bank.InCommits, Commits: commits})
			s.changed(nil)
		}
		for range 2 {
			if !d.check(t.Context(), job{view: s.view, number: d.scheduled.Add(1)}, nil) {
				t.Fatal("the check was interrupted")
			}
		}
		switch {
		case interrupted && (wanted != 1 || found != 0):
			t.Errorf("interrupted: version control is asked %d times later and %d times at once", wanted, found)
		case !interrupted && (wanted != 0 || found != 1 || d.checked[root].results.Checked != 0):
			t.Errorf("version control is asked %d times later and %d times at once, and %d are judged again", wanted, found, d.checked[root].results.Checked)
		}
	}
}
