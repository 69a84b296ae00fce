package neovim

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cortex/editors/editortest"
)

// TestAnAgentInNeovim has an agent read what is not saved and edit it under the eyes of the user, who undoes that.
func TestAnAgentInNeovim(t *testing.T) {
	sockets, err := os.MkdirTemp("", "cx") // short enough for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(sockets) })
	t.Setenv("XDG_RUNTIME_DIR", sockets)
	user := newUser(t)
	var got struct {
		Typed, Before, After, Undone []string
		Read, Stale, Edit, Reread    string
		Modified                     bool
	}
	runNeovim(t, user, "attach.lua", &got)

	if !strings.Contains(got.Read, "unsaved in the editor") || !strings.Contains(got.Read, "- Typed 🚀 first.\n- Typed second.") {
		t.Errorf("the agent reads\n%s", got.Read)
	}
	if !strings.HasPrefix(got.Stale, "stale: ") {
		t.Errorf("an edit of what is being typed is answered with %s", got.Stale)
	}
	if !strings.Contains(got.Edit, `"applied":true`) {
		t.Errorf("the edit is answered with %s", got.Edit)
	}
	want := slices.Clone(got.Before)
	if i := slices.Index(want, "- Telemetry works."); i >= 0 {
		want[i] = "- Telemetry has 🎉 landed."
	}
	if !slices.Equal(got.After, want) || slices.Equal(got.After, got.Before) || !got.Modified {
		t.Errorf("modified %t, after the edit the buffer has\n%s\nwant\n%s", got.Modified, strings.Join(got.After, "\n"), strings.Join(want, "\n"))
	}
	if !strings.Contains(got.Reread, "- Telemetry has 🎉 landed.") {
		t.Errorf("after the edit the agent reads\n%s", got.Reread)
	}
	if !slices.Equal(got.Undone, got.Before) {
		t.Errorf("undone the buffer has\n%s", strings.Join(got.Undone, "\n"))
	}
	if disk := editortest.Read(t, user.Path()); disk != editortest.Document {
		t.Errorf("the disk has\n%s", disk)
	}
	awaitNoSockets(t, filepath.Join(sockets, "cortex"))
}

// awaitNoSockets waits for the end of the language server, which the editor does not wait for.
func awaitNoSockets(t *testing.T, folder string) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(10 * time.Second); ; <-tick.C {
		left, err := os.ReadDir(folder)
		if err == nil && len(left) == 0 {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%q is left, %v", left, err)
		}
	}
}
