package git

import (
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

// stagedIndex returns an index with these paths, which must be sorted.
func stagedIndex(version uint32, paths ...string) []byte {
	text := append([]byte("DIRC"), make([]byte, 8)...)
	binary.BigEndian.PutUint32(text[4:], version)
	binary.BigEndian.PutUint32(text[8:], uint32(len(paths)))
	before := ""
	for _, p := range paths {
		start := len(text)
		text = append(text, make([]byte, fixedEntry)...)
		binary.BigEndian.PutUint16(text[start+fixedEntry-2:], uint16(min(len(p), nameMask)))
		if version == 4 {
			common := 0
			for common < min(len(p), len(before)) && p[common] == before[common] {
				common++
			}
			text = append(append(text, byte(len(before)-common)), p[common:]...)
			text, before = append(text, 0), p
			continue
		}
		text = append(text, p...)
		text = append(text, make([]byte, 8-(len(text)-start)%8)...)
	}
	return text
}

func allBut(left string) func([]byte) bool { return func(p []byte) bool { return string(p) != left } }

func TestAnIndexNamesWhatIsStaged(t *testing.T) {
	for _, version := range []uint32{2, 3, 4} {
		got, err := staged(stagedIndex(version, "a.md", "b.txt", "docs/a.md", "docs/ab.md", "é.md"), allBut("b.txt"))
		if want := []string{"a.md", "docs/a.md", "docs/ab.md", "é.md"}; err != nil || !slices.Equal(got, want) {
			t.Errorf("version %d: got %q, %v", version, got, err)
		}
	}
}

func TestADamagedIndexIsAnError(t *testing.T) {
	for _, version := range []uint32{2, 4} {
		whole := stagedIndex(version, "a.md", "docs/b.md")
		for end := range whole {
			if got, err := staged(whole[:end], allBut("")); err == nil {
				t.Fatalf("version %d: %d of %d bytes give %q", version, end, len(whole), got)
			}
		}
		for i := range whole {
			for bit := range 8 {
				flipped := slices.Clone(whole)
				flipped[i] ^= 1 << bit
				_, _ = staged(flipped, allBut("")) // must return
			}
		}
	}
}

// What is tracked is what git says, where there is one.
func TestTrackedAgreesWithGit(t *testing.T) {
	program, err := exec.LookPath("git")
	if err != nil {
		t.Log("no git to compare with")
		return
	}
	top := t.TempDir()
	run := func(args ...string) {
		t.Helper()
		cmd := exec.Command(program, append([]string{"-C", top}, args...)...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
	}
	run("init", "-q")
	var want []string
	for i := range 40 {
		name := fmt.Sprintf("notes/%02d/a-rather-long-name.md", i)
		if err := os.MkdirAll(filepath.Join(top, filepath.Dir(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(top, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
		want = append(want, name)
	}
	run("add", ".")
	for _, version := range []string{"2", "4"} {
		run("update-index", "--index-version", version)
		r, err := Open(top)
		if err != nil {
			t.Fatal(err)
		}
		got, err := r.Tracked(allBut(""))
		r.Close()
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("version %s: got %q, %v", version, got, err)
		}
	}
}
