package bank

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// createWhen creates a file, as a program does that replaces none, as soon as there is another one; it sends whether it could.
func createWhen(t *testing.T, there, name, text string) <-chan bool {
	created := make(chan bool, 1)
	go func() {
		for t.Context().Err() == nil {
			if _, err := os.Stat(there); err == nil {
				break
			}
		}
		f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
		if err == nil {
			_, err = f.WriteString(text)
			err = errors.Join(err, f.Close())
		}
		created <- err == nil
	}()
	return created
}

func TestARenamingReplacesNothingThatIsCreatedMeanwhile(t *testing.T) {
	for round := range 20 {
		root := onDisk(t, withBank("m", map[string]string{"m/a.md": "# A\n"}))
		text := fmt.Sprint("somebody else's ", round)
		created := createWhen(t, filepath.Join(root, "m", versionsFolder, versionLog), filepath.Join(root, "m", "b.md"), text)
		_, err := opened(t, root).Write(t.Context(), "test", []FileChange{{Path: "m/a.md", To: "m/b.md"}})
		want := map[bool]string{true: "# A\n", false: text}
		theirs := <-created
		if got := tree(t, root); theirs == (err == nil) || got["m/b.md"] != want[!theirs] || theirs && got["m/a.md"] != "# A\n" {
			t.Fatalf("created %v, renamed: %v, %q", theirs, err, got)
		}
	}
}

func TestWhatIsSavedUnderTheOldNameFollows(t *testing.T) {
	root, err := os.OpenRoot(onDisk(t, map[string]string{"old.md": "saved since", "new.md": "before"}))
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if err := (move{root, "old.md", "new.md"}).leave(); err != nil {
		t.Fatal(err)
	}
	wantTree(t, root.Name(), map[string]string{"new.md": "saved since"})
}

func TestADiskWithoutLinksReplacesNothing(t *testing.T) {
	root, err := os.OpenRoot(onDisk(t, map[string]string{"a.md": "a", "taken.md": "t"}))
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if err := claim(root, "a.md", "taken.md"); !errors.Is(err, ErrStale) {
		t.Errorf("got %v", err)
	}
	if err := claim(root, "gone.md", "c.md"); err == nil {
		t.Error("moved what is not there")
	}
	wantTree(t, root.Name(), map[string]string{"a.md": "a", "taken.md": "t"})
	if err := claim(root, "a.md", "b.md"); err != nil {
		t.Error(err)
	}
	wantTree(t, root.Name(), map[string]string{"b.md": "a", "taken.md": "t"})
}

func TestALetterCaseCanBeRenamed(t *testing.T) {
	root := onDisk(t, withBank("m", map[string]string{"m/a.md": "a"}))
	wrote(t, opened(t, root), FileChange{Path: "m/a.md", To: "m/A.md"})
	if got := tree(t, root); got["m/A.md"] != "a" || len(got) != len(clineNames)+1 {
		t.Errorf("got %q", got)
	}
}

func TestARenamingThatFailsIsUndone(t *testing.T) {
	texts := withBank("m", map[string]string{"m/a.md": "a", "m/b.md": "b", "m/c.md": "c"})
	for name, changes := range map[string][]FileChange{
		"a name that the disk refuses":      {change("m/a.md", "a", "A"), creation("m/new.md", "n"), {Path: "m/b.md", To: "m/" + strings.Repeat("n", 300) + ".md"}},
		"a file that changed":               {change("m/a.md", "a", "A"), change("m/c.md", "other", "C"), {Path: "m/b.md", To: "m/d.md"}},
		"a second name that is taken":       {change("m/a.md", "a", "A"), {Path: "m/b.md", To: "m/d.md"}, {Path: "m/c.md", To: "m/a.md"}},
		"what is to be removed has changed": {change("m/a.md", "a", "A"), removal("m/b.md", "other"), {Path: "m/c.md", To: "m/d.md"}},
	} {
		t.Run(name, func(t *testing.T) {
			root := onDisk(t, texts)
			done, err := opened(t, root).Write(t.Context(), "test", changes)
			if err == nil || len(done) > 0 || !strings.Contains(err.Error(), "put back") {
				t.Errorf("did %v, %v", done, err)
			}
			wantTree(t, root, texts)
		})
	}
}
