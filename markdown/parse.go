package markdown

// Parse reads text as Markdown. It never fails: text that is not meant as
// Markdown yields a document without facts. Path is kept, not interpreted.
func Parse(path, text string) *Document {
	return &Document{Path: path, Text: text, Lines: NewLineIndex(text)}
}
