package markdown

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// slugOf returns the anchor that GitHub gives a heading with the plain text title,
// before numbering: lower case, without what is neither part of a word nor "-"
// nor space, each space turned into "-". Nothing is trimmed or collapsed, so an
// emoji at the front leaves a "-" behind.
func slugOf(title string) string {
	var b strings.Builder
	b.Grow(len(title))
	for _, r := range title {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9', r == '-', r == '_':
			b.WriteByte(byte(r))
		case 'A' <= r && r <= 'Z':
			b.WriteByte(byte(r) + 'a' - 'A')
		case r == ' ':
			b.WriteByte('-')
		case r == 'İ': // the one letter whose lower case is two characters
			b.WriteString("i\u0307")
		case r >= utf8.RuneSelf && wordCharacter(r):
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// wordCharacter reports whether GitHub keeps r: Alphabetic, Mark, Decimal_Number or Connector_Punctuation.
func wordCharacter(r rune) bool {
	return unicode.In(r, unicode.L, unicode.Nl, unicode.Other_Alphabetic, unicode.M, unicode.Nd, unicode.Pc)
}

// slugger numbers the slugs of one document, as GitHub does: the second "setup"
// is "setup-1", or the next number that no heading before has taken. The zero
// value is ready to use.
type slugger struct {
	// taken holds every slug given so far with the last number tried for it.
	taken map[string]int
}

// next returns the anchor of the document's next heading.
func (s *slugger) next(title string) string {
	if s.taken == nil {
		s.taken = map[string]int{}
	}
	base := slugOf(title)
	slug := base
	for {
		if _, ok := s.taken[slug]; !ok {
			break
		}
		s.taken[base]++
		slug = base + "-" + strconv.Itoa(s.taken[base])
	}
	s.taken[slug] = 0
	return slug
}
