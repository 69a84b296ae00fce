package rules

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"cortex/markdown"
)

// heading is a place in a document that names what follows.
type heading struct {
	// words is the normalised text: see normalise.
	words string
	// section is nil for a bold line.
	section *markdown.Section
}

// headingsOf returns what may name the concepts of a profile, in order: headings of levels
// 2 and 3, those of level 1 after the title, and, because many
// people write them so, lines that begin with bold text.
func headingsOf(doc *markdown.Document) []heading {
	var all []heading
	title := titleOf(doc)
	for s := range doc.All() {
		if s.Level <= 3 && s != title {
			all = append(all, heading{normalise(s.Title), s})
		}
	}
	return append(all, boldLines(doc)...)
}

// boldStart matches a line that begins with bold text, also as a list item.
var boldStart = regexp.MustCompile(`^[ \t]*(?:(?:[-*+]|\d+[.)])[ \t]+)?\*\*([^*]+)\*\*`)

// boldLines returns the lines outside code that begin with bold text.
func boldLines(doc *markdown.Document) []heading {
	var all []heading
	fences := doc.Fences
	for i := range doc.Lines.Count() {
		span := doc.Lines.LineSpan(i)
		for len(fences) > 0 && fences[0].Span.End <= span.Start {
			fences = fences[1:]
		}
		if len(fences) > 0 && fences[0].Span.Start <= span.Start {
			continue
		}
		if m := boldStart.FindStringSubmatch(span.In(doc.Text)); m != nil {
			all = append(all, heading{words: normalise(m[1])})
		}
	}
	return all
}

// titleOf returns the first section of level 1, nil if there is none.
func titleOf(doc *markdown.Document) *markdown.Section {
	for _, s := range doc.Sections {
		if s.Level == 1 {
			return s
		}
	}
	return nil
}

// named returns the first heading that names the concept, preferring one that is just a name of it.
func (s *ProfileSection) named(all []heading) (heading, bool) {
	best, found := heading{}, false
	for _, h := range all {
		if slices.Contains(s.names, h.words) && h.section != nil {
			return h, true
		}
		if !found && slices.ContainsFunc(s.names, func(name string) bool { return containsName(h.words, name) }) {
			best, found = h, true
		}
	}
	if found || !s.Dated {
		return best, found
	}
	i := slices.IndexFunc(all, func(h heading) bool { return hasYear(h.words) })
	if i < 0 {
		return heading{}, false
	}
	return all[i], true
}

// fold sets the names of the concept, normalised.
func (s *ProfileSection) fold() {
	s.names = []string{normalise(s.Name)}
	for _, n := range slices.Concat(slices.Concat(slices.Collect(maps.Values(s.Languages))...), s.Synonyms) {
		s.names = append(s.names, normalise(n))
	}
}

// normalise reduces a heading or name to its words in lower case with one space between
// them: width and compatibility forms, emoji, punctuation and apostrophes do not count.
func normalise(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(norm.NFKC.String(text)) {
		switch {
		case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) && b.Len() > 0 && !gap:
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(r)
		case r != '\'' && r != '’' && r != '‘' && r != 'ʼ':
			gap = true
		}
	}
	return b.String()
}

// containsName tells whether normalised text contains a normalised name as whole
// words. Scripts that are written without spaces have no words: there any part counts.
func containsName(text, name string) bool {
	if name == "" {
		return false
	}
	if strings.ContainsFunc(name, withoutSpaces) {
		return strings.Contains(strings.ReplaceAll(text, " ", ""), strings.ReplaceAll(name, " ", ""))
	}
	return strings.Contains(" "+text+" ", " "+name+" ")
}

// withoutSpaces tells scripts that have no spaces between words or join particles to them.
func withoutSpaces(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

var year = regexp.MustCompile(`(^|[^0-9])20[0-9][0-9]([^0-9]|$)`)

// hasYear tells whether text names a year from 2000 to 2099, as the headings of logs do.
func hasYear(text string) bool { return year.MatchString(text) }

// knownLanguage tells whether the headings are in a language that profiles have
// names in, as far as letters show: letters of scripts without names, and Latin
// letters beyond ASCII, speak for another. A quarter of the headings may have some.
func knownLanguage(all []heading) bool {
	foreign, total := 0, 0
	for _, h := range all {
		if h.section == nil {
			continue
		}
		total++
		if strings.ContainsFunc(h.words, foreignLetter) {
			foreign++
		}
	}
	return foreign*4 <= total
}

func foreignLetter(r rune) bool {
	return r > unicode.MaxASCII && unicode.IsLetter(r) && !withoutSpaces(r) && !unicode.In(r, unicode.Cyrillic, unicode.Common)
}
