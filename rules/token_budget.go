package rules

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"cortex/markdown"
)

// largestNamed is how many of the largest parts are named.
const largestNamed = 3

var tokenBudget = Rule{
	Name:  "token-budget",
	Title: "A file or the bank is too long to be read at the start of every session",
	Doc: `An agent reads the files of the bank before it begins to work. Each token of them is paid for in every
session, takes room from the task, and makes it likelier that what matters is passed over. A file that has grown past its
budget is mostly a log: what it says about now is a few sections, the rest is history.

From 80 % of the budget on the rule says so as information, above it as a warning. It names the three largest
sections, or files for the bank as a whole, with their tokens. Tokens are counted as the encoding
o200k_base has them, and estimated where that cannot change the verdict: the message then says "about".

Archives, backups, reflections and what is deprecated or finished are not read at the start and are left alone; they are
where the oldest entries of a log can go. The files of single tasks and creative phases have the budget of a file, but do
not count for that of the bank.

The budget is that of the bank's profile, if it has one; the options replace it. Switch the rule off for banks that no agent
reads as a whole.`,
	Bad: `option file-tokens: 40
-- memory-bank/progress.md --
# Progress

## Now

The importer reads the new format.

## October

- 2026-10-30: the importer reads CSV, too
- 2026-10-14: errors name the line that they are about
- 2026-10-02: the importer takes files of any size
`,
	Good: `option file-tokens: 40
-- memory-bank/progress.md --
# Progress

## Now

The importer reads the new format. What was before: [archive](archive/2026-10.md).
-- memory-bank/archive/2026-10.md --
# October 2026

- 2026-10-30: the importer reads CSV, too
- 2026-10-14: errors name the line that they are about
- 2026-10-02: the importer takes files of any size
`,
	Severity: Warning,
	Scope:    ScopeBank,
	Options: []Option{
		{Name: "file-tokens", Doc: "How many tokens one file may have.", Default: 15_000},
		{Name: "bank-tokens", Doc: "How many tokens all files of the bank together may have.", Default: 100_000},
	},
	Evidence: `2026-11: in 115 banks of 110 real repositories the rule reports 9 files in 7 banks, 7 of them above the budget, and 2 banks as a whole, at 1.4
and at 1.06 times theirs. Nine files in ten have less than 5,000 tokens.`,
	Since: "0.1.0",
	Run:   runTokenBudget,
}

func runTokenBudget(p *Pass) {
	budget := p.budget()
	s := p.driver.survey
	for i, o := range s.outlines {
		if about := (Tokens{Count: o.tokens}); o.known && o.occasion != history && (isNear(about, budget.File) || about.Count > warned(budget.File)) {
			p.checkFileBudget(i, about, budget.File)
		}
	}
	p.checkBankBudget(budget.Bank)
}

func (p *Pass) budget() Budget {
	var own Budget
	if p.Bank.Profile != nil {
		own = p.Bank.Profile.Budget
	}
	return Budget{File: p.bound("file-tokens", own.File), Bank: p.bound("bank-tokens", own.Bank)}
}

// bound is an option if it is configured, else what the profile has, else the option's default.
func (p *Pass) bound(option string, profile int) int {
	if _, configured := p.options[option]; configured || profile == 0 {
		return p.Option(option).(int)
	}
	return profile
}

// isNear tells whether an estimate leaves open on which side of a budget, or of the share of it that is reported, a length is.
func isNear(about Tokens, budget int) bool { return about.near(budget) || about.near(warned(budget)) }

// warned is the length from which on a budget is nearly used up.
func warned(budget int) int { return budget * 4 / 5 }

// checkFileBudget judges the document at an index of the survey; again only where it is another.
func (p *Pass) checkFileBudget(i int, length Tokens, budget int) {
	s := p.driver.survey
	known, judged := s.lengths.files[i]
	if !judged || known.digest != s.digests[i] || known.budget != budget {
		known = fileLength{s.digests[i], budget, p.fileReport(s.path(i), length, budget)}
		if p.Workspace.Document(s.path(i)) != nil { // else it was not measured
			s.lengths.keep(i, known)
		}
	}
	if known.report != nil {
		p.Report(*known.report)
	}
}

// fileReport returns what there is to report about the length of a file, nil for nothing.
func (p *Pass) fileReport(path string, length Tokens, budget int) *Diagnostic {
	if isNear(length, budget) {
		length = p.count(path)
	}
	doc := p.documentOver(path, length, budget)
	if doc == nil {
		return nil
	}
	d := overBudget(length, budget, "an agent pays for that in every session; move history and details to files that are read on demand")
	d.Path, d.Span = doc.Path, topLine(doc)
	for _, largest := range p.largestSections(doc, length.Exact) {
		d.Related = append(d.Related, Related{doc.Path, largest.part.Heading, fmt.Sprintf("%q has %s", clip(largest.part.Title), largest.length)})
	}
	return &d
}

// documentOver returns a document whose length is to be reported, nil if it is not.
func (p *Pass) documentOver(path string, length Tokens, budget int) *markdown.Document {
	if length.Count <= warned(budget) {
		return nil
	}
	return p.Workspace.Document(path)
}

// overBudget says how a length compares to its budget, and what to do.
func overBudget(length Tokens, budget int, advice string) Diagnostic {
	if length.Count > budget {
		return Diagnostic{Message: fmt.Sprintf("%s, over the budget of %s: %s", length, grouped(budget), advice)}
	}
	return Diagnostic{
		Severity: Information,
		Message:  fmt.Sprintf("%s, %d %% of the budget of %s: %s", length, length.Count*100/budget, grouped(budget), advice),
	}
}

// topLine is where a whole document is reported: at its first heading if it begins with it.
func topLine(doc *markdown.Document) markdown.Span {
	if len(doc.Sections) > 0 && strings.TrimSpace(doc.Text[:doc.Sections[0].Heading.Start]) == "" {
		return doc.Sections[0].Heading
	}
	return markdown.Span{}
}

func (p *Pass) topLineOf(path string) markdown.Span {
	if doc := p.Workspace.Document(path); doc != nil {
		return topLine(doc)
	}
	return markdown.Span{}
}

// sized is a part of a document or bank.
type sized[T any] struct {
	part   T
	length Tokens
}

// largest returns the largest parts, those of one length in their order. They are many, so they are not sorted.
func largest[T any](parts iter.Seq2[T, Tokens]) []sized[T] {
	var found []sized[T]
	for part, length := range parts {
		at := len(found)
		for at > 0 && found[at-1].length.Count < length.Count {
			at--
		}
		if at < largestNamed {
			found = slices.Insert(found, at, sized[T]{part, length})
			found = found[:min(len(found), largestNamed)]
		}
	}
	return found
}

// outermostSections are those of a document that are several.
func outermostSections(doc *markdown.Document) []*markdown.Section {
	outer := doc.Sections
	for len(outer) == 1 && len(outer[0].Children) > 0 {
		outer = outer[0].Children
	}
	return outer
}

// largestSections returns the largest of the outermost sections of a document, by their counts or by estimates.
func (p *Pass) largestSections(doc *markdown.Document, exact bool) []sized[*markdown.Section] {
	return largest(func(yield func(*markdown.Section, Tokens) bool) {
		for _, s := range outermostSections(doc) {
			length := Tokens{}
			if exact {
				length = p.Workspace.Tokens(doc.Path, s.Span())
			} else {
				length = EstimateTokens(s.Span().In(doc.Text))
			}
			if !yield(s, length) {
				return
			}
		}
	})
}

// count counts the tokens of a whole document.
func (p *Pass) count(path string) Tokens {
	doc := p.Workspace.Document(path)
	if doc == nil {
		return Tokens{}
	}
	return p.Workspace.Tokens(path, markdown.Span{End: len(doc.Text)})
}

// checkBankBudget judges all files together that are read in every session, by their estimates, or by their counts if the
// estimates may mislead.
func (p *Pass) checkBankBudget(budget int) {
	s := p.driver.survey
	read := p.everySession(func(_ string, about Tokens) Tokens { return about })
	files, total := s.read.files, Tokens{Count: s.read.tokens}
	if isNear(total, budget) {
		read = p.everySession(func(path string, _ Tokens) Tokens { return p.count(path) })
		total = sum(read)
	}
	if total.Count <= warned(budget) || files < 2 {
		return
	}
	now := bankLength{budget: budget, files: files, total: total, largest: largest(read)}
	known := &s.lengths.bank
	if !known.same(now) {
		now.report = p.bankReport(now)
		*known = now
	}
	p.Report(known.report)
}

// bankReport says that a bank is too long.
func (p *Pass) bankReport(l bankLength) Diagnostic {
	d := overBudget(l.total, l.budget, "an agent that reads the whole bank pays for that in every session; shorten the largest files or archive what is finished")
	d.Message = fmt.Sprintf("the bank: %d files with %s", l.files, d.Message)
	d.Path, d.Span = l.largest[0].part.path, p.topLineOf(l.largest[0].part.path)
	for _, f := range l.largest {
		d.Related = append(d.Related, Related{f.part.path, p.topLineOf(f.part.path), fmt.Sprintf("%q has %s", p.inBank(f.part.path), f.length)})
	}
	return d
}

// everySession yields the files that are read in every session, with their lengths as they are measured.
func (p *Pass) everySession(measure func(path string, about Tokens) Tokens) iter.Seq2[readFile, Tokens] {
	s := p.driver.survey
	return func(yield func(readFile, Tokens) bool) {
		for i, o := range s.outlines {
			if o.known && o.occasion == everySession && !yield(readFile{s.path(i), s.digests[i]}, measure(s.path(i), Tokens{Count: o.tokens})) {
				return
			}
		}
	}
}

// sum returns how long files are together.
func sum(files iter.Seq2[readFile, Tokens]) Tokens {
	total := Tokens{Exact: true}
	for _, length := range files {
		total = total.Plus(length)
	}
	return total
}
