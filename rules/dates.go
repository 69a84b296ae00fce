package rules

import (
	"sort"

	"cortex/markdown"
)

// dateIn returns the first date that begins in span.
func dateIn(doc *markdown.Document, span markdown.Span) (markdown.Date, bool) {
	i := sort.Search(len(doc.Dates), func(i int) bool { return doc.Dates[i].Span.Start >= span.Start })
	if i == len(doc.Dates) || doc.Dates[i].Span.Start >= span.End {
		return markdown.Date{}, false
	}
	return doc.Dates[i], true
}

// dayNumber orders dates by day.
func dayNumber(d markdown.Date) int { return 10_000*d.Year + 100*d.Month + d.Day }
