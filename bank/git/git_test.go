package git

import (
	"bytes"
	"compress/zlib"
	"context"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// forge writes a repository by hand, so that the tests need no git.
type forge struct {
	t   *testing.T
	top string
	// packed are the objects that wait for a pack, in order; names those of all.
	packed []object
}

type object struct {
	id   ID
	kind kind
	data []byte
}

func newForge(t *testing.T) *forge {
	t.Helper()
	f := &forge{t: t, top: t.TempDir()}
	f.write(".git/HEAD", "ref: refs/heads/main\n")
	return f
}

func (f *forge) write(name, text string) {
	f.t.Helper()
	name = filepath.Join(f.top, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		f.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		f.t.Fatal(err)
	}
}

func deflated(data []byte) []byte {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	z.Write(data)
	z.Close()
	return b.Bytes()
}

// add makes an object: in a pack if one is begun, else loose.
func (f *forge) add(k kind, data []byte) ID {
	f.t.Helper()
	title := fmt.Sprintf("%s %d\x00", map[kind]string{commitKind: "commit", treeKind: "tree", blobKind: "blob"}[k], len(data))
	whole := append([]byte(title), data...)
	id := ID(sha1.Sum(whole))
	f.write(".git/objects/"+id.String()[:2]+"/"+id.String()[2:], string(deflated(whole)))
	f.packed = append(f.packed, object{id, k, data})
	return id
}

// tree makes the tree of some files by path, folders included.
func (f *forge) tree(files map[string]string) ID {
	f.t.Helper()
	entries := map[string][]byte{}
	folders := map[string]map[string]string{}
	for name, text := range files {
		folder, rest, deep := strings.Cut(name, "/")
		if deep {
			if folders[folder] == nil {
				folders[folder] = map[string]string{}
			}
			folders[folder][rest] = text
			continue
		}
		id := f.add(blobKind, []byte(text))
		entries[name] = append([]byte("100644 "+name+"\x00"), id[:]...)
	}
	for folder, content := range folders {
		id := f.tree(content)
		entries[folder+"/"] = append([]byte("40000 "+folder+"\x00"), id[:]...)
	}
	var tree []byte
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		tree = append(tree, entries[name]...)
	}
	return f.add(treeKind, tree)
}

// commit makes a commit of files, authored an hour before it was committed, and checks it out.
func (f *forge) commit(day int, files map[string]string, parents ...ID) ID {
	f.t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "tree %s\n", f.tree(files))
	for _, p := range parents {
		fmt.Fprintf(&b, "parent %s\n", p)
	}
	at := onDay(day).Unix()
	fmt.Fprintf(&b, "author A <a@example.com> %d +0000\ncommitter B > C <b@example.com> %d -0500\n\nparent of nothing\n", at-3600, at)
	id := f.add(commitKind, []byte(b.String()))
	f.write(".git/refs/heads/main", id.String()+"\n")
	return id
}

func onDay(day int) time.Time { return time.Date(2026, 1, day, 12, 0, 0, 0, time.UTC) }

// log reads the history of what is checked out.
func (f *forge) log(paths ...string) (*Log, error) {
	f.t.Helper()
	return logAt(f.top, paths...)
}

func logAt(dir string, paths ...string) (*Log, error) {
	r, err := Open(dir)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	head, err := r.Head()
	if err != nil {
		return nil, err
	}
	return r.Log(context.Background(), head, paths)
}

// want compares a log with days and numbers of newer commits, "none" for a file it lacks.
func want(t *testing.T, log *Log, err error, first int, files map[string]string) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if want := onDay(first).Add(-time.Hour); first > 0 && !log.First.Equal(want) || first == 0 && !log.First.IsZero() {
		t.Errorf("first commit on %v, want that of day %d", log.First, first)
	}
	for name, want := range files {
		got := "none"
		if f := log.Files[name]; f != nil {
			got = fmt.Sprintf("%d behind %d", f.Last.Day(), f.Behind)
			if f.Last.IsZero() {
				got = "unknown"
			}
		}
		if got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// threeCommits are of the days 1, 2 and 3; only the second changes b.md.
func threeCommits(f *forge) {
	first := f.commit(1, map[string]string{"m/a.md": "a", "m/b.md": "b", "x/y.go": "x"})
	second := f.commit(2, map[string]string{"m/a.md": "a", "m/b.md": "B", "x/y.go": "x"}, first)
	f.commit(3, map[string]string{"m/a.md": "a", "m/b.md": "B", "m/t/c.md": "c", "x/y.go": "y"}, second)
}

var threeCommitsWant = map[string]string{"m/a.md": "1 behind 2", "m/b.md": "2 behind 1", "m/t/c.md": "3 behind 0", "m/new.md": "none"}

func askedOf(want map[string]string) []string { return slices.Collect(maps.Keys(want)) }

func TestLooseObjects(t *testing.T) {
	f := newForge(t)
	threeCommits(f)
	log, err := f.log(askedOf(threeCommitsWant)...)
	want(t, log, err, 1, threeCommitsWant)
	if !log.Files["m/a.md"].Original || log.Files["m/t/c.md"].Original || !log.Newest.Equal(onDay(3)) {
		t.Errorf("original or newest is wrong: %+v", log)
	}
	if !log.Files["m/a.md"].Added || log.Files["m/b.md"].Added || !log.Files["m/t/c.md"].Added {
		t.Errorf("added is wrong: %+v", log.Files)
	}
	r, err := Open(filepath.Join(f.top, "m"))
	if err != nil || r.WorkTree != f.top {
		t.Fatalf("opened %v from a folder inside: %v", r, err)
	}
}

func TestAMergeGoesTheWayOfTheSameContent(t *testing.T) {
	f := newForge(t)
	base := f.commit(1, map[string]string{"a.md": "a", "b.md": "b", "c.md": "c"})
	left := f.commit(2, map[string]string{"a.md": "A", "b.md": "b", "c.md": "c1"}, base)
	right := f.commit(3, map[string]string{"a.md": "a", "b.md": "B", "c.md": "c2"}, base)
	f.commit(4, map[string]string{"a.md": "A", "b.md": "B", "c.md": "c12"}, left, right)
	files := map[string]string{"a.md": "2 behind 2", "b.md": "3 behind 1", "c.md": "4 behind 0"}
	log, err := f.log(askedOf(files)...)
	want(t, log, err, 1, files)
}

// TestAParentWithALaterClock reaches a commit anew after it has had its turn.
func TestAParentWithALaterClock(t *testing.T) {
	f := newForge(t)
	base := f.commit(3, map[string]string{"a.md": "a", "b.md": "b"})
	left := f.commit(4, map[string]string{"a.md": "a", "b.md": "B"}, base)
	right := f.commit(2, map[string]string{"a.md": "A", "b.md": "b"}, base)
	f.commit(5, map[string]string{"a.md": "a", "b.md": "b"}, left, right)
	files := map[string]string{"a.md": "3 behind 2", "b.md": "3 behind 2"}
	log, err := f.log(askedOf(files)...)
	want(t, log, err, 2, files)
}

func TestAShallowCloneDoesNotKnowTheFirst(t *testing.T) {
	f := newForge(t)
	gone, _ := parseID(strings.Repeat("12", 20))
	edge := f.commit(2, map[string]string{"a.md": "a", "b.md": "b"}, gone)
	f.commit(3, map[string]string{"a.md": "a", "b.md": "B"}, edge)
	if _, err := f.log("a.md"); err == nil {
		t.Error("a missing parent was not missed")
	}
	f.write(".git/shallow", edge.String()+"\n")
	files := map[string]string{"a.md": "unknown", "b.md": "3 behind 0"}
	log, err := f.log(askedOf(files)...)
	want(t, log, err, 0, files)
}

func TestALinkedWorkTree(t *testing.T) {
	f := newForge(t)
	threeCommits(f)
	f.write(".git/packed-refs", "# pack-refs\n"+strings.Repeat("1", 40)+" refs/heads/other\n"+f.ref()+" refs/heads/side\n^"+strings.Repeat("2", 40)+"\n")
	f.write(".git/worktrees/w/HEAD", "ref: refs/heads/side\n")
	f.write(".git/worktrees/w/commondir", "../..\n")
	w := t.TempDir()
	if err := os.WriteFile(filepath.Join(w, ".git"), []byte("gitdir: "+filepath.Join(f.top, ".git", "worktrees", "w")+"\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	log, err := logAt(w, askedOf(threeCommitsWant)...)
	want(t, log, err, 1, threeCommitsWant)
}

func (f *forge) ref() string {
	text, err := os.ReadFile(filepath.Join(f.top, ".git", "refs", "heads", "main"))
	if err != nil {
		f.t.Fatal(err)
	}
	return strings.TrimSpace(string(text))
}

func TestAlternates(t *testing.T) {
	f := newForge(t)
	threeCommits(f)
	g := newForge(t)
	g.write(".git/refs/heads/main", f.ref())
	g.write(".git/objects/info/alternates", "# lent\n"+filepath.ToSlash(filepath.Join(f.top, ".git", "objects"))+"\n")
	// Two that lend to each other end.
	f.write(".git/objects/info/alternates", filepath.ToSlash(filepath.Join(g.top, ".git", "objects"))+"\n")
	log, err := g.log(askedOf(threeCommitsWant)...)
	want(t, log, err, 1, threeCommitsWant)
}

// pack puts all objects into one pack and takes the loose ones away. Trees are deltas of the one before: the
// first way by its distance, the second by its name.
func (f *forge) pack(byName bool) {
	f.t.Helper()
	text := bytes.NewBufferString("PACK\x00\x00\x00\x02....")
	offsets := map[ID]int{}
	var base *object
	for i, o := range f.packed {
		if _, twice := offsets[o.id]; twice {
			continue
		}
		at := text.Len()
		switch {
		case o.kind != treeKind || base == nil:
			text.Write(entryHead(o.kind, len(o.data)))
			text.Write(deflated(o.data))
		case byName:
			delta := deltaOf(base.data, o.data)
			text.Write(entryHead(refDelta, len(delta)))
			text.Write(base.id[:])
			text.Write(deflated(delta))
		default:
			delta := deltaOf(base.data, o.data)
			text.Write(entryHead(offsetDelta, len(delta)))
			text.Write(distanceOf(at - offsets[base.id]))
			text.Write(deflated(delta))
		}
		offsets[o.id] = at
		if o.kind == treeKind {
			base = &f.packed[i]
		}
	}
	f.write(".git/objects/pack/pack-1.pack", text.String())
	f.write(".git/objects/pack/pack-1.idx", string(indexOf(offsets)))
	for id := range offsets {
		os.Remove(filepath.Join(f.top, ".git", "objects", id.String()[:2], id.String()[2:]))
	}
}

func entryHead(k kind, size int) []byte {
	head := []byte{byte(k)<<4 | byte(size&15)}
	for size >>= 4; size > 0; size >>= 7 {
		head[len(head)-1] |= 0x80
		head = append(head, byte(size&0x7f))
	}
	return head
}

func distanceOf(n int) []byte {
	digits := []byte{byte(n & 0x7f)}
	for n >>= 7; n > 0; n >>= 7 {
		n--
		digits = append([]byte{0x80 | byte(n&0x7f)}, digits...)
	}
	return digits
}

// deltaOf copies what the two begin with and inserts the rest.
func deltaOf(base, result []byte) []byte {
	same := 0
	for same < min(len(base), len(result), 1<<16-1) && base[same] == result[same] {
		same++
	}
	delta := binary.AppendUvarint(binary.AppendUvarint(nil, uint64(len(base))), uint64(len(result)))
	if same > 0 {
		delta = append(delta, 0x80|0x10|0x20, byte(same), byte(same>>8))
	}
	for rest := result[same:]; len(rest) > 0; {
		n := min(len(rest), 127)
		delta = append(append(delta, byte(n)), rest[:n]...)
		rest = rest[n:]
	}
	return delta
}

func indexOf(offsets map[ID]int) []byte {
	ids := slices.SortedFunc(maps.Keys(offsets), func(a, b ID) int { return bytes.Compare(a[:], b[:]) })
	index := []byte("\xfftOc\x00\x00\x00\x02")
	for first, n := 0, 0; first < 256; first++ {
		for n < len(ids) && int(ids[n][0]) <= first {
			n++
		}
		index = binary.BigEndian.AppendUint32(index, uint32(n))
	}
	for _, id := range ids {
		index = append(index, id[:]...)
	}
	index = append(index, make([]byte, 4*len(ids))...)
	for i, id := range ids {
		at := uint32(offsets[id])
		if i == 0 { // as in a pack of more than 2 GB
			at = 1 << 31
		}
		index = binary.BigEndian.AppendUint32(index, at)
	}
	return binary.BigEndian.AppendUint64(index, uint64(offsets[ids[0]]))
}

func TestPacks(t *testing.T) {
	for _, byName := range []bool{false, true} {
		f := newForge(t)
		threeCommits(f)
		f.pack(byName)
		log, err := f.log(askedOf(threeCommitsWant)...)
		want(t, log, err, 1, threeCommitsWant)
	}
}

func TestWhatCannotBeReadIsAnError(t *testing.T) {
	if _, err := Open(t.TempDir()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no repository: %v", err)
	}
	for name, spoil := range map[string]func(*forge){
		"no commit yet":     func(f *forge) { os.RemoveAll(filepath.Join(f.top, ".git", "refs")) },
		"sha-256":           func(f *forge) { f.write(".git/refs/heads/main", strings.Repeat("1", 64)) },
		"reftable":          func(f *forge) { f.write(".git/HEAD", "ref: refs/heads/.invalid\n") },
		"circular":          func(f *forge) { f.write(".git/refs/heads/main", "ref: HEAD\n") },
		"outside":           func(f *forge) { f.write(".git/HEAD", "ref: ../../../etc/passwd\n") },
		"no such commit":    func(f *forge) { f.write(".git/refs/heads/main", strings.Repeat("1", 40)) },
		"not a commit":      func(f *forge) { f.write(".git/refs/heads/main", f.add(blobKind, []byte("x")).String()) },
		"commit of nothing": func(f *forge) { f.write(".git/refs/heads/main", f.add(commitKind, []byte("\n")).String()) },
		"damaged object": func(f *forge) {
			f.write(".git/objects/"+f.ref()[:2]+"/"+f.ref()[2:], "no zlib")
		},
		"large object": func(f *forge) {
			f.write(".git/objects/"+f.ref()[:2]+"/"+f.ref()[2:], string(deflated([]byte("commit 99999999999\x00tree"))))
		},
		"damaged pack": func(f *forge) { f.pack(false); f.write(".git/objects/pack/pack-1.pack", "PACK") },
		"damaged index": func(f *forge) {
			f.pack(false)
			f.write(".git/objects/pack/pack-1.idx", "\xfftOc\x00\x00\x00\x02")
		},
	} {
		f := newForge(t)
		threeCommits(f)
		spoil(f)
		if log, err := f.log("m/a.md"); err == nil {
			t.Errorf("%s: no error, but %+v", name, log)
		}
	}
}

// TestNoDamageMakesItPanic flips every fifth byte of a pack and its index, one after the other.
func TestNoDamageMakesItPanic(t *testing.T) {
	f := newForge(t)
	threeCommits(f)
	f.pack(false)
	for _, file := range []string{".git/objects/pack/pack-1.pack", ".git/objects/pack/pack-1.idx"} {
		text, err := os.ReadFile(filepath.Join(f.top, filepath.FromSlash(file)))
		if err != nil {
			t.Fatal(err)
		}
		for i := range text {
			if i%5 != 0 {
				continue
			}
			damaged := slices.Clone(text)
			damaged[i] ^= 0xff
			f.write(file, string(damaged))
			f.log("m/a.md", "m/b.md")
		}
		f.write(file, string(text))
	}
}

func FuzzPatch(f *testing.F) {
	f.Add([]byte("hello world"), deltaOf([]byte("hello world"), []byte("hello there")))
	f.Add([]byte(""), []byte{0, 3, 0xff})
	f.Fuzz(func(t *testing.T, base, delta []byte) {
		if result, err := patch(base, delta); err == nil && len(result) > maxObject {
			t.Errorf("%d bytes", len(result))
		}
		parseCommit(delta)
	})
}

func TestPatch(t *testing.T) {
	base := bytes.Repeat([]byte("0123456789"), 10_000)
	result := append(slices.Clone(base[:60_000]), "and more"...)
	got, err := patch(base, deltaOf(base, result))
	if err != nil || !bytes.Equal(got, result) {
		t.Errorf("%d bytes, want %d: %v", len(got), len(result), err)
	}
}

func TestACanceledWalkEnds(t *testing.T) {
	f := newForge(t)
	threeCommits(f)
	r, err := Open(f.top)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	head, err := r.Head()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := r.Log(ctx, head, []string{"m/a.md"}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
}
