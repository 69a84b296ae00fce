package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/sourcegraph/jsonrpc2"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// openAsking starts a session of a client that asks for diagnostics when the test says so.
func openAsking(t *testing.T, m clientModel, folders ...string) *session {
	t.Helper()
	c := connect(t, nil)
	c.begin(m.capabilities(t), folders...)
	return c
}

// askAbout asks about one document.
func (c *session) askAbout(uri, previous string) documentReport {
	c.t.Helper()
	var r documentReport
	c.mustCall(methodDocumentDiagnostic, map[string]any{"textDocument": map[string]string{"uri": uri}, "previousResultId": previous}, &r)
	return r
}

// refreshes counts how often the server has wanted to be asked again since the last call.
func (c *session) refreshes() int {
	time.Sleep(2 * refreshPause)
	synctest.Wait()
	n := 0
	for {
		select {
		case m := <-c.calls:
			if m.Method == methodDiagnosticRefresh {
				n++
			}
		default:
			return n
		}
	}
}

func TestWhatTheClientHasIsNotSentAgain(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, nil)
		uri := pathURI(root + "/memory-bank/activeContext.md")
		c := openAsking(t, likeVSCode, root)
		c.didOpen(uri, "# Active\n\n[x](gone.md)\n")
		first := c.askAbout(uri, "")
		if first.Kind != "full" || len(first.Items) == 0 {
			t.Errorf("first answer is %+v", first)
		}
		c.didChange(uri, 2, whole("# Active\n\n[x](gone.md) \n"))
		if again := c.askAbout(uri, first.ResultID); again.Kind != "unchanged" || again.ResultID != first.ResultID || again.Items != nil {
			t.Errorf("asked again: %+v, want it unchanged", again)
		}
		c.didChange(uri, 3, whole("# Active\n"))
		if mended := c.askAbout(uri, first.ResultID); mended.Kind != "full" || mended.ResultID == first.ResultID {
			t.Errorf("after the fix: %+v, want it in full", mended)
		}
		c.end()
	})
}

func TestOutsideBanksNothingIsFound(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, nil)
		c := openAsking(t, likeVSCode, root)
		for _, uri := range []string{pathURI(root + "/README.md"), "untitled:x", "git:/a.md?x", pathURI("/elsewhere/a.md"), "nonsense"} {
			if r := c.askAbout(uri, ""); r.Kind != "full" || string(r.Items) != noDiagnostics {
				t.Errorf("%s: %+v, want an empty report", uri, r)
			}
		}
		c.end()
	})
}

// TestOnlyWhatTheClientDoesNotSeeIsAReasonToAskAgain follows the requests to ask again through a session.
func TestOnlyWhatTheClientDoesNotSeeIsAReasonToAskAgain(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, map[string]string{"memory-bank/progress.md": "# Progress\n\n[see](activeContext.md#next)\n"})
		active, progress := pathURI(root+"/memory-bank/activeContext.md"), pathURI(root+"/memory-bank/progress.md")
		c := openAsking(t, likeVSCode, root)
		c.didOpen(active, "# Active\n\n## Next\n")
		c.didOpen(progress, "# Progress\n\n[see](activeContext.md#next)\n")
		steps := []struct {
			name string
			act  func()
			want int
		}{
			{"nothing happens", func() {}, 0},
			{"an edit that concerns the document alone", func() { c.didChange(active, 2, whole("# Active\n\n## Next\n\n[x](gone.md)\n")) }, 0},
			{"an edit that concerns another open document", func() { c.didChange(active, 3, whole("# Active\n\n## Then\n")) }, 1},
			{"a write that concerns an open document", func() {
				writeFile(t, root+"/memory-bank/gone.md", "# Gone\n")
				c.didChange(progress, 2, whole("# Progress\n\n[see](gone2.md)\n"))
				c.askAbout(progress, "")
				writeFile(t, root+"/memory-bank/gone2.md", "# Gone\n")
				c.watched(protocol.FileChangeTypeCreated, root+"/memory-bank/gone2.md")
			}, 1},
			{"a write that concerns no open document", func() {
				writeFile(t, root+"/memory-bank/gone.md", "# Gone\n\n[x](nothing.md)\n")
				c.watched(protocol.FileChangeTypeChanged, root+"/memory-bank/gone.md")
			}, 0},
		}
		for _, step := range steps {
			c.askAbout(active, "")
			c.askAbout(progress, "")
			c.refreshes()
			step.act()
			if got := c.refreshes(); got != step.want {
				t.Errorf("%s: told to ask again %d times, want %d", step.name, got, step.want)
			}
		}
		c.end()
	})
}

func TestAnAnswerTellsOfOtherDocuments(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, map[string]string{"memory-bank/progress.md": "# Progress\n\n[see](activeContext.md#next)\n"})
		active, progress := pathURI(root+"/memory-bank/activeContext.md"), pathURI(root+"/memory-bank/progress.md")
		c := openAsking(t, likeNeovim, root)
		c.didOpen(active, "# Active\n\n## Next\n")
		c.askAbout(active, "")
		c.refreshes() // the first answer may come before all is checked
		first := c.askAbout(active, "")
		if again := c.askAbout(active, first.ResultID); again.Kind != "unchanged" || again.RelatedDocuments != nil {
			t.Errorf("asked again: %+v, want nothing new", again)
		}
		c.didChange(active, 2, whole("# Active\n\n## Then\n"))
		renamed := c.askAbout(active, first.ResultID)
		if len(renamed.RelatedDocuments) != 1 || len(renamed.RelatedDocuments[progress].Items) == 0 || renamed.Kind != "full" {
			t.Errorf("after the heading was renamed: %+v, want a full report beside that of the file with the link", renamed)
		}
		c.end()
	})
}

func TestTheWorkspaceIsAnsweredAtOnceOrWhenThereIsNews(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		files := map[string]string{}
		for i := range reportsPerPart + 5 {
			files[fmt.Sprintf("memory-bank/notes/n%d.md", i)] = "# N\n\n[x](gone.md)\n"
		}
		root := newBank(t, files)
		c := openAsking(t, likeVSCode, root)
		parts := make(chan int, 10)
		c.parts = func(n int) { parts <- n }
		ask := func(token any, previous []any) (r workspaceReport) {
			c.mustCall(methodWorkspaceDiagnostic, map[string]any{"partialResultToken": token, "previousResultIds": previous}, &r)
			return r
		}
		all := ask(nil, []any{})
		var previous []any
		for _, r := range all.Items {
			previous = append(previous, map[string]string{"uri": r.URI, "value": r.ResultID})
		}
		if len(all.Items) < reportsPerPart+5 || len(parts) != 0 {
			t.Fatalf("%d reports and %d parts", len(all.Items), len(parts))
		}
		for _, r := range ask(nil, previous).Items {
			if r.Kind != "unchanged" {
				t.Fatalf("asked again: %+v", r)
			}
		}
		if r := ask("t", []any{}); len(r.Items) != 0 || len(parts) != 2 || <-parts != reportsPerPart || <-parts != len(all.Items)-reportsPerPart {
			t.Errorf("in parts: %+v and %d parts", r, len(parts))
		}
		waiting, err := c.conn.DispatchCall(context.Background(), methodWorkspaceDiagnostic, map[string]any{"partialResultToken": 7, "previousResultIds": previous})
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if len(parts) != 0 {
			t.Error("answered without news")
		}
		writeFile(t, root+"/memory-bank/notes/n0.md", "# N\n")
		c.watched(protocol.FileChangeTypeChanged, root+"/memory-bank/notes/n0.md")
		if err := waiting.Wait(context.Background(), nil); err != nil || len(parts) == 0 {
			t.Errorf("after news: %v, %d parts", err, len(parts))
		}
		c.end()
	})
}

func TestAWaitingAnswerAboutTheWorkspaceCanBeCancelledAndHoldsUpNobody(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, nil)
		c := openAsking(t, likeVSCode, root)
		var waiting []jsonrpc2.Waiter
		for i := range maxRequests + 1 {
			w, err := c.conn.DispatchCall(context.Background(), methodWorkspaceDiagnostic,
				map[string]any{"partialResultToken": i, "previousResultIds": c.known()}, jsonrpc2.PickID(jsonrpc2.ID{Num: uint64(1000 + i)}))
			if err != nil {
				t.Fatal(err)
			}
			waiting = append(waiting, w)
		}
		c.actions(pathURI(root+"/README.md"), protocol.Range{})
		c.notify("$/cancelRequest", map[string]any{"id": 1000})
		wantCode(t, waiting[0].Wait(context.Background(), nil), codeRequestCancelled)
		c.end()
	})
}

// known asks about the workspace and returns the results for the next time.
func (c *session) known() []any {
	c.t.Helper()
	var all workspaceReport
	c.mustCall(methodWorkspaceDiagnostic, map[string]any{"previousResultIds": []any{}}, &all)
	known := []any{}
	for _, r := range all.Items {
		known = append(known, map[string]string{"uri": r.URI, "value": r.ResultID})
	}
	return known
}

func TestAnAnswerThatComesTooLateIsAskedForAgain(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, nil)
		uri := pathURI(root + "/memory-bank/activeContext.md")
		c := openAsking(t, likeVSCode, root)
		c.didOpen(uri, "# Active\n")
		c.askAbout(uri, "")
		for i := range 2 { // the second belongs to a burst, whose end is waited for
			time.Sleep(lockStep) // else it may follow the answer to the first
			c.didChange(uri, int32(2+i), whole("# Active "+fmt.Sprint(i)+"\n"))
		}
		late, err := c.conn.DispatchCall(context.Background(), methodDocumentDiagnostic, map[string]any{"textDocument": map[string]string{"uri": uri}})
		if err != nil {
			t.Fatal(err)
		}
		c.didChange(uri, 4, whole("# Active\n\n[x](gone.md)\n"))
		err = late.Wait(context.Background(), nil)
		wantCode(t, err, codeServerCancelled)
		var data struct{ RetriggerRequest bool }
		if refused, ok := err.(*jsonrpc2.Error); !ok || json.Unmarshal(*refused.Data, &data) != nil || !data.RetriggerRequest {
			t.Errorf("%v does not make the client ask again", err)
		}
		c.end()
	})
}

func TestClientsThatCannotBeToldToAskAgainAreSentDiagnostics(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, map[string]string{"memory-bank/progress.md": "# Progress\n\n[x](gone.md)\n"})
		c := connect(t, nil)
		c.begin(`{"textDocument": {"diagnostic": {}}}`, root)
		c.awaitRule(pathURI(root+"/memory-bank/progress.md"), "broken-link", 1)
		c.end()
	})
}

// TestTheClientIsToldToAskAboutADocumentThatItHasNotChanged has diagnostics come and go with edits of other documents.
func TestTheClientIsToldToAskAboutADocumentThatItHasNotChanged(t *testing.T) {
	const uri = "file:///w/a.md"
	at := func(version int32) *view {
		return &view{docs: map[string]*document{name(uri): {uri: uri, version: version}}}
	}
	found := func(v *view) []publication {
		return []publication{{uri: uri, doc: v.document(uri), wire: json.RawMessage(`[{}]`)}}
	}
	third, fourth := at(3), at(4)
	b := newBoard()
	b.put(job{view: third}, true, nil, nil)
	b.document(uri, "", false)
	if !b.put(job{view: third}, true, nil, found(third)) {
		t.Error("diagnostics came")
	}
	b.document(uri, "", false)
	if !b.put(job{view: third}, true, []publication{{uri: uri, wire: json.RawMessage(noDiagnostics)}}, nil) {
		t.Error("diagnostics went")
	}
	b.document(uri, "", false)
	if b.put(job{view: fourth}, true, nil, found(fourth)) {
		t.Error("it asks by itself about what it has changed")
	}
}
