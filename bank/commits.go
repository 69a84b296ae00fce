package bank

import (
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"time"

	"cortex/bank/git"
	"cortex/rules"
)

// commitsLimit bounds how long version control may take to answer.
const commitsLimit = 10 * time.Second

// Commits is what version control knows about the files of a folder's banks. It is immutable.
type Commits struct {
	known *rules.History
	// paths are the files that were asked about, heads what was checked out in the repository of each bank.
	paths []string
	heads map[string]git.ID
	// key tells apart what may be known: it is made of what is checked out and, where something is, of the paths. It is "" where version
	// control failed.
	key string
}

// identity returns the key, "" for nothing.
func (c *Commits) identity() string {
	if c == nil {
		return ""
	}
	return c.key
}

// rules returns what rules may see; nil if nothing has been read.
func (c *Commits) rules() *rules.History {
	if c == nil {
		return nil
	}
	return c.known
}

// ReadCommits asks version control about the snapshot's banks, for a [Change] of kind
// InCommits. What is in no repository, or in one that cannot be read, is unknown; that is
// no error, which is ctx's alone.
func ReadCommits(ctx context.Context, s *Snapshot) (*Commits, error) {
	return commitsWithin(ctx, commitsLimit, s)
}

// commitsWithin knows nothing of files if version control takes longer than the limit, and that holds until there is something new:
// asking again would take as long.
func commitsWithin(ctx context.Context, limit time.Duration, s *Snapshot) (*Commits, error) {
	c, err := within(ctx, limit, func(ctx context.Context) *Commits { return readCommits(ctx, s) })
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return newCommits(s).failed(), nil
	}
	return c, nil
}

// newCommits knows what is checked out, and nothing of files.
func newCommits(s *Snapshot) *Commits {
	c := &Commits{
		known: &rules.History{Files: map[string]*rules.FileHistory{}},
		paths: bankPaths(s),
		heads: map[string]git.ID{},
	}
	sum := sha256.New()
	for _, b := range s.banks {
		head, shallow := s.headOf(b)
		c.heads[b.Root] = head
		fmt.Fprintf(sum, "%q %s %x", b.Root, head, sha256.Sum256(shallow))
		if head != (git.ID{}) { // else nothing is known of any file, whichever there are
			fmt.Fprintf(sum, " %x", b.pathsHash())
		}
		fmt.Fprintln(sum)
	}
	c.key = string(sum.Sum(nil)[:16])
	return c
}

// failed says that version control did not answer.
func (c *Commits) failed() *Commits {
	c.key = ""
	return c
}

// headOf returns what is checked out in the repository around a bank, zero for nothing, and where its history is cut off.
func (s *Snapshot) headOf(b *Bank) (head git.ID, shallow []byte) {
	r, err := git.Open(s.RealFolder(b))
	if err != nil {
		return git.ID{}, nil
	}
	head, _ = r.Head()
	return head, r.Shallow()
}

// RereadCommits does the same if what the snapshot knows is out of date; else it returns nil.
func RereadCommits(ctx context.Context, s *Snapshot) (*Commits, error) {
	if s.commits != nil && slices.Equal(s.commits.paths, bankPaths(s)) && s.commits.current(s) {
		return nil, nil
	}
	return ReadCommits(ctx, s)
}

// KnowsCommits tells whether version control has been asked.
func (s *Snapshot) KnowsCommits() bool { return s.commits != nil }

// Complete lets the folder know what version control knows if results lack it, as Inform does, but not if the cache had all that rules ask for.
func (f *Folder) Complete(ctx context.Context, progress Progress) (*Snapshot, error) {
	return f.informIf(ctx, progress, func(r *Results) bool { return r.Uninformed })
}

// Inform lets the folder know what version control knows, if a rule asks for it, and
// returns the current snapshot. It takes a check to find out, whose results the next one reuses.
// Faces that wait for their results anyway call it; others listen to Results.WantsCommits.
func (f *Folder) Inform(ctx context.Context, progress Progress) (*Snapshot, error) {
	return f.informIf(ctx, progress, func(r *Results) bool { return r.WantsCommits })
}

func (f *Folder) informIf(ctx context.Context, progress Progress, wanted func(*Results) bool) (*Snapshot, error) {
	_, commits, err := f.snapshot.inquire(ctx, progress, &inquiry{}, wanted)
	if err != nil || commits == nil {
		return f.snapshot, err
	}
	return f.Apply(Change{Kind: InCommits, Commits: commits}), nil
}

// Inquire checks, and returns also what version control knows, for a [Change] of kind InCommits, if a rule asked for it and the snapshot
// does not know; else nil. The check after that change reuses all results.
func (s *Snapshot) Inquire(ctx context.Context, progress Progress) (*Results, *Commits, error) {
	return s.inquire(ctx, progress, &inquiry{}, func(r *Results) bool { return r.WantsCommits })
}

// editorsPatience is how long what is found in all files waits for version control. Then it is told without.
const editorsPatience = 2 * time.Second

// CheckInquiring is Inquire for editors: version control is asked only if a rule asks for it while something is judged, and not for long.
// Otherwise Results.WantsCommits tells what can be done later. Links are looked at, too.
func (s *Snapshot) CheckInquiring(ctx context.Context, progress Progress) (*Results, *Commits, error) {
	return s.inquire(ctx, progress, &inquiry{patience: editorsPatience, lasting: true}, func(*Results) bool { return false })
}

func (s *Snapshot) inquire(ctx context.Context, progress Progress, q *inquiry, wanted func(*Results) bool) (*Results, *Commits, error) {
	results, err := s.ledger.check(ctx, s, progress, q)
	if err != nil || s.commits != nil || !q.asked() && !wanted(results) {
		return results, nil, err
	}
	informed, err := q.ask(ctx, s)
	if err != nil {
		return nil, nil, err
	}
	return results, informed.commits, nil
}

// current tells whether the same commits are checked out as when they were read.
func (c *Commits) current(s *Snapshot) bool {
	return !slices.ContainsFunc(s.banks, func(b *Bank) bool {
		head, _ := s.headOf(b)
		return head != c.heads[b.Root]
	})
}

func bankPaths(s *Snapshot) []string {
	var paths []string
	for _, b := range s.banks {
		paths = append(paths, b.Paths...)
	}
	return paths
}

// RealFolder returns the absolute path of a bank's root, without symbolic links: the repository is
// around where the folder really is, and it is one bank whatever way leads there.
func (s *Snapshot) RealFolder(b *Bank) string {
	name := filepath.Join(s.root, filepath.FromSlash(b.Root))
	if real, err := filepath.EvalSymlinks(name); err == nil {
		return real
	}
	return name
}

func readCommits(ctx context.Context, s *Snapshot) *Commits {
	c := newCommits(s)
	banks := map[string][]*Bank{}
	repositories := map[string]*git.Repository{}
	for _, b := range s.banks {
		r, err := git.Open(s.RealFolder(b))
		if err != nil {
			continue
		}
		repositories[r.WorkTree] = r
		banks[r.WorkTree] = append(banks[r.WorkTree], b)
	}
	for top, r := range repositories {
		c.add(ctx, r, s, banks[top])
		r.Close()
	}
	return c
}

// add asks a repository about some banks. It adds nothing if that cannot answer.
func (c *Commits) add(ctx context.Context, r *git.Repository, s *Snapshot, banks []*Bank) {
	if c.heads[banks[0].Root] == (git.ID{}) {
		return // there is none yet
	}
	names := map[string]string{}
	for _, b := range banks {
		folder, err := filepath.Rel(r.WorkTree, s.RealFolder(b))
		if err != nil {
			return
		}
		for _, p := range b.Paths {
			names[p] = path.Join(filepath.ToSlash(folder), b.relative(p))
		}
	}
	log, err := r.Log(ctx, c.heads[banks[0].Root], slices.Collect(maps.Values(names)))
	if err != nil {
		c.failed()
		return
	}
	for _, b := range banks {
		imported := slices.ContainsFunc(b.Paths, func(p string) bool { f := log.Files[names[p]]; return f != nil && f.Original })
		for _, p := range b.Paths {
			c.known.Files[p] = fileHistory(r, log, log.Files[names[p]], imported)
		}
	}
}

// fileHistory converts what the log knows about a file; f is nil if no commit has it.
func fileHistory(r *git.Repository, log *git.Log, f *git.File, imported bool) *rules.FileHistory {
	c := &rules.FileHistory{First: log.First, Newest: log.Newest, Imported: imported}
	if f == nil {
		return c
	}
	c.Last, c.Added, c.Behind = f.Last, f.Added, f.Behind
	if text, err := r.Blob(f.Blob); err == nil {
		c.Committed = rules.NewCommittedText(text)
	}
	return c
}
