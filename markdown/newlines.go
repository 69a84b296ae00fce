package markdown

import (
	"slices"
	"strings"
)

const bom = "\uFEFF"

// normalised is a text with the line ends "\r\n" and "\r" written as "\n", so
// that the parser sees one kind of line end and all kinds yield the same facts.
type normalised struct {
	text string
	// dropped holds the offset in text of each "\n" that was "\r\n".
	dropped []int
}

func normalise(text string) normalised {
	if strings.IndexByte(text, '\r') < 0 {
		return normalised{text: text}
	}
	var n normalised
	var b strings.Builder
	b.Grow(len(text))
	for {
		line, rest, found := strings.Cut(text, "\r")
		b.WriteString(line)
		if !found {
			n.text = b.String()
			return n
		}
		if strings.HasPrefix(rest, "\n") {
			n.dropped = append(n.dropped, b.Len())
			rest = rest[1:]
		}
		b.WriteByte('\n')
		text = rest
	}
}

// offset returns the original offset of offset o in n.text. At a line end it is the start of "\r\n".
func (n normalised) offset(o int) int {
	before, _ := slices.BinarySearch(n.dropped, o)
	return o + before
}
