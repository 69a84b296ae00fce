package rules

import (
	"path"
	"sort"
	"strings"

	"cortex/markdown"
)

// taskIndex is an index of tasks: a list by status, as people keep it in tasks/_index.md.
type taskIndex struct {
	doc     *markdown.Document
	entries []entry
	// buckets are the sections whose headings name a status, in order.
	buckets []bucket
}

// bucket is a section that lists the tasks of one status.
type bucket struct {
	section *markdown.Section
	status  status
}

// entry is one task in an index.
type entry struct {
	// id is folded, as taskID returns it.
	id string
	// span covers the identifier as written, line is its line.
	span markdown.Span
	line int
	// bucket is the heading that says its status, nil where a column or field does.
	bucket *markdown.Section
	status status
	// item tells a list item, which can be moved; the others are headings and rows of tables.
	item bool
}

// readTaskIndex reads an index. If any heading names a status, only entries below such headings
// count: the other sections are about priorities, plans and the like.
func (v *vocabulary) readTaskIndex(doc *markdown.Document) taskIndex {
	x := taskIndex{doc: doc}
	for s := range doc.All() {
		if found := v.bucketStatus(s); found != statusUnknown {
			x.buckets = append(x.buckets, bucket{s, found})
		}
	}
	for line := range proseLines(doc) {
		if e, ok := x.readEntry(line); ok {
			x.entries = append(x.entries, e)
		}
	}
	x.readTables(v)
	return x
}

// bucketStatus returns the status that a heading names for what is below it: "Completed", "Pending - Phase 2". One
// that names a task is about that task only.
func (v *vocabulary) bucketStatus(s *markdown.Section) status {
	if s.Level == 1 || strings.Contains(s.Title, "[") || namesTask(s.Title) {
		return statusUnknown
	}
	_, title := leadingSymbols(s.Title)
	for _, word := range []string{"Recently ", "Currently "} {
		title = strings.TrimPrefix(title, word)
	}
	found, _ := v.leadingStatus(title)
	return found
}

// namesTask tells whether a word of text is an identifier of a task.
func namesTask(text string) bool {
	for word := range strings.FieldsSeq(text) {
		if id, _ := taskID(word); strings.HasPrefix(id, "TASK") {
			return true
		}
	}
	return false
}

// bucketAt returns the innermost bucket that holds offset.
func (x taskIndex) bucketAt(offset int) *bucket {
	for i := len(x.buckets) - 1; i >= 0; i-- {
		span := x.buckets[i].section.Span()
		if span.Start <= offset && offset < max(span.End, span.Start+1) {
			return &x.buckets[i]
		}
	}
	return nil
}

// readEntry reads a line that begins with an identifier behind the marks of a list item, heading or row.
func (x taskIndex) readEntry(line int) (entry, bool) {
	span := x.doc.Lines.LineSpan(line)
	text := span.In(x.doc.Text)
	if text == "" || text[0] == '\t' || strings.HasPrefix(text, "  ") {
		return entry{}, false
	}
	marks := strings.TrimLeft(text, " ")
	item := marks != "" && (strings.IndexByte("-*+", marks[0]) >= 0 || isDigit(marks[0])) && !strings.HasPrefix(marks, "**")
	if !item && (marks == "" || strings.IndexByte("#|", marks[0]) < 0) {
		return entry{}, false
	}
	start := idStart(text)
	id, length := taskID(text[start:])
	if id == "" || inComment(x.doc, span.Start) {
		return entry{}, false
	}
	e := entry{id: id, span: markdown.Span{Start: span.Start + start, End: span.Start + start + length}, line: line, item: item}
	if b := x.bucketAt(span.Start); b != nil {
		e.bucket, e.status = b.section, b.status
	} else if len(x.buckets) > 0 {
		return entry{}, false
	}
	return e, true
}

// inComment tells whether a comment covers offset.
func inComment(doc *markdown.Document, offset int) bool {
	i := sort.Search(len(doc.Comments), func(i int) bool { return doc.Comments[i].Span.End > offset })
	return i < len(doc.Comments) && doc.Comments[i].Span.Start <= offset
}

// idStart returns where the words of an entry begin: behind its mark, number, box and markup.
func idStart(line string) int {
	rest := strings.TrimLeft(line, " ")
	rest = strings.TrimLeft(rest, "0123456789")
	rest = strings.TrimLeft(rest, "-*+#|.) \t")
	for _, box := range []string{"[ ]", "[x]", "[X]", "[~]"} {
		rest = strings.TrimPrefix(rest, box)
	}
	_, rest = leadingSymbols(rest)
	return len(line) - len(rest)
}

// readTables takes the status of entries in tables from the column of that name.
func (x taskIndex) readTables(v *vocabulary) {
	for _, t := range x.doc.Tables {
		column := statusColumn(x.doc.Text, t)
		if column < 0 {
			continue
		}
		for _, row := range t.Rows[1:] {
			if column < len(row) {
				x.setStatus(t.Span, row[0].Span, v.readStatus(row[column].Span.In(x.doc.Text)))
			}
		}
	}
}

func (x taskIndex) setStatus(table, cell markdown.Span, s status) {
	for i := range x.entries {
		if e := &x.entries[i]; table.Contains(e.span) && cell.Contains(e.span) && s != statusUnknown {
			e.status, e.bucket = s, nil
		}
	}
}

// listed returns the identifiers that lines begin with, in whatever section and however deep, be it for a part of
// the task, and those of the file names in the text.
func (x taskIndex) listed() map[string]bool {
	found := map[string]bool{}
	for line := range proseLines(x.doc) {
		span := x.doc.Lines.LineSpan(line)
		if inComment(x.doc, span.Start) {
			continue
		}
		text := span.In(x.doc.Text)
		if id, _ := taskNumber(text[idStart(text):]); id != "" {
			found[id] = true
		}
		for _, word := range strings.FieldsFunc(text, func(r rune) bool { return !isASCIIWord(r) }) {
			if id, length := taskID(word); id != "" && length < len(word) {
				found[id] = true
			}
		}
	}
	return found
}

func isASCIIWord(r rune) bool {
	return r == '-' || r == '_' || '0' <= r && r <= '9' || 'a' <= r|0x20 && r|0x20 <= 'z'
}

// prefixes returns the letters that the identifiers of the entries begin with.
func (x taskIndex) prefixes() map[string]bool {
	found := map[string]bool{"TASK": true}
	for _, e := range x.entries {
		found[idPrefix(e.id)] = true
	}
	return found
}

func idPrefix(id string) string { return strings.TrimRight(id, "0123456789") }

// isTaskIndex tells an index by its name: _index.md or index.md in a folder named after tasks.
func isTaskIndex(name string) bool {
	base := path.Base(name)
	return strings.ContainsAny(base, "xX") && foldName(base) == "index.md" && strings.Contains(strings.ToLower(path.Base(path.Dir(name))), "task")
}

// taskFile is a file that an index may list.
type taskFile struct {
	path, id string
	doc      *markdown.Document
	task     task
	// away tells that it has been put away: an index need not list it.
	away bool
}

// taskFiles returns the files with an identifier below the folder of an index, those of folders with
// an index of their own left out.
func (p *Pass) taskFiles(index string, prefixes map[string]bool) []taskFile {
	folder := path.Dir(index)
	var files []taskFile
	for name, id := range p.Workspace.Documents().ofTasks() {
		if !within(folder, name) || p.otherIndex(folder, name) {
			continue
		}
		if doc := p.Workspace.Document(name); doc != nil && (prefixes[idPrefix(id)] || titledBy(doc, id)) {
			files = append(files, taskFile{name, id, doc, p.Bank.Profile.words().readTask(doc), putAway(strings.TrimPrefix(name, folder+"/"))})
		}
	}
	return files
}

// titledBy tells whether a document's title begins with an identifier, as that of a task does.
func titledBy(doc *markdown.Document, id string) bool {
	title := titleOf(doc)
	if title == nil || !strings.HasPrefix(title.Title, "[") {
		return false
	}
	found, _ := taskID(title.Title[1:])
	return found == id
}

// otherIndex tells whether an index further inside is nearer to a file than that of folder.
func (p *Pass) otherIndex(folder, name string) bool {
	for dir := path.Dir(name); dir != folder && dir != "."; dir = path.Dir(dir) {
		for _, base := range []string{"_index.md", "index.md"} {
			if p.Workspace.Document(path.Join(dir, base)) != nil {
				return true
			}
		}
	}
	return false
}
