package rules

import (
	"slices"
	"strings"

	"cortex/markdown"
)

// elisionHints are in every text with a note that is looked for.
var elisionHints = []string{"unchanged", "same", "remain", "existing", "Existing", "as is", "as before"}

// findElision matches a line that says that the rest of the file is as before, in
// the brackets, dots or comment that set such a note off from a sentence.
func findElision(line string) []markdown.Span {
	text, framed, dotted := unframe(line)
	if !framed {
		return nil
	}
	words := strings.Fields(strings.ToLower(text))
	if len(words) < 2 || len(words) > 12 || !leavesOut(words) || !namesText(words) {
		return nil
	}
	if !dotted && !saysUnchanged(words) {
		return nil
	}
	start := len(line) - len(strings.TrimLeft(line, " \t"))
	return []markdown.Span{{Start: start, End: len(strings.TrimRight(line, " \t"))}}
}

// unframe strips the marks around a note. Dotted tells that dots stand on both sides.
func unframe(line string) (text string, framed, dotted bool) {
	text = strings.TrimLeft(strings.TrimSpace(line), "-*_ ")
	before, after := false, false
	for _, mark := range []string{"<!--", "//", "[", "(", "{", "...", "…"} {
		if rest, ok := strings.CutPrefix(text, mark); ok {
			text, framed = strings.TrimLeft(rest, " \t*_.…"), true
			before = before || strings.Contains(line, "...") || strings.Contains(line, "…")
		}
	}
	for _, mark := range []string{"*", "_", "-->", "]", ")", "}", "...", "…"} {
		if rest, ok := strings.CutSuffix(text, mark); ok {
			text = strings.TrimRight(rest, " \t")
			after = after || mark == "..." || mark == "…"
		}
	}
	return strings.TrimRight(text, "*_. "), framed, before && after
}

// leavesOut tells whether the words begin with what is left out.
func leavesOut(words []string) bool {
	for len(words) > 1 && slices.Contains([]string{"the", "all", "and", "your"}, words[0]) {
		words = words[1:]
	}
	switch words[0] {
	case "existing", "previous", "remaining":
		return true
	case "rest", "remainder":
		return len(words) > 1 && words[1] == "of"
	}
	return false
}

// namesText tells whether the words speak of the file and not of what it is about.
func namesText(words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool {
		switch w {
		case "file", "document", "content", "contents", "section", "sections", "entries", "text":
			return true
		}
		return false
	})
}

func saysUnchanged(words []string) bool {
	said := " " + strings.Join(words, " ") + " "
	if containsAny(said, []string{" unchanged", " the same", " as is", " as before", " as-is"}) {
		return true
	}
	switch words[len(words)-1] {
	case "remain", "remains", "continues", "here":
		return true
	}
	return false
}
