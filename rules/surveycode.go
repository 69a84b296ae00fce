package rules

import (
	"maps"
	"slices"

	"cortex/markdown"
)

// AppendCode appends what RecallSurvey goes on from: what it takes documents to find out. Nothing is appended where there is nothing to go on from.
func (s *Survey) AppendCode(b []byte) []byte {
	if s.spoilt || s.copies.keys == nil && !s.copies.recalled || s.copies.seen < len(s.renewed) {
		return b
	}
	found := s.copies.found
	b = appendCount(b, len(found))
	for _, i := range slices.Sorted(maps.Keys(found)) {
		b = appendCount(appendCount(b, i), len(found[i]))
		for _, first := range slices.Sorted(maps.Keys(found[i])) {
			b = appendCount(appendCount(b, first), len(found[i][first]))
			for _, c := range found[i][first] {
				b = appendCount(appendCount(c.second.append(c.first.append(b)), c.prose), c.alike)
			}
		}
	}
	return b
}

func (p namedPart) append(b []byte) []byte {
	return appendCount(appendCount(appendText(b, p.name), p.at.Start), p.at.End)
}

// RecallSurvey returns a survey of the documents of a list as it was when AppendCode was called on it, with the digests that they had
// then, as [Digest.Append] wrote them, which it keeps; nil for any other code. [Survey.Outdate] tells it what is another since.
func RecallSurvey(code string, list *Documents, digests []string) *Survey {
	r := codeReader{code, false}
	n := len(digests)
	found := make(map[int]map[int][]copied)
	for range r.below(n + 1) {
		i := r.below(n)
		found[i] = map[int][]copied{}
		for range r.below(n + 1) {
			first := r.below(n)
			for range r.below(len(r.rest) + 1) {
				found[i][first] = append(found[i][first], copied{r.part(), r.part(), r.number(), r.number()})
			}
		}
	}
	if code == "" || r.failed || r.rest != "" {
		return nil
	}
	s := &Survey{list: list, digests: make([]*Digest, n), outlines: make([]outline, n), codes: digests}
	for i, code := range digests {
		d := Digest{}
		repeats := false
		if !d.decodeHead(&codeReader{code, false}, func(repeat) { repeats = true }) {
			return nil
		}
		s.outline(i, outline{d.tokens, list.occasion(i), true, d.includes, repeats})
	}
	s.copies = copies{recalled: true, found: found}
	return s
}

// below reads a number less than n.
func (r *codeReader) below(n int) int {
	v := r.number()
	if v < 0 || v >= n {
		*r = codeReader{"", true}
		return 0
	}
	return v
}

func (r *codeReader) part() namedPart {
	return namedPart{r.text(), markdown.Span{Start: r.number(), End: r.number()}}
}
