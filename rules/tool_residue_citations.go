package rules

import (
	"strings"
	"unicode/utf8"

	"cortex/markdown"
)

// citationHints begin the tokens with which chats cite a source or a memory.
var citationHints = []string{":contentReference[oaicite:", "【", "citeturn", "cite\ue202turn", "[[memory:", "[cite_start]", "[cite: "}

// findCitations returns citation tokens with the space before them.
func findCitations(line string) []markdown.Span {
	var spans []markdown.Span
	for at := 0; at < len(line); {
		n := citationLength(line[at:])
		if n == 0 {
			_, size := utf8.DecodeRuneInString(line[at:])
			at += size
			continue
		}
		s := markdown.Span{Start: at, End: at + n}
		at = s.End
		if strings.HasSuffix(line[:s.Start], "(") && strings.HasPrefix(line[s.End:], ")") {
			s.Start--
			s.End++
		}
		if strings.HasSuffix(line[:s.Start], " ") && (s.End == len(line) || strings.IndexByte(" \t.,;:!?)", line[s.End]) >= 0) {
			s.Start--
		}
		spans = append(spans, s)
	}
	return spans
}

// citationLength returns the length of the token that s begins with, 0 if none.
func citationLength(s string) int {
	switch s[0] {
	case ':':
		if !strings.HasPrefix(s, ":contentReference[oaicite:") {
			return 0
		}
		return enclosed(s, "}", 60, func(in string) bool { return strings.Contains(in, "]{index=") })
	case "【"[0]:
		if !strings.HasPrefix(s, "【") {
			return 0
		}
		return enclosed(s, "】", 120, func(in string) bool { return strings.Contains(in, "†") })
	case '[':
		return bracketCitation(s)
	case 'c', "\ue200"[0]:
		return turnCitation(s)
	}
	return 0
}

func bracketCitation(s string) int {
	switch {
	case strings.HasPrefix(s, "[cite_start]"):
		return len("[cite_start]")
	case strings.HasPrefix(s, "[[memory:"):
		return enclosed(s, "]]", 40, func(in string) bool { return onlyOf(in[len("[[memory:"):], "0123456789") })
	case strings.HasPrefix(s, "[cite: "):
		return enclosed(s, "]", 80, func(in string) bool { return onlyOf(in[len("[cite: "):], "0123456789, -") })
	}
	return 0
}

// turnCitation matches "citeturn0search1turn2view0", with or without the private-use marks around its parts.
func turnCitation(s string) int {
	rest := strings.TrimPrefix(s, "\ue200")
	rest, ok := strings.CutPrefix(rest, "cite")
	if !ok {
		return 0
	}
	turns := 0
	for {
		next, ok := strings.CutPrefix(strings.TrimPrefix(rest, "\ue202"), "turn")
		if !ok {
			break
		}
		next = strings.TrimLeft(next, "0123456789")
		next = strings.TrimLeft(next, "abcdefghijklmnopqrsuvwxyz")
		after := strings.TrimLeft(next, "0123456789")
		if len(after) == len(next) {
			break
		}
		rest = after
		turns++
	}
	if turns == 0 {
		return 0
	}
	return len(s) - len(strings.TrimPrefix(rest, "\ue201"))
}

// enclosed returns the length of s up to and with the first end, 0 if that is further than most or what is before is not right.
func enclosed(s, end string, most int, right func(string) bool) int {
	i := strings.Index(s[:min(len(s), most)], end)
	if i < 0 || !right(s[:i]) {
		return 0
	}
	return i + len(end)
}

func onlyOf(s, chars string) bool { return s != "" && strings.Trim(s, chars) == "" }
