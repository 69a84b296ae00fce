package markdown

// skipBlank returns the offset of the first byte in span that is neither space nor tab.
func skipBlank(text string, span Span) int {
	i := span.Start
	for i < span.End && (text[i] == ' ' || text[i] == '\t') {
		i++
	}
	return i
}

// runLength returns how often c stands at i in a row.
func runLength(text string, i int, c byte) int {
	n := 0
	for i+n < len(text) && text[i+n] == c {
		n++
	}
	return n
}
