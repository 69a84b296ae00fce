package rules

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"cortex/markdown"
)

var toolResidue = Rule{
	Name:  "tool-residue",
	Title: "Something an assistant's tools wrote was left in the text",
	Doc: `Assistants write files through tool calls, and parts of the call end up in the file: closing tags such as
` + "`</content>`" + `, the markers of a SEARCH/REPLACE or patch edit, citation tokens that only a chat window
can resolve, the line numbers with which a tool shows a file, or the sentence that led the answer in ("Here is the updated
file:"). Worst is a note like
"[rest of the file unchanged]" that was saved in place of the text it stands for.

To an agent that reads the bank later such a line is noise at best; at worst it takes it for a tool call or an
instruction, or believes that text exists which was lost.

Code blocks, code spans, quotes and comments are left alone, so that a document may explain all of
this. Lines and tokens are removed by safe fixes, except where text was lost or a person must choose.

Switch the rule off for files that hold prompts or transcripts on purpose.`,
	Bad: `# Active Context

The login works.
</content>
</write_to_file>
`,
	Good: `# Active Context

The login works.
`,
	Severity: Error,
	Scope:    ScopeDocument,
	Fixable:  FixSafe,
	Evidence: "2026-11: pasted answers in 3, tags in 2 and line numbers in 1 of 179 real banks; outside them closing tags at the end of a file, line numbers, Cline's remark about final_file_content and notes that the rest is unchanged are easily found.",
	Since:    "0.1.0",
	Run:      runToolResidue,
}

// residueKind is one sort of leftover.
type residueKind struct {
	// name is how messages call it.
	name string
	// remedy follows the name in messages.
	remedy string
	// hint is for what every text with such a leftover contains; zero for the bracket of a tag.
	hint hints
	// find returns the leftovers on a line of text, in order.
	find func(line string) []markdown.Span
	// grouped kinds are reported once per document, others once for lines that follow one another.
	grouped bool
	// unsafe tells that a person must decide.
	unsafe bool
}

// residueKinds is the one list of leftovers that stand on one line. Edit blocks and chat take more than a line.
var residueKinds = []residueKind{
	{name: "tag of a tool call", remedy: "it was left over and does not belong in the text", find: findToolTags},
	{name: "message of a tool", remedy: "it was left over and does not belong in the text", hint: hintToolMessage, find: findToolMessage},
	{name: "citation token", remedy: "only the chat that it came from can resolve it", hint: hintCitation, find: findCitations, grouped: true},
	{name: "marker of a patch", remedy: "the patch was written into the file instead of applied", hint: hintPatch, find: findPatchMarker, grouped: true, unsafe: true},
	{name: "placeholder for text that was left out", remedy: "restore the text from the file's history", hint: hintElision, find: findElision, unsafe: true},
}

func runToolResidue(p *Pass) {
	p.reportLineNumbers()
	p.reportEditBlocks()
	p.reportChat()
	var active []residueKind
	for _, k := range residueKinds {
		if k.hint == 0 && strings.IndexByte(p.Doc.Text, '<') >= 0 || p.mayHave(k.hint) {
			active = append(active, k)
		}
	}
	if len(active) == 0 {
		return
	}
	found := make([][]markdown.Span, len(active))
	for line := range proseLines(p.Doc) {
		span := p.Doc.Lines.LineSpan(line)
		text := span.In(p.Doc.Text)
		if quoted(text) {
			continue
		}
		for i, k := range active {
			for _, s := range k.find(text) {
				s = markdown.Span{Start: span.Start + s.Start, End: span.Start + s.End}
				if !inCodeSpan(p.Doc, s) && !hiddenInHTML(p.Doc, s) {
					found[i] = append(found[i], s)
				}
			}
		}
	}
	for i, k := range active {
		p.reportResidue(k, found[i])
	}
}

// reportResidue reports leftovers of one kind: those on adjacent lines together, or all.
func (p *Pass) reportResidue(k residueKind, spans []markdown.Span) {
	for len(spans) > 0 {
		n := len(spans)
		if !k.grouped {
			n = p.adjacent(spans)
		}
		p.reportTogether(k, spans[:n])
		spans = spans[n:]
	}
}

// adjacent returns how many of the spans stand on one line and those right after it.
func (p *Pass) adjacent(spans []markdown.Span) int {
	line := p.Doc.Lines.OffsetLine(spans[0].Start)
	for i, s := range spans {
		next := p.Doc.Lines.OffsetLine(s.Start)
		if next > line+1 {
			return i
		}
		line = next
	}
	return len(spans)
}

func (p *Pass) reportTogether(k residueKind, spans []markdown.Span) {
	d := Diagnostic{Span: spans[0], Message: fmt.Sprintf("%s %q: %s", k.name, clip(spans[0].In(p.Doc.Text)), k.remedy)}
	for _, s := range spans[1:] {
		d.Related = append(d.Related, Related{p.Doc.Path, s, k.name})
	}
	title := "Remove the " + k.name
	if len(spans) > 1 {
		title = fmt.Sprintf("Remove %d leftovers", len(spans))
	}
	d.Fixes = []Fix{p.edit(title, !k.unsafe, removals(p.Doc, spans)...)}
	p.Report(d)
}

// removals deletes spans, and whole lines where nothing else stands on them.
func removals(doc *markdown.Document, spans []markdown.Span) []markdown.Edit {
	var edits []markdown.Edit
	for len(spans) > 0 {
		line := doc.Lines.OffsetLine(spans[0].Start)
		whole := doc.Lines.LineSpan(line)
		var onLine []markdown.Edit
		alone, at := true, whole.Start
		for len(spans) > 0 && spans[0].Start < whole.End {
			onLine = append(onLine, markdown.Edit{Span: spans[0]})
			alone = alone && strings.TrimSpace(doc.Text[at:spans[0].Start]) == ""
			at = spans[0].End
			spans = spans[1:]
		}
		if alone && strings.TrimSpace(doc.Text[at:whole.End]) == "" {
			onLine = []markdown.Edit{cutLines(doc, line, line)}
		}
		edits = append(edits, onLine...)
	}
	return edits
}

// quoted tells whether a line belongs to a quote.
func quoted(line string) bool { return strings.HasPrefix(blankBytes.cutLeft(line), ">") }

// hiddenInHTML tells whether span is in a comment or in preformatted HTML. A comment that is the span is not meant.
func hiddenInHTML(doc *markdown.Document, span markdown.Span) bool {
	i := sort.Search(len(doc.Comments), func(i int) bool { return doc.Comments[i].Span.End > span.Start })
	if i < len(doc.Comments) && doc.Comments[i].Span.Overlaps(span) && !span.Contains(doc.Comments[i].Span) {
		return true
	}
	i = sort.Search(len(doc.HTML), func(i int) bool { return doc.HTML[i].End > span.Start })
	return i < len(doc.HTML) && doc.HTML[i].Overlaps(span) && strings.HasPrefix(strings.ToLower(doc.HTML[i].In(doc.Text)[:min(4, doc.HTML[i].Len())]), "<pre")
}

func containsAny(text string, hints []string) bool {
	return slices.ContainsFunc(hints, func(h string) bool { return strings.Contains(text, h) })
}

// clip shortens what a message quotes.
func clip(s string) string {
	const most = 60
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most]) + "…"
}
