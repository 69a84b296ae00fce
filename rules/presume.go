package rules

import (
	"slices"
	"strings"

	"cortex/markdown"
)

// presumable is a question that documents nearly always answer in the same way, and mostly from little of what they are.
type presumable interface {
	Question
	// presumed returns the usual answer.
	presumed() any
	// byDigest returns the answer of a document with that digest, false if the digest does not tell.
	byDigest(d *Digest) (answer any, ok bool)
}

// Presume returns the usual answer to a question, false if there is none.
func Presume(q Question) (answer any, ok bool) {
	p, ok := q.(presumable)
	if !ok {
		return nil, false
	}
	return p.presumed(), true
}

// AnswerByDigest returns what a document with that digest answers, false if the digest does not tell. It does not if it was decoded.
func AnswerByDigest(d *Digest, q Question) (answer any, ok bool) {
	p, ok := q.(presumable)
	if !ok || d == nil || d.anchors == nil {
		return nil, false
	}
	return p.byDigest(d)
}

func (q anchorQuestion) presumed() any { return anchorAnswer{found: true} }

func (q anchorQuestion) byDigest(d *Digest) (any, bool) {
	_, found := slices.BinarySearch(d.anchors, anchorKey(q.fragment))
	return anchorAnswer{found: true}, found || builtInFragment(q.fragment)
}

func (q linesQuestion) presumed() any { return q.most }

func (q linesQuestion) byDigest(d *Digest) (any, bool) { return min(d.lines, q.most), true }

func (markQuestion) presumed() any { return false }

func (markQuestion) byDigest(d *Digest) (any, bool) { return d.marked, true }

// anchorKeys returns the keys of a document's anchors, sorted; never nil.
func anchorKeys(doc *markdown.Document) []uint64 {
	keys := make([]uint64, 0, len(doc.Anchors))
	for i := range doc.Anchors {
		keys = append(keys, anchorKey(doc.Anchors[i].Slug))
	}
	slices.Sort(keys)
	return keys
}

// anchorKey is the same for two anchors if browsers take one for the other.
func anchorKey(slug string) uint64 {
	hash := uint64(hashStart)
	slug = strings.ToLower(slug)
	for i := range len(slug) {
		hash = hashed(hash, uint64(slug[i]))
	}
	return hash
}

// hashStart and hashed are FNV-1a over numbers.
const hashStart = 14695981039346656037

func hashed(h, v uint64) uint64 {
	return (h ^ v) * 1099511628211
}
