package rules

import (
	"encoding/binary"
	"strings"
)

// What a question and an answer begin with when they are kept for another process.
const (
	noCode = iota
	anchorCode
	linesCode
	markCode
	trueCode
	falseCode
)

// EncodeQuestion returns what DecodeQuestion understands, false for a question of another package.
func EncodeQuestion(q Question) (string, bool) {
	switch q := q.(type) {
	case anchorQuestion:
		return string(append([]byte{anchorCode, bitsOf(q.scan)}, q.fragment...)), true
	case linesQuestion:
		return string(appendCount([]byte{linesCode}, q.most)), true
	case markQuestion:
		return string([]byte{markCode}), true
	}
	return "", false
}

// DecodeQuestion returns the question that EncodeQuestion was given, nil for anything else.
func DecodeQuestion(code string) Question {
	r := codeReader{code, false}
	var q Question
	switch r.byte() {
	case anchorCode:
		scan := r.byte() == 1
		q = anchorQuestion{strings.Clone(r.rest), scan}
	case linesCode:
		q = linesQuestion{r.number()}
	case markCode:
		q = markQuestion{}
	}
	if r.failed {
		return nil
	}
	return q
}

// EncodeAnswer returns what DecodeAnswer understands, false for an answer to a question of another package.
func EncodeAnswer(answer any) (string, bool) {
	switch a := answer.(type) {
	case nil:
		return string([]byte{noCode}), true
	case anchorAnswer:
		return string(append([]byte{anchorCode, bitsOf(a.found, a.sure, a.scanned)}, a.slug...)), true
	case int:
		return string(appendCount([]byte{linesCode}, a)), true
	case bool:
		return string([]byte{trueCode + 1 - bitsOf(a)}), true
	}
	return "", false
}

// DecodeAnswer returns the answer that EncodeAnswer was given, false for anything else.
func DecodeAnswer(code string) (answer any, ok bool) {
	r := codeReader{code, false}
	switch r.byte() {
	case noCode:
	case anchorCode:
		bits := r.byte()
		answer = anchorAnswer{bits&1 != 0, strings.Clone(r.rest), bits&2 != 0, bits&4 != 0}
	case linesCode:
		answer = r.number()
	case trueCode:
		answer = true
	case falseCode:
		answer = false
	default:
		r.failed = true
	}
	return answer, !r.failed
}

func bitsOf(flags ...bool) byte {
	var bits byte
	for i, set := range flags {
		if set {
			bits |= 1 << i
		}
	}
	return bits
}

func appendCount(b []byte, n int) []byte { return binary.AppendUvarint(b, uint64(n)) }

func appendText(b []byte, text string) []byte { return append(appendCount(b, len(text)), text...) }

// codeReader reads what was kept. Once it has failed it returns zeros.
type codeReader struct {
	rest   string
	failed bool
}

func (r *codeReader) byte() byte {
	if r.rest == "" {
		r.failed = true
		return 0
	}
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

func (r *codeReader) number() int {
	v, n := uint64(0), 0
	for shift := 0; n < len(r.rest) && shift < 63; shift += 7 {
		b := r.rest[n]
		n++
		v |= uint64(b&0x7f) << shift
		if b < 0x80 {
			r.rest = r.rest[n:]
			return int(v)
		}
	}
	r.rest, r.failed = "", true
	return 0
}

// signed reads a number that binary.AppendVarint has written.
func (r *codeReader) signed() int {
	n := uint64(r.number())
	return int(int64(n>>1) ^ -int64(n&1))
}

// text reads a text after its length.
func (r *codeReader) text() string {
	n := r.number()
	if n > len(r.rest) {
		r.rest, r.failed = "", true
		return ""
	}
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}
