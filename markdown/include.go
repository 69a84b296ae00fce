package markdown

import "strings"

const includeOpen = "{{include:"

// includeAt reads the include that begins at start; it must end before limit and on its line.
func includeAt(text string, start, limit int) (Include, bool) {
	if !strings.HasPrefix(text[start:limit], includeOpen) {
		return Include{}, false
	}
	inner := start + len(includeOpen)
	n := strings.IndexAny(text[inner:limit], "{}\n")
	if n < 0 || !strings.HasPrefix(text[inner+n:limit], "}}") {
		return Include{}, false
	}
	inc := Include{Span: Span{start, inner + n + len("}}")}}
	target, options, found := strings.Cut(text[inner:inner+n], "|")
	inc.splitTarget(text, trimmed(text, Span{inner, inner + len(target)}))
	if found {
		inc.addOptions(text, Span{inner + n - len(options), inner + n})
	}
	return inc, true
}

func (inc *Include) splitTarget(text string, target Span) {
	path, _, found := strings.Cut(target.In(text), "#")
	inc.Target = target
	inc.PathSpan = trimmed(text, Span{target.Start, target.Start + len(path)})
	inc.SectionSpan = Span{target.End, target.End}
	if found {
		inc.SectionSpan = trimmed(text, Span{target.Start + len(path) + 1, target.End})
	}
	inc.Path, inc.Section = inc.PathSpan.In(text), inc.SectionSpan.In(text)
}

// addOptions splits "key=value|key=value"; a comma separates as well as a bar.
func (inc *Include) addOptions(text string, all Span) {
	for start := all.Start; start <= all.End; {
		end := all.End
		if n := strings.IndexAny(text[start:all.End], "|,"); n >= 0 {
			end = start + n
		}
		if span := trimmed(text, Span{start, end}); span.Len() > 0 {
			key, value, _ := strings.Cut(span.In(text), "=")
			inc.Options = append(inc.Options, IncludeOption{strings.TrimSpace(key), strings.TrimSpace(value), span})
		}
		start = end + 1
	}
}
