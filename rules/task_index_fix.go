package rules

import (
	"fmt"
	"strings"

	"cortex/markdown"
)

func (x taskIndex) edit(title string, edits ...markdown.Edit) Fix {
	return Fix{Title: title, Changes: []Change{{Path: x.doc.Path, Edits: edits}}}
}

// lastLine returns the last line of a list item: those after it that are indented belong to it.
func (x taskIndex) lastLine(e entry) int {
	last := e.line
	for line := e.line + 1; line < x.doc.Lines.Count(); line++ {
		text := x.doc.Lines.LineSpan(line).In(x.doc.Text)
		if strings.TrimSpace(text) == "" || text[0] != ' ' && text[0] != '\t' {
			break
		}
		last = line
	}
	return last
}

// cut removes a list item, and the empty line after it where one stands before it, too.
func (x taskIndex) cut(e entry) markdown.Edit {
	last := x.lastLine(e)
	if x.blank(e.line-1) && x.blank(last+1) {
		last++
	}
	return cutLines(x.doc, e.line, last)
}

func (x taskIndex) blank(line int) bool {
	return line >= 0 && line < x.doc.Lines.Count() && strings.TrimSpace(x.doc.Lines.LineSpan(line).In(x.doc.Text)) == ""
}

// move moves a list item to the section of another status. It is false where there is none.
func (x taskIndex) move(e entry, to status) (Fix, bool) {
	b := x.bucketOf(to)
	if b == nil || !e.item || e.bucket == nil {
		return Fix{}, false
	}
	first := x.doc.Lines.LineSpan(e.line).Start
	item := x.doc.Text[first:x.doc.Lines.LineSpan(x.lastLine(e)).End]
	return x.edit(fmt.Sprintf("Move the entry to %q", b.section.Title), x.cut(e), x.insert(*b, item)), true
}

func (x taskIndex) bucketOf(s status) *bucket {
	for i := range x.buckets {
		if x.buckets[i].status == s {
			return &x.buckets[i]
		}
	}
	return nil
}

// insert puts a list item, without a line end after it, behind the last one of a bucket, or below its heading.
func (x taskIndex) insert(b bucket, item string) markdown.Edit {
	ending := LineEnding(x.doc.Text)
	at, before, after := b.section.Heading.End, ending+ending, ""
	for i := len(x.entries) - 1; i >= 0; i-- {
		if e := x.entries[i]; e.bucket == b.section && e.item {
			at, before = x.doc.Lines.LineSpan(x.lastLine(e)).End, ending
			break
		}
	}
	rest := strings.TrimPrefix(x.doc.Text[at:], ending)
	if len(before) > len(ending) && rest != "" && !strings.HasPrefix(rest, ending) {
		after = ending
	}
	return markdown.Edit{Span: markdown.Span{Start: at, End: at}, New: before + item + after}
}

// add lists files in the sections of their statuses. It is false if one has no section.
func (x taskIndex) add(files []taskFile) (Fix, bool) {
	var edits []markdown.Edit
	for _, f := range files {
		b := x.bucketOf(f.task.status.status)
		if b == nil {
			return Fix{}, false
		}
		edits = append(edits, x.insert(*b, entryFor(f)))
	}
	if len(files) == 1 {
		return x.edit(fmt.Sprintf("List it in %q", x.bucketOf(files[0].task.status.status).section.Title), edits...), true
	}
	return x.edit(fmt.Sprintf("List the %d files", len(files)), edits...), true
}

// entryFor returns the entry of a file, as awesome-copilot writes it: - [TASK001] Name.
func entryFor(f taskFile) string {
	name := wordsOfName(strings.TrimSuffix(baseName(f.path), ".md"))
	if t := titleOf(f.doc); t != nil {
		name = t.Title
	}
	_, words := leadingSymbols(name)
	id, length := taskID(words)
	if id == "" {
		_, length = taskID(baseName(f.path))
		return "- [" + baseName(f.path)[:length] + "] " + name
	}
	return strings.TrimSpace("- [" + words[:length] + "] " + strings.TrimLeft(words[length:], "] -–—:"))
}

func baseName(p string) string { return p[strings.LastIndexByte(p, '/')+1:] }
