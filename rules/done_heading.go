package rules

import (
	"strings"
	"unicode/utf8"
)

// headingStatus returns the status that a heading states of what is below it, by a mark at
// its end ("Phase 2 ✅", "Phase 2 - COMPLETED (May 2025)", "Phase 2 (in progress)"), by a
// symbol before what has a number ("✅ Phase 2"), or because it is nothing but a status ("Completed Tasks").
func (v *vocabulary) headingStatus(title string) status {
	title = strings.TrimSpace(title)
	for strings.HasSuffix(title, ")") {
		open := strings.LastIndexByte(title, '(')
		if open < 0 {
			break
		}
		if s := v.wholeStatus(title[open+1 : len(title)-1]); s != statusUnknown {
			return s
		}
		title = strings.TrimSpace(title[:open])
	}
	if s := v.endStatus(title); s != statusUnknown {
		return s
	}
	symbol, rest := leadingSymbols(title)
	if s, after := v.leadingStatus(rest); s != statusUnknown && aboutTasks(after) {
		return s
	}
	if strings.ContainsAny(rest, "0123456789") { // a phase, step or task: other titles are decorated so
		return symbol
	}
	return statusUnknown
}

// endStatus returns the status that a title ends with, behind a dash, a colon or a symbol.
func (v *vocabulary) endStatus(title string) status {
	title = strings.TrimRightFunc(title, ofDay)
	last, size := utf8.DecodeLastRuneInString(title)
	if s := symbolStatus(last); s != statusUnknown && size < len(title) {
		return s
	}
	at := -1
	for i, r := range title {
		if symbolStatus(r) != statusUnknown || beginsRemark(r) || r == '-' && strings.HasSuffix(title[:i], " ") {
			at = i + utf8.RuneLen(r)
		}
	}
	if at < 0 {
		return statusUnknown
	}
	return v.wholeStatus(title[at:])
}

// ofDay tells what the day on which something was done consists of, and what else may stand behind a status.
func ofDay(r rune) bool {
	switch r {
	case ' ', '\ufe0f', '!', '.', ':', '/', '-':
		return true
	}
	return '0' <= r && r <= '9'
}

func beginsRemark(r rune) bool {
	switch r {
	case '–', '—', ':', '：', '|', '→':
		return true
	}
	return false
}

// wholeStatus returns the status of a text that says nothing else.
func (v *vocabulary) wholeStatus(text string) status {
	s, rest := v.leadingStatus(text)
	if _, rest = leadingSymbols(rest); rest != "" {
		return statusUnknown
	}
	return s
}

// aboutTasks tells whether a title that began with a status goes on with no more than what has it.
func aboutTasks(rest string) bool {
	switch strings.ToLower(strings.Trim(rest, " :✅")) {
	case "", "tasks", "items", "work", "features", "phases", "steps", "milestones", "components", "todos", "subtasks", "задачи", "tâches", "任务", "タスク":
		return true
	}
	return false
}

// openWords say of a heading or sentence that what is below it is still to be done.
var openWords = newWordList(
	"next", "remain", "pending", "todo", "to do", "to-do", "future", "defer", "optional", "upcoming", "follow-up", "follow up",
	"left", "planned", "in progress", "ongoing", "later", "backlog", "not done", "not yet", "not started", "outstanding", "missing",
	"known issue", "limitation", "open ", "postpone", "blocked", "skipped", "out of scope", "nice to have", "moved to", "cancel", "n/a",
	"if needed", "when ",
	"следующ", "остал", "предстоит", "запланир", "планы", "в планах", "позже", "наступн", "залиш",
	"待", "下一步", "后续", "後続", "未", "次", "残", "今後", "予定", "다음", "남은", "예정", "prochain", "reste", "próxim", "pendiente", "offen", "nächste",
	"⏳", "🔜", "🔄", "🚧", "⏸", "⚠", "❌", "⏭",
)

// saysOpen tells whether a heading or sentence says that what follows is still to be done.
func saysOpen(text string) bool {
	return openWords.in(text)
}

// isChecklist tells whether a heading is about what is to be checked again each time.
func isChecklist(title string) bool { return checklistWords.in(title) }

var checklistWords = newWordList(
	"checklist", "check list", "protocol", "quality gate", "template", "чек-лист", "чеклист", "检查清单", "チェックリスト", "체크리스트",
)
