package rules

import (
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
	// text is the content as written, section the section; both are empty for a line of text.
	text    string
	section *markdown.Section
}

// headingsOf returns what may name the concepts of a profile, in order: headings of levels
// 2 and 3, those of level 1 after the title, and, because many
// people write them so, lines that begin with bold text. In a file without headings below the title they
// are the lines that begin with a label, too: "Current focus: the login".
func headingsOf(doc *markdown.Document) []heading {
	var all []heading
	title := titleOf(doc)
	for s := range doc.All() {
		if s.Level <= 3 && s != title {
			all = append(all, heading{normalise(s.Title), s.Content.In(doc.Text), s})
		}
	}
	if len(all) == 0 {
		all = labelLines(doc)
	}
	return append(all, boldLines(doc)...)
}

// labelStart matches a line that begins with a few words and a colon, also as a list item.
var labelStart = pattern(`^(?:[-*+][ \t]+)?(\pL[\pL\pM' ’/&-]{1,40}?) ?[:：](?:\s|$)`)

// labelLines returns the lines outside code that begin with a label.
func labelLines(doc *markdown.Document) []heading {
	var all []heading
	for line := range proseLines(doc) {
		if m := labelStart().FindStringSubmatch(doc.Lines.LineSpan(line).In(doc.Text)); m != nil {
			all = append(all, heading{words: normalise(m[1])})
		}
	}
	return all
}

// boldStart matches a line that begins with bold text, also as a list item.
var boldStart = pattern(`^[ \t]*(?:(?:[-*+]|\d+[.)])[ \t]+)?\*\*([^*]+)\*\*`)

// boldLines returns the lines outside code that begin with bold text.
func boldLines(doc *markdown.Document) []heading {
	var all []heading
	for line := range proseLines(doc) {
		if m := boldStart().FindStringSubmatch(doc.Lines.LineSpan(line).In(doc.Text)); m != nil {
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

// conceptNames holds the names of all sections of a file, for one reading of its headings.
type conceptNames struct {
	// phrases maps a name of one or more words to the index of the first section that it names, shared to those of the others.
	phrases map[string]int
	shared  map[string][]int
	// longest is the number of words of the longest phrase.
	longest int
	// parts are names in scripts without spaces, which need no borders.
	parts []conceptPart
}

type conceptPart struct {
	text    string
	section int
}

// namesPerSection is about how many names a concept has in scripts with spaces.
const namesPerSection = 32

func newConceptNames(sections []ProfileSection) *conceptNames {
	c := &conceptNames{phrases: make(map[string]int, namesPerSection*len(sections)), shared: map[string][]int{}}
	for i, s := range sections {
		c.add(s.Name, i)
		for _, name := range s.Synonyms {
			c.add(name, i)
		}
		for _, names := range s.Languages {
			for _, name := range names {
				c.add(name, i)
			}
		}
	}
	return c
}

func (c *conceptNames) add(name string, section int) {
	name = normalise(name)
	if strings.ContainsFunc(name, withoutSpaces) {
		c.parts = append(c.parts, conceptPart{strings.ReplaceAll(name, " ", ""), section})
		return
	}
	if _, known := c.phrases[name]; known {
		c.shared[name] = append(c.shared[name], section)
	} else {
		c.phrases[name] = section
	}
	c.longest = max(c.longest, strings.Count(name, " ")+1)
}

// find calls yield with the index of each section that normalised words name, possibly
// more than once, and whether they are just a name and nothing else.
func (c *conceptNames) find(words string, yield func(section int, whole bool)) {
	for start := 0; start < len(words); start = wordEnd(words, start) + 1 {
		end := start - 1
		for n := 0; n < c.longest && end < len(words); n++ {
			end = wordEnd(words, end+1)
			first, ok := c.phrases[words[start:end]]
			if !ok {
				continue
			}
			yield(first, end-start == len(words))
			for _, i := range c.shared[words[start:end]] {
				yield(i, end-start == len(words))
			}
		}
	}
	if !strings.ContainsFunc(words, withoutSpaces) {
		return
	}
	solid := strings.ReplaceAll(words, " ", "")
	for _, p := range c.parts {
		if strings.Contains(solid, p.text) {
			yield(p.section, len(p.text) == len(solid))
		}
	}
}

// wordEnd returns where the word at offset ends.
func wordEnd(words string, offset int) int {
	if n := strings.IndexByte(words[offset:], ' '); n >= 0 {
		return offset + n
	}
	return len(words)
}

// read returns the heading of each section of the profile, nil for those that are not
// there: the first one that names it, preferably one that is just a name of it.
func (f *ProfileFile) read(all []heading) []*heading {
	if f.Exact {
		return f.readExactly(all)
	}
	found, exact := make([]*heading, len(f.Sections)), make([]bool, len(f.Sections))
	for i := range all {
		h := &all[i]
		f.names().find(h.words, func(s int, whole bool) {
			whole = whole && h.section != nil
			if found[s] == nil || whole && !exact[s] {
				found[s], exact[s] = h, whole
			}
		})
	}
	dated := slices.IndexFunc(all, func(h heading) bool { return year().MatchString(h.words) })
	for i := range f.Sections {
		if f.Sections[i].Dated && found[i] == nil && dated >= 0 {
			found[i] = &all[dated]
		}
	}
	return found
}

// readExactly is read for a file whose headings must be the names themselves.
func (f *ProfileFile) readExactly(all []heading) []*heading {
	found := make([]*heading, len(f.Sections))
	for i := range all {
		h := &all[i]
		if h.section == nil || h.section.Level != 2 {
			continue
		}
		at := slices.IndexFunc(f.Sections, func(s ProfileSection) bool { return s.Name == h.text })
		if at >= 0 && found[at] == nil {
			found[at] = h
		}
	}
	return found
}

// year matches a year from 2000 to 2099, as the headings of logs have it.
var year = pattern(`(^|[^0-9])20[0-9][0-9]([^0-9]|$)`)

// normalise reduces a heading or name to its words in lower case with one space between
// them: width and compatibility forms, emoji, punctuation and apostrophes do not count.
func normalise(text string) string {
	text = strings.ToLower(norm.NFKC.String(text))
	if onlyWords(text) {
		return text
	}
	var b strings.Builder
	gap := false
	for _, r := range text {
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

// onlyWords tells that a text is letters and digits with one space between words, as nearly all names in profiles are.
func onlyWords(text string) bool {
	before := ' '
	for _, r := range text {
		if r == ' ' && before == ' ' || r != ' ' && !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			return false
		}
		before = r
	}
	return before != ' '
}

// firstWithoutSpaces is the least character of the scripts that withoutSpaces tells.
const firstWithoutSpaces = '\u1100'

// withoutSpaces tells scripts that have no spaces between words or join particles to them.
func withoutSpaces(r rune) bool {
	return r >= firstWithoutSpaces && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

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
