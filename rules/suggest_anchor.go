package rules

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// anchorNames are the slugs of one document. They are not changed once made.
type anchorNames struct {
	// The slugs, by what is compared: letters and digits; those without
	// numbers in front; digits alone; lower case without numbers in front, whole and up to the border of a word.
	byLetters, byUnnumbered, byDigits, byWhole, byStart slugIndex
}

// anchorSuggester finds what broken fragments of links into one document may mean, in one run.
type anchorSuggester struct {
	names *anchorNames
	scans int
}

type slugIndex map[string][]string

func (x slugIndex) add(key, slug string) { x[key] = append(x[key], slug) }

func newAnchorSuggester(slugs []string) *anchorSuggester {
	return &anchorSuggester{names: newAnchorNames(slugs)}
}

func newAnchorNames(slugs []string) *anchorNames {
	s := &anchorNames{slugIndex{}, slugIndex{}, slugIndex{}, slugIndex{}, slugIndex{}}
	slugs = slices.Sorted(slices.Values(slugs))
	for _, slug := range slices.Compact(slugs) {
		if len(slug) > 4*maxSuggestLength || letters(slug) == "" {
			continue
		}
		plain := strings.ToLower(unnumbered(slug))
		s.byLetters.add(letters(slug), slug)
		s.byUnnumbered.add(letters(plain), slug)
		s.byDigits.add(digits(slug), slug)
		s.byWhole.add(plain, slug)
		for _, start := range wordStarts(plain) {
			s.byStart.add(start, slug)
		}
	}
	return s
}

// suggest is near, for as many scans as one run may make.
func (s *anchorSuggester) suggest(fragment string) (slug string, sure bool) {
	slug, sure, scanned := s.names.near(fragment, s.scans < maxSuggestScans)
	if scanned {
		s.scans++
	}
	return slug, sure
}

// near returns the one slug that a fragment which names nothing probably means,
// "" if there is none or several are as likely. Sure tells that the letters and digits are the same, scanned
// that all slugs had to be gone through, which is done only if scan allows it.
func (s *anchorNames) near(fragment string, scan bool) (slug string, sure, scanned bool) {
	if found := s.byLetters[letters(fragment)]; len(found) > 0 {
		slug, sure = only(found)
		return slug, sure, false
	}
	plain := strings.ToLower(unnumbered(fragment))
	for _, found := range [][]string{s.byUnnumbered[letters(plain)], s.byStart[plain], s.shorter(plain)} {
		if len(found) > 0 {
			slug, _ = only(found)
			return slug, false, false
		}
	}
	if scan {
		// What differs in a number is another thing, however near.
		slug, _ = only(allNearest(fragment, s.byDigits[digits(fragment)]))
	}
	return slug, false, true
}

// shorter returns the slugs that the fragment goes on from: the heading has lost a
// suffix. The number of a repeat ("setup-2") is no such suffix.
func (s *anchorNames) shorter(plain string) []string {
	starts := wordStarts(plain)
	for _, start := range slices.Backward(starts) {
		found := s.byWhole[start]
		if len(found) > 0 && strings.Trim(plain[len(start):], "-0123456789") != "" {
			return found
		}
	}
	return nil
}

// wordStarts returns the beginnings of a slug that end at the border of a word, the shortest first.
func wordStarts(slug string) []string {
	if len(slug) > 4*maxSuggestLength {
		return nil
	}
	var starts []string
	for i, r := range slug {
		if i > 3 && !isWord(r) && slug[i-1] != '-' {
			starts = append(starts, slug[:i])
		}
	}
	return starts
}

// unnumbered returns a slug without what stands before its first letter: headings
// get numbers ("1-setup" for "1. Setup") and emoji.
func unnumbered(s string) string {
	if rest := strings.TrimLeftFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }); rest != "" {
		return rest
	}
	return s
}

// letters returns the letters and digits of a slug: without hyphens, emoji and variation selectors.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if isWord(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) && r != '\ufe0f' && r != '\ufe0e'
}

// sameNumbers returns the candidates with the digits of word.
func sameNumbers(word string, candidates []string) []string {
	return filter(candidates, func(c string) bool { return sameDigits(c, word) })
}

// sameDigits tells whether two words have the same digits in the same order.
func sameDigits(a, b string) bool {
	for {
		i, j := strings.IndexFunc(a, unicode.IsDigit), strings.IndexFunc(b, unicode.IsDigit)
		if i < 0 || j < 0 {
			return i == j
		}
		digit, size := utf8.DecodeRuneInString(a[i:])
		other, otherSize := utf8.DecodeRuneInString(b[j:])
		if digit != other {
			return false
		}
		a, b = a[i+size:], b[j+otherSize:]
	}
}

// digits returns what remains of a word without everything else.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}
