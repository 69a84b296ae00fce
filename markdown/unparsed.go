package markdown

import "slices"

// Unparsed is a part of a text that is plain text as far as the facts of the document go, because to read it as Markdown would cost
// too much work. What it holds is not known.
type Unparsed struct {
	Span Span
	Why  Excess
}

// Excess tells what there is too much of.
type Excess uint8

const (
	ExcessMarkup      Excess = iota + 1 // inline markup in one paragraph, heading or cell
	ExcessNesting                       // lists and quotes in one another; the span is that of the line
	ExcessDefinitions                   // link definitions in one paragraph
	ExcessCells                         // cells that the rows of a table lack
)

// mergeUnparsed brings the parts into order. Those that overlap or are of one kind and on consecutive lines become one.
func (f *facts) mergeUnparsed() []Unparsed {
	slices.SortFunc(f.unparsed, func(a, b Unparsed) int { return order(a.Span, b.Span) })
	var merged []Unparsed
	for _, u := range f.unparsed {
		if last := len(merged) - 1; last >= 0 {
			before := &merged[last]
			near := u.Why == before.Why && u.Span.Start <= f.lineEnd(min(before.Span.End+1, len(f.text)))
			if near || u.Span.Start < before.Span.End {
				before.Span.End = max(before.Span.End, u.Span.End)
				continue
			}
		}
		merged = append(merged, u)
	}
	for i := range merged {
		merged[i].Span = trimmed(f.text, merged[i].Span)
	}
	return merged
}
