package bank

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/fstest"
)

// vanishingFS loses a file between the looks at it and its reading.
type vanishingFS struct {
	fstest.MapFS
	name string

	mu sync.Mutex
	// looks is how often the file is seen before it is gone; missed tells that somebody looked after that.
	looks  int
	missed bool
}

func (v *vanishingFS) gone(name string) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	gone := name == v.name && v.looks <= 0
	v.missed = v.missed || gone
	return gone
}

// Stat shows the file a number of times only.
func (v *vanishingFS) Stat(name string) (fs.FileInfo, error) {
	if v.gone(name) {
		return nil, fs.ErrNotExist
	}
	if name == v.name {
		v.mu.Lock()
		defer v.mu.Unlock()
		v.looks--
	}
	return v.MapFS.Stat(name)
}

func (v *vanishingFS) Lstat(name string) (fs.FileInfo, error) {
	if v.gone(name) {
		return nil, fs.ErrNotExist
	}
	return v.MapFS.Lstat(name)
}

// ReadDir lists the file until it has been missed.
func (v *vanishingFS) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := v.MapFS.ReadDir(name)
	v.mu.Lock()
	defer v.mu.Unlock()
	return slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return path.Join(name, e.Name()) == v.name && v.missed }), err
}

func TestAFileThatVanishesWhileItIsReadIsLeftOut(t *testing.T) {
	files := &vanishingFS{MapFS: inMemory(withBank("m", nil)), name: "m/progress.md", looks: 1}
	f := memoryFolder(files, newEngine())
	mustCheck(t, rescan(t, f, ScanOptions{}))
	files.looks = 1
	s := readChanged(t, f, "m/progress.md")
	if s.File("m/progress.md") != nil || slices.Contains(paths(s), "m/progress.md") {
		t.Errorf("the bank still has the file: %+v", s.File("m/progress.md"))
	}
	if r := mustCheck(t, s); len(r.Found.In("m/progress.md")) != 0 {
		t.Errorf("diagnostics on a file that is gone: %q", messages(r, "m/progress.md"))
	}
}

func TestAFileThatVanishedWhileItWasReadIsFoundWhenItIsBack(t *testing.T) {
	files := &vanishingFS{MapFS: inMemory(withBank("m", nil)), name: "m/progress.md"}
	f := memoryFolder(files, newEngine())
	mustCheck(t, rescan(t, f, ScanOptions{}))
	files.looks, files.missed = 100, false
	s := readChanged(t, f, "m/progress.md")
	if s.File("m/progress.md") == nil || !slices.Contains(paths(s), "m/progress.md") {
		t.Error("the bank lacks a file that is back")
	}
}

func TestABankWhoseOnlyFileVanishedWhileItWasReadIsNone(t *testing.T) {
	files := &vanishingFS{MapFS: inMemory(map[string]string{"memory-bank/progress.md": "# P\n"}), name: "memory-bank/progress.md"}
	f := memoryFolder(files, newEngine())
	mustCheck(t, rescan(t, f, ScanOptions{}))
	if s := readChanged(t, f, "memory-bank/progress.md"); len(s.Banks()) != 0 {
		t.Errorf("%d banks are left", len(s.Banks()))
	}
}

func TestReadOfTheWorkspaceItselfLooksAtEverything(t *testing.T) {
	files := inMemory(withBank("m", map[string]string{".gitignore": "*.log\n"}))
	f := memoryFolder(files, newEngine())
	mustCheck(t, rescan(t, f, ScanOptions{}))
	files["m/progress.md"] = &fstest.MapFile{Data: []byte("changed")}
	files["m/new.md"] = &fstest.MapFile{}
	s := readChanged(t, f, ".")
	if s.File("m/progress.md").Text() != "changed" || s.File("m/new.md") == nil {
		t.Error("what changed was not seen")
	}
}

func TestAWorkspaceThatVanishesTakesItsDiagnosticsAlong(t *testing.T) {
	parent := onDisk(t, withBank("w/m", map[string]string{"w/m/x.md": "[x](none.md)\n"}))
	root := filepath.Join(parent, "w")
	f := NewFolder(root)
	if r := mustCheck(t, rescan(t, f, ScanOptions{})); len(r.All()) == 0 {
		t.Fatal("no diagnostics at first")
	}
	if err := os.Rename(root, filepath.Join(parent, "away")); err != nil {
		t.Fatal(err)
	}
	s := readChanged(t, f, "m/x.md")
	if r := mustCheck(t, s); len(r.All()) != 0 || len(s.Banks()) != 0 {
		t.Errorf("left: %v, banks: %d", r.All(), len(s.Banks()))
	}
	if err := os.Rename(filepath.Join(parent, "away"), root); err != nil {
		t.Fatal(err)
	}
	if r := mustCheck(t, readChanged(t, f, "m/x.md")); len(r.Found.In("m/x.md")) == 0 {
		t.Error("no diagnostics after it came back")
	}
}

func TestMistakesOfAnOpenConfigurationAreThoseOfItsText(t *testing.T) {
	files := inMemory(withBank("m", map[string]string{ConfigFile: "nonsense: 1\n"}))
	f := memoryFolder(files, newEngine())
	mustCheck(t, rescan(t, f, ScanOptions{}))
	for _, step := range []struct {
		name   string
		change Change
		line   int
		want   []string
	}{
		{"the mistake moves", Change{Kind: Edited, Path: ConfigFile, Text: "# A comment.\nnonsense: 1\n"}, 1, []string{`unknown key "nonsense"`}},
		{"it is mended", Change{Kind: Edited, Path: ConfigFile, Text: "check: save\n"}, 0, nil},
		{"the text is dropped", Change{Kind: Closed, Path: ConfigFile}, 0, []string{`unknown key "nonsense"`}},
	} {
		s := f.Apply(step.change)
		found := mustCheck(t, s).Found.In(ConfigFile)
		if len(found) != len(step.want) {
			t.Errorf("%s: got %v", step.name, found)
			continue
		}
		for _, d := range found {
			if line, _ := s.File(ConfigFile).Lines().OffsetLineCol8(d.Span.Start); line != step.line {
				t.Errorf("%s: in line %d, want %d: %s", step.name, line, step.line, d.Message)
			}
		}
	}
}

// lockedFS has folders that cannot be listed.
type lockedFS struct {
	fstest.MapFS
	locked string
}

func (l *lockedFS) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == l.locked {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return l.MapFS.ReadDir(name)
}

func TestAFolderThatCannotBeListedIsReportedOnlyInABank(t *testing.T) {
	files := &lockedFS{inMemory(withBank("m", map[string]string{"m/tasks/x.md": "[x](none.md)\n", "src/a.go": ""})), "m/tasks"}
	f := memoryFolder(files, newEngine())
	for _, step := range []struct {
		locked string
		want   []string
		broken int
	}{
		{"m/tasks", []string{"unreadable-file: folder not judged: permission denied"}, 0},
		{"src", nil, 1},
		{"m/tasks", []string{"unreadable-file: folder not judged: permission denied"}, 0},
	} {
		files.locked = step.locked
		r := mustCheck(t, readChanged(t, f, "."))
		if got := messages(r, "m/tasks"); !slices.Equal(got, step.want) || len(messages(r, "src")) != 0 {
			t.Errorf("%s is locked: got %q", step.locked, got)
		}
		if got := broken(r, "m/tasks/x.md"); len(got) != step.broken {
			t.Errorf("%s is locked: broken %q", step.locked, got)
		}
	}
	files.locked = "."
	if _, err := Read(t.Context(), f.Snapshot(), []string{"."}, ScanOptions{}); err == nil {
		t.Error("a workspace that cannot be listed is none without banks")
	}
}
