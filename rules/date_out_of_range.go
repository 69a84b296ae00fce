package rules

import (
	"fmt"
	"time"

	"cortex/markdown"
)

const (
	// zoneSlack is what a day may differ by between the writer's clock and UTC.
	zoneSlack = 24 * time.Hour
	// beforeFirst is how much older than the repository dated work may be: code is written before it is committed.
	beforeFirst = 30 * 24 * time.Hour
	// olderMonths is the number of months from which on dates before the first commit are a log that is older than the repository.
	olderMonths = 3
	// maxRelatedDates bounds how many places one diagnostic names.
	maxRelatedDates = 200
)

var dateOutOfRange = Rule{
	Name:  "date-out-of-range",
	Title: "Something that has happened is dated after the fact or before the repository began",
	Doc: `An entry says that something was completed, added or updated on a day that is still to come, that comes after the
last commit of the file, or more than 30 days before the first commit of the repository. An assistant without a clock
guesses the date, most often a day in January of the year before.

An agent that reads the bank takes the entry for the newest, or for long out of date, and puts it in the wrong order.

Counted are dates behind words such as "Completed" or "Last updated", in columns of that name, and those that begin an
entry of a log. Plans, deadlines and targets, open tasks, examples, versions and releases, code and dates in running
text are left alone. So are dates such as 01/02/2026 in which day and month may be swapped. A day is allowed for time zones. Dates before the first commit are reported once per file; where
they spread over three months and more, or the first commit brought the bank along and a later year would not
fit, the bank is taken to be older than the repository.

What is newer than the last commit is compared with today. The first and last commit are read from git; without it, in
a shallow clone or in a damaged repository only days to come are reported.

Switch the rule off for a bank whose history was rewritten.`,
	Bad: `# Progress

## Login

**Status:** Done
**Completed:** 2062-11-03
`,
	Good: `# Progress

## Login

**Status:** Done
**Completed:** 2026-11-03
`,
	Severity: Information,
	Scope:    ScopeDocument,
	Fixable:  FixNone,
	Evidence: `2026-11: in 24 of 145 real banks work is dated before the repository existed, nearly always in January of the
year before. In 45 repositories with their history at hand 40 files of 7 banks are reported; each was read and is wrong. Of 36
others that the rule had not seen 28 files of 8 are, each read and wrong.`,
	Since: "0.1.0",
	Run:   runDateOutOfRange,
}

func runDateOutOfRange(p *Pass) {
	var known FileHistory
	var today, tomorrow time.Time
	var ahead, after, before []event
	for e := range p.events() {
		if today.IsZero() { // not asked without an event: the result would be thought to depend on them
			known, today = p.fileHistory(), p.Workspace.Today()
			tomorrow = today.Add(zoneSlack)
		}
		day := dayOf(e.Date)
		switch {
		case day.After(tomorrow):
			ahead = append(ahead, e)
		case !known.Last.IsZero() && day.After(known.Last.Add(zoneSlack)) && known.Committed.HasLine(p.lineAround(e.Span)):
			after = append(after, e)
		case !e.beginning && known.predates(day):
			before = append(before, e)
		}
	}
	p.reportDates(ahead, "which is still to come")
	if len(after) > 0 {
		p.reportDates(after, fmt.Sprintf("but the file was last committed on %s", known.Last.Format(time.DateOnly)))
	}
	if len(before) > 0 && months(before) < olderMonths {
		p.reportDates(before, fmt.Sprintf("before the first commit of the repository on %s", known.First.Format(time.DateOnly)))
	}
}

// fileHistory returns what version control knows about the document; zero if nothing.
func (p *Pass) fileHistory() FileHistory {
	if h := p.Workspace.History(); h != nil && h.Files[p.Doc.Path] != nil {
		return *h.Files[p.Doc.Path]
	}
	return FileHistory{}
}

// predates tells whether a day lies too long before the first commit to be the true one.
func (h FileHistory) predates(day time.Time) bool {
	if h.First.IsZero() || !day.Before(h.First.Add(-beforeFirst)) {
		return false
	}
	if !h.Imported {
		return true
	}
	for years := 1; years <= 2; years++ {
		meant := day.AddDate(years, 0, 0)
		if meant.After(h.First.Add(-zoneSlack)) && meant.Before(h.Newest.Add(zoneSlack)) {
			return true
		}
	}
	return false
}

// reportDates reports the first of some dates of one kind, with the others related.
func (p *Pass) reportDates(events []event, why string) {
	if len(events) == 0 {
		return
	}
	d := Diagnostic{
		Span:    events[0].DaySpan(),
		Message: fmt.Sprintf("dated %s, %s: write the day on which it happened", dayOf(events[0].Date).Format(time.DateOnly), why),
	}
	for _, e := range events[1:min(len(events), maxRelatedDates)] {
		d.Related = append(d.Related, Related{p.Doc.Path, e.DaySpan(), "also dated " + dayOf(e.Date).Format(time.DateOnly)})
	}
	p.Report(d)
}

// dayOf returns the midnight with which a valid date begins, UTC.
func dayOf(d markdown.Date) time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}

// months counts the different months of some dates.
func months(events []event) int {
	seen := map[int]bool{}
	for _, e := range events {
		seen[12*e.Year+e.Month] = true
	}
	return len(seen)
}
