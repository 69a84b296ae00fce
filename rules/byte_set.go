package rules

// byteSet is a set of ASCII characters. Package strings makes one at each call, which costs more than a look at the few
// characters that rules mostly ask about.
type byteSet [256]bool

func newByteSet(characters string) *byteSet {
	set := &byteSet{}
	for i := range len(characters) {
		set[characters[i]] = true
	}
	return set
}

var (
	blankBytes = newByteSet(" \t")
	digitBytes = newByteSet("0123456789")
)

// anyIn tells whether text has a character of the set.
func (s *byteSet) anyIn(text string) bool { return s.index(text) >= 0 }

// index returns where the first character of the set is in text, -1 for nowhere.
func (s *byteSet) index(text string) int {
	for i := range len(text) {
		if s[text[i]] {
			return i
		}
	}
	return -1
}

// leading returns how many characters of the set text begins with.
func (s *byteSet) leading(text string) int {
	n := 0
	for n < len(text) && s[text[n]] {
		n++
	}
	return n
}

// cutLeft returns text without the characters of the set that it begins with.
func (s *byteSet) cutLeft(text string) string { return text[s.leading(text):] }

// others returns the set of all bytes that are not in this one.
func (s *byteSet) others() *byteSet {
	set := &byteSet{}
	for i := range set {
		set[i] = !s[i]
	}
	return set
}

// characters returns all that are in the set.
func (s *byteSet) characters() string {
	var all []byte
	for i, in := range s {
		if in {
			all = append(all, byte(i))
		}
	}
	return string(all)
}
