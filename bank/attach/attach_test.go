package attach

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// fakeEditor has documents open, and makes or refuses changes.
type fakeEditor struct {
	mu      sync.Mutex
	open    []Document
	refusal error
	applied []Change
}

func (e *fakeEditor) Documents() []Document {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]Document{}, e.open...)
}

func (e *fakeEditor) Apply(_ context.Context, changes []Change) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.applied = append(e.applied, changes...)
	return e.refusal
}

func (e *fakeEditor) opens(documents ...Document) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.open = documents
}

// newPlace returns a private folder whose path is short enough for a socket.
func newPlace(t *testing.T) string {
	t.Helper()
	if !supported {
		t.Skip("nobody can tell here whose folder it is")
	}
	top, err := os.MkdirTemp("", "cx")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(top) })
	return filepath.Join(top, folderName)
}

const bankFolder = "/project/memory-bank"

// listen starts an editor's end, and returns what ends it.
func listen(t *testing.T, place string, e Editor) (stop func()) {
	t.Helper()
	l, err := Listen([]string{place}, bankFolder)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- l.Serve(ctx, e) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the end: %v", err)
		}
	})
	t.Cleanup(stop)
	return stop
}

func dial(t *testing.T, place string) *Client {
	t.Helper()
	sockets := Sockets([]string{place}, bankFolder)
	if len(sockets) != 1 {
		t.Fatalf("sockets: %q", sockets)
	}
	c, err := Dial(sockets[0])
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func TestOnlyWhatIsNewIsTold(t *testing.T) {
	place, e := newPlace(t), &fakeEditor{}
	listen(t, place, e)
	c := dial(t, place)
	a, b := Document{Path: "a.md", Version: 1, Text: "# A\n"}, Document{Path: "b.md", Version: 4, Text: "\x00 \"<é>\u2028"}
	changed := Document{Path: "a.md", Version: 2, Text: "# AA\n"}
	for i, step := range []struct {
		open []Document
		want News
	}{
		{nil, News{}},
		{[]Document{a, b}, News{Documents: []Document{a, b}}},
		{[]Document{a, b}, News{}},
		{[]Document{changed, b}, News{Documents: []Document{changed}}},
		{[]Document{changed}, News{Closed: []string{"b.md"}}},
		{[]Document{b}, News{Documents: []Document{b}, Closed: []string{"a.md"}}},
	} {
		e.opens(step.open...)
		got, err := c.Documents()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(step.want, got); diff != "" {
			t.Errorf("step %d (-want +got):\n%s", i, diff)
		}
	}
}

func TestLongTextsComeInParts(t *testing.T) {
	place, e := newPlace(t), &fakeEditor{}
	listen(t, place, e)
	long, tooLong := strings.Repeat("a", maxText), strings.Repeat("a", maxText+1)
	e.opens(Document{Path: "a.md", Text: long}, Document{Path: "b.md", Text: long}, Document{Path: "c.md", Text: tooLong}, Document{Path: "d.md", Text: "d"})
	got, err := dial(t, place).Documents()
	if err != nil {
		t.Fatal(err)
	}
	want := News{Documents: []Document{{Path: "a.md", Text: long}, {Path: "b.md", Text: long}, {Path: "c.md", Unknown: true}, {Path: "d.md", Text: "d"}}}
	if !cmp.Equal(want, got) {
		t.Errorf("%d documents, or other texts", len(got.Documents))
	}
}

func TestChangesAreMadeOrRefused(t *testing.T) {
	place, e := newPlace(t), &fakeEditor{}
	listen(t, place, e)
	c := dial(t, place)
	before, after := "# A\n", "# B\n"
	changes := []Change{{Path: "a.md", Old: &before, New: &after}, {Path: "a.md", To: "b.md"}}
	if err := c.Apply(t.Context(), changes); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(changes, e.applied); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	e.refusal = &Refusal{Stale: true, Message: "no"}
	var refused *Refusal
	if err := c.Apply(t.Context(), changes); !errors.As(err, &refused) || *refused != (Refusal{true, "no"}) {
		t.Errorf("refused with %v", err)
	}
	e.refusal = context.Canceled
	if err := c.Apply(t.Context(), changes); !errors.As(err, &refused) || refused.Stale {
		t.Errorf("refused with %v", err)
	}
	huge := strings.Repeat("a", 2*maxText)
	if err := c.Apply(t.Context(), []Change{{Path: "a.md", Old: &before, New: &huge}}); !errors.As(err, &refused) {
		t.Errorf("refused with %v", err)
	}
	if _, err := c.Documents(); err != nil {
		t.Errorf("a refusal ends the connection: %v", err)
	}
}

// TestStrangeMessagesEndAConnection sends what no agent of this version does.
func TestStrangeMessagesEndAConnection(t *testing.T) {
	place := newPlace(t)
	listen(t, place, &fakeEditor{})
	for _, tt := range []struct{ line, want string }{
		{"no JSON\n", ""},
		{"[]\n", ""},
		{`{"version":99}` + "\n", `{"version":1,"refusal":{"stale":false,"message":"the editor's server speaks version 1 of the protocol, not 99"}}` + "\n"},
		{`{}` + "\n", `{"version":1,"refusal":{"stale":false,"message":"the editor's server speaks version 1 of the protocol, not 0"}}` + "\n"},
	} {
		conn, err := net.Dial("unix", Sockets([]string{place}, bankFolder)[0])
		if err != nil {
			t.Fatal(err)
		}
		conn.SetDeadline(time.Now().Add(10 * time.Second))
		if _, err := conn.Write([]byte(tt.line)); err != nil {
			t.Error(err)
		}
		answer := make([]byte, 1000)
		n, _ := conn.Read(answer)
		if got := string(answer[:n]); got != tt.want {
			t.Errorf("%q is answered with %q, want %q", tt.line, got, tt.want)
		}
		conn.Close()
	}
}

func TestAMessageHasABound(t *testing.T) {
	here, there := net.Pipe()
	go func() {
		part := []byte(strings.Repeat("a", 1<<20))
		for range maxFrame/len(part) + 1 {
			if _, err := here.Write(part); err != nil {
				return
			}
		}
	}()
	defer here.Close()
	if err := receive(newScanner(there), &question{}); err == nil || !strings.Contains(err.Error(), "too long") {
		t.Errorf("an endless message is taken: %v", err)
	}
	there.Close()
}

// TestTheEndLeavesNothingBehind also has a stale socket of a process that was killed.
func TestTheEndLeavesNothingBehind(t *testing.T) {
	place := newPlace(t)
	stop := listen(t, place, &fakeEditor{})
	c := dial(t, place)
	if _, err := c.Documents(); err != nil {
		t.Fatal(err)
	}
	stop()
	if left, _ := os.ReadDir(place); len(left) != 0 {
		t.Errorf("%q is left", left)
	}
	if _, err := c.Documents(); err == nil || Silent(err) {
		t.Errorf("an editor that is gone: %v", err)
	}
}

func TestStaleSocketsAreSwept(t *testing.T) {
	place := newPlace(t)
	if err := makePrivate(place); err != nil {
		t.Fatal(err)
	}
	stale := filepath.Join(place, newName(bankFolder)+socketEnd)
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: stale, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	l.SetUnlinkOnClose(false)
	l.Close() // as the system does for a process that is killed
	if _, err := Dial(stale); err == nil || Silent(err) {
		t.Errorf("a stale socket: %v", err)
	}
	other := filepath.Join(place, newName("/other")+socketEnd)
	if err := os.WriteFile(other, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	listen(t, place, &fakeEditor{})
	listen(t, place, &fakeEditor{})
	sockets := Sockets([]string{place}, bankFolder)
	if len(sockets) != 2 || sockets[0] == stale || sockets[1] == stale {
		t.Errorf("sockets: %q", sockets)
	}
	if _, err := os.Stat(other); err != nil {
		t.Errorf("another bank's socket: %v", err)
	}
}

func TestASilentEditorIsToldFromOneThatIsGone(t *testing.T) {
	place := newPlace(t)
	if err := makePrivate(place); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("unix", filepath.Join(place, newName(bankFolder)+socketEnd))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if _, err := dial(t, place).Documents(); !Silent(err) {
		t.Errorf("an editor that does not answer: %v", err)
	}
}

func TestOnlyAPrivatePlaceIsUsed(t *testing.T) {
	place := newPlace(t)
	if err := os.MkdirAll(place, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(place, 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := Listen([]string{place}, bankFolder); err == nil || !strings.Contains(err.Error(), "open to other users") {
		t.Errorf("a place for all: %v", err)
	}
	if err := os.WriteFile(filepath.Join(place, newName(bankFolder)+socketEnd), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if found := Sockets([]string{place}, bankFolder); len(found) != 0 {
		t.Errorf("sockets in a place for all: %q", found)
	}
	file := filepath.Join(place, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := isPrivate(file); err == nil {
		t.Error("a file is taken for a place")
	}
	link := newPlace(t)
	if err := os.Chmod(place, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(place, link); err != nil {
		t.Fatal(err)
	}
	if found := Sockets([]string{link}, bankFolder); len(found) != 0 {
		t.Errorf("sockets behind a link: %q", found)
	}
	if found := Sockets([]string{place}, bankFolder); len(found) != 1 {
		t.Errorf("sockets in a private place: %q", found)
	}
	l, err := Listen([]string{link, place}, bankFolder)
	if err != nil {
		t.Fatalf("the second place is not tried: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := l.Serve(ctx, &fakeEditor{}); err != nil {
		t.Error(err)
	}
	long := filepath.Join(t.TempDir(), strings.Repeat("x", 200))
	if _, err := Listen([]string{long}, bankFolder); err == nil {
		t.Error("a path that is too long for a socket has one")
	}
}

func TestPlaces(t *testing.T) {
	variables := func(pairs ...string) func(string) (string, bool) {
		return func(name string) (string, bool) {
			for i := 0; i < len(pairs); i += 2 {
				if pairs[i] == name {
					return pairs[i+1], true
				}
			}
			return "", false
		}
	}
	if found := Places(nil); found != nil {
		t.Errorf("places of nobody: %q", found)
	}
	if found := Places(variables()); found != nil {
		t.Errorf("places without an environment: %q", found)
	}
	if !supported {
		return
	}
	if found := Places(variables("XDG_RUNTIME_DIR", "relative")); found != nil {
		t.Errorf("places of a relative path: %q", found)
	}
	found := Places(variables("XDG_RUNTIME_DIR", "/run/mine", "HOME", "/home/me"))
	if len(found) != 2 || found[0] != "/run/mine/cortex" || !strings.HasPrefix(found[1], "/home/me/") {
		t.Errorf("places: %q", found)
	}
}
