package bank

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"sync"

	"cortex/rules"
)

// Renaming is a file or folder that gets another path. Both are workspace-relative.
type Renaming struct{ From, To string }

// moves are renamings that happen together, inner ones before those around them.
type moves []Renaming

func newMoves(renamings []Renaming) moves {
	m := slices.Clone(renamings)
	slices.SortStableFunc(m, func(a, b Renaming) int { return cmp.Compare(len(b.From), len(a.From)) })
	return m
}

// renamed returns the path that what stands at p has afterwards.
func (m moves) renamed(p string) string {
	for _, r := range m {
		if Below(p, r.From) {
			return r.To + p[len(r.From):]
		}
	}
	return p
}

// origin returns the path that what stands at p afterwards has before, false if p becomes free.
func (m moves) origin(p string) (string, bool) {
	for _, r := range m {
		if before := r.From + strings.TrimPrefix(p, r.To); Below(p, r.To) && m.renamed(before) == p {
			return before, true
		}
	}
	return p, m.renamed(p) == p
}

// touches tells whether what stands at p may be another thing afterwards.
func (m moves) touches(p string) bool {
	return slices.ContainsFunc(m, func(r Renaming) bool { return Below(p, r.From) || Below(p, r.To) })
}

// rehearsal is a snapshot as it will be after moves.
type rehearsal struct {
	snapshot *Snapshot
	moves    moves
	// banks have their roots afterwards.
	banks []*Bank

	mu sync.Mutex
	// listed are the documents of those banks that were asked for.
	listed map[*Bank]*rules.Documents
}

func newRehearsal(s *Snapshot, m moves) *rehearsal {
	r := &rehearsal{snapshot: s, moves: m, banks: make([]*Bank, len(s.banks)), listed: map[*Bank]*rules.Documents{}}
	for i, b := range s.banks {
		moved := *b
		moved.Root = m.renamed(b.Root)
		r.banks[i] = &moved
	}
	slices.SortStableFunc(r.banks, func(a, b *Bank) int { return cmp.Compare(a.Root, b.Root) })
	return r
}

// following writes the references of a document so that they follow the moves.
func (r *rehearsal) following(from string) rules.Following {
	b := r.snapshot.BankOf(from)
	to := r.moves.renamed(from)
	after := innermost(r.banks, to)
	if after == nil { // it leaves the banks
		moved := *b
		moved.Root = r.moves.renamed(b.Root)
		after = &moved
	}
	return rules.Following{
		Before: &lookups{snapshot: r.snapshot, bank: b}, After: &renamedLookups{&lookups{snapshot: r.snapshot, bank: after}, r},
		From: from, To: to, Renamed: r.moves.renamed,
	}
}

// documents returns the list of a bank's documents afterwards.
func (r *rehearsal) documents(b *Bank) *rules.Documents {
	r.mu.Lock()
	defer r.mu.Unlock()
	if d := r.listed[b]; d != nil {
		return d
	}
	var paths []string
	for _, before := range r.snapshot.banks {
		for _, p := range before.Paths {
			if now := r.moves.renamed(p); innermost(r.banks, now) == b {
				paths = append(paths, now)
			}
		}
	}
	slices.Sort(paths)
	r.listed[b] = rules.NewDocuments(b.Root, paths)
	return r.listed[b]
}

// stat tells what stands at a path afterwards.
func (r *rehearsal) stat(p string) rules.FileKind {
	kind := rules.NoFile
	if before, ok := r.moves.origin(p); ok {
		kind = r.snapshot.stat(before)
	}
	if kind == rules.NoFile && slices.ContainsFunc(r.moves, func(m Renaming) bool { return Below(path.Dir(m.To), p) }) {
		return rules.Directory
	}
	return kind
}

// renamedLookups are the lookups of a document in a rehearsal.
type renamedLookups struct {
	*lookups
	rehearsal *rehearsal
}

func (l *renamedLookups) Documents() *rules.Documents { return l.rehearsal.documents(l.bank) }

func (l *renamedLookups) Stat(p string) rules.FileKind { return l.rehearsal.stat(p) }
