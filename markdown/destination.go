package markdown

import "strings"

// destination is where a link or a definition leads. Banks have many links: what can be made of it when somebody asks is not kept.
type destination struct {
	// Target covers the destination as written, without angle brackets and title.
	// For reference links it covers the label, which for [label] and [label][] equals Text.
	Target Span
	// Destination is the target with escapes and entities resolved, percent-encoding kept. An e-mail
	// address in angle brackets gets "mailto:"; the target of a wiki link is taken literally.
	// For reference links it is the definition's destination.
	Destination string
	// hash is where in Target the first "#" is written, with hashSize bytes, 0 if there is none.
	hash     int32
	hashSize uint8
	form     destinationForm
}

// destinationForm tells how a target is written.
type destinationForm uint8

const (
	formEncoded destinationForm = iota // with escapes, entities or percent-encoding
	formLiteral                        // as it is: of nearly all links, and of any wiki link
	formLabel                          // elsewhere: the target is a label
)

// Path and Fragment return Destination split at the first "#", both percent-decoded except for wiki links; a query stays in Path.
func (d *destination) Path() string {
	if d.form == formLiteral {
		return d.literal(d.PathSpan())
	}
	path, _, _ := strings.Cut(d.Destination, "#")
	return unpercent(path)
}

// Fragment is described at Path.
func (d *destination) Fragment() string {
	if d.form == formLiteral {
		return d.literal(d.FragmentSpan())
	}
	_, fragment, _ := strings.Cut(d.Destination, "#")
	return unpercent(fragment)
}

// literal returns a part of Target.
func (d *destination) literal(part Span) string {
	return d.Destination[part.Start-d.Target.Start : part.End-d.Target.Start]
}

// HasFragment tells "a.md#" from "a.md".
func (d *destination) HasFragment() bool {
	return d.hashSize > 0 || d.form == formLabel && strings.IndexByte(d.Destination, '#') >= 0
}

// PathSpan and FragmentSpan return the two parts inside Target, the "#" in neither.
// They are empty at Target.End where the part is missing, and for reference links both equal Target.
func (d *destination) PathSpan() Span {
	switch {
	case d.form == formLabel || d.hashSize == 0:
		return d.Target
	case d.hash == 0:
		return Span{d.Target.End, d.Target.End}
	}
	return Span{d.Target.Start, d.Target.Start + int(d.hash)}
}

// FragmentSpan is described at PathSpan.
func (d *destination) FragmentSpan() Span {
	switch {
	case d.form == formLabel:
		return d.Target
	case d.hashSize == 0:
		return Span{d.Target.End, d.Target.End}
	}
	return Span{d.Target.Start + int(d.hash) + int(d.hashSize), d.Target.End}
}

// destinationAt reads the destination that target covers.
func destinationAt(text string, target Span) destination {
	d := literalAt(text, target)
	if d.form = formIn(d.Destination); d.form == formLiteral {
		return d
	}
	raw := d.Destination
	d.Destination, d.hash, d.hashSize = unescape(raw), 0, 0
	for i := 0; i < len(raw); { // a "#" may be written "\#" or "&num;"
		value, size := unit(raw[i:])
		if value == "#" {
			d.hash, d.hashSize = int32(i), uint8(size)
			break
		}
		i += size
	}
	return d
}

// formIn returns the form of what is written like that.
func formIn(raw string) destinationForm {
	for i := range len(raw) {
		if c := raw[i]; c == '\\' || c == '&' || c == '%' {
			return formEncoded
		}
	}
	return formLiteral
}

// literalAt reads the destination that target covers, and in which nothing stands for something else.
func literalAt(text string, target Span) destination {
	d := destination{Target: target, Destination: target.In(text), form: formLiteral}
	if hash := strings.IndexByte(d.Destination, '#'); hash >= 0 {
		d.hash, d.hashSize = int32(hash), 1
	}
	return d
}

// unpercent decodes "%20" and the like; a "%" without two hexadecimal digits stays.
func unpercent(s string) string {
	if strings.IndexByte(s, '%') < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) && unhex(s[i+1]) >= 0 && unhex(s[i+2]) >= 0 {
			b.WriteByte(byte(unhex(s[i+1])<<4 | unhex(s[i+2])))
			i += 2
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// unhex returns the value of a hexadecimal digit, or -1.
func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
