package rules

import "cortex/markdown"

// edit returns a fix that edits the judged document.
func (p *Pass) edit(title string, safe bool, edits ...markdown.Edit) Fix {
	return Fix{Title: title, Safe: safe, Changes: []Change{{Path: p.Doc.Path, Edits: edits}}}
}

// wholeLine returns the span of a line with its line end.
func wholeLine(doc *markdown.Document, line int) markdown.Span {
	span := doc.Lines.LineSpan(line)
	if line+1 < doc.Lines.Count() {
		span.End = doc.Lines.LineSpan(line + 1).Start
	}
	return span
}

// cutLines removes whole lines, first and last included.
func cutLines(doc *markdown.Document, first, last int) markdown.Edit {
	return markdown.Edit{Span: markdown.Span{Start: wholeLine(doc, first).Start, End: wholeLine(doc, last).End}}
}
