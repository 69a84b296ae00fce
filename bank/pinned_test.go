package bank

import "testing"

// TestTextsStayAsLongAsAnEditorShowsThem takes all off the shelf after each step, as comes to pass sooner or later.
func TestTextsStayAsLongAsAnEditorShowsThem(t *testing.T) {
	const p, first, second = "m/progress.md", "# First\n", "# Second\n"
	root := onDisk(t, withBank("m", map[string]string{p: first}))
	f := NewFolder(root)
	mustCheck(t, rescan(t, f, ScanOptions{}))
	edited := func(text string) func() *Snapshot {
		return func() *Snapshot { return f.Apply(Change{Kind: Edited, Path: p, Text: text}) }
	}
	closed := func() *Snapshot { return f.Apply(Change{Kind: Closed, Path: p}) }
	saved := func(text string) func() *Snapshot {
		return func() *Snapshot {
			writeText(t, root, p, text)
			return readChanged(t, f, p)
		}
	}
	onlyRead := f.Snapshot().disk.files[p].content
	for _, step := range []struct {
		name       string
		next       func() *Snapshot
		text       string
		shown, was bool // whether the text stays, and that which the disk had at first
	}{
		{"nobody shows it", f.Snapshot, first, false, false},
		{"it is opened", edited(first), first, true, true},
		{"it is typed in", edited(second), second, true, false},
		{"that is undone", edited(first), first, true, true},
		{"it is closed", closed, first, false, false},
		{"another text is opened", edited(second), second, true, false},
		{"it is saved", saved(second), second, true, false},
		{"and closed", closed, second, false, false},
		{"and opened again", edited(second), second, true, false},
		{"somebody else writes", saved(first), second, true, false},
		{"it is closed without being saved", closed, first, false, false},
	} {
		s := step.next()
		mustCheck(t, s)
		s.engine.shelf.shrink(0)
		if got := s.File(p).content.inMemory() != nil; got != step.shown {
			t.Errorf("%s: the text is in memory: %v", step.name, got)
		}
		if got := onlyRead.inMemory() != nil; got != step.was {
			t.Errorf("%s: the text that was read at first is in memory: %v", step.name, got)
		}
		if got := s.File(p).Text(); got != step.text || s.File(p).Err() != nil {
			t.Errorf("%s: the text is %q, error %v", step.name, got, s.File(p).Err())
		}
		mustCheck(t, s)
		s.engine.shelf.shrink(0)
	}
}

// TestATextIsCountedOnceOnTheShelf opens and closes a file, lets go of its text where the shelf does not, and has it read again.
func TestATextIsCountedOnceOnTheShelf(t *testing.T) {
	const p, text = "m/progress.md", "# First\n"
	f := NewFolder(onDisk(t, withBank("m", map[string]string{p: text})))
	s := rescan(t, f, ScanOptions{})
	shelf := &s.engine.shelf
	want := shelf.bytes
	for range 3 {
		f.Apply(Change{Kind: Edited, Path: p, Text: text})
		s = f.Apply(Change{Kind: Closed, Path: p})
		s.File(p).content.letGo()
		if got := s.File(p).Text(); got != text {
			t.Errorf("the text is %q", got)
		}
	}
	if shelf.bytes != want || len(shelf.ring) != len(clineNames) {
		t.Errorf("%d bytes of %d texts, want %d of %d", shelf.bytes, len(shelf.ring), want, len(clineNames))
	}
	if shelf.shrink(0); shelf.bytes != 0 || s.File(p).content.inMemory() != nil {
		t.Errorf("%d bytes stay", shelf.bytes)
	}
	if s.File(p).Text(); shelf.bytes != len(text) {
		t.Errorf("%d bytes after one text was read again", shelf.bytes)
	}
}
