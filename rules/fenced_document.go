package rules

import (
	"strings"

	"cortex/markdown"
)

var fencedDocument = Rule{
	Name:  "fenced-document",
	Title: "The whole document stands inside one code block",
	Doc: `An assistant that is asked for a Markdown file often answers with the file in a code block, and
the answer is saved as it is. The document is then one block of code: it has no headings, no links
and no tasks, so that an outline is empty and an agent cannot look up a section.

The rule reports a file whose text is one fence marked ` + "`markdown` or `md`" + `, or one without a language whose
content begins with a heading; front matter, the same title once more or a line of chat may stand around it.
The fix takes the two fence lines away; it is safe if nothing but the block is in the file.

Switch the rule off for a file that shows one Markdown sample on purpose.`,
	Bad: "```markdown\n# Project Brief\n\nA shop for bicycles.\n```\n",
	Good: `# Project Brief

A shop for bicycles.
`,
	Severity: Error,
	Scope:    ScopeDocument,
	Fixable:  FixSafe,
	Evidence: "2026-11: 4 of 1,938 files in 2 of 145 real banks.",
	Since:    "0.1.0",
	Run:      runFencedDocument,
}

func runFencedDocument(p *Pass) {
	block, whole := wholeDocument(p.Doc, readFences(p.Doc))
	if !whole {
		return
	}
	edits := []markdown.Edit{cutLines(p.Doc, block.open.line, block.open.line)}
	if block.close.line > 0 {
		edits = append(edits, cutLines(p.Doc, block.close.line, block.close.line))
	}
	before, after := around(p.Doc, block)
	p.Report(Diagnostic{
		Span:    block.open.run,
		Message: "the whole document is one code block and has no headings or links: remove the fences around it",
		Fixes:   []Fix{p.edit("Remove the fences around the document", before == "" && after == "", edits...)},
	})
}

// wholeDocument returns the block that holds all of the document. The readings are
// those of readFences, where nil means that the fences are as they seem.
func wholeDocument(doc *markdown.Document, readings []fenceReading) (fenceReading, bool) {
	if len(doc.Fences) == 0 {
		return fenceReading{}, false
	}
	var block fenceReading
	if len(readings) > 0 {
		block = readings[0]
	} else if f := doc.Fences[0]; len(doc.Fences) == 1 {
		block = fenceReading{kind: fencePlain, open: markAt(doc, f.Open), close: markAt(doc, f.Close)}
	}
	switch block.kind {
	case fencePlain, fenceNested, fenceOpen:
	default:
		return fenceReading{}, false
	}
	before, after := around(doc, block)
	return block, holdsDocument(doc, block) && leadsIn(doc, before, block) && (after == "" || oneLine(after) && chatCloser(after))
}

// leadsIn tells whether the text before the block is no text of its own: chat, or the title once more.
func leadsIn(doc *markdown.Document, before string, block fenceReading) bool {
	first, _, _ := strings.Cut(strings.TrimLeft(doc.Text[min(len(doc.Text), doc.Lines.LineSpan(block.open.line).End):], " \t\r\n"), "\n")
	return before == "" || oneLine(before) && (chatOpener(before) || strings.EqualFold(before, strings.TrimSpace(first)))
}

// holdsDocument tells whether the block is meant as Markdown: by its language, or by a heading on top.
func holdsDocument(doc *markdown.Document, block fenceReading) bool {
	if !block.open.bare {
		return block.open.holdsMarkdown()
	}
	rest := strings.TrimLeft(doc.Text[block.open.run.End:], " \t\r\n")
	return strings.HasPrefix(rest, "# ")
}

// around returns the trimmed text before and after the block, without front matter.
func around(doc *markdown.Document, block fenceReading) (before, after string) {
	start := 0
	if doc.FrontMatter != nil {
		start = doc.FrontMatter.Span.End
	}
	before = doc.Text[start:block.open.run.Start]
	if block.close.line > 0 {
		after = doc.Text[block.close.run.End:]
	}
	return strings.TrimSpace(strings.TrimPrefix(before, "\ufeff")), strings.TrimSpace(after)
}

func oneLine(s string) bool { return !strings.ContainsAny(s, "\n\r") && len(s) < 300 }
