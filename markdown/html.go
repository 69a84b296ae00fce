package markdown

import (
	"html"
	"strings"
)

// addInlineHTML records a tag, comment, declaration or the like inside a paragraph.
func (f *facts) addInlineHTML(span Span) {
	if strings.HasPrefix(span.In(f.text), "<!--") {
		f.comments = append(f.comments, commentAt(f.text, span))
		return
	}
	f.addTags(span)
}

// addHTMLBlock records the comments of an HTML block, what is between them, and the anchors in its tags.
func (f *facts) addHTMLBlock(span Span) {
	rest := span
	for rest.Len() > 0 {
		n := strings.Index(rest.In(f.text), "<!--")
		if n < 0 {
			break
		}
		start := rest.Start + n
		f.addTags(Span{rest.Start, start})
		c := commentAt(f.text, Span{start, span.End})
		c.Block = true
		f.comments = append(f.comments, c)
		rest.Start = c.Span.End
	}
	f.addTags(rest)
}

// commentAt returns the comment that span begins with. Without an end it reaches to the end of span.
func commentAt(text string, span Span) Comment {
	start := span.Start + len("<!--")
	after := text[start:span.End]
	for _, short := range []string{">", "->"} { // <!--> and <!---> are whole
		if strings.HasPrefix(after, short) {
			return Comment{Span: Span{span.Start, start + len(short)}, Content: Span{start, start}}
		}
	}
	n := strings.Index(after, "-->")
	if n < 0 {
		return Comment{Span: span, Content: Span{start, span.End}}
	}
	return Comment{Span: Span{span.Start, start + n + len("-->")}, Content: Span{start, start + n}}
}

// addTags records HTML without comments.
func (f *facts) addTags(span Span) {
	span = trimmed(f.text, span)
	if span.Len() == 0 {
		return
	}
	f.html = append(f.html, span)
	for i := span.Start; i < span.End; {
		n := strings.IndexByte(f.text[i:span.End], '<')
		if n < 0 {
			return
		}
		i += n + 1
		if i < span.End && isLetter(f.text[i]) {
			i = f.addTag(Span{i - 1, span.End})
		}
	}
}

// addTag records the anchors of the tag that span begins with and returns where it ends.
func (f *facts) addTag(span Span) int {
	first := len(f.ids)
	t := tagReader{text: f.text[:span.End], pos: span.Start + 1}
	t.name()
	for {
		name, value, ok := t.attribute()
		if !ok {
			break
		}
		if value != "" && (strings.EqualFold(name, "id") || strings.EqualFold(name, "name")) {
			f.ids = append(f.ids, Anchor{Kind: AnchorHTML, Slug: html.UnescapeString(value)})
		}
	}
	for i := range f.ids[first:] {
		f.ids[first+i].Span = Span{span.Start, t.pos}
	}
	return t.pos
}

// tagReader reads the attributes of one tag.
type tagReader struct {
	text string
	pos  int
}

// name reads up to white space or a character that ends a name.
func (t *tagReader) name() string {
	start := t.pos
	for t.pos < len(t.text) && strings.IndexByte(" \t\n/>=", t.text[t.pos]) < 0 {
		t.pos++
	}
	return t.text[start:t.pos]
}

// attribute reads the next attribute. At the end of the tag it returns false with pos after ">".
func (t *tagReader) attribute() (name, value string, ok bool) {
	t.skip(" \t\n/")
	if t.pos == len(t.text) {
		return "", "", false
	}
	if t.text[t.pos] == '>' {
		t.pos++
		return "", "", false
	}
	name = t.name()
	t.skip(" \t\n")
	if t.pos == len(t.text) || t.text[t.pos] != '=' {
		return name, "", true
	}
	t.pos++
	t.skip(" \t\n")
	return name, t.value(), true
}

// value reads a quoted or bare value.
func (t *tagReader) value() string {
	if t.pos == len(t.text) {
		return ""
	}
	if quote := t.text[t.pos]; quote == '"' || quote == '\'' {
		value, _, _ := strings.Cut(t.text[t.pos+1:], string(quote))
		t.pos = min(t.pos+len(value)+2, len(t.text))
		return value
	}
	start := t.pos
	for t.pos < len(t.text) && strings.IndexByte(" \t\n>", t.text[t.pos]) < 0 {
		t.pos++
	}
	return t.text[start:t.pos]
}

func (t *tagReader) skip(set string) {
	for t.pos < len(t.text) && strings.IndexByte(set, t.text[t.pos]) >= 0 {
		t.pos++
	}
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
