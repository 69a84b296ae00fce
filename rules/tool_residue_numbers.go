package rules

import (
	"strconv"
	"strings"

	"cortex/markdown"
)

// numberForms are how tools print lines with their numbers: what stands before a number and behind it.
var numberForms = []struct{ before, after string }{
	{"", " |"}, {"", "→"}, {"", "\t"}, {"L", ":"},
}

// reportLineNumbers reports a file that begins with the line numbers of the tool that its text was read with.
func (p *Pass) reportLineNumbers() {
	const enough = 3 // lines that no list or table begins with
	for _, form := range numberForms {
		numbers := p.lineNumbers(form.before, form.after)
		if len(numbers) < enough {
			continue
		}
		d := Diagnostic{
			Span:    p.Doc.Lines.LineSpan(0),
			Message: "the text was saved with the line numbers that a tool shows: they do not belong in it",
		}
		rest := p.Doc.Text[numbers[len(numbers)-1].Span.End:]
		if _, unnumbered, _ := strings.Cut(rest, "\n"); strings.TrimSpace(unnumbered) == "" {
			d.Fixes = []Fix{p.edit("Remove the line numbers", true, numbers...)}
		}
		p.Report(d)
		return
	}
}

// lineNumbers returns edits that remove the numbers of the lines from the first on, as long as they count on.
func (p *Pass) lineNumbers(before, after string) []markdown.Edit {
	var numbers []markdown.Edit
	for line := range p.Doc.Lines.Count() {
		span := p.Doc.Lines.LineSpan(line)
		text := span.In(p.Doc.Text)
		rest, ok := strings.CutPrefix(strings.TrimLeft(text, " "), before+strconv.Itoa(line+1)+after)
		if !ok {
			break
		}
		if after != "→" && after != "\t" {
			rest = strings.TrimPrefix(rest, " ")
		}
		numbers = append(numbers, markdown.Edit{Span: markdown.Span{Start: span.Start, End: span.End - len(rest)}})
	}
	return numbers
}
