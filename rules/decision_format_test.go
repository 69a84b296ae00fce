package rules

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A profile of one's own can accept fewer forms than the built-in ones.
func TestEntriesInFormsThatAreNotAccepted(t *testing.T) {
	const log = `# Decision Log

2026-01-01 10:00:00 - Log of updates made.

## 2026-01-05 - SQLite

- 2026-01-06: moved

## DEC-2: Cookies

a

## Later

[2026-01-07 10:00:00] - Trigrams

| Date | Decision |
| --- | --- |
| 2026-01-08 | Mail |
`
	for forms, want := range map[string][]int{
		"[dated-heading]":           {9, 15, 17},
		"[timestamp]":               {5, 9, 17},
		"[table, numbered-heading]": {5, 15},
		"[dated-heading, numbered-heading, timestamp, table]": nil,
		"[]": nil,
	} {
		p := parsed(t, "name: mine\nextends: roo\nfiles:\n  - {name: decisionLog.md, entries: "+forms+"}\n", nil)
		m := memory{bank: Bank{Root: "b", Profile: p, Declared: true}, files: map[string]string{"b/decisionLog.md": log}}
		var got []int
		for _, d := range m.check(t, onlyRules(decisionFormat.Name)) {
			if d.Rule == decisionFormat.Name {
				got = append(got, m.Document(d.Path).Lines.OffsetLine(d.Span.Start)+1)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", forms, diff)
		}
	}
}

func TestUnknownFormsAreMistakes(t *testing.T) {
	_, mistakes := ReadProfile("name: mine\nfiles:\n  - {name: a.md, entries: [tabel]}\n", "mine", nil)
	want := `unknown form of entries "tabel": want timestamp, dated-heading, decision-heading, numbered-heading, record, table`
	if len(mistakes) != 1 || mistakes[0].Message != want {
		t.Errorf("got %v", mistakes)
	}
}
