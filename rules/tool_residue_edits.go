package rules

import (
	"fmt"
	"strings"

	"cortex/markdown"
)

// editBlockHints are in the first and last line of every block.
var editBlockHints = []string{" SEARCH", " REPLACE"}

// reportEditBlocks reports SEARCH/REPLACE blocks, and single marks of one.
func (p *Pass) reportEditBlocks() {
	if !p.mayHave(hintEditBlock) {
		return
	}
	last := -1
	for line := range proseLines(p.Doc) {
		if line <= last {
			continue
		}
		switch text := p.Doc.Lines.LineSpan(line).In(p.Doc.Text); {
		case searchMark(text):
			last = p.reportEditBlock(line)
		case replaceMark(text):
			p.reportEditMark(line)
		}
	}
}

func searchMark(line string) bool {
	return strings.HasPrefix(line, "<<<<<<< SEARCH") || strings.HasPrefix(line, "------- SEARCH")
}

func replaceMark(line string) bool {
	return strings.HasPrefix(line, ">>>>>>> REPLACE") || strings.HasPrefix(line, "+++++++ REPLACE")
}

// reportEditBlock reports the block that begins at a line, or only its first mark if it has no end, and returns its last line.
func (p *Pass) reportEditBlock(start int) (last int) {
	middle := -1
	for line := start + 1; line < p.Doc.Lines.Count(); line++ {
		text := p.Doc.Lines.LineSpan(line).In(p.Doc.Text)
		if searchMark(text) {
			break
		}
		if middle < 0 && isConflictMark(p.Doc, line, '=') {
			middle = line
		}
		if middle >= 0 && replaceMark(text) {
			p.Report(Diagnostic{
				Span:    p.Doc.Lines.LineSpan(start),
				Message: fmt.Sprintf("edit block until line %d was written into the file instead of applied: keep what it puts in", line+1),
				Related: []Related{
					{p.Doc.Path, p.Doc.Lines.LineSpan(middle), "the new text begins"},
					{p.Doc.Path, p.Doc.Lines.LineSpan(line), "the block ends"},
				},
				Fixes: []Fix{
					p.edit("Keep the new text", false, cutLines(p.Doc, start, middle), cutLines(p.Doc, line, line)),
					p.edit("Keep the old text", false, cutLines(p.Doc, start, start), cutLines(p.Doc, middle, line)),
				},
			})
			return line
		}
	}
	p.reportEditMark(start)
	return start
}

func (p *Pass) reportEditMark(line int) {
	span := p.Doc.Lines.LineSpan(line)
	p.Report(Diagnostic{
		Span:    span,
		Message: fmt.Sprintf("mark of an edit block %q: it does not belong in the text", strings.TrimSpace(span.In(p.Doc.Text))),
		Fixes:   []Fix{p.edit("Remove the mark", true, cutLines(p.Doc, line, line))},
	})
}

// patchHints are in every patch that is looked for: a file is not judged by hunk headers alone.
var patchHints = []string{"*** Begin Patch", "*** End Patch", "diff --git a/"}

// findPatchMarker matches the lines of a patch that are not text of a file.
func findPatchMarker(line string) []markdown.Span {
	for _, prefix := range []string{"*** Begin Patch", "*** End Patch", "*** Update File: ", "*** Add File: ", "*** Delete File: ", "diff --git a/", "--- a/", "+++ b/"} {
		if strings.HasPrefix(line, prefix) {
			return []markdown.Span{{Start: 0, End: len(line)}}
		}
	}
	if hunk, ok := strings.CutPrefix(line, "@@ "); ok && strings.Contains(hunk, "@@") || strings.TrimSpace(line) == "@@" {
		return []markdown.Span{{Start: 0, End: len(line)}}
	}
	return nil
}
