package bank

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestAGlanceComesBeforeTheCache looks at some documents, and edits some, before what the cache knows is taken over.
func TestAGlanceComesBeforeTheCache(t *testing.T) {
	reused := 0
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 3))
			d := newCachedDisk(t, citedBank())
			d.check(d.cache)
			for range random.IntN(3) {
				d.changeAtRandom(random)
			}
			e := newEngine()
			e.now = func() time.Time { return d.today }
			f := memoryFolder(openedFS{d.files, &d.opened}, e)
			s := list(t, f, ScanOptions{Cache: d.cache, NamesFirst: true})
			for range 1 + random.IntN(3) {
				all := paths(s)
				p := all[random.IntN(len(all))]
				if random.IntN(2) == 0 {
					s = f.Apply(Change{Kind: Edited, Path: p, Text: citingText(random, all)})
				}
				d.opened.Store(0)
				if _, err := s.CheckFirst(t.Context(), []string{p}); err != nil {
					t.Fatal(err)
				}
				if n := d.opened.Load(); n >= int64(len(all)) {
					t.Errorf("a glance opened %d files", n)
				}
			}
			got := mustCheck(t, s)
			reused += got.Cache.Reused
			if diff := cmp.Diff(mustCheck(t, s.anew()).All(), got.All(), cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("(-anew +with the cache):\n%s", diff)
			}
			for _, p := range []string{"m/projectbrief.md", "m/progress.md", "m/techContext.md"} {
				s = f.Apply(Change{Kind: Edited, Path: p, Text: "# Other\n"})
				mustCheck(t, s)
				wantNoDifferences(t, s)
			}
		})
	}
	if reused < 20 {
		t.Errorf("%d results were reused", reused)
	}
}

// TestWhatOpensTwiceOpensOnce overlaps two uses of a folder.
func TestWhatOpensTwiceOpensOnce(t *testing.T) {
	var log []string
	open := shared(func() (files fs.FS, done func(), err error) {
		log = append(log, "open")
		return fstest.MapFS{}, func() { log = append(log, "close") }, nil
	})
	use := func() (done func()) {
		_, done, err := open()
		if err != nil {
			t.Fatal(err)
		}
		return done
	}
	first, second := use(), use()
	first()
	second()
	use()()
	if want := []string{"open", "close", "open", "close"}; !slices.Equal(log, want) {
		t.Errorf("got %q", log)
	}
}
