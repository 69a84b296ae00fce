package rules

import (
	"path"
	"strings"

	"cortex/markdown"
)

var unfilledTemplate = Rule{
	Name:  "unfilled-template",
	Title: "A slot of a template was never filled in",
	Doc: `Banks begin as templates, and some slots stay: ` + "`[Describe the components]`, `[Goal 1]`, `[User needs not yet defined]`" + `, variables that
nothing was put in for (` + "`{{TIMESTAMP}}`, `$(date)`" + `), a day left open (` + "`Created: 2025-01-XX`" + `), an entry dated ` + "`[YYYY-MM-DD HH:MM:SS]`" + `, a section with nothing but a lone ` + "`*` or `*Add the details here*`" + `. An agent that reads the
bank takes the section for written, or the prompt for a task; an entry without its date has no place in the order of events.

A slot is reported where it is all that an item, a paragraph, a table cell, a heading or the part behind a label
says, or where a date belongs. Text that describes a format is left alone: code, comments and quotes,
sections whose title speaks of a template, format or example, files named so, names such as ` + "`[category]_[name]`" + `.
So is everything that somebody wrote to say that it is open (TBD, "To be written: ...").

Slots that follow one another are reported together. Switch the rule off for files that are templates.`,
	Bad: `# Product Context

## Goals

* [Goal 1]
* [Goal 2]

## Architecture

[Describe how the components work together.]
`,
	Good: `# Product Context

## Goals

* Bids within a second

## Architecture

Three services share one queue.
`,
	Severity: Warning,
	Scope:    ScopeDocument,
	Evidence: `2026-11: 53 runs of slots in 33 files of 11 of 110 banks, all read and real; most other text in brackets is a tag, a button or a part of a name.
Of 51 lines with a pattern of a date in 145 banks 16 are slots. Variables of scripts stand for dates in 3 banks, 16 times.`,
	Since: "0.1.0",
	Run:   runUnfilledTemplate,
}

func runUnfilledTemplate(p *Pass) {
	if describesTemplates(path.Base(p.Doc.Path)) || strings.Contains(strings.ToLower(p.Doc.Path), "template") {
		return
	}
	p.reportSlots(p.slots())
}

// slot is a place of a template, on a line of its own or with a label.
type slot struct {
	span markdown.Span
	line int
	// why follows the slot's text in the message if it stands alone.
	why string
}

// slots returns the slots of the document, in order.
func (p *Pass) slots() []slot {
	alone, slotted := p.loneSlots(), p.mayHave(hintSlot)
	if len(alone) == 0 && !slotted {
		return nil
	}
	var marks []string
	if slotted {
		marks = slotMarks(p.Doc.Text)
	}
	var found []slot
	templates := newSectionMemo(describesTemplates)
	for line := range proseLines(p.Doc) {
		span := p.Doc.Lines.LineSpan(line)
		text := span.In(p.Doc.Text)
		var s slot
		ok := false
		if containsAny(text, marks) {
			s, ok = findSlot(text)
		}
		if alone[line] {
			s, ok = slot{span: markdown.Span{End: span.Len()}, why: "is all that the section has"}, true
		}
		if !ok {
			continue
		}
		s.line, s.span = line, markdown.Span{Start: span.Start + s.span.Start, End: span.Start + s.span.End}
		if !inCodeSpan(p.Doc, s.span) && !inLink(p.Doc, s.span) && !hiddenInHTML(p.Doc, s.span) && !templates.around(sectionAt(p.Doc, s.span.Start)) && !p.introduced(line) {
			found = append(found, s)
		}
	}
	return found
}

// introduced tells whether the line before says that an example follows.
func (p *Pass) introduced(line int) bool {
	for line--; line > 0 && blankLine(p.Doc, line); line-- {
	}
	text := strings.TrimRight(p.Doc.Lines.LineSpan(line).In(p.Doc.Text), " \t*_")
	return line >= 0 && !strings.HasPrefix(strings.TrimLeft(text, " "), "#") && strings.HasSuffix(text, ":") && describesTemplates(text)
}

// loneSlots returns the lines with nothing but the mark of a list item, or with a prompt in italics, in sections
// that have nothing else.
func (p *Pass) loneSlots() map[int]bool {
	var lone map[int]bool
	for s := range p.Doc.All() {
		if len(s.Children) > 0 || s.Own.Len() > 200 {
			continue
		}
		body := strings.TrimSpace(s.Own.In(p.Doc.Text))
		if !onlyMarks(body) && !prompts(body) {
			continue
		}
		if lone == nil {
			lone = map[int]bool{}
		}
		at := s.Own.Start + strings.Index(s.Own.In(p.Doc.Text), body)
		lone[p.Doc.Lines.OffsetLine(at)] = true
	}
	return lone
}

// onlyMarks tells a text of marks of list items.
func onlyMarks(body string) bool {
	return body != "" && strings.Trim(body, "*-+ \t\r\n") == "" && !strings.Contains(body, "--") && !strings.Contains(body, "**")
}

// prompts tells a note in italics such as "*Add the details here*". One that says what will be here is left by those who
// empty a file between tasks.
func prompts(body string) bool {
	note := strings.TrimLeft(body, "*_")
	if len(body)-len(note) != 1 || len(note) < 2 || note[len(note)-1] != body[0] || strings.ContainsAny(note[:len(note)-1], "*_`[\n") {
		return false
	}
	words := wordsOf(note)
	return len(words) > 2 && promptWords()[words[0]] && hereWords()[words[len(words)-1]]
}

var (
	promptWords = wordSet("add describe document enter fill insert list place put write добавьте опишите añade agrega descreva adicione ajoutez décrivez")
	hereWords   = wordSet("here below здесь тут aquí aqui hier ici aici")
)

// reportSlots reports slots with nothing but blank lines, headings, dots and marks between them together.
func (p *Pass) reportSlots(slots []slot) {
	for len(slots) > 0 {
		n := 1
		for n < len(slots) && p.nothingBetween(slots[n-1].line, slots[n].line) {
			n++
		}
		p.reportSlotRun(slots[:n])
		slots = slots[n:]
	}
}

func (p *Pass) nothingBetween(line, next int) bool {
	for line++; line < next; line++ {
		text := strings.TrimLeft(p.Doc.Lines.LineSpan(line).In(p.Doc.Text), " \t")
		if !strings.HasPrefix(text, "#") && strings.Trim(text, "*-+.… \t_|:") != "" {
			return false
		}
	}
	return true
}

func (p *Pass) reportSlotRun(run []slot) {
	first, last := run[0], run[len(run)-1]
	text := clip(strings.TrimSpace(first.span.In(p.Doc.Text)))
	if len(run) == 1 {
		p.Reportf(first.span, "%q %s: fill it in, or remove it", text, first.why)
		return
	}
	p.Reportf(markdown.Span{Start: first.span.Start, End: last.span.End},
		"%d slots of a template, from %q on, were never filled in: fill them in, or remove them", len(run), text)
}

// describesTemplates tells whether a title or name speaks of how something is written.
func describesTemplates(title string) bool { return templateWords.in(title) }

var templateWords = newWordList(
	"template", "format", "example", "how to", "schema", "instruction", "naming", "convention", "syntax", "placeholder", "boilerplate", "guideline", "legend",
	"模板", "格式", "示例", "例子", "命名", "テンプレート", "形式", "例", "템플릿", "형식", "예시",
	"шаблон", "формат", "пример", "plantilla", "ejemplo", "modelo de", "exemplo", "modèle", "exemple", "vorlage", "beispiel",
)
