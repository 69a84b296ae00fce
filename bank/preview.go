package bank

import (
	"strings"

	"cortex/markdown"
)

const (
	// maxPreviewLines and maxPreviewSize bound what is shown of a target.
	maxPreviewLines = 30
	maxPreviewSize  = 3000
)

// preview returns the beginning of a part of a document as Markdown that stands for itself: an open
// fence is closed, front matter is left out, and a cut is shown.
func preview(doc *markdown.Document, span markdown.Span) string {
	if m := doc.FrontMatter; m != nil && span.Start <= m.Span.Start {
		span.Start = min(m.Span.End, span.End)
	}
	span = withoutEnd(doc.Text, span)
	end := cutAt(doc.Text, span)
	text := strings.TrimLeft(doc.Text[span.Start:end], "\r\n\ufeff")
	for _, f := range doc.Fences {
		if f.Open.End <= end && end < f.Span.End && f.Open.Start >= span.Start {
			text = strings.TrimRight(text, "\r\n") + "\n" + f.Open.In(doc.Text)
		}
	}
	if end < span.End {
		text = strings.TrimRight(text, "\r\n") + "\n\n…"
	}
	return text
}

// cutAt returns the end of the whole lines of span that fit.
func cutAt(text string, span markdown.Span) int {
	end := span.Start
	for line := range strings.Lines(span.In(text)) {
		if end+len(line)-span.Start > maxPreviewSize {
			break
		}
		end += len(line)
		if strings.Count(text[span.Start:end], "\n") == maxPreviewLines {
			break
		}
	}
	if end == span.Start { // one line that is too long
		end = span.Start + len(strings.ToValidUTF8(text[span.Start:min(span.End, span.Start+maxPreviewSize)], ""))
	}
	return end
}
