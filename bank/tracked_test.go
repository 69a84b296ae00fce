package bank

import (
	"encoding/binary"
	"slices"
	"testing"
)

// stagedIndex returns git's index of staged files, of which there is one at path.
func stagedIndex(path string) string {
	const beforeName = 62
	text := append([]byte("DIRC"), 0, 0, 0, 2, 0, 0, 0, 1)
	text = append(text, make([]byte, beforeName)...)
	binary.BigEndian.PutUint16(text[len(text)-2:], uint16(len(path)))
	text = append(text, path...)
	return string(append(text, make([]byte, 8-(beforeName+len(path))%8)...))
}

func TestGitIgnoresNothingThatItTracks(t *testing.T) {
	texts := withBank("m", map[string]string{
		".gitignore": "/m\n/other/", "other/progress.md": "",
		".git/HEAD": "ref: refs/heads/main\n", ".git/index": stagedIndex("m/progress.md"),
	})
	got := bankFiles(rescan(t, NewFolder(onDisk(t, texts)), ScanOptions{}))
	if want := clineFiles("m"); len(got) != 1 || !slices.Equal(got["m"], want) {
		t.Errorf("got %v, want m with %v", got, want)
	}
}

// The workspace may be a folder of the repository.
func TestWhatIsTrackedIsSeenFromASubfolder(t *testing.T) {
	texts := withBank("app/m", map[string]string{
		"app/.gitignore": "/m/progress.md", "app/.cortex.yaml": "",
		".git/HEAD": "ref: refs/heads/main\n", ".git/index": stagedIndex("app/m/progress.md"),
	})
	root := onDisk(t, texts)
	if got := bankFiles(rescan(t, NewFolder(root+"/app"), ScanOptions{}))["m"]; !slices.Contains(got, "m/progress.md") {
		t.Errorf("got %v without m/progress.md", got)
	}
}
