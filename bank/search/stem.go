package search

import "bytes"

// stem cuts the commonest English endings off a word in lower case, so that "caches", "cached" and "caching" are one.
// Other languages are left alone as far as their words do not end alike. What remains need not be a word.
func stem(word []byte) []byte {
	if len(word) < 4 {
		return word
	}
	word = singular(word)
	for _, ending := range [...]string{"ing", "ed"} {
		if rest := len(word) - len(ending); rest >= 3 && string(word[rest:]) == ending && bytes.ContainsAny(word[:rest], "aeiouy") {
			word = withoutDouble(word[:rest])
			break
		}
	}
	if n := len(word); n > 3 && word[n-1] == 'e' {
		word = word[:n-1]
	}
	return word
}

// singular cuts off the ending of a plural.
func singular(word []byte) []byte {
	n := len(word)
	switch {
	case word[n-1] != 's' || bytes.HasSuffix(word, []byte("ss")) || bytes.HasSuffix(word, []byte("us")) || bytes.HasSuffix(word, []byte("is")):
		return word
	case n > 4 && bytes.HasSuffix(word, []byte("ies")):
		return append(word[:n-3], 'y')
	case bytes.HasSuffix(word, []byte("sses")), bytes.HasSuffix(word, []byte("xes")), bytes.HasSuffix(word, []byte("ches")), bytes.HasSuffix(word, []byte("shes")):
		return word[:n-2]
	}
	return word[:n-1]
}

// withoutDouble makes "stopp" "stop"; "roll", "pass" and "buzz" stay.
func withoutDouble(word []byte) []byte {
	n := len(word)
	if n > 3 && word[n-1] == word[n-2] && bytes.IndexByte([]byte("lsz"), word[n-1]) < 0 {
		return word[:n-1]
	}
	return word
}
