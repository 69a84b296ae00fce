package markdown

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// frontMatterAt returns the YAML block at the top of text, past a BOM, or nil.
//
// The first line is "---", a later one "---" or "...", and the first line
// between that is neither blank nor a comment is a key, or the block is a flow
// mapping, or it is blank. Comments count as such only in a block without blank
// lines before the first key: elsewhere "# Title" is a heading and "---" above it
// a thematic break.
func frontMatterAt(text string) *FrontMatter {
	start := len(text) - len(strings.TrimPrefix(text, bom))
	first, at := nextLine(text, start)
	if !isFence(first.In(text), "---") {
		return nil
	}
	content := Span{at, at}
	for at < len(text) {
		var line Span
		line, at = nextLine(text, at)
		if s := line.In(text); isFence(s, "---") || isFence(s, "...") {
			content.End = line.Start
			if !isMapping(text, content) {
				return nil
			}
			return &FrontMatter{Span: Span{start, line.End}, Content: content, Keys: frontMatterKeys(text, content)}
		}
	}
	return nil
}

// nextLine returns the line that starts at offset at, without its line end, and where the next one starts.
func nextLine(text string, at int) (line Span, next int) {
	size := strings.IndexAny(text[at:], "\r\n")
	if size < 0 {
		return Span{at, len(text)}, len(text)
	}
	end := at + size
	if strings.HasPrefix(text[end:], "\r\n") {
		return Span{at, end}, end + 2
	}
	return Span{at, end}, end + 1
}

func isFence(line, mark string) bool { return strings.TrimRight(line, " \t") == mark }

// isMapping reports whether the lines of content look like a YAML mapping or are all blank.
func isMapping(text string, content Span) bool {
	var blank, comment bool
	for at := content.Start; at < content.End; {
		var line Span
		line, at = nextLine(text, at)
		s := line.In(text)
		switch trimmed := strings.TrimLeft(s, " \t"); {
		case trimmed == "":
			blank = true
		case trimmed[0] == '#':
			comment = true
		case blank && comment:
			return false
		default:
			_, _, ok := keyOf(s)
			return ok || isFlow(Span{line.Start, content.End}.In(text))
		}
	}
	return !comment
}

// isFlow tells {key: value} from {{include: ...}}.
func isFlow(s string) bool {
	return strings.HasPrefix(s, "{") && !strings.HasPrefix(s, "{{") && strings.HasSuffix(strings.TrimSpace(s), "}")
}

// frontMatterKeys returns the top-level keys of the block mapping in content.
// Whatever is not a key in the first column is part of the value before it:
// nested lines, lists, block scalars, comments.
func frontMatterKeys(text string, content Span) []FrontMatterKey {
	var keys []FrontMatterKey
	for at := content.Start; at < content.End; {
		var line Span
		line, at = nextLine(text, at)
		name, size, ok := keyOf(line.In(text))
		if !ok {
			continue
		}
		if len(keys) > 0 {
			keys[len(keys)-1].Value.End = line.Start
		}
		key := Span{line.Start, line.Start + size}
		colon := key.End + strings.IndexByte(text[key.End:], ':')
		keys = append(keys, FrontMatterKey{Name: name, Key: key, Value: Span{colon + 1, content.End}})
	}
	for i := range keys {
		keys[i].Value = trimmed(text, keys[i].Value)
	}
	return keys
}

// trimmed returns s without blanks and line ends around its text; if there is nothing else, the start of s.
func trimmed(text string, s Span) Span {
	start, end := s.Start, s.End
	for start < end && isBlank(text[start]) {
		start++
	}
	if start == end {
		return Span{s.Start, s.Start}
	}
	for isBlank(text[end-1]) {
		end--
	}
	return Span{start, end}
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// keyOf reads the key that starts line, followed by ":" and a blank or the line's
// end. Size is the length of the key as written.
func keyOf(line string) (name string, size int, ok bool) {
	switch {
	case strings.HasPrefix(line, `"`):
		size = doubleQuoted(line)
	case strings.HasPrefix(line, "'"):
		size = singleQuoted(line)
	default:
		size = plainKey(line)
	}
	if size == 0 || !startsValue(strings.TrimLeft(line[size:], " \t")) {
		return "", 0, false
	}
	return unquoted(line[:size]), size, true
}

// startsValue reports whether s is a ":" that ends a key.
func startsValue(s string) bool {
	return s == ":" || strings.HasPrefix(s, ": ") || strings.HasPrefix(s, ":\t")
}

// doubleQuoted returns the length of the quoted string that starts s, 0 if it does not end.
func doubleQuoted(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return 0
}

// singleQuoted is doubleQuoted for single quotes, where two stand for one.
func singleQuoted(s string) int {
	for i := 1; i < len(s); i++ {
		if s[i] != '\'' {
			continue
		}
		if !strings.HasPrefix(s[i+1:], "'") {
			return i + 1
		}
		i++
	}
	return 0
}

// plainKey returns the length of the unquoted key that starts s, or 0. It begins
// with a letter, digit, "_" or "$", which no Markdown block does but a
// paragraph or an ordered list; so with a digit it is one word.
func plainKey(s string) int {
	first, _ := utf8.DecodeRuneInString(s)
	if !unicode.IsLetter(first) && !unicode.IsDigit(first) && first != '_' && first != '$' {
		return 0
	}
	end := 0
	for end < len(s) && !startsValue(s[end:]) {
		end++
	}
	if end == len(s) {
		return 0
	}
	key := strings.TrimRight(s[:end], " \t")
	if strings.Contains(key, " #") || unicode.IsDigit(first) && strings.ContainsAny(key, " \t") {
		return 0
	}
	return len(key)
}

func unquoted(key string) string {
	switch key[0] {
	case '\'':
		return strings.ReplaceAll(key[1:len(key)-1], "''", "'")
	case '"':
		if name, err := strconv.Unquote(key); err == nil {
			return name
		}
		return key[1 : len(key)-1]
	}
	return key
}
