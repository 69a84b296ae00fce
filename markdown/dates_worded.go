package markdown

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// appendWordedDates adds the dates of text, code included, that are written with words:
// "January 25, 2025", "25. Januar 2025", "25 de enero de 2025", "2025年1月25日".
func appendWordedDates(dates []Date, text string) []Date {
	for at := 0; ; {
		next := strings.Index(text[at:], "20")
		if next < 0 {
			return dates
		}
		at += next
		d, ok := wordedDate(text, at)
		if !ok {
			at++
			continue
		}
		dates = append(dates, d)
		at = d.Span.End
	}
}

// wordedDate reads the date whose year starts at offset at.
func wordedDate(text string, at int) (Date, bool) {
	end := at + len("2006")
	if end > len(text) || !shaped(text[at:end], "0000") {
		return Date{}, false
	}
	d := Date{Year: 100*twoDigits(text[at:]) + twoDigits(text[at+2:]), Worded: true}
	if r, _ := utf8.DecodeRuneInString(text[end:]); inToken(r) {
		return Date{}, false
	}
	if markedDate(text, at, end, &d) || namedMonth(text, at, end, &d) {
		return d, true
	}
	return Date{}, false
}

// dateMarks are what stands behind year, month and day in East Asian scripts.
var dateMarks = [][3]string{{"年", "月", "日"}, {"년", "월", "일"}}

// markedDate reads "2025年1月25日" and "2025년 1월 25일", of which the year is text[at:end].
func markedDate(text string, at, end int, d *Date) bool {
	for _, marks := range dateMarks {
		rest, ok := strings.CutPrefix(text[end:], marks[0])
		if !ok {
			continue
		}
		month, rest, okMonth := markedNumber(rest, marks[1])
		day, rest, okDay := markedNumber(rest, marks[2])
		if !okMonth || !okDay || gluedBefore(text[:at]) {
			return false
		}
		d.Month, d.Day, d.Span = month, day, Span{at, len(text) - len(rest)}
		return true
	}
	return false
}

// markedNumber reads one or two digits and the mark behind them.
func markedNumber(text, mark string) (n int, rest string, ok bool) {
	text = strings.TrimLeft(text, " ")
	digits := len(text) - len(strings.TrimLeft(text, "0123456789"))
	rest, ok = strings.CutPrefix(text[digits:], mark)
	n, fits := smallNumber(text[:digits])
	return n, rest, ok && fits
}

// namedMonth reads "January 25, 2025" and "25 January 2025", of which the year is text[at:end].
func namedMonth(text string, at, end int, d *Date) bool {
	before := trimJoint(text[:at])
	if len(before) == at {
		return false
	}
	second, at := lastWord(before)
	first, start := lastWord(trimJoint(text[:at]))
	day, dayFirst := ordinal(first)
	month := second
	if !dayFirst {
		var ok bool
		if day, ok = ordinal(second); !ok {
			return false
		}
		month = first
	}
	d.Month, d.Day, d.Span = monthNames()[strings.ToLower(month)], day, Span{start, end}
	return d.Month > 0 && !gluedBefore(text[:start])
}

// trimJoint drops what joins the parts of a date from the end of text: spaces, a comma, a full stop, "de", "of".
func trimJoint(text string) string {
	text = strings.TrimRight(text, " ")
	for _, joint := range []string{" de", " of", " do", ",", "."} {
		if t, ok := strings.CutSuffix(text, joint); ok {
			return strings.TrimRight(t, " ")
		}
	}
	return text
}

// longestWord bounds the bytes of what can be a month or a day.
const longestWord = 24

// lastWord returns the letters and digits at the end of text, and where they start. A word that is too long is cut.
func lastWord(text string) (string, int) {
	start := len(text)
	for start > max(0, len(text)-longestWord) {
		r, size := utf8.DecodeLastRuneInString(text[:start])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			break
		}
		start -= size
	}
	return text[start:], start
}

// ordinal reads the number of a day: "25", "1st".
func ordinal(word string) (int, bool) {
	digits := len(word) - len(strings.TrimLeft(word, "0123456789"))
	switch word[digits:] {
	case "", "st", "nd", "rd", "th", "er", "º":
		return smallNumber(word[:digits])
	}
	return 0, false
}

// smallNumber reads a number of one or two digits.
func smallNumber(digits string) (int, bool) {
	switch len(digits) {
	case 1:
		return int(digits[0] - '0'), true
	case 2:
		return twoDigits(digits), true
	}
	return 0, false
}

// monthNames numbers the months by their names in lower case: in English with the
// short forms, and in Spanish, Portuguese, French, German, Italian, Russian and Ukrainian.
var monthNames = sync.OnceValue(func() map[string]int {
	months := map[string]int{}
	for i, names := range []string{
		"january jan enero janeiro janvier januar gennaio января січня",
		"february feb febrero fevereiro février februar febbraio февраля лютого",
		"march mar marzo março mars märz марта березня",
		"april apr abril avril aprile апреля квітня",
		"may mayo maio mai maggio мая травня",
		"june jun junio junho juin juni giugno июня червня",
		"july jul julio julho juillet juli luglio июля липня",
		"august aug agosto août августа серпня",
		"september sep sept septiembre setembro septembre settembre сентября вересня",
		"october oct octubre outubro octobre oktober ottobre октября жовтня",
		"november nov noviembre novembro novembre ноября листопада",
		"december dec diciembre dezembro décembre dezember dicembre декабря грудня",
	} {
		for _, name := range strings.Fields(names) {
			months[name] = i + 1
		}
	}
	return months
})
