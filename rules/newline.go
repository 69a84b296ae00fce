package rules

import "strings"

// LineEnding returns how the lines of text end: as its first one does.
func LineEnding(text string) string {
	switch i := strings.IndexAny(text, "\r\n"); {
	case i < 0 || text[i] == '\n':
		return "\n"
	case strings.HasPrefix(text[i:], "\r\n"):
		return "\r\n"
	}
	return "\r"
}

// lineEnding is LineEnding of the document, whose first line may be long.
func (p *Pass) lineEnding() string { return LineEnding(p.Doc.Text[p.Doc.Lines.LineSpan(0).End:]) }

// withLineEnding returns text, whose lines end with "\n", with another line ending.
func withLineEnding(text, ending string) string { return strings.ReplaceAll(text, "\n", ending) }
