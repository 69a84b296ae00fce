package mcp

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cortex/bank/attach"
)

// editorOf is an editor that has documents of a bank open, and makes what changes of their texts it is asked for.
type editorOf struct {
	mu      sync.Mutex
	open    map[string]string
	unknown bool
	refusal *attach.Refusal
	applied []attach.Change
	// asked, where a test sets it, is called when an agent asks.
	asked func()
}

func (e *editorOf) Documents() []attach.Document {
	if e.asked != nil {
		e.asked()
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	var open []attach.Document
	for p, text := range e.open {
		open = append(open, attach.Document{Path: p, Version: 1, Text: text, Unknown: e.unknown})
	}
	return open
}

func (e *editorOf) Apply(_ context.Context, changes []attach.Change) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.refusal != nil {
		return e.refusal
	}
	e.applied = append(e.applied, changes...)
	for _, c := range changes {
		if c.New != nil {
			e.open[c.Path] = *c.New
		} else {
			e.open[c.To] = e.open[c.Path]
			delete(e.open, c.Path)
		}
	}
	return nil
}

// opens has the editor show a text.
func (e *editorOf) opens(p, text string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.open == nil {
		e.open = map[string]string{}
	}
	e.open[p] = text
}

func (e *editorOf) closes(p string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.open, p)
}

func (e *editorOf) shows(p string) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.open[p]
}

// desk is a place where editors and agents meet, and a project.
type desk struct {
	t           *testing.T
	place, root string
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	if attach.Places(func(string) (string, bool) { return "/x", true }) == nil {
		t.Skip("nobody can attach on this system")
	}
	top, err := os.MkdirTemp("", "cx") // short enough for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(top) })
	return &desk{t, filepath.Join(top, "cortex"), newProject(t, true)}
}

// agent connects an agent.
func (d *desk) agent() *session {
	d.t.Helper()
	s := New(Options{Version: "1.2.3", Logger: testLogger(d.t), Place: Place{Bank: d.root}, Editors: []string{d.place}})
	return connect(d.t, s, nil)
}

// editor starts an editor, and returns what ends it.
func (d *desk) editor(e *editorOf) (quit func()) {
	d.t.Helper()
	l, err := attach.Listen([]string{d.place}, filepath.Join(d.root, "memory-bank"))
	if err != nil {
		d.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- l.Serve(ctx, e) }()
	quit = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			d.t.Error(err)
		}
	})
	d.t.Cleanup(quit)
	return quit
}

// writes puts a file of the bank on disk.
func (d *desk) writes(p, text string) {
	d.t.Helper()
	write(d.t, filepath.Join(d.root, "memory-bank", p), text)
}

// disk returns what a file of the bank has on disk.
func (d *desk) disk(p string) string {
	d.t.Helper()
	text, err := os.ReadFile(filepath.Join(d.root, "memory-bank", p))
	if err != nil {
		d.t.Fatal(err)
	}
	return string(text)
}

// reads fails unless an agent reads a text, and returns its hash.
func (c *session) reads(p, text, state string) (hash string) {
	c.t.Helper()
	got := c.text("bank_read", arguments{"path": p, "section": "*"})
	if !strings.HasSuffix(got, "\n"+text) && !strings.HasSuffix(got, "\n"+strings.TrimSuffix(text, "\n")) || !strings.Contains(got, " "+state+"\n") {
		c.t.Errorf("%s is read as\n%s\nwant %s:\n%s", p, got, state, text)
	}
	_, hash, _ = strings.Cut(got, "hash=")
	hash, _, _ = strings.Cut(hash, " ")
	return hash
}

const (
	saved   = "saved"
	unsaved = "unsaved in the editor"
)

// TestAnAgentSeesWhatIsUnsaved is there before the editor.
func TestAnAgentSeesWhatIsUnsaved(t *testing.T) {
	d := newDesk(t)
	c := d.agent()
	c.reads("progress.md", "# Progress\n", saved)
	if _, err := os.Stat(d.place); err == nil {
		t.Error("an agent makes a place for sockets")
	}
	e := &editorOf{}
	quit := d.editor(e)
	if a := ask[overviewAnswer](c, "bank_overview", nil); !a.EditorAttached || len(a.Unsaved) != 0 {
		t.Errorf("with an editor: %+v", a)
	}
	e.opens("progress.md", "# Progress\n")
	c.reads("progress.md", "# Progress\n", saved)
	e.opens("progress.md", "# Progress\n\n## Zeppelins\n\n[gone](gone.md)\n")
	c.reads("progress.md", "# Progress\n\n## Zeppelins\n\n[gone](gone.md)\n", unsaved)
	if a := ask[overviewAnswer](c, "bank_overview", nil); !slices.Equal(a.Unsaved, []string{"memory-bank/progress.md"}) {
		t.Errorf("unsaved: %q", a.Unsaved)
	}
	if a := ask[validateAnswer](c, "bank_validate", nil); a.OK {
		t.Errorf("the broken link is not found: %+v", a)
	}
	if a := ask[searchAnswer](c, "bank_search", arguments{"query": "zeppelins"}); a.Total != 1 {
		t.Errorf("search finds %+v", a)
	}
	e.opens("notes.md", "# New notes\n")
	c.reads("notes.md", "# New notes\n", unsaved)
	d.writes("progress.md", e.shows("progress.md"))
	c.reads("progress.md", e.shows("progress.md"), saved)
	e.opens("progress.md", "# Given up\n")
	c.reads("progress.md", "# Given up\n", unsaved)
	quit()
	c.reads("progress.md", "# Progress\n\n## Zeppelins\n\n[gone](gone.md)\n", saved)
	c.refusal("bank_read", arguments{"path": "notes.md"})
	if a := ask[overviewAnswer](c, "bank_overview", nil); a.EditorAttached || len(a.Unsaved) != 0 {
		t.Errorf("without an editor: %+v", a)
	}
	d.editor(e)
	c.reads("progress.md", "# Given up\n", unsaved)
}

// TestNoTextIsOlderThanTheDisk has an editor that saves and closes after an agent has looked at the disk, before it asks.
func TestNoTextIsOlderThanTheDisk(t *testing.T) {
	d := newDesk(t)
	c, e := d.agent(), &editorOf{}
	leaves := false
	e.asked = func() {
		if leaves {
			d.writes("progress.md", "# Done\n")
			e.closes("progress.md")
		}
	}
	d.editor(e)
	e.opens("progress.md", "# Done\n")
	c.reads("progress.md", "# Done\n", unsaved)
	leaves = true
	c.reads("progress.md", "# Done\n", saved)
}

// TestWhatIsOpenedMeanwhileIsEditedThere has an editor that opens a file after an agent has begun to edit it.
func TestWhatIsOpenedMeanwhileIsEditedThere(t *testing.T) {
	d := newDesk(t)
	c, e := d.agent(), &editorOf{}
	hash, asked := c.reads("progress.md", "# Progress\n", saved), 0
	e.asked = func() {
		if asked++; asked == 2 {
			e.opens("progress.md", "# Progress\n")
		}
	}
	d.editor(e)
	ask[changeAnswer](c, "bank_edit", replacing("progress.md", hash, "Progress", "Done"))
	if e.shows("progress.md") != "# Done\n" || d.disk("progress.md") != "# Progress\n" {
		t.Errorf("the editor has %q and the disk %q", e.shows("progress.md"), d.disk("progress.md"))
	}
}

func TestTextThatAnEditorCannotTellIsTheDisks(t *testing.T) {
	d := newDesk(t)
	c, e := d.agent(), &editorOf{unknown: true}
	d.editor(e)
	e.opens("progress.md", "# Lost\n")
	hash := c.reads("progress.md", "# Progress\n", saved)
	if why := c.refusal("bank_edit", replacing("progress.md", hash, "Progress", "Done")); !strings.HasPrefix(why, "dirty_in_editor: ") {
		t.Error(why)
	}
}

// replacing are the arguments of an edit.
func replacing(p, hash, before, after string) arguments {
	return arguments{"path": p, "if_hash": hash, "edits": []arguments{{"op": "replace_text", "old": before, "text": after}}}
}

// TestAnEditGoesToTheEditorThatHasTheFileOpen has a file that is unsaved, one that is saved, and one that is not open.
func TestAnEditGoesToTheEditorThatHasTheFileOpen(t *testing.T) {
	d := newDesk(t)
	d.writes("notes.md", "# Notes\n")
	c, e := d.agent(), &editorOf{}
	d.editor(e)
	e.opens("progress.md", "# Progress of today\n")
	e.opens("projectbrief.md", "# Project Brief\n")
	for _, tt := range []struct {
		path, before, after, editor, disk, state string
	}{
		{"progress.md", "today", "tomorrow", "# Progress of tomorrow\n", "# Progress\n", unsaved},
		{"projectbrief.md", "Brief", "Letter", "# Project Letter\n", "# Project Brief\n", unsaved},
		{"notes.md", "Notes", "Marks", "", "# Marks\n", saved},
	} {
		text := e.shows(tt.path)
		if text == "" {
			text = d.disk(tt.path)
		}
		hash := c.reads(tt.path, text, map[bool]string{true: unsaved, false: saved}[text != d.disk(tt.path)])
		a := ask[changeAnswer](c, "bank_edit", replacing(tt.path, hash, tt.before, tt.after))
		if !a.Applied || len(a.Files) != 1 || a.Files[0].Version == 0 || strings.Contains(a.Note, "changed in the editor") != (tt.state == unsaved) {
			t.Errorf("%s: %+v", tt.path, a)
		}
		if e.shows(tt.path) != tt.editor || d.disk(tt.path) != tt.disk {
			t.Errorf("%s: the editor has %q and the disk %q", tt.path, e.shows(tt.path), d.disk(tt.path))
		}
		if hash := c.reads(tt.path, max(tt.editor, tt.disk), tt.state); hash != a.Files[0].Hash {
			t.Errorf("%s has the hash %s, not %s", tt.path, hash, a.Files[0].Hash)
		}
		back := arguments{"path": tt.path, "if_hash": a.Files[0].Hash, "edits": []arguments{{"op": "restore", "version": a.Files[0].Version}}}
		if a := ask[changeAnswer](c, "bank_edit", back); !a.Applied {
			t.Errorf("%s: %+v", tt.path, a)
		}
		if now := max(e.shows(tt.path), d.disk(tt.path)); now != text {
			t.Errorf("%s is restored as %q, want %q", tt.path, now, text)
		}
	}
}

// TestRenamingGoesToTheEditorAndTheDisk has a heading in an open file, and references to it there and in one that is not open.
func TestRenamingGoesToTheEditorAndTheDisk(t *testing.T) {
	d := newDesk(t)
	d.writes("projectbrief.md", "# Project Brief\n\n[x](progress.md#done)\n")
	c, e := d.agent(), &editorOf{}
	d.editor(e)
	e.opens("progress.md", "# Progress\n\n## Done\n\n[y](#done)\n")
	rename := func(in arguments) changeAnswer { return ask[changeAnswer](c, "bank_rename", in) }
	a := rename(arguments{"path": "progress.md", "section": "Done", "new_name": "Made", "apply": true})
	if !a.Applied || len(a.Files) != 2 || a.Files[0].Version == 0 || a.Files[1].Version == 0 {
		t.Errorf("%+v", a)
	}
	if got := e.shows("progress.md"); got != "# Progress\n\n## Made\n\n[y](#made)\n" {
		t.Errorf("the editor has %q", got)
	}
	if got := d.disk("projectbrief.md"); got != "# Project Brief\n\n[x](progress.md#made)\n" {
		t.Errorf("the disk has %q", got)
	}
	if a := rename(arguments{"path": "progress.md", "new_name": "state.md", "apply": true}); !a.Applied {
		t.Errorf("%+v", a)
	}
	if diff := cmp.Diff(attach.Change{Path: "progress.md", To: "state.md"}, e.applied[len(e.applied)-1]); diff != "" {
		t.Errorf("the editor is asked for (-want +got):\n%s", diff)
	}
	if got := d.disk("projectbrief.md"); got != "# Project Brief\n\n[x](state.md#made)\n" {
		t.Errorf("the disk has %q", got)
	}
}

func TestAnEditorThatRefusesLeavesEverythingAsItIs(t *testing.T) {
	d := newDesk(t)
	d.writes("projectbrief.md", "# Project Brief\n\n[x](progress.md#done)\n")
	c, e := d.agent(), &editorOf{refusal: &attach.Refusal{Message: "not now: call again"}}
	quit := d.editor(e)
	e.opens("progress.md", "# Progress\n\n## Done\n")
	before := listing(t, d.root)
	rename := arguments{"path": "progress.md", "section": "Done", "new_name": "Made", "apply": true}
	if why := c.refusal("bank_rename", rename); why != "dirty_in_editor: memory-bank/progress.md: not now: call again" {
		t.Error(why)
	}
	e.refusal = &attach.Refusal{Stale: true, Message: "too late"}
	if why := c.refusal("bank_rename", rename); why != "stale: memory-bank/progress.md: too late" {
		t.Error(why)
	}
	if after := listing(t, d.root); after != before {
		t.Errorf("before\n%s\nafter\n%s", before, after)
	}
	quit()
	if why := c.refusal("bank_rename", rename); !strings.HasPrefix(why, "no_section: ") {
		t.Error(why)
	}
}

// TestTwoEditorsOfOneFile has one in which the file is saved, and one in which it is not.
func TestTwoEditorsOfOneFile(t *testing.T) {
	for range 4 { // the names of sockets, by which editors are sorted, are made by chance
		d := newDesk(t)
		calm, busy, c := &editorOf{}, &editorOf{}, d.agent()
		d.editor(calm)
		quit := d.editor(busy)
		calm.opens("progress.md", "# Progress\n")
		busy.opens("progress.md", "# Progress today\n")
		hash := c.reads("progress.md", "# Progress today\n", unsaved)
		ask[changeAnswer](c, "bank_edit", replacing("progress.md", hash, "today", "now"))
		if calm.shows("progress.md") != "# Progress\n" || busy.shows("progress.md") != "# Progress now\n" {
			t.Errorf("the editors show %q and %q", calm.shows("progress.md"), busy.shows("progress.md"))
		}
		why := c.refusal("bank_rename", arguments{"path": "progress.md", "new_name": "x.md", "apply": true})
		if !strings.HasPrefix(why, "dirty_in_editor: ") {
			t.Error(why)
		}
		quit()
		c.reads("progress.md", "# Progress\n", saved)
	}
}

func TestTwoAgentsOfOneEditor(t *testing.T) {
	d := newDesk(t)
	e, one, other := &editorOf{}, d.agent(), d.agent()
	d.editor(e)
	e.opens("progress.md", "# Progress today\n")
	hash := one.reads("progress.md", "# Progress today\n", unsaved)
	other.reads("progress.md", "# Progress today\n", unsaved)
	ask[changeAnswer](one, "bank_edit", replacing("progress.md", hash, "today", "now"))
	if why := other.refusal("bank_edit", replacing("progress.md", hash, "today", "then")); !strings.HasPrefix(why, "stale: ") {
		t.Error(why)
	}
	other.reads("progress.md", "# Progress now\n", unsaved)
}

// TestAnEditorThatStopsAnsweringIsNotWaitedFor has one that is stopped, and a stale socket.
func TestAnEditorThatStopsAnsweringIsNotWaitedFor(t *testing.T) {
	d := newDesk(t)
	quit := d.editor(&editorOf{})
	socket := attach.Sockets([]string{d.place}, filepath.Join(d.root, "memory-bank"))[0]
	quit()
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: socket, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	l.SetUnlinkOnClose(false)
	c := d.agent()
	began := time.Now()
	for range 20 { // two seconds each, if it were
		c.reads("progress.md", "# Progress\n", saved)
	}
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("20 calls take %v", took)
	}
	if a := ask[overviewAnswer](c, "bank_overview", nil); !a.EditorAttached {
		t.Errorf("%+v", a)
	}
	l.Close()
	e := &editorOf{}
	e.opens("progress.md", "# Progress today\n")
	d.editor(e)
	c.reads("progress.md", "# Progress today\n", unsaved)
}
