package rules

import (
	"path"
	"time"

	"cortex/markdown"
)

var staleFile = Rule{
	Name:  "stale-file",
	Title: "A file is older than it says or than the work it describes",
	Doc: `The newest "Last updated" of a file is more than "days" days older than the commit that last changed the file: whoever
changed it left the stamp as it was. Or, where the configuration names the profile, activeContext.md (context.md in a Kilo
Code bank), which should say what is being worked on, has not been changed by the last "commits" commits.

An agent begins each session with these files. It trusts a stamp, and takes an old plan for the current one.

Both are read from git; times of files on disk, which a checkout sets anew, do not count. A file with changes that are not
committed yet is left alone, as are archives, task files, whose dates are about the task, and, without git or in a shallow
clone, everything. Where the last commit added the file or moved it to its place, the stamp may be right. One that is older
than the repository is reported by date-out-of-range. Many keep a bank for a while and then let it be: an active context that stays behind is nobody's
mistake until a profile is declared.

Switch it off where stamps are not kept up.`,
	Bad: `last commit: 2026-06-08
-- memory-bank/progress.md --
# Progress

**Last Updated:** 2026-01-05

The login works.
`,
	Good: `last commit: 2026-06-08
-- memory-bank/progress.md --
# Progress

**Last Updated:** 2026-06-05

The login works.
`,
	Severity: Information,
	Scope:    ScopeDocument,
	Fixable:  FixNone,
	Options: []Option{
		{Name: "days", Default: 30, Doc: "The number of days by which a stamp may be older than the last change of its file."},
		{Name: "commits", Default: 50, Doc: "The number of commits that may leave the active context of a declared profile as it is."},
	},
	Evidence: `2026-11: in 45 repositories with their history at hand 5 stamps of 3 banks, one 153 days behind its file; and
with their profiles declared 8 active contexts that 51 to 306 commits have passed by.`,
	Since: "0.1.0",
	Run:   runStaleFile,
}

func runStaleFile(p *Pass) {
	active := p.Bank.Declared && p.isActiveContext()
	if putAway(p.Doc.Path) || isTaskFile(p.inBank(p.Doc.Path)) || !active && len(p.Doc.Dates) == 0 && !p.mayHave(hintYear) {
		return
	}
	stamp, stamped := p.lastUpdate()
	if !active && !stamped {
		return
	}
	h := p.Workspace.History()
	if h == nil || h.Files[p.Doc.Path] == nil {
		return
	}
	known := h.Files[p.Doc.Path]
	if known.Last.IsZero() || !known.Committed.Is(p.Doc.Text) {
		return
	}
	last := known.Last.Format(time.DateOnly)
	days := int(known.Last.Sub(dayOf(stamp.Date)).Hours() / 24)
	switch {
	case stamped && days > p.Option("days").(int) && !known.Added && !known.predates(dayOf(stamp.Date)):
		p.Reportf(stamp.DaySpan(), "the stamp is %d days older than the last commit of the file on %s: write that day", days, last)
	case active && known.Behind > p.Option("commits").(int):
		p.Reportf(p.titleLine(), "last changed on %s, %d commits ago: write what is being worked on now", last, known.Behind)
	}
}

// isActiveContext tells whether the document says what is being worked on.
func (p *Pass) isActiveContext() bool {
	name := foldName(path.Base(p.Doc.Path))
	return name == "activecontext.md" || name == "context.md" && p.Bank.Profile != nil && p.Bank.Profile.Name == "kilo"
}

// lastUpdate returns the newest date on which the file says that it was brought up to date.
func (p *Pass) lastUpdate() (newest event, ok bool) {
	for e := range p.events() {
		if e.update && (!ok || dayNumber(e.Date) > dayNumber(newest.Date)) {
			newest, ok = e, true
		}
	}
	return newest, ok
}

// titleLine covers the title, or nothing at the top of a file without one.
func (p *Pass) titleLine() markdown.Span {
	if title := titleOf(p.Doc); title != nil {
		return title.Heading
	}
	return markdown.Span{}
}
