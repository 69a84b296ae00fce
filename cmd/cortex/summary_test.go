package main

import (
	"testing"

	"cortex/rules"
)

func TestSummaryCountsInWords(t *testing.T) {
	safe, unsafe := rules.Fix{Safe: true}, rules.Fix{}
	var s summary
	for _, d := range []rules.Diagnostic{
		{Severity: rules.Error, Fixes: []rules.Fix{unsafe, safe, unsafe}},
		{Severity: rules.Error, Fixes: []rules.Fix{unsafe}},
		{Severity: rules.Warning},
		{Severity: rules.Information},
		{Severity: rules.Hint},
		{Severity: rules.Hint},
	} {
		s.count(d)
	}
	if got, want := s.counts(), "2 errors, 1 warning, 1 information, 2 hints"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if s.Fixable != 1 || s.FixableUnsafe != 1 {
		t.Errorf("%d fixable, %d unsafe, want 1 and 1", s.Fixable, s.FixableUnsafe)
	}
	if got := (&summary{}).counts(); got != "" {
		t.Errorf("nothing is %q", got)
	}
}
