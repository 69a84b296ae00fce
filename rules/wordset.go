package rules

import (
	"strings"
	"sync"
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
