package bank

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

func change(p, old, text string) FileChange { return FileChange{Path: p, Old: &old, New: &text} }

func creation(p, text string) FileChange { return FileChange{Path: p, New: &text} }

func removal(p, old string) FileChange { return FileChange{Path: p, Old: &old} }

// tree returns what stands below root: texts by path, and links as "-> target".
func tree(t *testing.T, root string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(root, func(name string, e fs.DirEntry, err error) error {
		if e != nil && e.IsDir() && e.Name() == versionsFolder {
			return fs.SkipDir
		}
		if err != nil || e.IsDir() {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		if to, err := os.Readlink(name); err == nil {
			all[filepath.ToSlash(rel)] = "-> " + to
			return nil
		}
		text, err := os.ReadFile(name)
		all[filepath.ToSlash(rel)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func wantTree(t *testing.T, root string, want map[string]string) {
	t.Helper()
	got := tree(t, root)
	for p, text := range want {
		if got[p] != text {
			t.Errorf("%s: got %q, want %q", p, got[p], text)
		}
	}
	if len(got) != len(want) {
		t.Errorf("got %v", got)
	}
}

func TestWriteChangesCreatesAndRemoves(t *testing.T) {
	root := onDisk(t, map[string]string{"m/a.md": "a", "m/b.md": "b", "m/c.md": "c"})
	_, err := Write(t.Context(), root, "test", []FileChange{
		change("m/a.md", "a", "A\r\n"), removal("m/b.md", "b"), creation("m/sub/deep/b.md", "b"), creation("d.md", ""),
	})
	if err != nil {
		t.Fatal(err)
	}
	wantTree(t, root, map[string]string{"m/a.md": "A\r\n", "m/c.md": "c", "m/sub/deep/b.md": "b", "d.md": ""})
}

func TestWriteKeepsTheMode(t *testing.T) {
	root := onDisk(t, map[string]string{"a.md": "a", "b.md": "b"})
	for name, mode := range map[string]fs.FileMode{"a.md": 0o640, "b.md": 0o666} {
		if err := os.Chmod(filepath.Join(root, name), mode); err != nil {
			t.Fatal(err)
		}
		before, err := os.Stat(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Write(t.Context(), root, "test", []FileChange{change(name, name[:1], "new")}); err != nil {
			t.Fatal(err)
		}
		if after, err := os.Stat(filepath.Join(root, name)); err != nil || after.Mode() != before.Mode() {
			t.Errorf("%s: mode %v was %v, %v", name, after.Mode(), before.Mode(), err)
		}
	}
}

func TestWriteLeavesAloneWhatChangedSinceAndWritesTheOthers(t *testing.T) {
	root := onDisk(t, map[string]string{"changed.md": "other", "longer.md": "a and more", "exists.md": "e", "ok.md": "ok", "renamed.md": "r"})
	for _, c := range []FileChange{
		change("changed.md", "older", "x"), change("longer.md", "a", "x"), creation("exists.md", "x"), change("gone.md", "a", "x"),
	} {
		_, err := Write(t.Context(), root, "test", []FileChange{c, change("ok.md", "ok", "ok")})
		if !errors.Is(err, ErrStale) || !strings.Contains(err.Error(), `"`+c.Path+`"`) {
			t.Errorf("%s: %v", c.Path, err)
		}
	}
	done, err := Write(t.Context(), root, "test", []FileChange{change("changed.md", "older", "x"), change("ok.md", "ok", "OK")})
	if !errors.Is(err, ErrStale) || len(done) != 1 || done[0].Path != "ok.md" {
		t.Errorf("did %v, got %v", done, err)
	}
	if _, err := Write(t.Context(), root, "test", []FileChange{removal("renamed.md", "older")}); !errors.Is(err, ErrStale) {
		t.Errorf("removing: %v", err)
	}
	wantTree(t, root, map[string]string{"changed.md": "other", "longer.md": "a and more", "exists.md": "e", "ok.md": "OK", "renamed.md": "r"})
}

func TestARenameThatCannotBeWrittenLosesNothing(t *testing.T) {
	root := onDisk(t, map[string]string{"a.md": "a", "b.md": "taken"})
	_, err := Write(t.Context(), root, "test", []FileChange{removal("a.md", "a"), creation("b.md", "a")})
	if !errors.Is(err, ErrStale) || !strings.Contains(err.Error(), `removing "a.md": left in place`) {
		t.Errorf("got %v", err)
	}
	wantTree(t, root, map[string]string{"a.md": "a", "b.md": "taken"})
}

func TestWriteStaysInTheWorkspace(t *testing.T) {
	outside := onDisk(t, map[string]string{"secret.md": "s", "folder/x.md": "x"})
	root := onDisk(t, map[string]string{"docs/real.md": "r"})
	for name, to := range map[string]string{
		"abs.md": filepath.Join(outside, "secret.md"), "out": outside, "in.md": "docs/real.md", "loop.md": "loop.md",
		"up.md": "../" + filepath.Base(outside) + "/secret.md",
	} {
		if err := os.Symlink(to, filepath.Join(root, name)); err != nil {
			t.Skip(err)
		}
	}
	before := tree(t, root)
	for _, c := range []FileChange{
		change("abs.md", "s", "x"), change("up.md", "s", "x"), change("out/secret.md", "s", "x"), creation("out/new.md", "x"),
		creation("../new.md", "x"), creation("/new.md", "x"), creation("a/../../new.md", "x"), creation("", "x"), creation(".", "x"),
		removal("abs.md", "s"), removal("out/secret.md", "s"), change("loop.md", "s", "x"),
	} {
		_, err := Write(t.Context(), root, "test", []FileChange{c})
		if err == nil {
			t.Errorf("%s: no error", c.Path)
		} else if !fs.ValidPath(c.Path) && !strings.Contains(err.Error(), "not in the workspace") {
			t.Errorf("%s: %v", c.Path, err)
		}
	}
	wantTree(t, outside, map[string]string{"secret.md": "s", "folder/x.md": "x"})
	wantTree(t, root, before)
	if _, err := Write(t.Context(), root, "test", []FileChange{change("in.md", "r", "R")}); err != nil {
		t.Error(err)
	}
	before["docs/real.md"] = "R"
	wantTree(t, root, before)
}

func TestOfTwoWritersOneWins(t *testing.T) {
	root := onDisk(t, map[string]string{"a.md": "old"})
	for round := range 50 {
		old := tree(t, root)["a.md"]
		texts := []string{strings.Repeat("1", round+1), strings.Repeat("2", round+1)}
		errs := make([]error, len(texts))
		var wg sync.WaitGroup
		for i, text := range texts {
			wg.Go(func() { _, errs[i] = Write(t.Context(), root, "test", []FileChange{change("a.md", old, text)}) })
		}
		wg.Wait()
		winner := slices.Index(errs, nil)
		if winner < 0 || errs[1-winner] == nil || !errors.Is(errs[1-winner], ErrStale) {
			t.Fatalf("round %d: %v", round, errs)
		}
		wantTree(t, root, map[string]string{"a.md": texts[winner]})
	}
}

func TestTwoWritersDoNotCreateOneFileTwice(t *testing.T) {
	root := onDisk(t, nil)
	errs := make([]error, 8)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			_, errs[i] = Write(t.Context(), root, "test", []FileChange{creation("sub/a.md", strings.Repeat("x", i+1))})
		})
	}
	wg.Wait()
	winner := slices.Index(errs, nil)
	if winner < 0 {
		t.Fatal(errs)
	}
	for i, err := range errs {
		if i != winner && !errors.Is(err, ErrStale) {
			t.Errorf("writer %d: %v", i, err)
		}
	}
	wantTree(t, root, map[string]string{"sub/a.md": strings.Repeat("x", winner+1)})
}

func TestWhatACrashLeavesBehindHarmsNothing(t *testing.T) {
	root := onDisk(t, withBank("m", map[string]string{tempName("m/progress.md"): "half of the te"}))
	s := rescan(t, NewFolder(root), ScanOptions{})
	if !slices.Equal(paths(s), clineFiles("m")) || len(s.disk.files) != len(clineNames) {
		t.Errorf("files: %q", paths(s))
	}
	if _, err := Write(t.Context(), root, "test", []FileChange{change("m/progress.md", "", "new"), creation("m/new.md", "n")}); err != nil {
		t.Error(err)
	}
	wantTree(t, root, withBank("m", map[string]string{"m/progress.md": "new", "m/new.md": "n"}))
}

func TestAFolderThatCannotBeWrittenKeepsItsFiles(t *testing.T) {
	root := onDisk(t, map[string]string{"m/a.md": "a", "n/b.md": "b"})
	folder := filepath.Join(root, "m")
	if err := os.Chmod(folder, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(folder, 0o777) })
	if os.WriteFile(filepath.Join(folder, "probe"), nil, 0o666) == nil {
		os.Remove(filepath.Join(folder, "probe"))
		t.Skip("this user may write everywhere")
	}
	_, err := Write(t.Context(), root, "test", []FileChange{change("m/a.md", "a", "A"), change("n/b.md", "b", "B")})
	if !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), `writing "m/a.md"`) {
		t.Errorf("got %v", err)
	}
	wantTree(t, root, map[string]string{"m/a.md": "a", "n/b.md": "B"})
}

func TestNothingIsLeftAfterAWriteThatFails(t *testing.T) {
	root := onDisk(t, map[string]string{"a.md": "a", "file": "f"})
	if _, err := Write(t.Context(), root, "test", []FileChange{change("a.md", "b", "x"), creation("file/b.md", "x")}); err == nil {
		t.Error("no error")
	}
	wantTree(t, root, map[string]string{"a.md": "a", "file": "f"})
}

func TestNamesMayBeAsLongAsTheDiskAllows(t *testing.T) {
	name := strings.Repeat("x", 252) + ".md"
	root := onDisk(t, map[string]string{name: "a"})
	if _, err := Write(t.Context(), root, "test", []FileChange{change(name, "a", "b")}); err != nil {
		t.Error(err)
	}
	wantTree(t, root, map[string]string{name: "b"})
}

func TestWriteRenamesLastAndOnlyToWhatIsFree(t *testing.T) {
	root := onDisk(t, map[string]string{"a.md": "a", "tasks/b.md": "b", "tasks/x.png": "x", "taken.md": "t"})
	done, err := Write(t.Context(), root, "test", []FileChange{{Path: "tasks", To: "old/tasks"}, change("a.md", "a", "A"), {Path: "a.md", To: "sub/a.md"}})
	if err != nil || len(done) != 3 {
		t.Errorf("done %v, error %v", done, err)
	}
	after := map[string]string{"sub/a.md": "A", "old/tasks/b.md": "b", "old/tasks/x.png": "x", "taken.md": "t"}
	wantTree(t, root, after)
	if _, err := Write(t.Context(), root, "test", []FileChange{{Path: "sub/a.md", To: "taken.md"}}); !errors.Is(err, ErrStale) {
		t.Errorf("to a name that is taken: %v", err)
	}
	if _, err := Write(t.Context(), root, "test", []FileChange{{Path: "sub/a.md", To: "../a.md"}}); err == nil {
		t.Error("left the workspace")
	}
	if _, err := Write(t.Context(), root, "test", []FileChange{change("sub/a.md", "other", "B"), {Path: "sub/a.md", To: "a.md"}}); !errors.Is(err, ErrStale) {
		t.Errorf("beside a file that changed: %v", err)
	}
	wantTree(t, root, after)
}
