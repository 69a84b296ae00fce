package rules

import (
	"strings"
	"testing"
)

// TestStatementsAreTheirLetters compares lines of all lengths with what differs in spaces and marks, and with what differs in one letter.
func TestStatementsAreTheirLetters(t *testing.T) {
	said := func(line string) statement {
		all := appendStatements(nil, line, statement{}, &letterHash{})
		if len(all) != 1 {
			t.Fatalf("%q says %d statements", line, len(all))
		}
		return all[0]
	}
	letters := strings.Repeat("abcdefg1é世", 100)
	for n := range letters {
		if n == 0 {
			continue
		}
		text := letters[:n]
		was := said(text)
		if now := said("- **" + strings.ToUpper(text[:n/2]) + "** (" + text[n/2:] + ")"); n/2 == len(strings.ToValidUTF8(text[:n/2], "")) && now != was {
			t.Fatalf("%d bytes: %v with marks, want %v", n, now, was)
		}
		for _, other := range []string{text + "b", "b" + text[1:], text[1:] + "0"} {
			if now := said(other); now.hash == was.hash {
				t.Fatalf("%d bytes: %q has the hash of %q", n, other, text)
			}
		}
	}
}
