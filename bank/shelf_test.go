package bank

import (
	"slices"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// TestWhatWasLetGoIsReadAgain lets all documents go, and asks for them.
func TestWhatWasLetGoIsReadAgain(t *testing.T) {
	files := inMemory(withBank("m", map[string]string{"m/x.md": "# X\n", "m/y.md": "# Y\n"}))
	f := memoryFolder(files, newEngine())
	s := rescan(t, f, ScanOptions{})
	f.Apply(Change{Kind: Edited, Path: "m/y.md", Text: "# Y\n"})
	first := s.document("m/x.md")
	s.engine.shelf.shrink(0)
	if s.document("m/x.md") == first || s.File("m/x.md").Text() != "# X\n" || s.File("m/x.md").Err() != nil {
		t.Errorf("read again: %q, %v", s.File("m/x.md").Text(), s.File("m/x.md").Err())
	}
	s.engine.shelf.shrink(0)
	files["m/y.md"] = &fstest.MapFile{Data: []byte("other")}
	if got := f.Snapshot().File("m/y.md").Text(); got != "# Y\n" {
		t.Errorf("what an editor shows was let go: %q", got)
	}
}

// TestATextThatIsNotThereAnyMoreIsNoOther changes a file after its text was let go.
func TestATextThatIsNotThereAnyMoreIsNoOther(t *testing.T) {
	for name, change := range map[string]func(files fstest.MapFS){
		"longer":  func(files fstest.MapFS) { files["m/x.md"].Data = []byte("[z](none.md) and more") },
		"as long": func(files fstest.MapFS) { files["m/x.md"].Data = []byte("[z](gone.md)") },
		"gone":    func(files fstest.MapFS) { delete(files, "m/x.md") },
	} {
		t.Run(name, func(t *testing.T) {
			files := inMemory(withBank("m", map[string]string{"m/x.md": "[x](none.md)", "m/y.md": "[x](x.md#a)"}))
			f := memoryFolder(files, newEngine())
			s := rescan(t, f, ScanOptions{})
			s.engine.shelf.shrink(0)
			change(files)
			want := []string{"unreadable-file: not judged: it has changed on disk since it was looked at"}
			if got := messages(mustCheck(t, s), "m/x.md"); !slices.Equal(got, want) {
				t.Errorf("got %q", got)
			}
			if s.File("m/x.md").Text() != "" || s.document("m/x.md") != nil || s.File("m/x.md").Has("") {
				t.Error("it has a text")
			}
			if s = readChanged(t, f, "m/x.md"); s.File("m/x.md") != nil && s.File("m/x.md").Err() != nil {
				t.Error("it is not read again when the change is known")
			}
			if diff := cmp.Diff(mustCheck(t, s.anew()).All(), mustCheck(t, s).All()); diff != "" {
				t.Errorf("(-anew +kept):\n%s", diff)
			}
		})
	}
}

func TestTheShelfIsBounded(t *testing.T) {
	texts := withBank("m", nil)
	for i := range 20 {
		texts["m/"+string(rune('a'+i))+".md"] = string(make([]byte, 1000))
	}
	e := newEngine()
	e.shelf.most = 5000
	s := rescan(t, memoryFolder(inMemory(texts), e), ScanOptions{})
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for _, b := range s.banks {
				for _, p := range b.Paths {
					if s.document(p) == nil {
						t.Errorf("%s has no document", p)
					}
				}
			}
		})
	}
	all.Wait()
	held := 0
	for _, f := range s.disk.files {
		if f.content.inMemory() != nil {
			held += f.Size()
		}
	}
	if held > e.shelf.most || e.shelf.bytes > e.shelf.most {
		t.Errorf("%d bytes are in memory, and %d are counted", held, e.shelf.bytes)
	}
}

func TestTheShelfIsBoundedAsLongAsAnybodyWantsThat(t *testing.T) {
	s := &shelf{most: defaultShelf}
	first, second := s.atMost(10), s.atMost(20)
	if first(); s.most != 10 {
		t.Errorf("the bound is %d though somebody wants 20", s.most)
	}
	if second(); s.most != defaultShelf {
		t.Errorf("the bound is %d though nobody wants any", s.most)
	}
}
