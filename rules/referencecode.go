package rules

import (
	"encoding/binary"

	"cortex/markdown"
)

// AppendCode appends a short form of the reference, which DecodeReference understands: there are many, and most are never looked at.
// It is shortest for a link whose path is the usual one.
func (r *Reference) AppendCode(b []byte, usual string) []byte {
	plain := r.plain(r.Text.Len()) == *r
	b = append(b, byte(r.Kind), bitsOf(r.Hidden, r.Path == usual, r.Destination == r.address(), plain))
	b = binary.AppendUvarint(b, uint64(r.Span.Start))
	b = binary.AppendUvarint(b, uint64(r.Text.Len()))
	if !plain {
		b = binary.AppendVarint(b, int64(r.mentioned))
		b = binary.AppendVarint(b, int64(r.Span.Len()))
		b = binary.AppendVarint(b, int64(r.Text.Start-r.Span.Start))
		for _, s := range []markdown.Span{r.Target, r.PathSpan, r.FragmentSpan} {
			b = binary.AppendVarint(b, int64(s.Start-r.Span.Start))
			b = binary.AppendVarint(b, int64(s.Len()))
		}
		b = appendText(b, r.Label)
	}
	b = appendText(b, r.Fragment)
	if r.Path != usual {
		b = appendText(b, r.Path)
	}
	if r.Destination != r.address() {
		b = appendText(b, r.Destination)
	}
	return b
}

// DecodeReference returns the reference that AppendCode was called on with the same usual path. It shares the memory of both.
func DecodeReference(code, usual string) Reference {
	c := codeReader{code, false}
	r := Reference{Kind: ReferenceKind(c.byte())}
	bits := c.byte()
	r.Hidden = bits&1 != 0
	r.Span.Start = c.number()
	text := c.number()
	if bits&8 == 0 {
		r.mentioned = c.signed()
		r.Span.End = r.Span.Start + c.signed()
		r.Text.Start = r.Span.Start + c.signed()
		r.Text.End = r.Text.Start + text
		for _, s := range []*markdown.Span{&r.Target, &r.PathSpan, &r.FragmentSpan} {
			s.Start = r.Span.Start + c.signed()
			s.End = s.Start + c.signed()
		}
		r.Label = c.text()
	}
	r.Fragment = c.text()
	if r.Path = usual; bits&2 == 0 {
		r.Path = c.text()
	}
	if r.Destination = r.address(); bits&4 == 0 {
		r.Destination = c.text()
	}
	if bits&8 != 0 {
		return r.plain(text)
	}
	return r
}

// address returns the destination that nothing need be escaped in.
func (r *Reference) address() string {
	if r.Fragment == "" {
		return r.Path
	}
	return r.Path + "#" + r.Fragment
}

// plain returns the reference as an inline link without a title, where it begins and with a text of that length.
func (r Reference) plain(text int) Reference {
	r.Text.Start = r.Span.Start + len("[")
	r.Text.End = r.Text.Start + text
	r.Target.Start = r.Text.End + len("](")
	r.Target.End = r.Target.Start + len(r.Destination)
	r.PathSpan = markdown.Span{Start: r.Target.Start, End: r.Target.Start + len(r.Path)}
	r.FragmentSpan = markdown.Span{Start: r.Target.End - len(r.Fragment), End: r.Target.End}
	r.Span.End = r.Target.End + len(")")
	r.Label, r.mentioned = "", 0
	return r
}
