package markdown

import (
	"html"
	"strconv"
	"strings"
	"unicode/utf8"
)

// unescape resolves backslash escapes and entities as CommonMark does in text
// and targets (sections 2.4 and 2.5 of the specification).
func unescape(raw string) string {
	if !strings.ContainsAny(raw, `\&`) {
		return raw
	}
	var b strings.Builder
	b.Grow(len(raw))
	for i := 0; i < len(raw); {
		value, size := unit(raw[i:])
		b.WriteString(value)
		i += size
	}
	return b.String()
}

// unit resolves the escape or entity that raw begins with, or else returns one
// byte as it is. Size is the number of bytes of raw that were used.
func unit(raw string) (value string, size int) {
	switch {
	case raw[0] == '\\' && len(raw) > 1 && isPunct(raw[1]):
		return raw[1:2], 2
	case raw[0] == '&':
		if value, size, ok := entity(raw); ok {
			return value, size
		}
	}
	return raw[:1], 1
}

func isPunct(c byte) bool {
	return c >= '!' && c <= '/' || c >= ':' && c <= '@' || c >= '[' && c <= '`' || c >= '{' && c <= '~'
}

// maxEntity is longer than any entity name of HTML.
const maxEntity = 40

// entity resolves the character reference that raw begins with.
func entity(raw string) (value string, size int, ok bool) {
	size = strings.IndexByte(raw[:min(len(raw), maxEntity)], ';') + 1
	if size < 3 {
		return "", 0, false
	}
	name := raw[1 : size-1]
	if name[0] == '#' {
		value, ok = numericEntity(name[1:])
		return value, size, ok
	}
	// UnescapeString also knows names without a semicolon, as in "&notit;": then the semicolon stays.
	value = html.UnescapeString(raw[:size])
	ok = isAlphanumeric(name) && (value == ";" || !strings.HasSuffix(value, ";"))
	return value, size, ok
}

func isAlphanumeric(name string) bool {
	for i := range len(name) {
		c := name[i] | 0x20
		if (c < 'a' || c > 'z') && (name[i] < '0' || name[i] > '9') {
			return false
		}
	}
	return true
}

// numericEntity resolves "1234" and "x12ab". Characters that do not exist become U+FFFD.
func numericEntity(digits string) (string, bool) {
	base, most := 10, 7
	if digits != "" && digits[0]|0x20 == 'x' {
		base, most, digits = 16, 6, digits[1:]
	}
	if len(digits) > most {
		return "", false
	}
	r, err := strconv.ParseUint(digits, base, 32)
	if err != nil {
		return "", false
	}
	if r == 0 || !utf8.ValidRune(rune(r)) {
		r = utf8.RuneError
	}
	return string(rune(r)), true
}
