package rules

import (
	"math/rand/v2"
	"path"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestDocumentsAreFoundAlikeHoweverOftenTheyAreWanted compares what the first searches find with what those after them do, and with
// what there is.
func TestDocumentsAreFoundAlikeHoweverOftenTheyAreWanted(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	names := []string{"Open-Tasks.md", "open_tasks.md", "open tasks.md", "opentasks.md", "open-tasksx.md", "-.md", "ÄÖ.md", "äö.md", "\xff.md", "\ufffd.md", "md", "mdx", "İ.md"}
	folders := []string{".", "m", "m/a", "m/ab", "m/a/b", "n"}
	for range 200 {
		var paths []string
		for range random.IntN(20) {
			paths = append(paths, path.Join(folders[random.IntN(len(folders))], names[random.IntN(len(names))]))
		}
		slices.Sort(paths)
		paths = slices.Compact(paths)
		first, later := NewDocuments(".", paths), NewDocuments(".", paths)
		later.asked.Store(fewAsked)
		for range fewAsked / 2 {
			name, folder := names[random.IntN(len(names))], folders[random.IntN(len(folders))]
			want := filter(paths, func(p string) bool { return foldSeparators(path.Base(p)) == foldSeparators(name) })
			inFolder := filter(paths, func(p string) bool { return path.Dir(p) == folder })
			for which, d := range map[string]*Documents{"first": first, "later": later} {
				if diff := cmp.Diff(want, d.Namesakes(name), cmpopts.EquateEmpty()); diff != "" {
					t.Fatalf("%s search for %q in %q (-want +got):\n%s", which, name, paths, diff)
				}
				if diff := cmp.Diff(inFolder, d.in(folder), cmpopts.EquateEmpty()); diff != "" {
					t.Fatalf("%s search in %q of %q (-want +got):\n%s", which, folder, paths, diff)
				}
			}
		}
	}
}

func FuzzNamesAreFoldedAlike(f *testing.F) {
	for _, name := range []string{"tasks/TASK-001_Open.md", "\xff-ÄÖ.md", "İ"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if got, want := string(appendFoldedName(nil, name)), foldName(name); got != want {
			t.Errorf("%q is folded to %q, want %q", name, got, want)
		}
		if !foldsTo(name, foldSeparators(name)) {
			t.Errorf("%q does not fold to %q", name, foldSeparators(name))
		}
	})
}
