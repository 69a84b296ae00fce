package bank

import (
	"slices"
	"strings"

	"cortex/markdown"
	"cortex/rules"
)

const (
	// longestKept bounds a line that is kept without its text, mostKept all those of one text, in bytes.
	longestKept = 2 << 10
	mostKept    = 32 << 10
	// perLine is what a line costs besides its text.
	perLine = 16
)

// LineAt returns the line of the text that holds an offset, false where there is no text. What was asked once is known without reading
// the text again, also to those who come later: diagnostics are shown with the lines that they are on.
func (f *File) LineAt(offset int) (markdown.Line, bool) {
	if f.Size() == 0 {
		return markdown.Line{}, false
	}
	if l, known := f.content.keptLine(offset); known {
		return l, true
	}
	l := f.Lines().Line(offset)
	if f.Err() != nil {
		return markdown.Line{}, false
	}
	f.content.keepLine(l)
	return l, true
}

// keepLines keeps the lines that diagnostics of the file are shown with, for who lets go of its text.
func (f *File) keepLines(found []rules.Diagnostic) {
	keep := func(s markdown.Span) {
		f.LineAt(s.Start)
		f.LineAt(s.End)
	}
	for _, d := range found {
		keep(d.Span)
		for _, r := range d.Related {
			if r.Path == f.Path {
				keep(r.Span)
			}
		}
	}
}

// keptLines are lines that are known without the text, in order.
type keptLines struct {
	all   []markdown.Line
	bytes int
	// sealed is what the cache has of them, until somebody asks.
	sealed string
}

// sealedLines returns the lines that keptCode has encoded, nil for none.
func sealedLines(code string) *keptLines {
	if code == "" {
		return nil
	}
	return &keptLines{sealed: code}
}

// unseal decodes what the cache has, as far as that makes sense.
func (k *keptLines) unseal() {
	r := codeReader{rest: k.sealed}
	k.sealed = ""
	for number, end := 0, 0; r.rest != ""; {
		l := markdown.Line{Number: number + r.number(), Span: markdown.Span{Start: end + r.number()}, Text: r.text()}
		if r.failed || l.Number < number || l.Span.Start < end {
			return
		}
		l.Span.End = l.Span.Start + len(l.Text)
		number, end = l.Number, l.Span.End
		k.put(l)
	}
}

func (k *keptLines) put(l markdown.Line) bool {
	at, known := slices.BinarySearchFunc(k.all, l, func(a, b markdown.Line) int { return a.Number - b.Number })
	if known || len(l.Text) > longestKept || k.bytes > mostKept {
		return false
	}
	k.bytes += perLine + len(l.Text)
	k.all = slices.Insert(k.all, at, l)
	return true
}

// code returns what unseal makes the lines of.
func (k *keptLines) code() string {
	if k.sealed != "" {
		return k.sealed
	}
	var w codeWriter
	number, end := 0, 0
	for _, l := range k.all {
		w.number(l.Number - number)
		w.number(l.Span.Start - end)
		w.text(l.Text)
		number, end = l.Number, l.Span.End
	}
	return string(w.b)
}

func (c *content) keptLine(offset int) (markdown.Line, bool) {
	c.learn().mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil {
		return markdown.Line{}, false
	}
	c.kept.unseal()
	i, _ := slices.BinarySearchFunc(c.kept.all, offset, func(l markdown.Line, offset int) int { return l.Span.End - offset })
	if i == len(c.kept.all) || !c.kept.all[i].Holds(offset) || c.kept.all[i].Span.End > c.size {
		return markdown.Line{}, false
	}
	return c.kept.all[i], true
}

// keepLine keeps a line of a text that can be let go. Its own copy does not hold on to the text.
func (c *content) keepLine(l markdown.Line) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.origin == nil {
		return
	}
	l.Text = strings.Clone(l.Text)
	if c.kept == nil {
		c.kept = &keptLines{}
	}
	if c.kept.put(l) {
		c.origin.learned.add(c.path)
	}
}

// keptCode returns the code of the lines that are kept, "" for none.
func (c *content) keptCode() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil {
		return ""
	}
	return c.kept.code()
}
