package markdown

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Valid reports whether the calendar has such a day.
func (d Date) Valid() bool {
	if d.Month == 2 {
		leap := d.Year%4 == 0 && (d.Year%100 != 0 || d.Year%400 == 0)
		return d.Day >= 1 && (d.Day <= 28 || leap && d.Day == 29)
	}
	long := d.Month == 4 || d.Month == 6 || d.Month == 9 || d.Month == 11
	return d.Month >= 1 && d.Month <= 12 && d.Day >= 1 && (d.Day <= 30 || d.Day == 31 && !long)
}

// appendDates adds the dates of text to none, code included, in order.
func appendDates(dates []Date, text string) []Date {
	dates = appendNumericDates(dates, text)
	numeric := len(dates)
	dates = appendWordedDates(dates, text)
	if len(dates) > numeric {
		slices.SortFunc(dates, func(a, b Date) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	}
	return dates
}

// DaySpan returns the span without the time of day.
func (d Date) DaySpan() Span {
	if d.Time == "" {
		return d.Span
	}
	return Span{d.Span.Start, d.Span.End - len(" ") - len(d.Time)}
}

// appendNumericDates adds the dates of the form YYYY-MM-DD. Digits that are
// part of a longer token are no date: archive-2025-01-25.md, 2025/2025-01-25,
// a UUID. Nor are years before 1900 or after 2199. Months, days and their
// number of digits alone make a date, so it may be impossible.
func appendNumericDates(dates []Date, text string) []Date {
	at := 0
	for {
		dash := strings.IndexByte(text[at:], '-')
		if dash < 0 {
			return dates
		}
		at += dash
		d, ok := dateAt(text, at-len("2006"))
		if ok {
			dates = append(dates, d)
			at = d.Span.End
		} else {
			at++
		}
	}
}

// dateAt reads the date that starts at offset start, which may lie outside text.
func dateAt(text string, start int) (Date, bool) {
	end := start + len("2006-01-02")
	if start < 0 || end > len(text) || !shaped(text[start:end], "0000-00-00") {
		return Date{}, false
	}
	d := Date{
		Span:  Span{start, end},
		Year:  100*twoDigits(text[start:]) + twoDigits(text[start+2:]),
		Month: twoDigits(text[start+5:]),
		Day:   twoDigits(text[start+8:]),
	}
	if d.Year < 1900 || d.Year > 2199 || gluedBefore(text[:start]) {
		return Date{}, false
	}
	d.Time = clock(text[end:])
	if d.Time != "" {
		d.Span.End += 1 + len(d.Time)
		return d, true
	}
	return d, !gluedAfter(text[end:])
}

// clock returns the time of day that follows a date: after "T" or a space, HH:MM or HH:MM:SS.
// A fraction or time zone may follow, but is left out; a time of a 12-hour clock is none.
func clock(rest string) string {
	if rest == "" || rest[0] != 'T' && rest[0] != ' ' {
		return ""
	}
	rest = rest[1:]
	size := len("15:04")
	if len(rest) < size || !shaped(rest[:size], "00:00") || twoDigits(rest) > 23 || twoDigits(rest[3:]) > 59 {
		return ""
	}
	if after := rest[size:]; len(after) >= 3 && shaped(after[:3], ":00") && twoDigits(after[1:]) <= 60 {
		size += 3
	}
	after := afterZone(afterFraction(rest[size:]))
	if gluedAfter(after) || halfDay(after) {
		return ""
	}
	return rest[:size]
}

func afterFraction(rest string) string {
	fraction, ok := strings.CutPrefix(rest, ".")
	if !ok {
		return rest
	}
	return strings.TrimLeft(fraction, "0123456789")
}

func afterZone(rest string) string {
	if strings.HasPrefix(rest, "Z") {
		return rest[1:]
	}
	if rest == "" || rest[0] != '+' && rest[0] != '-' {
		return rest
	}
	for _, shape := range []string{"00:00", "0000", "00"} {
		if len(rest) > len(shape) && shaped(rest[1:1+len(shape)], shape) {
			return rest[1+len(shape):]
		}
	}
	return rest
}

func halfDay(after string) bool {
	return len(after) >= 3 && (strings.EqualFold(after[:3], " am") || strings.EqualFold(after[:3], " pm")) && !gluedAfter(after[3:])
}

// gluedBefore reports whether what follows before is the rest of a longer token:
// of a word or number, of a path, or of either after joining characters. Those
// alone glue nothing, as in _2025-01-25_.
func gluedBefore(before string) bool {
	before = strings.TrimRight(before, "-._@#")
	r, _ := utf8.DecodeLastRuneInString(before)
	return r == '/' || r == '\\' || inToken(r)
}

// gluedAfter is gluedBefore for the text behind. A "\" there may be an escape or a hard line break.
func gluedAfter(after string) bool {
	after = strings.TrimLeft(after, `-._\`)
	r, _ := utf8.DecodeRuneInString(after)
	return r == '/' || inToken(r)
}

// inToken reports whether r continues a word or number. Scripts that write no
// spaces, or glue particles to numbers, do not count.
func inToken(r rune) bool {
	return unicode.IsDigit(r) || unicode.IsLetter(r) &&
		!unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

// shaped reports whether text has a digit for each 0 of shape and else the same
// bytes. Both have one length.
func shaped(text, shape string) bool {
	for i := range len(shape) {
		if shape[i] == '0' && (text[i] < '0' || text[i] > '9') || shape[i] != '0' && text[i] != shape[i] {
			return false
		}
	}
	return true
}

func twoDigits(text string) int { return 10*int(text[0]-'0') + int(text[1]-'0') }
