package markdown

import "strings"

// wikiAt reads the wiki link [[target#heading|text]] or ![[target]] that begins at
// start; it must end before limit. Its target is literal: it knows no escapes.
func wikiAt(text string, start, limit int) (Link, bool) {
	image := text[start] == '!'
	inner := start + len("[[")
	if image {
		inner++
	}
	if inner >= limit || text[inner-1] != '[' || text[inner-2] != '[' {
		return Link{}, false
	}
	end, ok := wikiEnd(text[:limit], inner)
	if !ok {
		return Link{}, false
	}
	l := Link{Kind: LinkWiki, Image: image, Span: Span{start, end + len("]]")}}
	l.splitWiki(text, Span{inner, end})
	return l, l.Target.Len() > 0
}

// wikiEnd returns where the content that begins at inner ends. It refuses what is
// more likely something else: a test in a shell, a footnote, a link in brackets, nested brackets.
func wikiEnd(text string, inner int) (int, bool) {
	n := strings.IndexAny(text[inner:], "[]\n")
	if n <= 0 || strings.IndexByte(" \t^", text[inner]) >= 0 {
		return 0, false
	}
	end := inner + n
	if !strings.HasPrefix(text[end:], "]]") {
		return 0, false
	}
	after := text[end+len("]]"):]
	return end, after == "" || strings.IndexByte("([:]", after[0]) < 0
}

// splitWiki splits target#heading|text. In tables the "|" is written "\|".
func (l *Link) splitWiki(text string, content Span) {
	target, shown, hasText := content, Span{}, false
	if bar := strings.IndexByte(content.In(text), '|'); bar >= 0 {
		hasText = true
		target.End = content.Start + bar
		shown = trimmed(text, Span{target.End + 1, content.End})
		if strings.HasSuffix(target.In(text), `\`) {
			target.End--
		}
	}
	l.destination = literalAt(text, trimmed(text, target))
	l.Text = l.Target
	if hasText {
		l.Text = shown
	}
}
