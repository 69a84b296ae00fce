package lsp

import (
	"testing"
)

// TestPartsOfWorkAddUp takes a percentage through the folders of a workspace, of which it is the client's to show how far all are.
func TestPartsOfWorkAddUp(t *testing.T) {
	p := &progress{}
	for _, step := range []struct {
		part, done, total int
		percent           uint32
		message           string
	}{
		{0, 0, 10, 0, "checking 0 of 10"}, {0, 10, 10, 50, "checking 10 of 10"}, {1, 1, 4, 62, "checking 1 of 4"}, {1, 4, 4, 100, "checking 4 of 4"},
		{0, 5, 10, 100, "checking 5 of 10"}, // done anew: clients expect a percentage that never falls
	} {
		p.part(step.part, 2).Progress("checking", step.done, step.total)
		report, news := p.report()
		if !news || *report.Percentage != step.percent || *report.Message != step.message {
			t.Errorf("%d of %d in part %d: %q, %d %%, want %q, %d %%", step.done, step.total, step.part, *report.Message, *report.Percentage, step.message, step.percent)
		}
	}
	if hidden := (*progress)(nil); hidden.part(0, 1) != nil {
		t.Error("work that is not shown tells of itself")
	}
}
