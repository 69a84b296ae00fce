package bank

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
)

// heldBank is a bank in which somebody else writes until the test ends, or release is called.
func heldBank(t *testing.T) (s *Snapshot, release func()) {
	t.Helper()
	root := onDisk(t, withBank("m", map[string]string{"m/a.md": "a1"}))
	folder, err := os.OpenRoot(filepath.Join(root, "m"))
	if err != nil {
		t.Fatal(err)
	}
	k, err := openKeeper(t.Context(), folder, "test", versionLimits{})
	if err != nil {
		t.Fatal(err)
	}
	held := true
	release = func() {
		if held {
			k.close()
			folder.Close()
		}
		held = false
	}
	t.Cleanup(release)
	return opened(t, root), release
}

func TestWhoWaitsTooLongIsToldThatSomebodyWrites(t *testing.T) {
	s, _ := heldBank(t)
	synctest.Test(t, func(t *testing.T) {
		done, err := s.Write(t.Context(), "test", []FileChange{change("m/a.md", "a1", "a2")})
		if !errors.Is(err, ErrBusy) || errors.Is(err, ErrStale) || len(done) > 0 {
			t.Errorf("did %v, %v", done, err)
		}
	})
}

func TestACancelledWriteWritesNothing(t *testing.T) {
	s, release := heldBank(t)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() {
		_, err := s.Write(ctx, "test", []FileChange{change("m/a.md", "a1", "a2")})
		ended <- err
	}()
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("while it waited: %v", err)
	}
	release()
	for name, c := range map[string]FileChange{
		"replacing": change("m/a.md", "a1", "a2"), "creating": creation("m/b.md", "b"), "removing": removal("m/a.md", "a1"), "renaming": {Path: "m/a.md", To: "m/b.md"},
	} {
		if _, err := s.Write(ctx, "test", []FileChange{c}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
	}
	want := withBank("m", map[string]string{"m/a.md": "a1"})
	wantTree(t, s.Root(), want)
	if _, err := s.Write(t.Context(), "test", []FileChange{change("m/a.md", "a1", "a2")}); err != nil {
		t.Error(err)
	}
}
