package rules

import (
	"fmt"
	"strconv"
	"strings"

	"cortex/markdown"
)

// repeatedNumber is a heading with the number of the one before it, in a row that counts on.
type repeatedNumber struct {
	section, before *markdown.Section
	number          int
	// rest are the headings after it that count on.
	rest []*markdown.Section
}

// repeatedNumbers returns where numbered siblings give one number twice. Numbers that do not count on are none.
func repeatedNumbers(siblings []*markdown.Section) []repeatedNumber {
	var found []repeatedNumber
	for i := 1; i < len(siblings); i++ {
		n := headingNumber(siblings[i])
		if n == 0 || n != headingNumber(siblings[i-1]) || twinKeyOf(siblings[i]) == twinKeyOf(siblings[i-1]) {
			continue
		}
		last := i
		for last+1 < len(siblings) && headingNumber(siblings[last+1]) == n+last+1-i {
			last++
		}
		if last > i || i > 1 && headingNumber(siblings[i-2]) == n-1 && n > 1 {
			found = append(found, repeatedNumber{siblings[i], siblings[i-1], n, siblings[i+1 : last+1]})
		}
	}
	return found
}

// headingNumber returns the number that a heading begins with, "2." or "2)", 0 if there is none.
func headingNumber(s *markdown.Section) int {
	digits := len(s.Title) - len(strings.TrimLeft(s.Title, "0123456789"))
	if digits == 0 || digits > 3 || len(s.Title) < digits+2 {
		return 0
	}
	if mark := s.Title[digits]; mark != '.' && mark != ')' || isDigit(s.Title[digits+1]) {
		return 0
	}
	n, _ := strconv.Atoi(s.Title[:digits])
	return n
}

func (p *Pass) reportNumbers(found []repeatedNumber) {
	for _, r := range found {
		d := Diagnostic{
			Span:    r.section.Heading,
			Message: fmt.Sprintf("the number %d stands twice: %q has it already", r.number, clip(r.before.Title)),
			Related: []Related{{p.Doc.Path, r.before.Heading, "the first one"}},
		}
		if edits, ok := p.renumber(r); ok {
			d.Fixes = []Fix{p.edit("Count on from here", false, edits...)}
		}
		p.Report(d)
	}
}

// renumber counts on from a heading whose number stands twice.
func (p *Pass) renumber(r repeatedNumber) ([]markdown.Edit, bool) {
	var edits []markdown.Edit
	for i, s := range append([]*markdown.Section{r.section}, r.rest...) {
		old := strconv.Itoa(r.number + i)
		at := strings.Index(s.Content.In(p.Doc.Text), old)
		if at < 0 {
			return nil, false
		}
		start := s.Content.Start + at
		edits = append(edits, markdown.Edit{Span: markdown.Span{Start: start, End: start + len(old)}, New: strconv.Itoa(r.number + i + 1)})
	}
	return edits, true
}
