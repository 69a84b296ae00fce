package rules

import (
	"encoding/binary"

	"cortex/markdown"
)

// AppendCode appends a short form of the reference, which DecodeReference understands: there are many, and most are never looked at.
func (r *Reference) AppendCode(b []byte) []byte {
	b = append(b, byte(r.Kind), bitsOf(r.Hidden, r.Path == r.Destination))
	for _, n := range []int{r.Span.Start, r.Span.Len(), r.mentioned} {
		b = binary.AppendVarint(b, int64(n))
	}
	for _, s := range []markdown.Span{r.Text, r.Target, r.PathSpan, r.FragmentSpan} {
		b = binary.AppendVarint(b, int64(s.Start-r.Span.Start))
		b = binary.AppendVarint(b, int64(s.Len()))
	}
	texts := []string{r.Destination, r.Fragment, r.Label, r.Path}
	if r.Path == r.Destination {
		texts = texts[:3]
	}
	for _, s := range texts {
		b = appendText(b, s)
	}
	return b
}

// DecodeReference returns the reference that AppendCode was called on, which shares the memory of its code.
func DecodeReference(code string) Reference {
	c := codeReader{code, false}
	r := Reference{Kind: ReferenceKind(c.byte())}
	bits := c.byte()
	r.Hidden = bits&1 != 0
	r.Span.Start = c.signed()
	r.Span.End = r.Span.Start + c.signed()
	r.mentioned = c.signed()
	for _, s := range []*markdown.Span{&r.Text, &r.Target, &r.PathSpan, &r.FragmentSpan} {
		s.Start = r.Span.Start + c.signed()
		s.End = s.Start + c.signed()
	}
	r.Destination, r.Fragment, r.Label = c.text(), c.text(), c.text()
	if r.Path = r.Destination; bits&2 == 0 {
		r.Path = c.text()
	}
	return r
}
