package bank

import "testing"

// TestCurrent changes files behind the back of a snapshot.
func TestCurrent(t *testing.T) {
	root := onDisk(t, withBank("m", map[string]string{"m/a.md": "# A\n", "m/b.md": "# B\n"}))
	f := NewFolder(root)
	before := rescan(t, f, ScanOptions{})
	current := func(paths ...string) *Snapshot {
		t.Helper()
		s, err := before.Current(t.Context(), paths)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	if current("m/a.md", "m/none.md") != before {
		t.Error("nothing has changed, and the snapshot is another")
	}
	writeText(t, root, "m/a.md", "# Z\n")
	writeText(t, root, "m/new.md", "# New\n")
	if s := current("m/b.md"); s != before {
		t.Error("a file counts that nobody asked about")
	}
	if s := current("m/a.md"); s.File("m/a.md").Text() != "# Z\n" || before.File("m/a.md").Text() != "# A\n" {
		t.Errorf("the text is %q, before %q", s.File("m/a.md").Text(), before.File("m/a.md").Text())
	}
	if s := current("m/new.md"); !s.Judges("m/new.md") {
		t.Error("a file that appeared is not there")
	}
	before = f.Apply(Change{Kind: Edited, Path: "m/a.md", Text: "# Mine\n"})
	if s := current("m/a.md"); s != before {
		t.Error("the disk counts more than an editor's text")
	}
}
