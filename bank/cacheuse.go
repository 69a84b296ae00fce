package bank

import "maps"

// CacheUse tells what the cache was good for at the first check of a folder.
type CacheUse struct {
	// Unused says why nothing could be used, "" if the cache was looked at.
	Unused string
	// Reused counts the results that still hold, Counts all others by the reason.
	Reused int
	Counts map[MissReason]int
	// Misses are the first of the others.
	Misses []CacheMiss
}

// CacheMiss says why a document, or a bank as a whole, had to be judged again.
type CacheMiss struct {
	Path   string
	Reason MissReason
	// About is the path that the reason is about, "" for none but the document itself.
	About string
}

// MissReason is one of the reasons why a result does not hold any more.
type MissReason string

// The reasons for a miss, in the words that continue "judged again since".
const (
	MissNew      MissReason = "it is not in the cache"
	MissText     MissReason = "its text is another"
	MissBank     MissReason = "its bank is of another kind"
	MissList     MissReason = "the bank has other files"
	MissDocument MissReason = "a document that it looks at is another"
	MissAnswer   MissReason = "what it refers to in another document is not as it was"
	MissStat     MissReason = "what it refers to has appeared or vanished"
	MissCommits  MissReason = "other commits are checked out"
	MissDay      MissReason = "it depends on the day"
)

// mostMisses is how many are told one by one.
const mostMisses = 10

// Judged counts the results that did not hold.
func (u *CacheUse) Judged() int {
	n := 0
	for count := range maps.Values(u.Counts) {
		n += count
	}
	return n
}

func (u *CacheUse) miss(m CacheMiss) {
	u.Counts[m.Reason]++
	if len(u.Misses) < mostMisses {
		u.Misses = append(u.Misses, m)
	}
}

// report says what could not be taken over.
func (l *ledger) report(r *recaller) {
	ids, _ := l.staleInOrder()
	for _, id := range ids {
		m, known := r.misses[id]
		if !known {
			m = CacheMiss{Path: id.path, Reason: MissNew}
		}
		l.use.miss(m)
	}
}
