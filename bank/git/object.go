package git

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// maxObject bounds one object in bytes.
const maxObject = 32 << 20

var errDamaged = errors.New("damaged object")

// kind is the type of an object, as packs number it.
type kind uint8

const (
	commitKind   kind = 1
	treeKind     kind = 2
	blobKind     kind = 3
	offsetDelta  kind = 6
	refDelta     kind = 7
	longestTitle      = len("commit 12345678901234567890\x00")
)

// object returns the content of an object of that kind. It is shared: do not change it.
func (r *Repository) object(id ID, want kind) ([]byte, error) {
	got, data, err := r.find(id)
	switch {
	case err != nil:
		return nil, fmt.Errorf("reading object %s: %w", id, err)
	case got != want:
		return nil, fmt.Errorf("reading object %s: it has type %d, want %d", id, got, want)
	}
	return data, nil
}

func (r *Repository) find(id ID) (kind, []byte, error) {
	for _, p := range r.packs {
		if offset, ok := p.offset(id); ok {
			return r.packed(p, offset)
		}
	}
	name := id.String()
	for _, dir := range r.stores {
		f, err := openRegular(filepath.Join(dir, name[:2], name[2:]))
		if err == nil {
			defer f.Close()
			return r.loose(f)
		}
	}
	return 0, nil, fs.ErrNotExist
}

// loose reads an object that has a file of its own: "commit 123", a zero byte, the content.
func (r *Repository) loose(f io.Reader) (kind, []byte, error) {
	if err := r.reset(f); err != nil {
		return 0, nil, err
	}
	head, err := r.title()
	if err != nil {
		return 0, nil, err
	}
	name, length, _ := strings.Cut(head, " ")
	size, err := strconv.ParseUint(length, 10, 63)
	k, known := map[string]kind{"commit": commitKind, "tree": treeKind, "blob": blobKind}[name]
	if err != nil || !known {
		return 0, nil, errDamaged
	}
	data, err := r.inflate(size)
	return k, data, err
}

// inflater decompresses one stream after the other with the same buffers.
type inflater struct {
	in  *bufio.Reader
	out io.ReadCloser
}

// read makes in the input; the stream itself begins where reset is called.
func (i *inflater) read(in io.Reader) {
	if i.in == nil {
		i.in = bufio.NewReaderSize(in, 4<<10)
		return
	}
	i.in.Reset(in)
}

func (i *inflater) reset(in io.Reader) error {
	i.read(in)
	return i.begin()
}

// begin starts decompressing what follows in the input.
func (i *inflater) begin() (err error) {
	if i.out == nil {
		i.out, err = zlib.NewReader(i.in)
		return err
	}
	return i.out.(zlib.Resetter).Reset(i.in, nil)
}

// title reads up to a zero byte.
func (i *inflater) title() (string, error) {
	var title []byte
	for b := make([]byte, 1); len(title) < longestTitle; title = append(title, b[0]) {
		if _, err := io.ReadFull(i.out, b); err != nil {
			return "", err
		}
		if b[0] == 0 {
			return string(title), nil
		}
	}
	return "", errDamaged
}

// inflate returns the next size bytes.
func (i *inflater) inflate(size uint64) ([]byte, error) {
	if size > maxObject {
		return nil, fmt.Errorf("object of %d bytes, at most %d are read", size, maxObject)
	}
	// A size that the stream does not keep is not believed at once.
	buffer := bytes.NewBuffer(make([]byte, 0, min(size, 1<<20)))
	if n, err := io.CopyN(buffer, i.out, int64(size)); err != nil || n != int64(size) {
		return nil, errDamaged
	}
	return buffer.Bytes(), nil
}

// openRegular opens a file, but not a pipe, which would wait for its writer.
func openRegular(name string) (*os.File, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%q is not a regular file", name)
	}
	return os.Open(name)
}
