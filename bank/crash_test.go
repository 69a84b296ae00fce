package bank

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// crashRoot tells a child of TestKillingWritersLosesNothing in which workspace it writes.
const crashRoot = "CORTEX_TEST_CRASH_ROOT"

// crashText is the text number n of a file: long enough that a torn write would show.
func crashText(n int) string {
	return fmt.Sprintf("# %d\n\n%s%d\n", n, strings.Repeat("text of some length ", 2000), n)
}

// crashNumber returns which of the texts it is, false if it is none.
func crashNumber(text string) (int, bool) {
	line, _, _ := strings.Cut(strings.TrimPrefix(text, "# "), "\n")
	n, err := strconv.Atoi(line)
	return n, err == nil && text == crashText(n)
}

// TestCrashingWriter is the child: it writes one text after the other, and says so, until it is killed.
func TestCrashingWriter(t *testing.T) {
	root := os.Getenv(crashRoot)
	if root == "" {
		t.Skip("only a child of TestKillingWritersLosesNothing")
	}
	s := opened(t, root)
	for {
		old, err := os.ReadFile(filepath.Join(root, "m", "a.md"))
		if err != nil {
			t.Fatal(err)
		}
		n, whole := crashNumber(string(old))
		if !whole {
			t.Fatal("a torn file")
		}
		if _, err := s.Write(t.Context(), "test", []FileChange{change("m/a.md", string(old), crashText(n+1))}); err != nil && !errors.Is(err, ErrStale) {
			t.Fatal(err)
		}
		fmt.Println("wrote", n+1)
	}
}

// TestKillingWritersLosesNothing kills processes in the middle of writes, two at a time, and looks at what they leave.
func TestKillingWritersLosesNothing(t *testing.T) {
	rounds := 6
	if testing.Short() {
		rounds = 2
	}
	root := onDisk(t, withBank("m", map[string]string{"m/a.md": crashText(0)}))
	for range rounds {
		killed := make(chan error, 2)
		for range cap(killed) {
			go func() {
				_, err := runAndKill("TestCrashingWriter", crashRoot, root)
				killed <- err
			}()
		}
		for range cap(killed) {
			if err := <-killed; err != nil {
				t.Fatal(err)
			}
		}
		now, err := os.ReadFile(filepath.Join(root, "m", "a.md"))
		if err != nil {
			t.Fatal(err)
		}
		n, whole := crashNumber(string(now))
		if !whole {
			t.Fatalf("a torn file, beginning with %.20q", now)
		}
		wantTexts(t, opened(t, root), n)
	}
	// What the last one left does not keep the next from writing.
	s := opened(t, root)
	n, _ := crashNumber(s.File("m/a.md").Text())
	wrote(t, s, change("m/a.md", crashText(n), crashText(n+1)))
	wantTexts(t, s, n+1)
}

// wantTexts wants every text before n among the versions, and numbers that only go up.
func wantTexts(t *testing.T, s *Snapshot, n int) {
	t.Helper()
	all, err := s.Versions("m/a.md")
	if err != nil {
		t.Fatal(err)
	}
	kept := map[int]bool{}
	for i, v := range all {
		text, err := s.VersionText(v)
		if err != nil {
			t.Fatal(err)
		}
		number, whole := crashNumber(text)
		if !whole || number > n {
			t.Errorf("version %d is no text that the file had", v.ID)
		}
		kept[number] = true
		if i > 0 && v.ID >= all[i-1].ID {
			t.Errorf("version %d follows %d", all[i-1].ID, v.ID)
		}
	}
	for i := range n {
		if !kept[i] {
			t.Errorf("text %d of %d is lost", i, n)
		}
	}
}

// waitForWrite returns when a write of the file, or of its history, is under way, or has not begun after many looks.
func waitForWrite(root string) {
	for range 10_000 {
		found, err := filepath.Glob(filepath.Join(root, "m", [...]string{".cortex-*.tmp", versionsFolder + "/*/*.tmp"}[rand.IntN(2)]))
		if err != nil || len(found) > 0 {
			return
		}
	}
}

// runAndKill starts a child, which is told the workspace in a variable, kills it some time after it has begun to write, and returns
// what it said.
func runAndKill(child, variable, root string) (told []string, err error) {
	cmd := exec.Command(os.Args[0], "-test.run=^"+child+"$")
	cmd.Env = append(os.Environ(), variable+"="+root)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	for range 2 + rand.IntN(4) {
		if !lines.Scan() {
			return told, fmt.Errorf("the writer ended by itself: %w", cmd.Wait())
		}
		told = append(told, lines.Text())
		if !strings.HasPrefix(lines.Text(), "wrote") {
			return told, errors.Join(fmt.Errorf("the writer says %q", lines.Text()), cmd.Process.Kill(), cmd.Wait())
		}
	}
	waitForWrite(root)
	if err := cmd.Process.Kill(); err != nil {
		return told, err
	}
	for lines.Scan() { // what it has still said
		told = append(told, lines.Text())
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) {
		return told, fmt.Errorf("the writer was to be killed: %w", err)
	}
	return told, nil
}
