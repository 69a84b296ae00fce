package rules

import (
	"strings"
	"sync"
	"unicode"
)

// wordSet returns a set of words, made when first used, of a list with white space between them.
func wordSet(list string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool {
		set := map[string]bool{}
		for w := range strings.FieldsSeq(list) {
			set[w] = true
		}
		return set
	})
}

// hasWord tells whether a text has a word, in any letter case, that is in set or begins with one of starts.
func hasWord(text string, set map[string]bool, starts map[string]bool) bool {
	notInWord := func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' }
	for word := range strings.FieldsFuncSeq(strings.ToLower(text), notInWord) {
		if set[word] {
			return true
		}
		for i := range word {
			if starts[word[:i]] {
				return true
			}
		}
		if starts[word] {
			return true
		}
	}
	return false
}
