package rules

import "slices"

// lengths are what token-budget has judged: it reports the same again and again while somebody types elsewhere.
type lengths struct {
	// files are by the index of the document, as far as they had to be looked at.
	files map[int]fileLength
	bank  bankLength
}

// fileLength is of a document with that digest.
type fileLength struct {
	digest *Digest
	budget int
	// report is nil for nothing.
	report *Diagnostic
}

// bankLength is of the files that are read in every session.
type bankLength struct {
	budget, files int
	total         Tokens
	largest       []sized[readFile]
	report        Diagnostic
}

// readFile is a document, known by its digest.
type readFile struct {
	path   string
	digest *Digest
}

func (l *lengths) keep(i int, of fileLength) {
	if l.files == nil {
		l.files = map[int]fileLength{}
	}
	l.files[i] = of
}

// same tells whether two say the same.
func (l bankLength) same(o bankLength) bool {
	return l.budget == o.budget && l.files == o.files && l.total == o.total && slices.Equal(l.largest, o.largest)
}
