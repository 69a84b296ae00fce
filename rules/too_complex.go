package rules

import "cortex/markdown"

// tooComplex is also reported by whoever reads and checks the files.
var tooComplex = Rule{
	Name:  "too-complex",
	Title: "A file, or a part of it, exceeds a limit and was not judged",
	Doc: `The file is larger than the limit or could not be judged in time: then nothing is known about it. Or a part of it would take too
much work to read as Markdown, and counts as plain text: then the rest is judged, and what is said here covers the part. That nothing else is
reported there does not mean that all is well.

These are the limits of a part. They depend on the text alone, so that it is judged alike on every machine:

- Lists and quotes stand in one another at most 64 deep, where a list and its item are two; after a great many blank lines in deep lists, 6.
- A paragraph, heading or table cell may have as much markup as can be read in a time in proportion to its length. What takes more draws on a
  reserve of the file. Some thousands of brackets in one another, of emphasis in one heading that nothing closes, or of link definitions
  without a blank line between them, use it up.
- The rows of a table may lack half a million cells.
- A file has at most half a million places where inline markup may be.
- A rule has at most 1000 diagnostics in one file: it would not help to read more.

Such a file does not serve an agent either: it does not fit into what an agent reads at
the start of a task. Split it, or move what is old into an archive; put a log or generated text into a fenced code block.

Exclude the file in the configuration if it has to be as it is.`,
	Bad: `# Progress

> > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > it works
`,
	Good: `# Progress

> it works
`,
	Severity: Information,
	Scope:    ScopeDocument,
	Evidence: `2026-11: 99 % of 1,938 files in 145 real banks have at most 66 KB, the largest 336 KB, far below the limit. No part of 13,666 real
Markdown files exceeds one; the deepest nesting is 20, and no file with sense needs any of the reserve.`,
	Since: "0.1.0",
	Run:   runTooComplex,
}

func runTooComplex(p *Pass) {
	for _, u := range p.Doc.Unparsed {
		p.Reportf(u.Span, "not judged: %s", excess(u.Why))
	}
}

// excess says what there is too much of, and what to do about it.
func excess(why markdown.Excess) string {
	switch why {
	case markdown.ExcessNesting:
		return "lists or quotes stand too deep in one another; indent less, or put this into a code block"
	case markdown.ExcessDefinitions:
		return "too many link definitions in one paragraph; put blank lines between them"
	case markdown.ExcessCells:
		return "the rows of this table lack too many cells; split the table, or put it into a code block"
	}
	return "too much markup in one paragraph, heading or cell; split it, or put it into a code block"
}
