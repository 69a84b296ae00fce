package git

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

const (
	// maxIndex bounds the index of a pack that is kept in memory. Larger ones are read where they are.
	maxIndex = 64 << 20
	// maxPacks bounds how many files are held open.
	maxPacks = 512
	// maxChain bounds the deltas between an object and the one that is stored whole, and maxDeltas their bytes.
	maxChain  = 4096
	maxDeltas = 64 << 20

	fanoutAt = 8
	namesAt  = fanoutAt + 4*256
)

// pack is a file of objects with its index (version 2).
type pack struct {
	index  io.ReaderAt
	fanout [256]uint32
	data   *os.File
	files  []*os.File
}

// openPacks opens all packs of all stores.
func (r *Repository) openPacks() error {
	for _, dir := range r.stores {
		names, err := filepath.Glob(filepath.Join(escaped(dir), "pack", "*.idx"))
		if err != nil {
			return err
		}
		for _, name := range names {
			if len(r.packs) == maxPacks {
				return errors.New("too many packs")
			}
			// One that cannot be read may not be needed.
			if p, err := openPack(name); err == nil {
				r.packs = append(r.packs, p)
			}
		}
	}
	return nil
}

// escaped quotes what filepath.Glob would expand.
func escaped(dir string) string {
	if os.PathSeparator == '\\' {
		return dir // there is no quoting, and brackets are rare
	}
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(dir)
}

func openPack(indexName string) (p *pack, err error) {
	p = &pack{}
	defer func() {
		if err != nil {
			p.close()
		}
	}()
	index, err := p.open(indexName)
	if err != nil {
		return nil, err
	}
	p.index = index
	if info, err := index.Stat(); err == nil && info.Size() <= maxIndex {
		text, err := os.ReadFile(indexName)
		if err != nil {
			return nil, err
		}
		p.index = bytes.NewReader(text)
	}
	if p.data, err = p.open(strings.TrimSuffix(indexName, ".idx") + ".pack"); err != nil {
		return nil, err
	}
	return p, p.readFanout()
}

func (p *pack) open(name string) (*os.File, error) {
	f, err := openRegular(name)
	if err == nil {
		p.files = append(p.files, f)
	}
	return f, err
}

func (p *pack) close() {
	for _, f := range p.files {
		f.Close()
	}
}

func (p *pack) readFanout() error {
	head := make([]byte, namesAt)
	if _, err := p.index.ReadAt(head, 0); err != nil {
		return err
	}
	if string(head[:fanoutAt]) != "\xfftOc\x00\x00\x00\x02" {
		return errors.New("index of another version")
	}
	for i := range p.fanout {
		p.fanout[i] = binary.BigEndian.Uint32(head[fanoutAt+4*i:])
		if i > 0 && p.fanout[i] < p.fanout[i-1] {
			return errDamaged
		}
	}
	return nil
}

// offset returns where the pack has an object.
func (p *pack) offset(id ID) (int64, bool) {
	first, end, count := int64(0), int64(p.fanout[id[0]]), int64(p.fanout[255])
	if id[0] > 0 {
		first = int64(p.fanout[id[0]-1])
	}
	var found ID
	n := first + int64(sort.Search(int(end-first), func(i int) bool {
		_, err := p.index.ReadAt(found[:], namesAt+(first+int64(i))*int64(len(id)))
		return err != nil || bytes.Compare(found[:], id[:]) >= 0
	}))
	if n == end {
		return 0, false
	}
	if _, err := p.index.ReadAt(found[:], namesAt+n*int64(len(id))); err != nil || found != id {
		return 0, false
	}
	offsets := namesAt + count*int64(len(id)+4)
	var word [8]byte
	if _, err := p.index.ReadAt(word[:4], offsets+4*n); err != nil {
		return 0, false
	}
	small := binary.BigEndian.Uint32(word[:])
	if small&(1<<31) == 0 {
		return int64(small), true
	}
	large := int64(small &^ (1 << 31))
	if _, err := p.index.ReadAt(word[:], offsets+4*count+8*large); err != nil {
		return 0, false
	}
	offset := int64(binary.BigEndian.Uint64(word[:]))
	return offset, offset >= 0
}
