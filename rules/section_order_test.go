package rules

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReorderingKeepsTheEndOfTheText(t *testing.T) {
	bank := Bank{Root: "b", Profile: LookupProfile("cline"), Declared: true}
	m := memory{bank: bank, files: map[string]string{"b/progress.md": "# P\n\n## Known Issues\n\na\n\n## What Works\n\nb"}}
	set := onlyRules(sectionOrder.Name)
	set.Severity[sectionOrder.Name] = Warning
	fixed := m.fixed(t, m.check(t, set))
	want := map[string]string{"b/progress.md": "# P\n\n## What Works\n\nb\n\n## Known Issues\n\na"}
	if diff := cmp.Diff(want, fixed.files); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if again := fixed.check(t, set); len(again) > 0 {
		t.Errorf("once is not enough: %v", again)
	}
}
