package rules

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"cortex/markdown"
)

// boilerplate stands in the architect.md that MemoriPilot creates.
const boilerplate = "Description of the decision and its rationale."

const neverFilled = "was never filled in"

// slotMarks returns those that a text has of the marks of which each slot of findSlot contains one: a bracket, a pattern of
// a date, a variable or that sentence. Most lines have none.
func slotMarks(text string) []string {
	marks := append([]string{"[", "<", "YYYY", boilerplate}, variableHints...)
	return slices.DeleteFunc(marks, func(mark string) bool { return !strings.Contains(text, mark) })
}

// slotWords are the same marks, but where no slot can begin: brackets are in every task and link.
func slotWords() []hintWord {
	inside := notInSlots.others().characters()
	return slices.Concat(
		hintTexts(hintSlot, "YYYY-MM-DD", boilerplate, "$(date", "[TIMESTAMP]", "-XX"),
		[]hintWord{
			{hint: hintSlot, begin: [...]string{"[", inside, strings.ReplaceAll(inside, "]", "")}, holds: bracketsPrompt},
			{hint: hintSlot, begin: [...]string{"<", inside, strings.ReplaceAll(inside, ">", "")}, holds: bracketsPrompt},
			hintText(hintSlot, "{{", func(text string, at int) bool { return variableLength(text[at:]) > 0 }),
			hintText(hintSlot, "${", func(text string, at int) bool { return shellVariable(text[at:]) > 0 }),
		},
	)
}

// bracketsPrompt tells whether a bracket of text begins what may be a slot by itself.
func bracketsPrompt(text string, at int) bool {
	in, rest, ok := cutBracket(text[at:])
	return ok && !strings.HasPrefix(rest, "(") && isPrompt(in)
}

// findSlot returns the first slot on a line.
func findSlot(line string) (slot, bool) {
	if quoted(line) {
		return slot{}, false
	}
	at, text := afterMarks(line)
	if strings.HasPrefix(text, "YYYY-MM-DD") || strings.HasPrefix(text, "[YYYY-MM-DD") {
		return dateSlot(line, at)
	}
	if s, ok := findVariable(line, at); ok {
		return s, true
	}
	if strings.HasSuffix(strings.TrimSpace(line), boilerplate) {
		return slot{span: trimmed(line, markdown.Span{End: len(line)}), why: neverFilled}, true
	}
	row := strings.HasPrefix(strings.TrimLeft(line, " "), "|")
	for value := range lineValues(line, at) {
		if row && line[value.Start:][:min(1, value.Len())] == "Y" {
			continue // a table of formats
		}
		if isSlot(value.In(line)) {
			around := line[:value.Start] + line[value.End:]
			return slot{span: value, why: neverFilled}, !describesTemplates(around)
		}
	}
	return slot{}, false
}

// lineMarks are what lines begin with besides numbers.
var lineMarks = newByteSet(" \t#*-+_")

// afterMarks skips the marks of a heading, list item, check box and bold text.
func afterMarks(line string) (int, string) {
	text := lineMarks.cutLeft(line)
	if text != "" && isDigit(text[0]) {
		if rest, ok := strings.CutPrefix(digitBytes.cutLeft(text), ". "); ok {
			text = strings.TrimLeft(rest, " \t*_")
		}
	}
	for _, box := range []string{"[ ] ", "[x] ", "[X] "} {
		if rest, ok := strings.CutPrefix(text, box); ok {
			text = strings.TrimLeft(rest, " *_")
		}
	}
	return len(line) - len(text), text
}

// dateSlot judges a pattern of a date where an entry begins.
func dateSlot(line string, at int) (slot, bool) {
	end := at + len(line[at:]) - len(strings.TrimLeft(line[at:], "[YMDHST:- "))
	if end < len(line) && line[end] == ']' {
		end++
	}
	span := trimmed(line, markdown.Span{Start: at, End: end})
	span.End -= len(span.In(line)) - len(strings.TrimRight(span.In(line), "- :"))
	rest := strings.TrimLeft(line[span.End:], "*_] ")
	bare := line[at] != '['
	entry := rest != "" && strings.ContainsAny(rest[:1], "-:–—|(") || rest == "" || !bare
	if describesTemplates(rest) || !entry || span.Len() < len("YYYY-MM-DD") || bare && rest == "" {
		return slot{}, false
	}
	return slot{span: span, why: "stands where a date belongs"}, true
}

// lineValues yields what a line, whose text begins at an offset, says as a whole: all of it, what is behind a label, the
// cells of a table row.
func lineValues(line string, at int) iter.Seq[markdown.Span] {
	return func(yield func(markdown.Span) bool) {
		if strings.HasPrefix(strings.TrimLeft(line, " "), "|") {
			rowCells(line, yield)
			return
		}
		colon := indexColon(line[at:])
		labelled := colon > 0 && colon < 60 && !strings.ContainsAny(line[at:at+colon], "[<")
		if yield(unmarked(line, markdown.Span{Start: at, End: len(line)})) && labelled {
			_, size := utf8.DecodeRuneInString(line[at+colon:])
			yield(unmarked(line, markdown.Span{Start: at + colon + size, End: len(line)}))
		}
	}
}

// indexColon returns where the first colon of text stands, wide or not, -1 if there is none.
func indexColon(text string) int {
	at := strings.IndexByte(text, ':')
	before := text
	if at >= 0 {
		before = text[:at]
	}
	if wide := strings.Index(before, "："); wide >= 0 {
		return wide
	}
	return at
}

func rowCells(line string, yield func(markdown.Span) bool) {
	for at := 0; at < len(line); {
		end := strings.IndexByte(line[at:], '|')
		if end < 0 {
			end = len(line) - at
		}
		if end > 0 && !yield(unmarked(line, markdown.Span{Start: at, End: at + end})) {
			return
		}
		at += end + 1
	}
}

func trimmed(line string, span markdown.Span) markdown.Span { return trimSet(line, span, " \t") }

// unmarked takes blanks, marks of bold text and a full stop from the ends of span.
func unmarked(line string, span markdown.Span) markdown.Span {
	span = trimSet(line, span, " \t*_")
	if strings.HasSuffix(span.In(line), "].") {
		span.End--
	}
	return span
}

func trimSet(line string, span markdown.Span, set string) markdown.Span {
	text := span.In(line)
	span.Start += len(text) - len(strings.TrimLeft(text, set))
	if span.Start >= span.End {
		return markdown.Span{Start: span.End, End: span.End}
	}
	span.End -= len(text) - len(strings.TrimRight(text, set))
	return span
}

// isSlot tells whether a value is a slot: one in brackets, or a pattern of a date.
func isSlot(value string) bool {
	if value == "YYYY-MM-DD" || value == "YYYY-MM-DD HH:MM:SS" || value == "YYYY-MM-DD HH:MM" {
		return true
	}
	if len(value) < 4 {
		return false
	}
	in, rest, ok := cutBracket(value)
	rest = strings.TrimLeft(rest, " -–:/,")
	if !ok || rest != "" && (value[0] == '<' || rest[0] != '[' || rest[len(rest)-1] != ']') {
		return false
	}
	return isPrompt(in)
}

// cutBracket parts what stands in the bracket that a line begins with from what follows, false for what is no slot: a tag, code, a call.
func cutBracket(line string) (in, rest string, ok bool) {
	if line == "" || line[0] != '[' && line[0] != '<' {
		return "", "", false
	}
	closing := line[0] + 2 // in ASCII
	for i := 1; i < len(line); i++ {
		if line[i] == closing {
			in = line[1:i]
			return in, line[i+1:], closing == ']' || strings.Contains(in, " ")
		}
		if notInSlots[line[i]] {
			break
		}
	}
	return "", "", false
}

// notInSlots has what does not stand in the brackets of a slot, ends of lines among it.
var notInSlots = newByteSet("[<`\\_=(\r\n")

// isPrompt tells whether what stands in brackets asks for text.
func isPrompt(in string) bool {
	if len(in) < 2 {
		return false // the box of a task, mostly
	}
	words := strings.Fields(strings.ToLower(strings.Trim(in, " .…")))
	if len(words) == 0 {
		return false
	}
	switch {
	case asksInOtherLanguage(words[0]), asksForText(words), numbersSlot(in, words), namesSlot(in, words), choosesState(words), notDefined(words):
		return true
	}
	return false
}

// asksForText tells whether the words are an order or question to whoever fills in the template.
func asksForText(words []string) bool {
	first, last := words[0], words[len(words)-1]
	switch first {
	case "describe", "explain", "summarize", "summarise", "specify", "provide", "outline", "describing":
		return len(words) > 1
	case "brief", "description", "explanation", "documentation", "detailed", "your", "summary", "notes", "any", "consequences", "alternative", "alternatives", "justification", "background", "rationale":
		return len(words) > 2 || first == "your" && len(words) > 1
	case "list", "track", "identify", "key", "link", "what", "why", "how", "who", "which", "when", "where", "define", "document", "insert", "reason":
		return len(words) > 2
	case "add", "enter", "write", "fill", "include", "state", "note", "mention":
		return len(words) > 3 || len(words) > 1 && last == "here"
	case "to":
		return len(words) > 2 && words[1] == "be" && (words[2] == "filled" || words[2] == "completed")
	}
	return last == "here" && len(words) < 6
}

// numbersSlot tells whether the words are one of several examples: "Goal 1".
func numbersSlot(in string, words []string) bool {
	last := words[len(words)-1]
	if len(words) < 2 || len(words) > 4 || len(last) != 1 || last[0] < '1' || last[0] > '9' || !unicode.IsUpper(firstRune(in)) {
		return false
	}
	return slotNoun(words[len(words)-2])
}

func slotNoun(word string) bool {
	return slices.Contains([]string{
		"goal", "objective", "persona", "user", "feature", "requirement", "constraint", "step", "item", "decision", "option", "pattern", "component", "module",
		"issue", "metric", "criterion", "criteria", "point", "technology", "dependency", "risk", "benefit", "problem", "stakeholder", "subtask", "milestone",
		"challenge", "consideration", "limitation", "assumption", "question", "action", "lesson", "learning", "change", "capability", "principle", "alternative",
	}, word)
}

// namesSlot tells whether the words name what belongs there: "Project Name", "Date".
func namesSlot(in string, words []string) bool {
	if !unicode.IsUpper(firstRune(in)) || len(words) > 4 {
		return false
	}
	last := words[len(words)-1]
	if len(words) == 1 {
		return slices.Contains([]string{"date", "timestamp", "description"}, last)
	}
	switch last {
	case "name", "title", "description", "date", "summary", "timestamp":
		return true
	case "id", "added", "updated", "notes", "percentage":
		return slices.Contains([]string{"task", "decision", "date", "last", "relevant", "completion", "feature", "project"}, words[len(words)-2])
	}
	return false
}

// choosesState tells whether the words are the values of which one was to stay: "Pending/In Progress/Completed".
func choosesState(words []string) bool {
	all := strings.Join(words, " ")
	if strings.Count(all, "/") < 2 && strings.Count(all, "|") < 2 {
		return false
	}
	return containsAny(all, []string{"in progress", "in_progress", "in-progress", "pending", "high/", "high |", "medium/", "completed", "not started"})
}

// notDefined tells the slots of a template that writes "[Product description not yet defined]" into a new bank.
// That no task is defined is true between two tasks.
func notDefined(words []string) bool {
	all := strings.Join(words, " ")
	return len(words) > 3 && words[0] != "task" && strings.HasSuffix(all, " not yet defined") ||
		hasAnyPrefix(all, []string{"to be defined", "will be defined", "to be documented", "to be written", "будет определен", "будет заполнен", "a ser definido", "por definir", "à définir"})
}

// asksInOtherLanguage tells whether a word begins a prompt in one of the languages of banks.
func asksInOtherLanguage(word string) bool {
	return word[0] >= utf8.RuneSelf && hasAnyPrefix(word, []string{
		"опиш", "укаж", "добавьте", "перечисл", "краткое", "назван", "вставьте", "ваш",
		"描述", "列出", "填写", "请", "在此", "简要", "项目名称", "你的", "您的", "说明",
		"ここに", "記入", "プロジェクト名", "여기에", "작성", "프로젝트 이름", "프로젝트명", "설명",
	}) || hasAnyPrefix(word, []string{"describa", "descripción", "descreva", "descrição", "décrivez", "beschreib"})
}
