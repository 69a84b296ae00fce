package rules

import (
	"math"
	"strings"
)

// placeholders are parts of what stands for a secret, in lower case.
var placeholders = []string{
	"example", "your", "xxxx", "placeholder", "changeme", "change_me", "change-me", "redacted", "replace", "insert", "sample", "dummy", "fake", "0000", "1234", "abcd", "qwerty",
}

// guessable are parts of passwords that people write into examples.
var guessable = []string{"pass", "pwd", "secret", "user", "admin", "root", "test", "demo", "local", "postgres", "mysql", "mongo", "redis", "rabbit", "token", "key", "123", "abc", "foo", "bar", "passwd", "letmein", "welcome", "dev"}

// looksRandom tells whether s can be the output of a generator: no placeholder, no
// counting, and at least three bits in each character.
func looksRandom(s string) bool {
	return !containsAny(strings.ToLower(s), placeholders) && !countsUp(s) && entropy(s) >= 3 && strings.ContainsAny(s, "0123456789")
}

// hardToGuess tells whether s can be a real password: of eight characters and more, with
// letters and digits, and neither a word of examples nor a variable.
func hardToGuess(s string) bool {
	lower := strings.ToLower(s)
	if len(s) < 8 || s[0] == '$' || s[0] == '%' || strings.Contains(s, "**") {
		return false
	}
	if containsAny(lower, placeholders) || containsAny(lower, guessable) || countsUp(s) || entropy(s) < 2.5 {
		return false
	}
	return strings.ContainsAny(s, "0123456789") && strings.ContainsAny(lower, "abcdefghijklmnopqrstuvwxyz")
}

// countsUp tells whether many characters follow their neighbours in the alphabet, or equal them.
func countsUp(s string) bool {
	steps := 0
	for i := 1; i < len(s); i++ {
		if s[i] == s[i-1]+1 || s[i] == s[i-1] {
			steps++
		}
	}
	return steps*5 >= len(s)*2
}

// entropy returns the bits in each byte of s by Shannon's formula.
func entropy(s string) float64 {
	var count [256]int
	for i := range len(s) {
		count[s[i]]++
	}
	bits := 0.0
	for _, n := range count {
		if n > 0 {
			share := float64(n) / float64(len(s))
			bits -= share * math.Log2(share)
		}
	}
	return bits
}
