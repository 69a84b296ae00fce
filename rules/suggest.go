package rules

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"cortex/markdown"
)

// maxSuggestLength bounds the words that are compared: the distance costs their product.
const maxSuggestLength = 128

// Nearest returns the candidate that word was most likely meant to be, and
// whether one is near enough. Letter case does not count. Of several that are
// equally near it returns the first in alphabetical order.
func Nearest(word string, candidates []string) (string, bool) {
	all := allNearest(word, candidates)
	if len(all) == 0 {
		return "", false
	}
	return all[0], true
}

// maxListed is how many names a message lists at most where none is near.
const maxListed = 8

// UnknownName returns the mistake that a name is none of those known, with the nearest of them or, if they are few,
// all.
func UnknownName(span markdown.Span, what, name string, known []string) YAMLMistake {
	m := YAMLMistake{Span: span, Message: fmt.Sprintf("unknown %s %q", what, name)}
	if near, ok := Nearest(name, known); ok {
		m.Message, m.Replacement = fmt.Sprintf("%s: did you mean %q?", m.Message, near), near
	} else if len(known) > 0 && len(known) <= maxListed {
		m.Message += ": want " + strings.Join(known, ", ")
	}
	return m
}

// allNearest returns the candidates at the least distance from word, sorted and
// without repeats, or none if all are too far: a third of the letters may differ, at most three.
func allNearest(word string, candidates []string) []string {
	folded := []rune(strings.ToLower(word))
	best := min(3, (len(folded)+2)/3)
	var found []string
	for _, c := range candidates {
		d := editDistance(folded, []rune(strings.ToLower(c)), best)
		if d > best || utf8.RuneCountInString(c) <= d {
			continue
		}
		if d < best {
			best, found = d, nil
		}
		found = append(found, c)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// editDistance counts the insertions, deletions, replacements and swaps of
// neighbours that turn a into b. Above limit it returns just limit+1.
func editDistance(a, b []rune, limit int) int {
	if max(len(a), len(b)) > maxSuggestLength || max(len(a)-len(b), len(b)-len(a)) > limit {
		return limit + 1
	}
	before, above, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range above {
		above[j] = j
	}
	for i := range a {
		row[0] = i + 1
		least := row[0]
		for j := range b {
			row[j+1] = min(above[j+1]+1, row[j]+1, above[j]+cost(a[i] != b[j]))
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
			least = min(least, row[j+1])
		}
		if least > limit {
			return limit + 1
		}
		before, above, row = above, row, before
	}
	return min(above[len(b)], limit+1)
}

func cost(differ bool) int {
	if differ {
		return 1
	}
	return 0
}
