package markdown

import "strings"

// Replacement returns the edit of whole lines that turns before into after; nil if they are equal.
func Replacement(before, after string) []Edit {
	if before == after {
		return nil
	}
	start := 0
	for {
		i := strings.IndexByte(before[start:], '\n') + 1
		if i == 0 || !strings.HasPrefix(after[start:], before[start:start+i]) {
			break
		}
		start += i
	}
	end := 0
	for {
		rest := before[start : len(before)-end]
		line := rest[strings.LastIndexByte(strings.TrimSuffix(rest, "\n"), '\n')+1:]
		if line == "" || !strings.HasSuffix(after[start:len(after)-end], line) || !strings.HasSuffix(rest, "\n") && end > 0 {
			break
		}
		end += len(line)
	}
	return []Edit{{Span: Span{Start: start, End: len(before) - end}, New: after[start : len(after)-end]}}
}
