package search

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"sync"
)

// What a term counts in a field, beside once in a body of middle length.
const (
	titleWeight       = 3
	titlesAboveWeight = 1
	pathWeight        = 1
)

// The parameters of BM25: how soon more of the same term counts no more, and how much long bodies are held back.
const (
	saturation = 1.2
	lengthBias = 0.6
)

// mostTerms bounds the terms of a query, to the number of which the time of ranking is proportional.
const mostTerms = 100

// Query is a text to look for, in terms.
type Query struct{ terms []term }

// NewQuery reads a query. Words that every text has count only if there are no others, and of a very long query only the beginning.
func NewQuery(text string) Query {
	var all, telling []term
	var read terms
	read.each(text, true, func(t term) {
		if !slices.Contains(all, t) {
			all = append(all, t)
		}
	})
	for _, t := range all {
		if !isCommon(t) {
			telling = append(telling, t)
		}
	}
	if len(telling) == 0 {
		telling = all
	}
	return Query{telling[:min(len(telling), mostTerms)]}
}

// Match is a passage that has a term of a query.
type Match struct {
	// Document and Passage are numbers: that of the index in the list that was ranked, that of the passage in the index.
	Document, Passage int
	Score             float64
}

// Rank returns the passages that have at least one term of the query, the best first. Of equals the one that comes first is better.
func (q Query) Rank(documents []*Index) []Match {
	var all []finding
	having := make([]int, len(q.terms))
	passages, words := 0, 0
	for d, x := range documents {
		passages += len(x.Passages)
		words += x.words
		for i, t := range q.terms {
			f := finding{d, i, slices.Contains(x.path, t), x.of(t)}
			switch {
			case f.inPath:
				having[i] += len(x.Passages)
			case len(f.postings) > 0:
				having[i] += len(f.postings)
			default:
				continue
			}
			all = append(all, f)
		}
	}
	r := ranking{documents: documents, weights: make([]float64, len(q.terms)), middle: max(1, float64(words)/float64(max(1, passages)))}
	for i, n := range having {
		r.weights[i] = math.Log(1 + (float64(passages-n)+0.5)/(float64(n)+0.5))
	}
	return r.rank(all)
}

// finding is a term of the query in a document.
type finding struct {
	document, term int
	inPath         bool
	postings       []posting
}

// ranking is what scores depend on beside the findings: how telling each term is, and the middle length of a passage.
type ranking struct {
	documents []*Index
	weights   []float64
	middle    float64
}

// rank returns the matches for findings that are in order of their documents.
func (r *ranking) rank(all []finding) []Match {
	var matches []Match
	for len(all) > 0 {
		document := all[0].document
		scores := make([]float64, len(r.documents[document].Passages))
		for len(all) > 0 && all[0].document == document {
			r.score(scores, all[0])
			all = all[1:]
		}
		for n, score := range scores {
			if score > 0 {
				matches = append(matches, Match{document, n, score})
			}
		}
	}
	slices.SortStableFunc(matches, func(a, b Match) int { return cmp.Compare(b.Score, a.Score) })
	return matches
}

// score adds what a finding is worth to the scores of the document's passages.
func (r *ranking) score(scores []float64, f finding) {
	weight, x := r.weights[f.term], r.documents[f.document]
	path := 0.0
	if f.inPath {
		path = pathWeight
		for n := range scores {
			scores[n] += worth(weight, path)
		}
	}
	for _, p := range f.postings {
		scores[p.passage] += worth(weight, path+p.count(x.lengths[p.passage], r.middle)) - worth(weight, path)
	}
}

// count tells how often a passage has a term, with the weights of the fields, if its body has so many words.
func (p posting) count(length uint32, middle float64) float64 {
	long := 1 - lengthBias + lengthBias*float64(length)/middle
	return float64(p.body)/long + titleWeight*float64(p.title) + titlesAboveWeight*float64(p.titlesAbove)
}

// worth is what a term adds to a score: every further time it counts less.
func worth(weight, count float64) float64 {
	return weight * count * (saturation + 1) / (count + saturation)
}

// common are words of questions that tell nothing about what is asked for.
const common = `a about all also an and any are as at be been before but by can could did do does for from get had happen happens has have
how i if in into is it its let make many may me more much must my need no not of off on only or our out over please s shall should so some such t
than that the their them then there these they this those through to under up us use using want was we were what when where which while who whom
whose why will with would you your`

var commonTerms = sync.OnceValue(func() map[term]bool {
	set := map[term]bool{}
	var read terms
	for word := range strings.FieldsSeq(common) {
		set[read.of(word)] = true
	}
	return set
})

func isCommon(t term) bool { return commonTerms()[t] }
