package rules

import (
	"fmt"
	"strings"

	"cortex/markdown"
)

var duplicateBlock = Rule{
	Name:  "duplicate-block",
	Title: "The same text stands twice, in one file or in two",
	Doc: `Ten lines or more stand in one file for the second time, or sections of one file stand in another, word for word or
nearly so. Mostly an agent has pasted a block again, or has copied a part of one file into the next when it filled both.

Two copies drift apart: one is brought up to date, and an agent that reads the other works with what was true. Even
while they agree, each session pays for both.

Only letters and digits are compared, sentence by sentence, so that marks of lists, emphasis and white space make no difference. A
section is nearly the same if 85 % of the longer one stands in the other. Two files are reported once, with
all sections of 50 letters or more that both have, if these have 200 together; a block in one file needs as many. A character of
Chinese, Japanese or Korean counts for three letters. Code alone is no reason: samples and commands are repeated on purpose.

Archives, backups, reflections and templates are left alone, creative phases are not compared with other files, and
neither is what stands in five files or more: that is a form.

The fix deletes the second block where not a byte differs. It is not safe: only a person knows in which of the two places an
agent looks for it.

Switch the rule off for banks that repeat themselves so that each file can be read alone.`,
	Bad: `# Progress

## October

- The importer reads CSV files with a header line.
- The importer reads CSV files without a header line.
- Errors name the line that they are about.
- Empty lines are skipped.
- Numbers may have a decimal comma.
- Dates are read in three forms.
- The encoding is guessed from the first lines.
- Files of any size are read.
- The importer says how far it has come.
- A second run takes up where the first stopped.

## October

- The importer reads CSV files with a header line.
- The importer reads CSV files without a header line.
- Errors name the line that they are about.
- Empty lines are skipped.
- Numbers may have a decimal comma.
- Dates are read in three forms.
- The encoding is guessed from the first lines.
- Files of any size are read.
- The importer says how far it has come.
- A second run takes up where the first stopped.
`,
	Good: `# Progress

## October

- The importer reads CSV files with a header line.
- The importer reads CSV files without a header line.
- Errors name the line that they are about.
- Empty lines are skipped.
- Numbers may have a decimal comma.
- Dates are read in three forms.
- The encoding is guessed from the first lines.
- Files of any size are read.
- The importer says how far it has come.
- A second run takes up where the first stopped.
`,
	Severity: Information,
	Scope:    ScopeBank,
	Fixable:  FixUnsafe,
	Evidence: `2026-11: in 115 banks of 110 real repositories the rule reports 7 blocks in 5 files, the longest of 683 lines, and 18 pairs
of files in 12 banks. Each was read: a person would mend 22 of the 25, the others are lists that two files need. Without the bound of
200 letters there are 14 pairs more, mostly lists of two or three facts that nobody would act on.`,
	Since: "0.1.0",
	Run:   runDuplicateBlock,
}

func runDuplicateBlock(p *Pass) {
	s := p.driver.survey
	for i, o := range s.outlines {
		if !o.repeats || !readForItself(o.occasion) {
			continue
		}
		if doc := s.document(i); doc != nil {
			for _, r := range s.digest(i).repeats {
				p.reportRepeat(doc, r)
			}
		}
	}
	p.reportCopies(s)
}

// readForItself tells whether what is read on an occasion is neither put away nor a form.
func readForItself(when occasion) bool { return when != history && when != forCopying }

func (p *Pass) reportRepeat(doc *markdown.Document, r repeat) {
	first, second := wholeLines(doc, r.first), wholeLines(doc, r.second)
	d := Diagnostic{
		Path: doc.Path,
		Span: doc.Lines.LineSpan(r.second.from),
		Message: fmt.Sprintf("lines %d to %d repeat lines %d to %d: keep one of the two",
			r.second.from+1, r.second.to+1, r.first.from+1, r.first.to+1),
		Related: []Related{{doc.Path, doc.Lines.LineSpan(r.first.from), "where they stand first"}},
	}
	if first.In(doc.Text) == second.In(doc.Text) {
		d.Fixes = []Fix{{
			Title:   "Delete the second",
			Changes: []Change{{Path: doc.Path, Edits: []markdown.Edit{{Span: withGap(doc, second)}}}},
		}}
	}
	p.Report(d)
}

// wholeLines covers lines with their line ends.
func wholeLines(doc *markdown.Document, lines lineRange) markdown.Span {
	return markdown.Span{Start: wholeLine(doc, lines.from).Start, End: wholeLine(doc, lines.to).End}
}

// withGap adds to whole lines the blank ones before them if a blank one or the end of the text follows.
func withGap(doc *markdown.Document, span markdown.Span) markdown.Span {
	if next, _, _ := strings.Cut(doc.Text[span.End:], "\n"); strings.TrimSpace(next) != "" {
		return span
	}
	last := doc.Lines.OffsetLine(len(strings.TrimRight(doc.Text[:span.Start], " \t\r\n")))
	return markdown.Span{Start: wholeLine(doc, last).End, End: span.End}
}
