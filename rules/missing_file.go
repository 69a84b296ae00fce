package rules

import (
	"cmp"
	"fmt"
	"path"
	"strconv"
	"strings"
)

var missingFile = Rule{
	Name:  "missing-file",
	Title: "A file that the profile requires does not exist",
	Doc: `An agent that follows a convention reads its files at the start of every task. It takes one that is
not there for a bank that was never finished: it stops to ask, or writes the file anew from what it
happens to know.

Names are compared without letter case, "-" and "_", so "project-brief.md" is "projectbrief.md", and a
file counts in every folder of the bank. The diagnostic stands at the start of the first file of the
convention that does exist. The fix creates the file with the profile's headings and a line under each
that says what belongs there.

While the profile is only detected this is one diagnostic of information, whatever is missing: perhaps the bank follows a convention of its
own. Switch the rule off if it does, or declare the profile that fits.`,
	Bad: `profile: cline
-- memory-bank/activeContext.md --
# Active Context
-- memory-bank/productContext.md --
# Product Context
-- memory-bank/projectbrief.md --
# Brief
-- memory-bank/systemPatterns.md --
# System Patterns
-- memory-bank/tech_context.md --
# Tech Context
`,
	Good: `profile: cline
-- memory-bank/activeContext.md --
# Active Context
-- memory-bank/productContext.md --
# Product Context
-- memory-bank/projectbrief.md --
# Brief
-- memory-bank/systemPatterns.md --
# System Patterns
-- memory-bank/tech_context.md --
# Tech Context
-- memory-bank/progress.md --
# Progress

## What Works

To be written: what is finished and works.

## What's Left to Build

To be written: what is still to be done.

## Current Status

To be written: where the project stands.

## Known Issues

To be written: what is known not to work.

## Evolution of Project Decisions

To be written: how and why plans have changed.
`,
	Severity: Error,
	Schema:   true,
	Scope:    ScopeBank,
	Fixable:  FixUnsafe,
	Evidence: `2026-11: in 98 banks of Cline's family 89 to 97 have each of the six files; most of the rest are
of the first form, which has no brief. A fixed list with exact names misjudges 79 of 93 briefs.`,
	Since: "0.1.0",
	Run:   runMissingFile,
}

func runMissingFile(p *Pass) {
	if p.Bank.Profile == nil {
		return
	}
	existing := p.Workspace.Documents().filesOf(p.Bank.Profile).existing
	var missing []*ProfileFile
	for i := range p.Bank.Profile.Files {
		if f := &p.Bank.Profile.Files[i]; f.Need == Required && existing[i] == "" {
			missing = append(missing, f)
		}
	}
	if len(missing) > 1 && !p.Bank.Declared {
		p.reportMissingFiles(missing, existing)
		return
	}
	for _, f := range missing {
		p.reportMissingFiles([]*ProfileFile{f}, existing)
	}
}

// reportMissingFiles reports files that are missing together.
func (p *Pass) reportMissingFiles(missing []*ProfileFile, existing []string) {
	profile, names := p.Bank.Profile.Name, quotedNames(missing)
	d := Diagnostic{
		Path:    p.entry(existing, path.Join(p.Bank.Root, missing[0].Name)),
		Message: fmt.Sprintf("the profile %q requires %s, which does not exist", profile, names),
	}
	if len(missing) > 1 {
		d.Message = fmt.Sprintf("banks of the profile %q have %s, which do not exist here", profile, names)
	}
	var all Fix
	for _, f := range missing {
		name := path.Join(p.Bank.Root, f.Name)
		if p.Workspace.Stat(name) != NoFile {
			continue
		}
		text := f.text()
		create := Change{Path: name, Create: &text}
		all.Changes = append(all.Changes, create)
		d.Fixes = append(d.Fixes, Fix{Title: fmt.Sprintf("Create %q", f.Name), Changes: []Change{create}})
	}
	if len(d.Fixes) > 1 {
		all.Title = fmt.Sprintf("Create %d files", len(d.Fixes))
		d.Fixes = append([]Fix{all}, d.Fixes...)
	}
	p.Report(d)
}

// quotedNames lists files as in a sentence: "a.md", "b.md" and "c.md", in quotes.
func quotedNames(files []*ProfileFile) string {
	var quoted []string
	for _, f := range files {
		quoted = append(quoted, strconv.Quote(f.Name))
	}
	if n := len(quoted); n > 1 {
		return strings.Join(quoted[:n-1], ", ") + " and " + quoted[n-1]
	}
	return quoted[0]
}

// entry returns the file that stands for the bank: the first of the profile that
// exists, else the bank's first document, else the missing file itself.
func (p *Pass) entry(existing []string, missing string) string {
	return cmp.Or(cmp.Or(existing...), cmp.Or(p.Workspace.Documents().Paths()...), missing)
}
