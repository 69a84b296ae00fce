package rules

// wordList is a list of words that a text is searched for in one pass. It is immutable.
type wordList struct {
	// byFirst holds the words by their first byte.
	byFirst [256][]string
}

func newWordList(words ...string) *wordList {
	l := &wordList{}
	for _, w := range words {
		l.byFirst[w[0]] = append(l.byFirst[w[0]], w)
	}
	return l
}

// in tells whether any of the words stands anywhere in text.
func (l *wordList) in(text string) bool {
	for i := range len(text) {
		for _, w := range l.byFirst[text[i]] {
			if len(w) <= len(text)-i && text[i:i+len(w)] == w {
				return true
			}
		}
	}
	return false
}
