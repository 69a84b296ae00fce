package rules

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"cortex/markdown"
)

// invisibleKind is a sort of characters that are not seen.
type invisibleKind uint8

const (
	visible   invisibleKind = iota
	zeroWidth               // characters without width
	direction               // embeddings, overrides and isolates of the writing direction
	tags                    // U+E0000 to U+E007F, which spell ASCII
	selectors               // variation selectors
)

// invisibleStarts are the first two bytes of each character of which kindOf says that it is not seen.
var invisibleStarts = []string{"\xd8\x9c", "\xe1\xa0", "\xe2\x80", "\xe2\x81", "\xef\xb8", "\xef\xbb", "\xf3\xa0"}

// invisibleRun is a run of invisible characters of one kind.
type invisibleRun struct {
	kind  invisibleKind
	span  markdown.Span
	count int
}

// invisibleRuns returns the runs of text that no script and no emoji needs.
func invisibleRuns(text string) []invisibleRun {
	var runs []invisibleRun
	before := rune(' ')
	for at := 0; at < len(text); {
		if text[at] < utf8.RuneSelf {
			before = rune(text[at])
			at++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[at:])
		if kindOf(r) == visible || at == 0 && r == '\ufeff' {
			before = r
			at += size
			continue
		}
		run := runAt(text, at)
		at = run.span.End
		if !run.needed(text, before) {
			runs = append(runs, run)
		}
		if run.kind != selectors {
			before = firstRune(text[run.span.Start:])
		}
	}
	return runs
}

// runAt returns the run that begins at an invisible character.
func runAt(text string, at int) invisibleRun {
	run := invisibleRun{kind: kindOf(firstRune(text[at:])), span: markdown.Span{Start: at, End: at}}
	for run.span.End < len(text) {
		r, size := utf8.DecodeRuneInString(text[run.span.End:])
		if kindOf(r) != run.kind {
			break
		}
		run.span.End += size
		run.count++
	}
	return run
}

func kindOf(r rune) invisibleKind {
	switch {
	case r < 0x180e:
		if r == 0x061c {
			return zeroWidth
		}
		return visible
	case r >= 0x200b && r <= 0x200f, r >= 0x2060 && r <= 0x2064, r >= 0x206a && r <= 0x206f, r == 0x180e, r == 0xfeff:
		return zeroWidth
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
		return direction
	case r >= 0xe0000 && r <= 0xe007f:
		return tags
	case r >= 0xfe00 && r <= 0xfe0f, r >= 0xe0100 && r <= 0xe01ef:
		return selectors
	}
	return visible
}

// needed tells whether what stands around a run needs it.
func (run invisibleRun) needed(text string, before rune) bool {
	switch run.kind {
	case selectors:
		return run.count < 3
	case tags:
		return before == '\U0001F3F4' && strings.HasSuffix(run.span.In(text), "\U000E007F") && run.count < 8
	case direction:
		return false
	}
	after := firstRune(text[run.span.End:])
	return run.count < 3 && (joinsIn(before) || joinsIn(after)) || run.count == 1 && joinsEmoji(before) && run.span.In(text) == "\u200d"
}

// joinsIn tells whether r belongs to a script that needs joiners, marks of direction or invisible breaks.
func joinsIn(r rune) bool {
	return r > 0x2ff && unicode.IsOneOf([]*unicode.RangeTable{
		unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Mongolian,
		unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu,
		unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Tibetan, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar,
	}, r)
}

// joinsEmoji tells whether a joiner may follow r: an emoji, its colour or its selector.
func joinsEmoji(r rune) bool {
	return r >= 0x1f000 && r <= 0x1faff || r >= 0x2190 && r <= 0x2bff || r >= 0xfe00 && r <= 0xfe0f
}

func hasRightToLeft(line string) bool {
	return strings.ContainsFunc(line, func(r rune) bool {
		return r > 0x58f && unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko)
	})
}

// spellTags returns the ASCII that tag characters stand for.
func spellTags(s string) string {
	return strings.Map(func(r rune) rune {
		if r -= 0xe0000; r >= ' ' && r < 0x7f {
			return r
		}
		return -1
	}, s)
}

// firstRune returns the first character of s, a space for none.
func firstRune(s string) rune {
	if s == "" {
		return ' '
	}
	r, _ := utf8.DecodeRuneInString(s)
	return r
}
