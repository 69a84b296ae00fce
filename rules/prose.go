package rules

import (
	"iter"
	"sort"

	"cortex/markdown"
)

// proseLines yields the numbers of the lines outside fences, indented code and front matter.
func proseLines(doc *markdown.Document) iter.Seq[int] {
	return func(yield func(int) bool) {
		fences, blocks := doc.Fences, doc.CodeBlocks
		line := 0
		if doc.FrontMatter != nil {
			line = doc.Lines.OffsetLine(doc.FrontMatter.Span.End) + 1
		}
		for ; line < doc.Lines.Count(); line++ {
			span := doc.Lines.LineSpan(line)
			for len(fences) > 0 && fences[0].Span.End < span.Start {
				fences = fences[1:]
			}
			for len(blocks) > 0 && blocks[0].End <= span.Start {
				blocks = blocks[1:]
			}
			code := len(fences) > 0 && fences[0].Span.Start <= span.End ||
				len(blocks) > 0 && blocks[0].Start <= span.End
			if !code && !yield(line) {
				return
			}
		}
	}
}

// inCodeSpan tells whether inline code covers a part of span.
func inCodeSpan(doc *markdown.Document, span markdown.Span) bool {
	i := sort.Search(len(doc.CodeSpans), func(i int) bool { return doc.CodeSpans[i].Span.End > span.Start })
	return i < len(doc.CodeSpans) && doc.CodeSpans[i].Span.Overlaps(span)
}
