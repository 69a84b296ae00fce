package rules

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// suggestAnchor returns the one slug that a fragment which names nothing probably
// means, "" if there is none or several are as likely. Sure tells that the letters
// and digits are the same.
func suggestAnchor(fragment string, slugs []string) (slug string, sure bool) {
	for i, near := range []func(a, b string) bool{sameLetters, sameUnnumbered, oneContinues} {
		var found []string
		for _, s := range slugs {
			if near(s, fragment) && !slices.Contains(found, s) {
				found = append(found, s)
			}
		}
		if len(found) > 0 {
			slug, ok := only(found)
			return slug, ok && i == 0
		}
	}
	slug, _ = only(allNearest(fragment, sameNumbers(fragment, slugs)))
	return slug, false
}

// letters returns the letters and digits of a slug: without hyphens, emoji and variation selectors.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) && r != '\ufe0f' && r != '\ufe0e' {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

func sameLetters(a, b string) bool {
	folded := letters(a)
	return folded != "" && folded == letters(b)
}

// sameUnnumbered compares without the numbers at the start that headings get: "1-setup" for "1. Setup".
func sameUnnumbered(a, b string) bool { return sameLetters(unnumbered(a), unnumbered(b)) }

func unnumbered(s string) string {
	s = strings.TrimLeftFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if rest := strings.TrimLeft(s, "0123456789-._"); rest != "" {
		return rest
	}
	return s
}

// oneContinues tells whether a slug is the beginning of a fragment or the other way
// round, at the border of a word: headings get suffixes such as "— done" later.
// The number of a repeat ("setup-2") is no such suffix.
func oneContinues(slug, fragment string) bool {
	a, b := strings.ToLower(unnumbered(slug)), strings.ToLower(unnumbered(fragment))
	if rest, ok := strings.CutPrefix(b, a); ok && strings.Trim(rest, "-0123456789") == "" {
		return false
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	rest, ok := strings.CutPrefix(b, a)
	next, _ := utf8.DecodeRuneInString(rest)
	return ok && len(a) > 3 && !unicode.IsLetter(next) && !unicode.IsDigit(next)
}

// sameNumbers returns the candidates with the digits of word: what differs in a
// number is another thing, however near.
func sameNumbers(word string, candidates []string) []string {
	var out []string
	for _, c := range candidates {
		if digits(c) == digits(word) {
			out = append(out, c)
		}
	}
	return out
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}
