package bank

import (
	"slices"
	"sync/atomic"
	"testing"
	"testing/fstest"
)

func TestReadTakesInWhatHappenedOnDisk(t *testing.T) {
	for _, c := range []struct {
		name    string
		change  func(files fstest.MapFS)
		changed string
		partial bool
		want    []string
	}{
		{"a changed file is read", func(f fstest.MapFS) { f["m/progress.md"].Data = []byte("new") }, "m/progress.md", true, clineFiles("m")},
		{"a new file belongs to its bank", func(f fstest.MapFS) { f["m/x.md"] = &fstest.MapFile{} }, "m/x.md", false, append(clineFiles("m"), "m/x.md")},
		{"a new file that git ignores does not", func(f fstest.MapFS) { f["m/ignored.md"] = &fstest.MapFile{} }, "m/ignored.md", true, clineFiles("m")},
		{"a file that is gone is left out", func(f fstest.MapFS) { delete(f, "m/progress.md") }, "m/progress.md", false, slices.DeleteFunc(clineFiles("m"), func(p string) bool { return p == "m/progress.md" })},
		{"a folder that is gone is left out", func(f fstest.MapFS) {
			for _, p := range clineFiles("m") {
				delete(f, p)
			}
		}, "m", false, nil},
		{"a file can make a bank", func(f fstest.MapFS) {
			for _, p := range clineFiles("n") {
				f[p] = &fstest.MapFile{}
			}
		}, "n/progress.md", false, append(clineFiles("m"), clineFiles("n")...)},
		{"the configuration counts", func(f fstest.MapFS) { f[ConfigFile] = &fstest.MapFile{Data: []byte("exclude: [m/progress.md]")} }, ConfigFile, false,
			slices.DeleteFunc(clineFiles("m"), func(p string) bool { return p == "m/progress.md" })},
		{"an ignore file counts", func(f fstest.MapFS) { f["m/.gitignore"] = &fstest.MapFile{Data: []byte("*.md")} }, "m/.gitignore", false, nil},
		{"other files change nothing", func(f fstest.MapFS) { f["src/a.go"] = &fstest.MapFile{} }, "src/a.go", true, clineFiles("m")},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := inMemory(withBank("m", map[string]string{".gitignore": "ignored.md", "src/b.go": ""}))
			f := memoryFolder(files, newEngine())
			s := rescan(t, f, ScanOptions{})
			c.change(files)
			d, err := Read(t.Context(), s, []string{c.changed}, ScanOptions{})
			if err != nil || d.partial != c.partial {
				t.Fatalf("partial: %v, %v", d.partial, err)
			}
			s = f.Apply(Change{Kind: OnDisk, Disk: d})
			if got := paths(s); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
			for p := range s.disk.files {
				if s.File(p).Text() != string(files[p].Data) {
					t.Errorf("%s: got %q", p, s.File(p).Text())
				}
			}
		})
	}
}

// TestReadSeesTheFoldersAroundAFile has nobody report folders, which not all clients do.
func TestReadSeesTheFoldersAroundAFile(t *testing.T) {
	const named = "banks: [n/deep]\n"
	for _, c := range []struct {
		name, config, changed string
		partial               bool
		want                  []string
	}{
		{"a bank that is named appears", named, "n/deep/img.png", false, []string{"n/deep"}},
		{"with a document", named, "n/deep/a.md", false, []string{"n/deep"}},
		{"in a folder that git ignores", named, "n/deep/ignored/a.md", false, []string{"n/deep"}},
		{"on the way to it", named, "n/img.png", false, nil},
		{"beside it", named, "other/a.md", true, nil},
		{"deep beside it", named, "other/img.png", true, nil},
		{"a bank gets a folder", "", "m/tasks/img.png", false, []string{"m"}},
		{"git ignores the folder", "", "ignored/img.png", true, []string{"m"}},
		{"nobody looks into the folder", "", "node_modules/x/img.png", true, []string{"m"}},
		{"the configuration excludes the folder", "exclude: [src]\n", "src/a/img.png", true, []string{"m"}},
	} {
		files := inMemory(withBank("m", map[string]string{ConfigFile: c.config, ".gitignore": "ignored\nn/deep\n"}))
		f := memoryFolder(files, newEngine())
		rescan(t, f, ScanOptions{})
		for _, gone := range []bool{false, true} {
			files[c.changed] = &fstest.MapFile{}
			want := c.want
			if gone {
				delete(files, c.changed)
				want = slices.DeleteFunc(slices.Clone(want), func(root string) bool { return root != "m" })
			}
			d, err := Read(t.Context(), f.Snapshot(), []string{c.changed}, ScanOptions{})
			if err != nil || d.partial != c.partial {
				t.Errorf("%s, gone %v: partial %v, error %v", c.name, gone, d.partial, err)
			}
			var roots []string
			for _, b := range f.Apply(Change{Kind: OnDisk, Disk: d}).Banks() {
				roots = append(roots, b.Root)
			}
			if !slices.Equal(roots, want) {
				t.Errorf("%s, gone %v: banks are %q, want %q", c.name, gone, roots, want)
			}
		}
	}
}

func TestReadOfAFolderThatWasNotScannedScansIt(t *testing.T) {
	f := memoryFolder(inMemory(withBank("m", nil)), newEngine())
	if s := readChanged(t, f, "m/progress.md"); !s.Scanned() || len(s.Banks()) != 1 {
		t.Errorf("scanned: %v, banks: %d", s.Scanned(), len(s.Banks()))
	}
}

func TestWhatIsReadAgainWithTheSameTextIsNotParsedAgain(t *testing.T) {
	var parsed atomic.Int64
	files := inMemory(withBank("m", map[string]string{"m/progress.md": "# Progress\n"}))
	f := memoryFolder(files, countingEngine(&parsed))
	mustCheck(t, rescan(t, f, ScanOptions{}))
	before := parsed.Load()
	for _, s := range []*Snapshot{rescan(t, f, ScanOptions{}), readChanged(t, f, "m/progress.md")} {
		if r := mustCheck(t, s); r.Checked != 0 || parsed.Load() != before {
			t.Errorf("checked %d, parsed %d more", r.Checked, parsed.Load()-before)
		}
	}
}

func TestReadIgnoresPathsOutOfTheWorkspace(t *testing.T) {
	root := onDisk(t, withBank("m", nil))
	f := NewFolder(root)
	rescan(t, f, ScanOptions{})
	d, err := Read(t.Context(), f.Snapshot(), []string{"../x.md", "/etc/passwd", "", "m/../../y.md"}, ScanOptions{})
	if err != nil || !d.partial || len(d.files) != 0 || len(d.changed) != 0 {
		t.Errorf("partial: %v, files %v, changed %q, %v", d.partial, d.files, d.changed, err)
	}
}

func TestOpeningAFolderThatDoesNotExistIsAnError(t *testing.T) {
	if _, err := Open(t.Context(), t.TempDir()+"/none", ScanOptions{}); err == nil {
		t.Error("no error")
	}
}
