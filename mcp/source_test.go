package mcp

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"cortex/bank"
)

// asking is an asker whose client offers some roots.
type asking []string

func (asking) Progress(string, int, int) {}

func (asking) mayWrite() bool { return true }

func (a asking) roots(context.Context) []string { return a }

// newProject makes a folder with a .git and, if wanted, a bank.
func newProject(t *testing.T, banked bool) string {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(root, ".git", "HEAD"), "ref: refs/heads/main\n")
	if banked {
		write(t, filepath.Join(root, "memory-bank", "projectbrief.md"), "# Project Brief\n")
		write(t, filepath.Join(root, "memory-bank", "progress.md"), "# Progress\n")
	}
	return root
}

func TestTheBankIsFoundInOrder(t *testing.T) {
	named, variable, project, working, offered := newProject(t, true), newProject(t, true), newProject(t, true), newProject(t, true), newProject(t, true)
	none := newProject(t, false)
	inside := filepath.Join(working, "src", "deep")
	if err := os.MkdirAll(inside, 0o755); err != nil {
		t.Fatal(err)
	}
	home := newProject(t, true)
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	variables := func(pairs ...string) func(string) (string, bool) {
		return func(name string) (string, bool) {
			for i := 0; i < len(pairs); i += 2 {
				if pairs[i] == name {
					return pairs[i+1], true
				}
			}
			return "", false
		}
	}
	for _, tt := range []struct {
		name  string
		place Place
		roots asking
		want  string // "" for none
	}{
		{"the flag", Place{named, variables(BankVariable, variable, projectVariable, project), working}, asking{offered}, named},
		{"the bank itself", Place{Bank: filepath.Join(named, "memory-bank")}, nil, named},
		{"relative to the working directory", Place{Bank: "memory-bank", Dir: named}, nil, named},
		{"a flag that names no bank counts", Place{none, variables(BankVariable, variable), working}, asking{offered}, ""},
		{"a flag that names nothing counts", Place{Bank: filepath.Join(none, "gone"), Dir: working}, nil, ""},
		{"the variable", Place{LookupEnv: variables(BankVariable, variable, projectVariable, project), Dir: working}, asking{offered}, variable},
		{"the project of Claude Code", Place{LookupEnv: variables(projectVariable, project), Dir: working}, asking{offered}, project},
		{"the working directory", Place{Dir: inside}, asking{offered}, working},
		{"a project without a bank is passed over", Place{LookupEnv: variables(projectVariable, none), Dir: working}, nil, working},
		{"the client's roots", Place{Dir: none}, asking{none, offered}, offered},
		{"never the home directory", Place{Dir: home}, nil, ""},
		{"nor as the project", Place{LookupEnv: variables(projectVariable, home)}, nil, ""},
		{"nor as a root", Place{Dir: none}, asking{home}, ""},
		{"but where it is named", Place{Bank: home}, nil, home},
		{"never the top", Place{Dir: "/"}, nil, ""},
		{"nowhere", Place{}, nil, ""},
	} {
		v, err := newDisk(tt.place, newEditors(nil, nil)).current(t.Context(), tt.roots)
		switch {
		case tt.want == "" && (err == nil || !strings.HasPrefix(err.Error(), "no_bank: ")):
			t.Errorf("%s: %v", tt.name, err)
		case tt.want != "" && err != nil:
			t.Errorf("%s: %v", tt.name, err)
		case tt.want != "" && v.Root() != tt.want:
			t.Errorf("%s: %q, want %q", tt.name, v.Root(), tt.want)
		}
	}
}

// TestOnlyTheBankIsReadWhereNoRepositoryIs serves a bank that has another one beside it, both for who names it and for who works in it.
func TestOnlyTheBankIsReadWhereNoRepositoryIs(t *testing.T) {
	root := newProject(t, true)
	if err := os.RemoveAll(filepath.Join(root, ".git")); err != nil {
		t.Fatal(err)
	}
	bankFolder := filepath.Join(root, "memory-bank")
	write(t, filepath.Join(root, "other", "memory-bank", "projectbrief.md"), "# Project Brief\n")
	write(t, filepath.Join(root, "other", "memory-bank", "progress.md"), "# Progress\n\n[gone](gone.md)\n")
	project := func(name string) (string, bool) { return bankFolder, name == projectVariable }
	for name, place := range map[string]Place{"named": {Bank: bankFolder}, "worked in": {Dir: bankFolder}, "of Claude Code": {LookupEnv: project}} {
		v, err := newDisk(place, newEditors(nil, nil)).current(t.Context(), asking{})
		if err != nil || v.Root() != root || len(v.Banks()) != 1 || v.Listed() > 2 {
			t.Errorf("%s: %v, or more is read than the bank", name, err)
		}
	}
	v, err := newDisk(Place{Bank: root}, newEditors(nil, nil)).current(t.Context(), asking{})
	if err != nil || len(v.Banks()) != 2 {
		t.Errorf("the folder of both: %v, or not both are read", err)
	}
}

// TestNothingChangesOnlyWhereAllTextsAreKnown has another program write a file whose text was let go, and be done before it is read again. The
// disk looks as it did when the server read it.
func TestNothingChangesOnlyWhereAllTextsAreKnown(t *testing.T) {
	root := newProject(t, true)
	file, text := filepath.Join(root, "memory-bank", "progress.md"), "# Progress\n\n"+strings.Repeat("More than stays.\n", 1<<17)
	write(t, file, text)
	hourAgo := time.Now().Add(-time.Hour)
	if err := os.Chtimes(file, hourAgo, hourAgo); err != nil {
		t.Fatal(err)
	}
	d := newDisk(Place{Bank: root}, newEditors(nil, nil))
	v, err := d.current(t.Context(), asking{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Check(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	v.Rest()
	write(t, file, "# Another\n")
	v.File("memory-bank/progress.md").Text() // which is gone
	write(t, file, text)
	if _, err := (&call{}).finish(t.Context(), v, "test", nil, false, ""); !errors.Is(err, bank.ErrStale) {
		t.Errorf("told that nothing changes: %v", err)
	}
	d.stamp, d.read = d.folder.Snapshot().Stamp(), time.Now().Add(time.Hour)
	v, err = d.current(t.Context(), asking{})
	if err != nil || v.Whole() != nil || v.File("memory-bank/progress.md").Text() != text {
		t.Errorf("the text is not read again: %v", err)
	}
}

func TestANamedFolderLimitsTheServer(t *testing.T) {
	root := newProject(t, true)
	write(t, filepath.Join(root, "other", "memory-bank", "projectbrief.md"), "# Project Brief\n")
	write(t, filepath.Join(root, "other", "memory-bank", "progress.md"), "# Progress\n\n[gone](gone.md)\n")
	all := ask[overviewAnswer](serve(t, root), "bank_overview", nil)
	c := serve(t, filepath.Join(root, "memory-bank"))
	one := ask[overviewAnswer](c, "bank_overview", nil)
	if len(all.Banks) != 2 || len(one.Banks) != 1 || one.Banks[0].Path != "memory-bank" {
		t.Errorf("all %+v, one %+v", all.Banks, one.Banks)
	}
	if a := ask[validateAnswer](c, "bank_validate", nil); !a.OK {
		t.Errorf("another bank is judged: %+v", a)
	}
	for _, path := range []string{"other/memory-bank/progress.md", ".git/HEAD"} {
		if why := c.refusal("bank_read", arguments{"path": path}); !strings.HasPrefix(why, "not_found: ") {
			t.Errorf("%s: %s", path, why)
		}
	}
}

func TestTheRootsOfAClientAreAskedFor(t *testing.T) {
	root := newProject(t, true)
	synctest.Test(t, func(t *testing.T) {
		s := New(Options{Logger: testLogger(t)})
		w := newWire(t, func(ctx context.Context, in io.ReadCloser, out io.WriteCloser) { s.Serve(ctx, in, out) })
		w.send(`{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{"roots":{}},"clientInfo":{"name":"x","version":"1"}}}`)
		if err := w.wants(`"id":0`); err != nil {
			t.Fatal(err)
		}
		w.send(`{"jsonrpc":"2.0","method":"notifications/initialized"}`)
		w.send(`{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"bank_overview"}}`)
		if err := w.wants(`"id":1`, "roots/list"); err != nil {
			t.Fatal(err)
		}
		w.send(`{"jsonrpc":"2.0","id":1,"result":{"roots":[{"uri":"https://example.com"},{"uri":"file://` + filepath.ToSlash(root) + `"}]}}`)
		if err := w.wants(`"id":7`, `"workspace":"`+root); err != nil {
			t.Error(err)
		}
	})
}

// busyWith is an asker whose client answers when the disk is free.
type busyWith struct{ d *disk }

func (busyWith) Progress(string, int, int) {}

func (busyWith) mayWrite() bool { return true }

func (b busyWith) roots(ctx context.Context) []string {
	if err := b.d.owned(ctx, func() error { return nil }); err != nil {
		return []string{err.Error()}
	}
	return nil
}

func TestAClientThatIsAskedForItsRootsHoldsUpNobody(t *testing.T) {
	d := newDisk(Place{Dir: newProject(t, false)}, newEditors(nil, nil))
	ctx, cancel := context.WithTimeout(t.Context(), deadline)
	defer cancel()
	if _, err := d.current(ctx, busyWith{d}); !isNoBank(err) || ctx.Err() != nil {
		t.Errorf("got %v", err)
	}
}

func TestRootsAreAskedForOnceUntilTheyChange(t *testing.T) {
	var k rootsKnown
	asked, s := 0, &sdk.ServerSession{}
	ask := func() []string { asked++; return nil }
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	k.of(cancelled, s, ask)
	if k.of(t.Context(), s, ask); asked != 2 {
		t.Errorf("asked %d times after a call that was cancelled", asked)
	}
	if k.of(t.Context(), s, ask); asked != 2 {
		t.Errorf("asked %d times", asked)
	}
	k.changed(s, nil)
	if k.of(t.Context(), s, ask); asked != 3 {
		t.Errorf("asked %d times after a change", asked)
	}
}

// TestAChangeWithinTheClocksGrainIsSeen writes texts of one length at what the disk takes for one moment.
func TestAChangeWithinTheClocksGrainIsSeen(t *testing.T) {
	root := newProject(t, true)
	c := serve(t, root)
	name, moment := filepath.Join(root, "memory-bank", "progress.md"), time.Now()
	for _, text := range []string{"# A\n", "# B\n", "# C\n", "# D\n", "# E\n"} {
		write(t, name, text)
		if err := os.Chtimes(name, moment, moment); err != nil {
			t.Fatal(err)
		}
		if got := c.text("bank_read", arguments{"path": "progress.md"}); !strings.HasSuffix(got, text) {
			t.Errorf("%q is read as %q", text, got)
		}
	}
}

func TestWhatIsFoundStaleIsReadAgain(t *testing.T) {
	root := newProject(t, true)
	d := newDisk(Place{Bank: root}, newEditors(nil, nil))
	if v, err := d.current(t.Context(), asking(nil)); err != nil || v.File("memory-bank/progress.md").Text() != "# Progress\n" {
		t.Fatalf("read at first: %v", err)
	}
	write(t, filepath.Join(root, "memory-bank", "progress.md"), "# Otherwise\n")
	d.stamp, d.read = d.folder.Snapshot().Stamp(), time.Now().Add(time.Hour) // as if the disk did not tell of the change
	v, err := d.current(t.Context(), asking(nil))
	if err != nil || v.File("memory-bank/progress.md").Text() != "# Progress\n" {
		t.Fatalf("the change is seen anyway: %v", err)
	}
	d.distrust(t.Context())
	if v, err = d.current(t.Context(), asking(nil)); err != nil || v.File("memory-bank/progress.md").Text() != "# Otherwise\n" {
		t.Errorf("not read again: %v", err)
	}
}

func TestReadingLeavesTheBankAlone(t *testing.T) {
	root := newProject(t, true)
	before := listing(t, root)
	c := serve(t, root)
	c.text("bank_overview", arguments{"files": true})
	c.text("bank_validate", nil)
	c.text("bank_read", arguments{"path": "progress.md"})
	if after := listing(t, root); after != before {
		t.Errorf("before\n%s\nafter\n%s", before, after)
	}
}

func listing(t *testing.T, root string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(root, func(name string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil {
			b.WriteString(name + " " + info.ModTime().String() + "\n")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}
