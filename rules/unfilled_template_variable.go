package rules

import (
	"strings"

	"cortex/markdown"
)

const neverExpanded = "is a variable that was never replaced by its value"

// variableHints are what lines with a variable contain: one of them.
var variableHints = []string{"{{", "${", "$(date", "[TIMESTAMP]", "-XX"}

// findVariable returns the first variable of a template or script on a line, whose text begins at an offset, that should have been replaced.
func findVariable(line string, at int) (slot, bool) {
	if !containsAny(line, variableHints) {
		return slot{}, false
	}
	if braces := strings.Index(line, "{{"); braces >= 0 {
		if s, ok := variableSlot(line, braces); ok {
			return s, true
		}
	}
	if command := strings.Index(line, "$(date"); command >= 0 {
		if end := strings.IndexByte(line[command:], ')'); end > 0 {
			return slot{span: markdown.Span{Start: command, End: command + end + 1}, why: neverExpanded}, true
		}
	}
	if mark := strings.Index(line, "[TIMESTAMP]"); mark > 0 && strings.IndexByte("0123456789T", line[mark-1]) >= 0 {
		return slot{span: markdown.Span{Start: mark, End: mark + len("[TIMESTAMP]")}, why: neverExpanded}, true
	}
	if s, ok := shellSlot(line, at); ok {
		return s, true
	}
	return partialDate(line, at)
}

// variableBytes are what the name of a variable in braces consists of.
var variableBytes = newByteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_ ")

// variableSlot judges a variable in double braces, in capitals as only templates of text have them.
func variableSlot(line string, at int) (slot, bool) {
	size := variableLength(line[at:])
	if size == 0 {
		return slot{}, false
	}
	span := markdown.Span{Start: at, End: at + size}
	around := strings.ToLower(line)
	if describesTemplates(around) || strings.Contains(around, "variable") || strings.Contains(around, "replace") {
		return slot{}, false
	}
	return slot{span: span, why: neverFilled}, true
}

// variableLength returns the length of the variable in double braces that a text begins with, 0 for none. It looks no further
// than to the next brace: there may be one after the other.
func variableLength(text string) int {
	end := strings.IndexAny(text[len("{{"):], "{}\n") + len("{{")
	if !strings.HasPrefix(text[end:], "}}") {
		return 0
	}
	name := strings.TrimSpace(text[len("{{"):end])
	if name == "" || variableBytes.leading(name) < len(name) {
		return 0
	}
	return end + len("}}")
}

// shellSlot judges a variable of a shell script where a date belongs: in front of an entry or behind a label such as "Date".
// Elsewhere it may name what each environment sets.
func shellSlot(line string, at int) (slot, bool) {
	if !strings.Contains(line, "${") {
		return slot{}, false
	}
	text := line[at:]
	if colon := strings.IndexByte(text, ':'); colon > 0 && asksForDate(text[:colon]) {
		value := trimSet(line, markdown.Span{Start: at + colon + 1, End: len(line)}, " \t*_")
		return slot{span: value, why: neverExpanded}, shellVariable(value.In(line)) == value.Len() && value.Len() > 0
	}
	n := shellVariable(text)
	after := strings.TrimLeft(text[n:], "*_ ")
	return slot{span: markdown.Span{Start: at, End: at + n}, why: neverExpanded}, n > 0 && after != "" && strings.IndexByte(":-", after[0]) >= 0
}

// partialDate judges a date whose day was left for later behind a label such as "Created": "2025-01-XX".
func partialDate(line string, at int) (slot, bool) {
	if !strings.HasSuffix(strings.TrimRight(line, " *_"), "-XX") {
		return slot{}, false
	}
	text := line[at:]
	colon := indexColon(text)
	if colon < 0 || !asksForDate(text[:colon]) {
		return slot{}, false
	}
	value := trimSet(line, markdown.Span{Start: at + colon, End: len(line)}, " \t*_:：")
	year, rest, _ := strings.Cut(value.In(line), "-")
	month, day, _ := strings.Cut(rest, "-")
	whole := len(year) == 4 && strings.Trim(year, "0123456789") == "" && len(month) == 2 && day == "XX"
	return slot{span: value, why: "is a date without its day"}, whole
}

// asksForDate tells whether a label is that of the day on which something was done. What is planned may be vague.
func asksForDate(label string) bool {
	label = strings.ToLower(strings.Trim(label, "*_ "))
	switch label {
	case "date", "time", "timestamp", "created", "added", "updated", "last updated", "completed", "started", "archive date", "completion date":
		return true
	}
	return containsAny(label, []string{"дата создания", "создан", "обновлен", "创建", "更新", "日期", "作成日", "작성일", "수정일", "fecha", "erstellt", "créé"})
}

// shellVariable returns the length of the variable that s begins with, as in "${TS}", 0 for none.
func shellVariable(s string) int {
	name, ok := strings.CutPrefix(s, "${")
	if !ok {
		return 0
	}
	rest := strings.TrimLeft(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
	if len(rest) == len(name) || !strings.HasPrefix(rest, "}") {
		return 0
	}
	return len(s) - len(rest) + 1
}
