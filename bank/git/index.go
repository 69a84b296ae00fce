package git

import (
	"bytes"
	"encoding/binary"
	"path/filepath"
)

const (
	// maxStaged bounds the index of staged files, which has some 100 bytes for each file of the work tree.
	maxStaged = 512 << 20
	// indexHeader is the length of what comes before the first entry, fixedEntry that of an entry before its name.
	indexHeader = 12
	fixedEntry  = 62
	// nameMask are the bits of an entry's flags that hold the length of its name, extended that which tells that more flags follow.
	nameMask = 0x0fff
	extended = 0x4000
)

// Tracked returns the paths in the index that wanted accepts, in the order of their
// bytes. The path that wanted is asked about is valid during the call only.
//
// https://git-scm.com/docs/index-format
func (r *Repository) Tracked(wanted func(path []byte) bool) ([]string, error) {
	text, err := readFile(filepath.Join(r.gitDir, "index"), maxStaged)
	if err != nil {
		return nil, err
	}
	return staged(text, wanted)
}

// staged reads the content of an index.
func staged(text []byte, wanted func(path []byte) bool) ([]string, error) {
	if len(text) < indexHeader || string(text[:4]) != "DIRC" {
		return nil, errDamaged
	}
	version, count := binary.BigEndian.Uint32(text[4:]), binary.BigEndian.Uint32(text[8:])
	if version < 2 || version > 4 {
		return nil, errDamaged
	}
	x := indexReader{rest: text[indexHeader:], prefixed: version == 4}
	var paths []string
	for range count {
		if !x.next() {
			return nil, errDamaged
		}
		if wanted(x.name) {
			paths = append(paths, string(x.name))
		}
	}
	return paths, nil
}

// indexReader goes through the entries of an index.
type indexReader struct {
	rest []byte
	// prefixed tells that a name begins with the one before it, of which a number of bytes is dropped.
	prefixed bool
	name     []byte
}

// next reads one entry. It is false where the index is damaged.
func (x *indexReader) next() bool {
	if len(x.rest) < fixedEntry {
		return false
	}
	flags := binary.BigEndian.Uint16(x.rest[fixedEntry-2:])
	size := fixedEntry
	if flags&extended != 0 {
		size += 2
	}
	if len(x.rest) < size {
		return false
	}
	body := x.rest[size:]
	if x.prefixed {
		drop, n, ok := offsetVarint(body)
		if !ok || drop > len(x.name) {
			return false
		}
		x.name = x.name[:len(x.name)-drop]
		body, size = body[n:], size+n
	} else {
		x.name = x.name[:0]
	}
	end := bytes.IndexByte(body, 0)
	if end < 0 {
		return false
	}
	x.name = append(x.name, body[:end]...)
	size += end + 1
	if !x.prefixed {
		size = (size + 7) &^ 7
	}
	length := int(flags & nameMask)
	if length < nameMask && length != len(x.name) || size > len(x.rest) {
		return false
	}
	x.rest = x.rest[size:]
	return true
}

// offsetVarint reads a number as packs write offsets, and returns how many bytes it has.
func offsetVarint(text []byte) (value, size int, ok bool) {
	for i, b := range text[:min(len(text), 5)] {
		if i > 0 {
			value++
		}
		value = value<<7 | int(b&0x7f)
		if b&0x80 == 0 {
			return value, i + 1, true
		}
	}
	return 0, 0, false
}
