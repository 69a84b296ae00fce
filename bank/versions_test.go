package bank

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// opened reads a folder on disk.
func opened(t *testing.T, root string) *Snapshot {
	t.Helper()
	return rescan(t, NewFolder(root), ScanOptions{})
}

// wrote makes changes that must all succeed.
func wrote(t *testing.T, s *Snapshot, changes ...FileChange) []FileChange {
	t.Helper()
	done, err := s.Write(t.Context(), "test", changes)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// versions returns the versions of a path as "ID path=text", newest first.
func versions(t *testing.T, s *Snapshot, p string) []string {
	t.Helper()
	all, err := s.Versions(p)
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, v := range all {
		if v.To != "" {
			told = append(told, fmt.Sprintf("%d %s>%s", v.ID, v.Path, v.To))
			continue
		}
		text, err := s.VersionText(v)
		if err != nil {
			t.Fatal(err)
		}
		if v.Hash != HashOf(text) || v.Size != len(text) || v.By != "test" {
			t.Errorf("%+v does not describe %q", v, text)
		}
		told = append(told, fmt.Sprintf("%d %s=%s", v.ID, v.Path, text))
	}
	return told
}

func wantVersions(t *testing.T, s *Snapshot, p string, want ...string) {
	t.Helper()
	if got := versions(t, s, p); !slices.Equal(got, want) {
		t.Errorf("versions of %q: got %q, want %q", p, got, want)
	}
}

func TestEachWriteKeepsWhatWasThere(t *testing.T) {
	root := onDisk(t, withBank("m", map[string]string{"m/a.md": "a1", "m/b.md": "b1"}))
	s := opened(t, root)
	done := wrote(t, s, change("m/a.md", "a1", "a2"), creation("m/new.md", "n1"), change("m/b.md", "b1", "b2"))
	if done[0].Version != 1 || done[1].Version != 0 || done[2].Version != 2 {
		t.Errorf("done: %+v", done)
	}
	wrote(t, s, change("m/a.md", "a2", "a1"))
	wrote(t, s, change("m/a.md", "a1", "a3"), removal("m/b.md", "b2"))
	wantVersions(t, s, "m/a.md", "4 m/a.md=a1", "3 m/a.md=a2", "1 m/a.md=a1")
	wantVersions(t, s, "m", "5 m/b.md=b2", "4 m/a.md=a1", "3 m/a.md=a2", "2 m/b.md=b1", "1 m/a.md=a1")
	wantVersions(t, s, ".", "5 m/b.md=b2", "4 m/a.md=a1", "3 m/a.md=a2", "2 m/b.md=b1", "1 m/a.md=a1")
	wantVersions(t, s, "m/new.md")
	wantVersions(t, s, "other")
	objects, err := os.ReadDir(filepath.Join(root, "m", versionsFolder, versionObjects))
	if err != nil || len(objects) != 4 {
		t.Errorf("%d objects, want one for each text, %v", len(objects), err)
	}
	if ignored, err := os.ReadFile(filepath.Join(root, "m", versionsFolder, ".gitignore")); string(ignored) != "*\n" {
		t.Errorf("ignore file %q, %v", ignored, err)
	}
}

func TestAWriteThatIsRefusedLeavesNoVersion(t *testing.T) {
	s := opened(t, onDisk(t, withBank("m", map[string]string{"m/a.md": "a1"})))
	if _, err := s.Write(t.Context(), "test", []FileChange{change("m/a.md", "other", "a2"), removal("m/a.md", "a1")}); !errors.Is(err, ErrStale) {
		t.Fatal(err)
	}
	wantVersions(t, s, ".")
}

func TestVersionsFollowRenamings(t *testing.T) {
	s := opened(t, onDisk(t, withBank("m", map[string]string{"m/a.md": "a1", "m/old/x.md": "x1", "m/old/y.png": "p"})))
	wrote(t, s, change("m/a.md", "a1", "a2"), change("m/old/x.md", "x1", "x2"))
	wrote(t, s, FileChange{Path: "m/a.md", To: "m/b.md"}, FileChange{Path: "m/old", To: "m/new"})
	wrote(t, s, change("m/b.md", "a2", "a3"), change("m/new/x.md", "x2", "x3"))
	wantVersions(t, s, "m/b.md", "5 m/b.md=a2", "3 m/a.md>m/b.md", "1 m/a.md=a1")
	wantVersions(t, s, "m/new/x.md", "6 m/new/x.md=x2", "4 m/old>m/new", "2 m/old/x.md=x1")
	wantVersions(t, s, "m/new", "6 m/new/x.md=x2", "4 m/old>m/new", "2 m/old/x.md=x1")
}

func TestANameHasTheVersionsOfTheFileThatHasIt(t *testing.T) {
	root := onDisk(t, withBank("m", map[string]string{"m/a.md": "a1", "m/b.md": "b1"}))
	s := opened(t, root)
	wrote(t, s, change("m/a.md", "a1", "a2"), change("m/b.md", "b1", "b2"))
	wrote(t, s, FileChange{Path: "m/b.md", To: "m/c.md"}, FileChange{Path: "m/a.md", To: "m/b.md"})
	wantVersions(t, s, "m/b.md", "4 m/a.md>m/b.md", "1 m/a.md=a1")
	wantVersions(t, s, "m/c.md", "3 m/b.md>m/c.md", "2 m/b.md=b1")
	if v, err := s.Version("m/b.md", 0); err != nil || v.ID != 1 {
		t.Errorf("the last of m/b.md is %+v, %v", v, err)
	}

	// A new file has nothing of the one that left; where there is none, the name still leads to that.
	wantVersions(t, opened(t, root), "m/a.md", "1 m/a.md=a1")
	wrote(t, s, creation("m/a.md", "new1"))
	wantVersions(t, opened(t, root), "m/a.md")
	wrote(t, s, change("m/a.md", "new1", "new2"))
	wantVersions(t, opened(t, root), "m/a.md", "5 m/a.md=new1")
}

func TestANumberAloneFollowsTheFile(t *testing.T) {
	s := opened(t, onDisk(t, withBank("m", map[string]string{"m/a.md": "a1", "m/old/x.md": "x1"})))
	wrote(t, s, change("m/a.md", "a1", "a2"), change("m/old/x.md", "x1", "x2"))
	wrote(t, s, FileChange{Path: "m/a.md", To: "m/old/b.md"})
	wrote(t, s, FileChange{Path: "m/old", To: "m/new"})
	for id, want := range map[int]string{1: "m/new/b.md", 2: "m/new/x.md"} {
		if v, err := s.Version(".", id); err != nil || v.Now != want {
			t.Errorf("%d is of %q now, %v", id, v.Now, err)
		}
	}
}

func TestALinkHasTheVersionsOfItsFile(t *testing.T) {
	texts := withBank("m", map[string]string{"m/real.md": "r1", "n/x.md": "x1"})
	for p, text := range withBank("n", nil) {
		texts[p] = text
	}
	root := onDisk(t, texts)
	for name, to := range map[string]string{"m/l.md": "real.md", "m/far.md": "../n/x.md"} {
		if err := os.Symlink(to, filepath.Join(root, filepath.FromSlash(name))); err != nil {
			t.Skip(err)
		}
	}
	s := opened(t, root)
	wrote(t, s, change("m/l.md", "r1", "r2"))
	wrote(t, s, change("m/real.md", "r2", "r3"), change("m/far.md", "x1", "x2"))
	want := []string{"2 m/real.md=r2", "1 m/real.md=r1"}
	wantVersions(t, s, "m/real.md", want...)
	wantVersions(t, s, "m/l.md", want...)
	wantVersions(t, s, "m/far.md", "1 n/x.md=x1")
	wantVersions(t, s, "n", "1 n/x.md=x1")
}

func TestAHistoryThatIsNoFolderIsRefused(t *testing.T) {
	root := onDisk(t, withBank("m", map[string]string{"m/a.md": "a1", "m/log": `{"id":9,"path":"a.md","hash":"` + fullHash("x") + `"}`}))
	if err := os.Symlink(".", filepath.Join(root, "m", versionsFolder)); err != nil {
		t.Skip(err)
	}
	before := tree(t, root)
	s := opened(t, root)
	if _, err := s.Write(t.Context(), "test", []FileChange{change("m/a.md", "a1", "a2")}); err == nil || !strings.Contains(err.Error(), "is no folder") {
		t.Errorf("got %v", err)
	}
	wantTree(t, root, before)
	wantVersions(t, s, ".")
}

func TestABankTakesItsVersionsAlong(t *testing.T) {
	root := onDisk(t, withBank("m", map[string]string{"m/a.md": "a1"}))
	s := opened(t, root)
	wrote(t, s, change("m/a.md", "a1", "a2"))
	wrote(t, s, FileChange{Path: "m", To: "docs/m"})
	s = opened(t, root)
	wrote(t, s, change("docs/m/a.md", "a2", "a3"))
	wantVersions(t, s, "docs/m/a.md", "2 docs/m/a.md=a2", "1 docs/m/a.md=a1")
}

func TestRestoreIsAWriteLikeOthers(t *testing.T) {
	root := onDisk(t, withBank("m", map[string]string{"m/a.md": "a1"}))
	s := opened(t, root)
	wrote(t, s, change("m/a.md", "a1", "a2"))
	restored := func(p string, id int) *FileChange {
		t.Helper()
		s = opened(t, root)
		v, err := s.Version(p, id)
		if err != nil {
			t.Fatal(err)
		}
		c, err := s.Restore(v.Path, v)
		if err != nil {
			t.Fatal(err)
		}
		if c != nil {
			wrote(t, s, *c)
		}
		return c
	}
	restored("m/a.md", 1)
	wantVersions(t, s, "m/a.md", "2 m/a.md=a2", "1 m/a.md=a1")
	if c := restored(".", 1); c != nil {
		t.Errorf("restored what is there: %+v", c)
	}
	restored(".", 2)
	if got := tree(t, root)["m/a.md"]; got != "a2" {
		t.Errorf("got %q", got)
	}
	wrote(t, s, removal("m/a.md", "a2"))
	restored("m/a.md", 1)
	if got := tree(t, root)["m/a.md"]; got != "a1" {
		t.Errorf("after it was removed: got %q", got)
	}
	if _, err := s.Version("m/a.md", 99); !errors.Is(err, ErrNoVersion) {
		t.Errorf("got %v", err)
	}
}

func TestANumberOfTwoBanksIsAmbiguous(t *testing.T) {
	texts := withBank("m", map[string]string{"m/a.md": "a"})
	for p, text := range withBank("n", map[string]string{"n/a.md": "a"}) {
		texts[p] = text
	}
	s := opened(t, onDisk(t, texts))
	wrote(t, s, change("m/a.md", "a", "a2"), change("n/a.md", "a", "a2"))
	if _, err := s.Version(".", 1); err == nil || !strings.Contains(err.Error(), `"n/a.md@1"`) && !strings.Contains(err.Error(), `"m/a.md@1"`) {
		t.Errorf("got %v", err)
	}
	if v, err := s.Version("n/a.md", 1); err != nil || v.Path != "n/a.md" {
		t.Errorf("got %+v, %v", v, err)
	}
}

func TestADamagedTextIsNotRestored(t *testing.T) {
	root := onDisk(t, withBank("m", map[string]string{"m/a.md": "a1"}))
	s := opened(t, root)
	wrote(t, s, change("m/a.md", "a1", "a2"))
	v, err := s.Version(".", 1)
	if err != nil {
		t.Fatal(err)
	}
	object := filepath.Join(root, "m", versionsFolder, filepath.FromSlash(objectName(v.object)))
	if err := os.WriteFile(object, []byte("xx"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := s.VersionText(v); !errors.Is(err, ErrNoVersion) || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("got %v", err)
	}
	if err := os.Remove(object); err != nil {
		t.Fatal(err)
	}
	if _, err := s.VersionText(v); !errors.Is(err, ErrNoVersion) || !strings.Contains(err.Error(), "pruned") {
		t.Errorf("got %v", err)
	}
}

func TestADamagedTextIsKeptAnew(t *testing.T) {
	root := onDisk(t, withBank("m", map[string]string{"m/a.md": "a1"}))
	s := opened(t, root)
	wrote(t, s, change("m/a.md", "a1", "a2"))
	writeText(t, root, "m/"+versionsFolder+"/"+objectName(fullHash("a1")), "\x00\x00") // of the same length
	wrote(t, s, change("m/a.md", "a2", "a1"))
	wrote(t, s, change("m/a.md", "a1", "a3"))
	wantVersions(t, s, "m/a.md", "3 m/a.md=a1", "2 m/a.md=a2", "1 m/a.md=a1")
}

// TestAWrongClockChangesNoOrder lets the clock jump: what counts is the number.
func TestAWrongClockChangesNoOrder(t *testing.T) {
	root := onDisk(t, withBank("m", map[string]string{"m/a.md": "1"}))
	s := opened(t, root)
	wrote(t, s, change("m/a.md", "1", "2"))
	wrote(t, s, change("m/a.md", "2", "3"))
	log := "m/" + versionsFolder + "/" + versionLog
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(log)))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(text), "\n")
	writeText(t, root, log, lines[0]+regexp.MustCompile(`"time":"\d+`).ReplaceAllString(lines[1], `"time":"1970`))
	wantVersions(t, s, ".", "2 m/a.md=2", "1 m/a.md=1")
	if v, err := s.Version("m/a.md", 0); err != nil || v.ID != 2 {
		t.Errorf("the last is %+v, %v", v, err)
	}
}

func TestNumbersGoOnPastTenAndAThousand(t *testing.T) {
	const writes, each = 1100, 100
	root := onDisk(t, withBank("m", map[string]string{"m/a.md": "0"}))
	bank, err := os.OpenRoot(filepath.Join(root, "m"))
	if err != nil {
		t.Fatal(err)
	}
	defer bank.Close()
	text := func(id int) string { return fmt.Sprint(id % 7) }
	for id := 1; id <= writes; {
		k, err := openKeeper(t.Context(), bank, "test", versionLimits{})
		if err != nil {
			t.Fatal(err)
		}
		for range each {
			old := text(id)
			if got, err := k.keep(versionRecord{Path: "a.md"}, &old, 0o644); got != id || err != nil {
				t.Fatalf("version %d after %d, %v", got, id-1, err)
			}
			id++
		}
		k.close()
	}
	s := opened(t, root)
	if done := wrote(t, s, change("m/a.md", "0", text(writes+1))); done[0].Version != writes+1 {
		t.Errorf("version %d", done[0].Version)
	}
	all := versions(t, s, "m/a.md")[1:]
	for i, got := range all {
		id := writes - i
		if want := fmt.Sprintf("%d m/a.md=%s", id, text(id)); got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
	}
	if len(all) != writes {
		t.Errorf("%d versions", len(all))
	}
}

func TestWhatACrashLeftOfTheLogIsSkipped(t *testing.T) {
	root := onDisk(t, withBank("m", map[string]string{"m/a.md": "a1"}))
	s := opened(t, root)
	wrote(t, s, change("m/a.md", "a1", "a2"))
	log := filepath.Join(root, "m", versionsFolder, versionLog)
	for i, torn := range []string{`{"id":2,"ti`, "\x00\x00\x00", `{"id":0}` + "\n"} {
		text, err := os.ReadFile(log)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(log, append(text, torn...), 0o666); err != nil {
			t.Fatal(err)
		}
		old := fmt.Sprint("a", i+2)
		if done := wrote(t, s, change("m/a.md", old, fmt.Sprint("a", i+3))); done[0].Version != i+2 {
			t.Errorf("version %d", done[0].Version)
		}
	}
	wantVersions(t, s, ".", "4 m/a.md=a4", "3 m/a.md=a3", "2 m/a.md=a2", "1 m/a.md=a1")
}

func TestPruningForgetsTheOldAndTheMany(t *testing.T) {
	day := 24 * time.Hour
	now := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	record := func(id int, days time.Duration, hash string, size int) versionRecord {
		return versionRecord{ID: id, Time: now.Add(-days * day), Hash: hash, Size: size}
	}
	all := []versionRecord{record(1, 30, "a", 1000), record(2, 20, "b", 1000), record(3, 10, "a", 1000), record(4, 9, "c", 5000)}
	for _, c := range []struct {
		limits versionLimits
		first  int
	}{
		{versionLimits{}.orDefault(), 1},
		{versionLimits{25 * day, 1 << 20}, 2},
		{versionLimits{15 * day, 1 << 20}, 3},
		{versionLimits{day, 1 << 20}, 4},
		{versionLimits{365 * day, 1}, 4},
		{versionLimits{365 * day, 6500}, 3},
		{versionLimits{365 * day, 7799}, 2},
		{versionLimits{365 * day, 7800}, 1}, // the text "a" counts once
	} {
		if kept := c.limits.kept(all, now); len(kept) == 0 || kept[0].ID != c.first || kept[len(kept)-1].ID != 4 {
			t.Errorf("%+v: kept %v", c.limits, kept)
		}
	}
	// A clock that was wrong for a while, either way, makes nothing old that is not, and keeps nothing for ever.
	limits := versionLimits{15 * day, 1 << 20}
	for _, c := range []struct {
		days  []time.Duration
		first int
	}{
		{[]time.Duration{10, 9, 20000, 8}, 1}, {[]time.Duration{10, 9, 8, 20000}, 1}, {[]time.Duration{20, -20000, 18, 8}, 4}, {[]time.Duration{20000, 9, 8}, 2},
	} {
		var all []versionRecord
		for i, days := range c.days {
			all = append(all, record(i+1, days, "a", 1))
		}
		if kept := limits.kept(all, now); kept[0].ID != c.first {
			t.Errorf("%v days old: kept %v", c.days, kept)
		}
	}
}

func TestPruningKeepsNumbersAndWhatIsNeeded(t *testing.T) {
	root := onDisk(t, withBank("m", map[string]string{"m/a.md": strings.Repeat("x", 1<<18)}))
	if err := os.WriteFile(filepath.Join(root, ConfigFile), []byte("history:\n  megabytes: 1\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	s := opened(t, root)
	text := func(i int) string { return strings.Repeat("x", 1<<18) + strings.Repeat("y", i) }
	objects := filepath.Join(root, "m", versionsFolder, versionObjects)
	orphan, other := fullHash("orphan"), "somebody's.md"
	for i := range 2 * pruneEvery {
		if done := wrote(t, s, change("m/a.md", text(i), text(i+1))); done[0].Version != i+1 {
			t.Fatalf("version %d after write %d", done[0].Version, i+1)
		}
		if i > 0 {
			continue
		}
		for _, name := range []string{orphan, orphan + tempEnd, other} {
			writeText(t, objects, name, "x")
		}
	}
	all, err := s.Versions(".")
	if err != nil || len(all) != 3 || all[0].ID != 2*pruneEvery {
		t.Errorf("%d versions, %v", len(all), err)
	}
	for _, v := range all {
		if got, err := s.VersionText(v); err != nil || got != text(v.ID-1) {
			t.Errorf("version %d: %v", v.ID, err)
		}
	}
	left := tree(t, objects)
	if len(left) != 3+1 || left[other] != "x" {
		t.Errorf("%d objects and what is not ours", len(left))
	}
}

func TestAPrivateTextStaysPrivate(t *testing.T) {
	root := onDisk(t, withBank("m", map[string]string{"m/a.md": "a1"}))
	if err := os.Chmod(filepath.Join(root, "m", "a.md"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := opened(t, root)
	wrote(t, s, change("m/a.md", "a1", "a2"))
	v, err := s.Version(".", 1)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(root, "m", versionsFolder, filepath.FromSlash(objectName(v.object))))
	if err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestTheHistoryIsNoPartOfTheBank(t *testing.T) {
	root := onDisk(t, withBank("m", map[string]string{"m/a.md": "a1"}))
	s := opened(t, root)
	before := paths(s)
	wrote(t, s, change("m/a.md", "a1", "a2"))
	if err := os.WriteFile(filepath.Join(root, "m", versionsFolder, "x.md"), []byte("x"), 0o666); err != nil {
		t.Fatal(err)
	}
	if got := paths(opened(t, root)); !slices.Equal(got, before) {
		t.Errorf("files: %q", got)
	}
}

func TestAHistoryElsewhereIsRefused(t *testing.T) {
	outside := t.TempDir()
	root := onDisk(t, withBank("m", map[string]string{"m/a.md": "a1"}))
	if err := os.Symlink(outside, filepath.Join(root, "m", versionsFolder)); err != nil {
		t.Skip(err)
	}
	s := opened(t, root)
	if _, err := s.Write(t.Context(), "test", []FileChange{change("m/a.md", "a1", "a2")}); err == nil {
		t.Error("wrote")
	}
	if left := tree(t, outside); len(left) > 0 || tree(t, root)["m/a.md"] != "a1" {
		t.Errorf("outside: %q", left)
	}
}

func TestWritersOfManyFilesNumberTogether(t *testing.T) {
	const writers, writes = 4, 30
	texts := map[string]string{}
	for w := range writers {
		texts[fmt.Sprintf("m/w%d.md", w)] = "0"
	}
	root := onDisk(t, withBank("m", texts))
	s := opened(t, root)
	var group sync.WaitGroup
	ids := make([][]int, writers)
	for w := range writers {
		group.Go(func() {
			for i := range writes {
				done, err := s.Write(t.Context(), "test", []FileChange{change(fmt.Sprintf("m/w%d.md", w), fmt.Sprint(i), fmt.Sprint(i+1))})
				if err != nil {
					t.Error(err)
					return
				}
				ids[w] = append(ids[w], done[0].Version)
			}
		})
	}
	group.Wait()
	all := slices.Sorted(slices.Values(slices.Concat(ids...)))
	for i, id := range all {
		if id != i+1 {
			t.Fatalf("numbers: %v", all)
		}
	}
	if len(versions(t, s, ".")) != writers*writes {
		t.Error("versions are missing")
	}
}
