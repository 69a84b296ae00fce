package bank

import (
	"slices"

	"cortex/markdown"
	"cortex/rules"
)

// shift tells where the places of a text are in its next version: the texts are the same before start, and from the ends on.
type shift struct{ start, oldEnd, newEnd int }

// shiftBetween compares two texts, nil for none.
func shiftBetween(old, now *string) shift {
	if old == nil || now == nil {
		return shift{}
	}
	a, b := *old, *now
	start := 0
	for start < len(a) && start < len(b) && a[start] == b[start] {
		start++
	}
	same := 0
	for same < len(a)-start && same < len(b)-start && a[len(a)-1-same] == b[len(b)-1-same] {
		same++
	}
	return shift{start, len(a) - same, len(b) - same}
}

// moved returns where a span is in the next version, false for one that was changed itself.
func (s shift) moved(span markdown.Span) (markdown.Span, bool) {
	switch {
	case span.End <= s.start:
		return span, true
	case span.Start >= s.oldEnd:
		by := s.newEnd - s.oldEnd
		return markdown.Span{Start: span.Start + by, End: span.End + by}, true
	}
	return span, false
}

// sameness is what two diagnostics of two versions of a file are compared by.
type sameness struct {
	rule, message string
	span          markdown.Span
}

// compareDiagnostics returns the diagnostics of a file that are new and those that are gone. One is still the same if it says
// the same in the same place, or the same elsewhere, or if the rule has another message for the same place.
func compareDiagnostics(old, now []rules.Diagnostic, shift shift) (caused, mended []rules.Diagnostic) {
	mended, caused = old, now
	for _, ignored := range []struct{ span, message bool }{{}, {span: true}, {message: true}} {
		key := func(d rules.Diagnostic, span markdown.Span) sameness {
			k := sameness{d.Rule, d.Message, span}
			if ignored.span {
				k.span = markdown.Span{}
			}
			if ignored.message {
				k.message = ""
			}
			return k
		}
		known := map[sameness]int{}
		for _, d := range mended {
			if span, ok := shift.moved(d.Span); ok || ignored.span {
				known[key(d, span)]++
			}
		}
		paired := map[sameness]int{}
		caused = slices.DeleteFunc(slices.Clone(caused), func(d rules.Diagnostic) bool {
			k := key(d, d.Span)
			if paired[k] == known[k] {
				return false
			}
			paired[k]++
			return true
		})
		mended = slices.DeleteFunc(slices.Clone(mended), func(d rules.Diagnostic) bool {
			span, ok := shift.moved(d.Span)
			k := key(d, span)
			if !ok && !ignored.span || paired[k] == 0 {
				return false
			}
			paired[k]--
			return true
		})
	}
	return caused, mended
}
