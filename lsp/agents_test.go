package lsp

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/sourcegraph/jsonrpc2"
	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/bank/attach"
)

// attachable is a session that agents can see.
type attachable struct {
	*session
	place, root string
}

// openForAgents starts a session. Change is made to it before it begins.
func openForAgents(t *testing.T, capabilities string, change func(*session), folders ...string) *attachable {
	t.Helper()
	if attach.Places(func(string) (string, bool) { return filepath.FromSlash("/x"), true }) == nil {
		t.Skip("there are no agents on this system")
	}
	top, err := os.MkdirTemp("", "cx") // short enough for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(top) })
	a := &attachable{place: filepath.Join(top, "cortex"), root: folders[0]}
	a.session = connect(t, func(s *server) { s.places = []string{a.place} })
	if change != nil {
		change(a.session)
	}
	a.begin(capabilities, folders...)
	return a
}

// eventually waits until something is true that nobody tells of.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(deadline); !holds(); <-tick.C {
		if time.Now().After(end) {
			t.Fatalf("timed out waiting for %s", what)
		}
	}
}

func (a *attachable) sockets(bank string) []string {
	a.t.Helper()
	real, err := filepath.EvalSymlinks(filepath.Join(a.root, filepath.FromSlash(bank)))
	if err != nil {
		a.t.Fatal(err)
	}
	return attach.Sockets([]string{a.place}, real)
}

// agent connects an agent with the bank.
func (a *attachable) agent() *attach.Client {
	a.t.Helper()
	var sockets []string
	eventually(a.t, "the socket", func() bool {
		sockets = a.sockets("memory-bank")
		return len(sockets) == 1
	})
	client, err := attach.Dial(sockets[0])
	if err != nil {
		a.t.Fatal(err)
	}
	a.t.Cleanup(client.Close)
	return client
}

// shown waits until an agent is told of documents.
func (a *attachable) shown(client *attach.Client, want attach.News) {
	a.t.Helper()
	var news attach.News
	eventually(a.t, "news", func() bool {
		var err error
		if news, err = client.Documents(); err != nil {
			a.t.Fatal(err)
		}
		return news.Documents != nil || news.Closed != nil
	})
	if diff := cmp.Diff(want, news); diff != "" {
		a.t.Errorf("an agent is told (-want +got):\n%s", diff)
	}
}

func TestAgentsSeeWhatIsOpen(t *testing.T) {
	root := newBank(t, map[string]string{"notes.md": "# Notes\n"})
	a := openForAgents(t, ableClient, nil, root)
	agent := a.agent()
	uri := pathURI(root + "/memory-bank/progress.md")
	a.didOpen(pathURI(root+"/notes.md"), "# Other notes\n")
	a.didOpen(uri, "# Progress\n")
	a.shown(agent, attach.News{Documents: []attach.Document{{Path: "progress.md", Version: 1, Text: "# Progress\n"}}})
	a.didChange(uri, 2, whole("# More progress\n"))
	a.shown(agent, attach.News{Documents: []attach.Document{{Path: "progress.md", Version: 2, Text: "# More progress\n"}}})
	a.change(uri, 3, `[{"range": 1}]`)
	a.shown(agent, attach.News{Documents: []attach.Document{{Path: "progress.md", Version: 2, Text: "# More progress\n", Unknown: true}}})
	a.didClose(uri)
	a.shown(agent, attach.News{Closed: []string{"progress.md"}})
	a.end()
	if left, _ := os.ReadDir(a.place); len(left) != 0 {
		t.Errorf("the session leaves %q", left)
	}
}

func TestThereIsASocketForEachBankAsLongAsItIsThere(t *testing.T) {
	root := cleanPath(t.TempDir(), windows)
	writeFile(t, root+"/notes.md", "# Notes\n")
	other := newBank(t, nil)
	a := openForAgents(t, ableClient, nil, root)
	a.didOpen(pathURI(root+"/notes.md"), "# Notes\n")
	a.ask("textDocument/documentSymbol", pathURI(root+"/notes.md"), nil)
	if _, err := os.Stat(a.place); err == nil {
		t.Error("there is a socket without a bank")
	}
	a.changeFolders([]string{other}, nil)
	all := func() int {
		entries, _ := os.ReadDir(a.place)
		return len(entries)
	}
	eventually(t, "the socket of a bank", func() bool { return all() == 1 })
	writeBank(t, root)
	a.watched(1, root+"/memory-bank/progress.md")
	eventually(t, "the socket of a second bank", func() bool { return all() == 2 && len(a.sockets("memory-bank")) == 1 })
	a.changeFolders(nil, []string{other})
	eventually(t, "the end of the first", func() bool { return all() == 1 && len(a.sockets("memory-bank")) == 1 })
	a.end()
}

// TestAnEditorWithoutAPlaceForSocketsWorks has a file where the folder should be.
func TestAnEditorWithoutAPlaceForSocketsWorks(t *testing.T) {
	root := newBank(t, nil)
	c := connect(t, func(s *server) { s.places = []string{root + "/memory-bank/progress.md"} })
	c.begin(ableClient, root)
	uri := pathURI(root + "/memory-bank/activeContext.md")
	c.didOpen(uri, "# Active\n\n[x](gone.md)\n")
	c.awaitRule(uri, "broken-link", 1)
	c.end()
}

// changeOf is an agent's change of the text of progress.md.
func changeOf(before, after string) []attach.Change {
	return []attach.Change{{Path: "progress.md", Old: &before, New: &after}}
}

// refusalOf returns the refusal that an error is.
func refusalOf(t *testing.T, err error) attach.Refusal {
	t.Helper()
	var refused *attach.Refusal
	if !errors.As(err, &refused) {
		t.Fatalf("want a refusal, not %v", err)
	}
	return *refused
}

func TestAnAgentsEditIsMadeByTheEditor(t *testing.T) {
	root := newBank(t, nil)
	uri := pathURI(root + "/memory-bank/progress.md")
	before, after := "# Progress\r\n\r\n🚀 flies\r\n", "# Progress\r\n\r\n🚀 has landed\r\n"
	a := openForAgents(t, applyingClient, func(c *session) {
		c.answers = map[string]any{"workspace/applyEdit": map[string]any{"applied": true}}
		c.observe = func(m *jsonrpc2.Request) {
			if m.Method == "workspace/applyEdit" {
				c.didChange(uri, 2, whole(after))
			}
		}
	}, root)
	agent := a.agent()
	a.didOpen(uri, before)
	if err := agent.Apply(t.Context(), changeOf(before, after)); err != nil {
		t.Fatal(err)
	}
	var params protocol.ApplyWorkspaceEditParams
	if err := json.Unmarshal([]byte(a.awaitCall("workspace/applyEdit")), &params); err != nil {
		t.Fatal(err)
	}
	want := `{"label":"Edit by an agent","edit":{"documentChanges":[{"textDocument":{"uri":"` + uri + `","version":1},` +
		`"edits":[{"range":{"start":{"line":2,"character":0},"end":{"line":3,"character":0}},"newText":"🚀 has landed\r\n"}]}]}}`
	got, err := json.Marshal(params)
	if err != nil || string(got) != want {
		t.Errorf("the editor is asked for\n%s\nwant\n%s", got, want)
	}
	a.shown(agent, attach.News{Documents: []attach.Document{{Path: "progress.md", Version: 2, Text: after}}})
	a.end()
}

func TestAnAgentsRenamingIsMadeByTheEditor(t *testing.T) {
	root := newBank(t, nil)
	before, after := pathURI(root+"/memory-bank/progress.md"), pathURI(root+"/memory-bank/done.md")
	text, newText := "# progress\n", "# done\n"
	a := openForAgents(t, applyingClient, func(c *session) {
		c.answers = map[string]any{"workspace/applyEdit": map[string]any{"applied": true}}
		c.observe = func(m *jsonrpc2.Request) {
			if m.Method == "workspace/applyEdit" {
				c.didClose(before)
				c.didOpen(after, newText)
			}
		}
	}, root)
	agent := a.agent()
	a.didOpen(before, text)
	changes := append(changeOf(text, newText), attach.Change{Path: "progress.md", To: "done.md"})
	if err := agent.Apply(t.Context(), changes); err != nil {
		t.Fatal(err)
	}
	if asked := a.awaitCall("workspace/applyEdit"); !strings.Contains(asked, `{"kind":"rename","newUri":"`+after+`","oldUri":"`+before+`"}`) {
		t.Errorf("the editor is asked for %s", asked)
	}
	a.end()
}

func TestAnAgentsEditIsRefused(t *testing.T) {
	const text = "# Progress\n"
	applied := map[string]any{"applied": true}
	for _, tt := range []struct {
		name, capabilities string
		answer             any // nil if the editor must not be asked
		decline            bool
		open               string
		changes            []attach.Change
		want               attach.Refusal
	}{
		{"a client that makes no edits", ableClient, nil, false, text, changeOf(text, "# Done\n"),
			attach.Refusal{Message: "does not let others change"}},
		{"an edit without a version", `{"workspace": {"applyEdit": true}}`, nil, false, text, changeOf(text, "# Done\n"),
			attach.Refusal{Message: "does not let others change"}},
		{"another text", applyingClient, nil, false, "# Typed\n", changeOf(text, "# Done\n"),
			attach.Refusal{Stale: true, Message: "has been changed in the editor"}},
		{"a document that is not open", applyingClient, nil, false, "", changeOf(text, "# Done\n"),
			attach.Refusal{Stale: true, Message: "has been closed"}},
		{"a way out of the bank", applyingClient, nil, false, text, []attach.Change{{Path: "progress.md", To: "../x.md"}},
			attach.Refusal{Message: "no path within"}},
		{"a removal", applyingClient, nil, false, text, []attach.Change{{Path: "progress.md"}},
			attach.Refusal{Message: "close it there"}},
		{"the user says no", applyingClient, map[string]any{"applied": false, "failureReason": "not today"}, false, text, changeOf(text, "# Done\n"),
			attach.Refusal{Message: "(not today)"}},
		{"the editor fails", applyingClient, nil, true, text, changeOf(text, "# Done\n"),
			attach.Refusal{Message: "refuses the edit"}},
		{"the editor says yes and does nothing", applyingClient, applied, false, text, changeOf(text, "# Done\n"),
			attach.Refusal{Stale: true, Message: "does not show"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			root := newBank(t, nil)
			a := openForAgents(t, tt.capabilities, func(c *session) {
				c.answers = map[string]any{"workspace/applyEdit": tt.answer}
				if tt.decline {
					c.decline = "workspace/applyEdit"
				}
			}, root)
			agent := a.agent()
			if uri := pathURI(root + "/memory-bank/progress.md"); tt.open != "" {
				a.didOpen(uri, tt.open)
				a.ask("textDocument/documentSymbol", uri, nil)
			}
			got := refusalOf(t, agent.Apply(t.Context(), tt.changes))
			if got.Stale != tt.want.Stale || !strings.Contains(got.Message, tt.want.Message) {
				t.Errorf("refused with %+v, want %+v", got, tt.want)
			}
			a.end()
		})
	}
}

// TestAnAgentsEditWaitsForWhoTypes has an editor in which somebody never rests.
func TestAnAgentsEditWaitsForWhoTypes(t *testing.T) {
	t.Parallel()
	root := newBank(t, nil)
	uri := pathURI(root + "/memory-bank/progress.md")
	a := openForAgents(t, applyingClient, nil, root)
	agent := a.agent()
	a.didOpen(uri, "# Progress\n")
	apply := func() chan error {
		ended := make(chan error, 1)
		go func() { ended <- agent.Apply(t.Context(), changeOf("# Progress\n", "# Done\n")) }()
		return ended
	}
	key := time.NewTicker(restTime / 4)
	defer key.Stop()
	ended, tries := apply(), 1
	for version := int32(2); ; version++ {
		select {
		case <-key.C:
			a.didChange(uri, version, whole("# Progress\n"+strings.Repeat("x", int(version))))
		case err := <-ended:
			got := refusalOf(t, err)
			if got.Stale && tries < 10 { // a busy machine types late, which is a rest
				ended, tries = apply(), tries+1
				continue
			}
			if !strings.Contains(got.Message, "somebody is typing") {
				t.Errorf("refused with %+v", got)
			}
			a.end()
			return
		}
	}
}
