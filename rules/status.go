package rules

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// status is what the many wordings of a task's state mean.
type status uint8

const (
	statusUnknown status = iota
	statusPending
	statusActive
	statusBlocked
	statusDone
	statusDropped
)

// String returns the plainest wording.
func (s status) String() string {
	return [...]string{"unknown", "Pending", "In Progress", "Blocked", "Completed", "Abandoned"}[s]
}

// agrees tells whether two statuses can be of one task. What is not understood agrees with
// everything; what is blocked or put off may as well be called pending or in progress.
func (s status) agrees(o status) bool {
	switch {
	case s == o || s == statusUnknown || o == statusUnknown:
		return true
	case s == statusBlocked:
		return o == statusPending || o == statusActive
	case o == statusBlocked:
		return s == statusPending || s == statusActive
	}
	return false
}

// readStatus returns what the text behind "Status:" means, as people write it: marked up,
// with a symbol before or after it, with a date or a remark behind. It is unknown unless
// the text begins with a known wording after which another thought begins:
// "Completed (2026-03-01)", but not "Complete rewrite". Nor is it known where the text takes back
// what it began with: "Completed (phase 1)", "Done - tests pending", "Pending/In Progress".
func (v *vocabulary) readStatus(text string) status {
	s, rest := v.leadingStatus(text)
	if s == statusUnknown || continues(rest) || s == statusDone && partly(rest) || v.offersAnother(s, rest) {
		return statusUnknown
	}
	return s
}

var donePart = pattern(`(?i)\b(phases?|parts?|steps?|stages?|этап|фаза) *\d|pending|remain|partial|in progress|except|en attente|ожида|待|進行|进行`)

// partly tells whether what follows "Completed" says that only a part is.
func partly(rest string) bool { return !strings.Contains(rest, "100%") && donePart().MatchString(rest) }

// offersAnother tells whether rest goes on with another status to choose from, as templates do.
func (v *vocabulary) offersAnother(s status, rest string) bool {
	other, ok := strings.CutPrefix(strings.TrimLeft(rest, " "), "/")
	if !ok {
		other, ok = strings.CutPrefix(strings.TrimLeft(rest, " "), "|")
	}
	found, _ := v.leadingStatus(strings.TrimLeft(other, " "))
	return ok && found != statusUnknown && found != s
}

// leadingStatus returns the status that a text begins with, whatever follows, and what follows.
func (v *vocabulary) leadingStatus(text string) (status, string) {
	symbol, text := leadingSymbols(cutBox(text))
	if s, rest := v.statusOfPercentage(text); s != statusUnknown {
		return s, rest
	}
	if s, rest := v.statusOfWords(text); s != statusUnknown {
		return s, rest
	}
	if text == "" {
		return symbol, ""
	}
	return statusUnknown, text
}

// cutBox replaces the box of a task that text begins with by a symbol of the same meaning.
func cutBox(text string) string {
	if len(text) < len("[x]") || text[0] != '[' || text[2] != ']' {
		return text
	}
	switch text[1] {
	case 'x', 'X':
		return "✅" + text[3:]
	case ' ':
		return "⬜" + text[3:]
	case '~':
		return "🔄" + text[3:]
	}
	return text
}

// continues tells whether rest goes on with the sentence that a wording began.
func continues(rest string) bool {
	trimmed := strings.TrimLeft(rest, " \t")
	if trimmed == rest {
		return false
	}
	r, _ := utf8.DecodeRuneInString(trimmed)
	if !unicode.IsLetter(r) {
		return false
	}
	word, _, _ := strings.Cut(trimmed, " ")
	switch strings.ToLower(strings.TrimRight(word, ".,:;")) {
	case "on", "at", "in", "by", "as", "since", "and", "but", "for", "via", "with", "am", "le", "el", "em", "от", "с":
		return false
	}
	return true
}

// leadingSymbols cuts markup, brackets and emoji off the start of text and returns what they mean.
func leadingSymbols(text string) (status, string) {
	found := statusUnknown
	for text != "" {
		r, size := utf8.DecodeRuneInString(text)
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return found, text
		}
		if s := symbolStatus(r); s != statusUnknown && found == statusUnknown {
			found = s
		}
		text = text[size:]
	}
	return found, ""
}

func symbolStatus(r rune) status {
	switch r {
	case '✅', '✔', '☑', '✓', '🏁':
		return statusDone
	case '🔄', '🚧', '🏗', '🔨', '🟡':
		return statusActive
	case '⏳', '🔜', '📋', '🔲', '⬜':
		return statusPending
	case '⏸', '⛔', '🚫':
		return statusBlocked
	}
	return statusUnknown
}

// statusOfPercentage reads "100% complete" and "85 %".
func (v *vocabulary) statusOfPercentage(text string) (status, string) {
	n, rest, ok := leadingPercentage(text)
	if !ok {
		return statusUnknown, text
	}
	if s, after := v.statusOfWords(strings.TrimLeft(rest, " ")); s == statusDone {
		rest = after
	}
	switch {
	case n == 0:
		return statusPending, rest
	case n < 100:
		return statusActive, rest
	}
	return statusDone, rest
}

func leadingPercentage(text string) (n int, rest string, ok bool) {
	digits := digitBytes.leading(text)
	if digits == 0 || digits > 3 {
		return 0, text, false
	}
	for _, d := range text[:digits] {
		n = 10*n + int(d-'0')
	}
	rest, ok = strings.CutPrefix(strings.TrimLeft(text[digits:], " "), "%")
	return n, rest, ok && n <= 100
}

// maxStatusWords is the length of the longest wording.
const maxStatusWords = 3

// statusOfWords returns the longest wording that text begins with, and what follows it.
func (v *vocabulary) statusOfWords(text string) (status, string) {
	found, rest := statusUnknown, text
	wording := make([]byte, 0, 64) // not on the heap: every heading and field is read
	for at, n := 0, 0; n < maxStatusWords; n++ {
		word := leadingWord(text[at:])
		if word == "" {
			break
		}
		if n > 0 {
			wording = append(wording, ' ')
		}
		wording, at = appendLower(wording, word), at+len(word)
		if s, ok := v.wordings[string(wording)]; ok {
			found, rest = s, text[at:]
		}
		at += joint(text[at:])
	}
	if found != statusUnknown {
		return found, rest
	}
	if allASCII(text) { // as most texts are, and no solid wording is
		return statusUnknown, text
	}
	for _, p := range v.solid {
		if after, ok := strings.CutPrefix(text, p.text); ok {
			return p.status, after
		}
	}
	return statusUnknown, text
}

// appendLower appends a word in lower case.
func appendLower(to []byte, word string) []byte {
	for i := range len(word) {
		switch c := word[i]; {
		case c >= utf8.RuneSelf:
			return append(to[:len(to)-i], strings.ToLower(word)...)
		case 'A' <= c && c <= 'Z':
			to = append(to, c|0x20)
		default:
			to = append(to, c)
		}
	}
	return to
}

// leadingWord returns the letters that text begins with.
func leadingWord(text string) string {
	for i, r := range text {
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '\'' && r != '’' {
			return text[:i]
		}
	}
	return text
}

// joint returns the length of what may stand between the words of a wording: one space, "-", "_" or " & ".
func joint(text string) int {
	for _, j := range []string{" & ", " ", "-", "_"} {
		if strings.HasPrefix(text, j) {
			return len(j)
		}
	}
	return len(text)
}
