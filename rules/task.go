package rules

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"cortex/markdown"
)

// task is what a task file says about itself. The fields are nil where it does not.
type task struct {
	// status, added and updated stand at the top, overall and the subtasks anywhere.
	status, added, updated, overall *field
	subtasks                        *subtasks
}

// state returns the field that says how far the task is: that at the top, else the overall status. It is nil
// if there is neither.
func (t task) state() *field {
	if t.status == nil {
		return t.overall
	}
	return t.status
}

// field is "**Name:** value" and its like.
type field struct {
	// value covers the value without markup around it.
	value markdown.Span
	text  string
	// status is what the text means, if the field is about a status.
	status status
}

// readTask reads a task file.
func (v *vocabulary) readTask(doc *markdown.Document) task {
	var t task
	head := headEnd(doc)
	for line := range proseLines(doc) {
		span := doc.Lines.LineSpan(line)
		name, f, ok := readField(doc.Text, span)
		if !ok {
			continue
		}
		slot := t.slot(fieldKinds[strings.ToLower(name)], span.Start < head)
		if slot != nil && *slot == nil {
			*slot = &f
		}
	}
	if t.status == nil {
		t.status = statusSection(doc)
	}
	for _, f := range []*field{t.status, t.overall} {
		if f != nil {
			f.status = v.readStatus(f.text)
		}
	}
	t.subtasks = v.readSubtasks(doc)
	return t
}

// slot returns where a field of that kind is kept, nil for none.
func (t *task) slot(kind string, top bool) **field {
	switch {
	case kind == "overall":
		return &t.overall
	case !top:
		return nil
	case kind == "status":
		return &t.status
	case kind == "added":
		return &t.added
	case kind == "updated":
		return &t.updated
	}
	return nil
}

// headEnd returns where the fields about the whole file end: at the first heading
// below the title that is none of them.
func headEnd(doc *markdown.Document) int {
	for s := range doc.All() {
		if s.Level == 1 {
			continue
		}
		if name, _, ok := strings.Cut(s.Title, ":"); !ok || fieldKinds[strings.ToLower(strings.TrimSpace(name))] == "" {
			return s.Heading.Start
		}
	}
	return len(doc.Text)
}

// statusSection reads a section that is only about the status: its heading says so, its first line is the value.
func statusSection(doc *markdown.Document) *field {
	for s := range doc.All() {
		if s.Level != 2 || !strings.EqualFold(s.Title, "Status") {
			continue
		}
		own := s.Own.In(doc.Text)
		start := s.Own.Start + len(own) - len(strings.TrimLeft(own, " \t\r\n"))
		f := newField(doc.Text, markdown.Span{Start: start, End: lineEndAt(doc, start)})
		if f.text != "" {
			return &f
		}
	}
	return nil
}

func lineEndAt(doc *markdown.Document, offset int) int {
	return max(offset, doc.Lines.LineSpan(doc.Lines.OffsetLine(offset)).End)
}

// fieldKinds tells what a field is about by its name in lower case.
var fieldKinds = map[string]string{
	"status": "status", "статус": "status", "statut": "status", "état": "status", "estado": "status", "状态": "status",
	"ステータス": "status", "状態": "status", "상태": "status",
	"overall status": "overall", "общий статус": "overall", "statut global": "overall", "总体状态": "overall", "整体状态": "overall",
	"全体ステータス": "overall", "전체 상태": "overall", "estado general": "overall", "gesamtstatus": "overall",
	"added": "added", "created": "added", "добавлено": "added", "создано": "added", "ajouté": "added", "创建时间": "added", "创建日期": "added", "添加": "added", "添加日期": "added",
	"updated": "updated", "last updated": "updated", "обновлено": "updated", "mis à jour": "updated", "更新时间": "updated", "更新日期": "updated", "更新": "updated",
}

// maxFieldName bounds the name of a field in bytes.
const maxFieldName = 40

// readField reads a line of the form "**Name:** value", also as a list item or heading.
func readField(text string, line markdown.Span) (name string, f field, ok bool) {
	start := line.Start + fieldStart(line.In(text))
	rest := text[start:line.End]
	if len(rest) > maxFieldName {
		rest = rest[:maxFieldName]
	}
	colon := indexColon(rest)
	if colon < 1 {
		return "", field{}, false
	}
	_, size := utf8.DecodeRuneInString(rest[colon:])
	name = strings.Trim(rest[:colon], "* \t_")
	f = newField(text, markdown.Span{Start: start + colon + size, End: line.End})
	return name, f, name != "" && f.text != ""
}

// fieldStart returns where a line begins behind indentation and the marks of headings, lists and bold text.
func fieldStart(line string) int {
	rest := beforeFields.cutLeft(line)
	for _, mark := range []string{"- ", "* ", "+ "} {
		rest = blankBytes.cutLeft(strings.TrimPrefix(rest, mark))
	}
	return len(line) - len(emphasisBytes.cutLeft(rest))
}

var (
	beforeFields  = newByteSet(" \t#")
	emphasisBytes = newByteSet("*_")
)

// newField returns the field whose value, with markup around it, is at span.
func newField(text string, span markdown.Span) field {
	raw := span.In(text)
	left := strings.TrimLeft(raw, "*_ \t")
	value := strings.TrimRight(left, " \t\\\r")
	span.Start += len(raw) - len(left)
	if strings.Count(value, "**")%2 != 0 { // the end of bold text that began before the value
		value = strings.TrimRight(value, "*")
	}
	span.End = span.Start + len(value)
	return field{value: span, text: strings.TrimSpace(strings.ReplaceAll(value, "**", ""))}
}

// taskID returns the folded identifier that a file name or an entry begins with, "TASK12" for
// "TASK-012-sensors", and its length as written; 0 if there is none. A part or a range of tasks has none.
func taskID(text string) (id string, length int) {
	if id, length = taskNumber(text); !endsID(text[length:]) {
		return "", 0
	}
	return id, length
}

// taskNumber is taskID also for a part of a task, which has the number of the whole.
func taskNumber(text string) (id string, length int) {
	letters := 0
	for letters < len(text) && (isASCIILetter(text[letters]) || letters > 0 && isJoint(text[letters])) {
		letters++
	}
	end := letters
	for end < len(text) && '0' <= text[end] && text[end] <= '9' {
		end++
	}
	if letters == 0 || end == letters || end-letters > 6 {
		return "", 0
	}
	prefix := strings.ToUpper(foldName(text[:letters]))
	if len(prefix) > 10 {
		return "", 0
	}
	number := strings.TrimLeft(text[letters:end], "0")
	if number == "" {
		number = "0"
	}
	return prefix + number, end
}

var partOfTask = pattern(`^(?i:[-_](phase|part|step|stage)[-_]?\d+([^-_0-9a-z]|$))|^[-_][A-Z]([^0-9A-Za-z]|$)`)

// endsID tells whether an identifier may end before rest.
func endsID(rest string) bool {
	if rest != "" && isJoint(rest[0]) && partOfTask().MatchString(rest) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(rest)
	if unicode.IsLetter(r) || r == '/' {
		return false
	}
	return len(rest) < 2 || r != '.' && r != '-' && r != '_' || !isDigit(rest[1]) && rest[1] != '.'
}

func isDigit(c byte) bool       { return c-'0' <= 9 }
func isASCIILetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isJoint(c byte) bool       { return c == '-' || c == '_' }

// fileID returns the identifier of a task file by its name, "" if it has none.
func fileID(name string) string {
	id, _ := taskID(strings.TrimSuffix(path.Base(name), path.Ext(name)))
	return id
}

// isTaskFile tells by its place or name within the bank whether a document is about one task.
func isTaskFile(rel string) bool {
	folder, base := path.Split(strings.ToLower(rel))
	return isTaskFileIn(strings.Contains(folder, "task"), base)
}

// isTaskFileIn is isTaskFile by a name in lower case, and by whether the folders are called after tasks.
func isTaskFileIn(tasks bool, base string) bool {
	if !tasks && (!strings.HasPrefix(base, "t") || !strings.HasPrefix(fileID(base), "TASK")) {
		return false
	}
	index := base != "" && (base[0] == 'i' || isJoint(base[0])) && strings.HasPrefix(foldName(base), "index.")
	return !index && !strings.HasPrefix(base, "readme") && !isTaskTemplate(base)
}

// isTaskTemplate tells a template or example by its name, which has no number or that of no task: "TASK000-template.md".
func isTaskTemplate(base string) bool {
	if !containsAny(base, []string{"template", "example"}) {
		return false
	}
	id := fileID(base)
	return id == "" || id == idPrefix(id)+"0"
}

// putAway tells whether a file is kept for its history only: nobody lists it or brings it up to date.
func putAway(name string) bool {
	folder, base := path.Split(strings.ToLower(name))
	return putAwayByName(base) || putAwayIn(folder)
}

// putAwayByName and putAwayIn are putAway by a name and by the folders that it is in, in lower case.
func putAwayByName(base string) bool { return strings.Contains(base, "_historical") }

func putAwayIn(folders string) bool {
	for folder := range strings.SplitSeq(folders, "/") {
		if strings.HasPrefix(folder, "old") || containsAny(folder, []string{"archive", "complete", "deprecated", "backup", "done", "legacy"}) {
			return true
		}
	}
	return false
}

// isPutAway tells whether the document is put away in its bank, or the bank as a whole. What else the folders above the
// bank are called says nothing: "backup-tool", "old-website".
func (p *Pass) isPutAway() bool {
	return inArchive(p.Doc.Path) || putAway(path.Join(path.Base(p.Bank.Root), p.inBank(p.Doc.Path)))
}
