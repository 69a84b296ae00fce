package editortest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// patience is how long something may take that ends a test if it does not happen.
const patience = 2 * time.Minute

// Terminal is one of tmux, in which one program runs.
type Terminal struct {
	t      *testing.T
	user   User
	socket string
}

// Terminal starts a program in a terminal.
func (u User) Terminal(t *testing.T, name string, args ...string) Terminal {
	t.Helper()
	folder, err := os.MkdirTemp("", "cx") // short enough for a socket
	if err != nil {
		t.Fatal(err)
	}
	term := Terminal{t, u, filepath.Join(folder, "s")}
	t.Cleanup(func() {
		_ = term.tmux("kill-server").Run() // it has ended if all went well
		os.RemoveAll(folder)
	})
	start := append([]string{"-f", "/dev/null", "new-session", "-d", "-x", "120", "-y", "30", "--", name}, args...)
	if out, err := term.tmux(start...).CombinedOutput(); err != nil {
		t.Fatalf("starting %s: %v\n%s", name, err, out)
	}
	return term
}

func (term Terminal) tmux(args ...string) *exec.Cmd {
	return term.user.Command("tmux", append([]string{"-u", "-S", term.socket}, args...)...)
}

// Type presses keys, in tmux's names.
func (term Terminal) Type(keys ...string) {
	term.t.Helper()
	if out, err := term.tmux(append([]string{"send-keys"}, keys...)...).CombinedOutput(); err != nil {
		term.t.Fatalf("pressing %q: %v\n%s", keys, err, out)
	}
}

// screen returns what is shown, with the sequences that style it.
func (term Terminal) screen() (string, error) {
	out, err := term.tmux("capture-pane", "-p", "-e").Output()
	return string(out), err
}

// AwaitScreen waits for a screen that is as wanted, and returns its lines. If the program ends, so does the test.
func (term Terminal) AwaitScreen(what string, wanted func([]Line) bool) []Line {
	term.t.Helper()
	var shown string
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); time.Now().Before(end); <-tick.C {
		screen, err := term.screen()
		if err != nil {
			term.t.Fatalf("the program ended before it showed %s; the last screen:\n%s", what, shown)
		}
		shown = screen
		if lines := parseScreen(screen); wanted(lines) {
			return lines
		}
	}
	term.t.Fatalf("no %s in\n%s", what, shown)
	return nil
}

// AwaitText waits until a text is shown.
func (term Terminal) AwaitText(text string) {
	term.t.Helper()
	term.AwaitScreen(text, func(lines []Line) bool {
		for _, l := range lines {
			if strings.Contains(l.Text, text) {
				return true
			}
		}
		return false
	})
}

// AwaitEnd waits until the program has ended.
func (term Terminal) AwaitEnd() {
	term.t.Helper()
	var shown string
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); time.Now().Before(end); <-tick.C {
		screen, err := term.screen()
		if err != nil {
			return
		}
		shown = screen
	}
	term.t.Fatalf("the program goes on and shows\n%s", shown)
}
