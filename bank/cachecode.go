package bank

import (
	"encoding/binary"
	"hash/crc32"
	"strings"
)

// cacheMagic begins a file of the cache; another form of the file has another one.
const cacheMagic = "cortex cache 3\n"

// codeWriter writes what a codeReader reads.
type codeWriter struct{ b []byte }

func (w *codeWriter) number(n int)   { w.b = binary.AppendUvarint(w.b, uint64(n)) }
func (w *codeWriter) fixed(n uint64) { w.b = binary.LittleEndian.AppendUint64(w.b, n) }
func (w *codeWriter) raw(h textHash) { w.b = append(w.b, h[:]...) }
func (w *codeWriter) text(s string)  { w.number(len(s)); w.b = append(w.b, s...) }
func (w *codeWriter) flags(set ...bool) {
	var bits byte
	for i, is := range set {
		if is {
			bits |= 1 << i
		}
	}
	w.b = append(w.b, bits)
}

// blockHead is how long what stands before a block is: its length and sum.
const blockHead = 8

// block appends what another writer has written, with its length and sum.
func (w *codeWriter) block(o *codeWriter) {
	w.b = binary.LittleEndian.AppendUint32(w.b, uint32(len(o.b)))
	w.b = binary.LittleEndian.AppendUint32(w.b, crc32.ChecksumIEEE(o.b))
	w.b = append(w.b, o.b...)
}

// codeReader reads what may be damaged. Once it has failed it returns zeros.
type codeReader struct {
	rest   string
	failed bool
}

func (r *codeReader) fail() { r.rest, r.failed = "", true }

func (r *codeReader) take(n int) string {
	if n < 0 || n > len(r.rest) {
		r.fail()
		return ""
	}
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}

// number reads a number that is not negative.
func (r *codeReader) number() int {
	if len(r.rest) > 0 && r.rest[0] < 0x80 {
		n := int(r.rest[0])
		r.rest = r.rest[1:]
		return n
	}
	v := uint64(0)
	for i := 0; i < len(r.rest) && i < 9; i++ {
		b := r.rest[i]
		v |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			r.rest = r.rest[i+1:]
			return int(v)
		}
	}
	r.fail()
	return 0
}

// count reads how many elements follow, each of a byte or more.
func (r *codeReader) count() int {
	n := r.number()
	if n > len(r.rest) {
		r.fail()
		return 0
	}
	return n
}

// below reads a number less than n.
func (r *codeReader) below(n int) int {
	v := r.number()
	if v >= n {
		r.fail()
		return 0
	}
	return v
}

func (r *codeReader) fixed() uint64 {
	b := r.take(8)
	if r.failed {
		return 0
	}
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

func (r *codeReader) raw() (h textHash) {
	copy(h[:], r.take(len(h)))
	return h
}

// text reads a text, which shares the memory of what is read.
func (r *codeReader) text() string { return r.take(r.number()) }

// isSet tells whether a bit is set in flags.
func isSet(bits byte, i int) bool { return bits&(1<<i) != 0 }

func (r *codeReader) flags() byte {
	b := r.take(1)
	if r.failed {
		return 0
	}
	return b[0]
}

// block returns a reader of the next block; it has failed if the sum is another.
func (r *codeReader) block() codeReader {
	head := r.take(blockHead)
	if r.failed {
		return codeReader{failed: true}
	}
	size := binary.LittleEndian.Uint32([]byte(head[:4]))
	body := r.take(int(size))
	if r.failed || sumOf(body) != binary.LittleEndian.Uint32([]byte(head[4:])) {
		r.fail()
		return codeReader{failed: true}
	}
	return codeReader{rest: body}
}

// sumOf is the sum of a text, which is not copied as a whole.
func sumOf(text string) uint32 {
	var buf [4 << 10]byte
	sum := uint32(0)
	for r := strings.NewReader(text); r.Len() > 0; {
		n, _ := r.Read(buf[:])
		sum = crc32.Update(sum, crc32.IEEETable, buf[:n])
	}
	return sum
}
