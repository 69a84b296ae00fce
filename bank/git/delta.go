package git

import (
	"encoding/binary"
	"errors"
	"io"
	"math"
)

// packed returns the object at an offset of a pack. One that is a delta is put together
// from the object that it stands on.
func (r *Repository) packed(p *pack, offset int64) (kind, []byte, error) {
	type step struct {
		offset int64
		delta  []byte
	}
	var chain []step
	var base baseObject
	bytes := 0
	for {
		known, ok := r.bases.get(baseKey{p, offset})
		if ok {
			base = known
			break
		}
		k, below, data, err := r.packEntry(p, offset)
		if err != nil {
			return 0, nil, err
		}
		if k != offsetDelta && k != refDelta {
			base = baseObject{k, data}
			r.bases.put(baseKey{p, offset}, base)
			break
		}
		chain = append(chain, step{offset, data})
		if bytes += len(data); len(chain) > maxChain || bytes > maxDeltas {
			return 0, nil, errors.New("too many deltas")
		}
		offset = below
	}
	for i := len(chain) - 1; i >= 0; i-- {
		data, err := patch(base.data, chain[i].delta)
		if err != nil {
			return 0, nil, err
		}
		base.data = data
		r.bases.put(baseKey{p, chain[i].offset}, base)
	}
	return base.kind, base.data, nil
}

// packEntry reads what stands at an offset; below is where the object is that a delta stands on.
func (r *Repository) packEntry(p *pack, offset int64) (k kind, below int64, data []byte, err error) {
	r.read(io.NewSectionReader(p.data, offset, math.MaxInt64-offset))
	first, err := r.in.ReadByte()
	if err != nil {
		return 0, 0, nil, err
	}
	k, size := kind(first>>4&7), uint64(first&15)
	if first&0x80 != 0 {
		rest, err := binary.ReadUvarint(r.in)
		if err != nil || rest > math.MaxUint64>>4 {
			return 0, 0, nil, errDamaged
		}
		size |= rest << 4
	}
	switch k {
	case offsetDelta:
		below, err = r.distance(offset)
	case refDelta:
		var id ID
		_, err = io.ReadFull(r.in, id[:])
		found := false
		if below, found = p.offset(id); !found || below == offset {
			return 0, 0, nil, errDamaged
		}
	}
	if err != nil {
		return 0, 0, nil, err
	}
	if err := r.begin(); err != nil {
		return 0, 0, nil, err
	}
	data, err = r.inflate(size)
	return k, below, data, err
}

// distance reads how far before offset the base of a delta stands: digits of 7 bits, the first one
// first, where each but the last stands for one more than it says.
func (i *inflater) distance(offset int64) (below int64, err error) {
	back := int64(-1)
	for more := true; more; {
		b, err := i.in.ReadByte()
		if err != nil {
			return 0, err
		}
		back = (back+1)<<7 | int64(b&0x7f)
		more = b&0x80 != 0
		if back > offset {
			return 0, errDamaged
		}
	}
	if back == 0 {
		return 0, errDamaged
	}
	return offset - back, nil
}

// patch applies a delta: two sizes, then parts that are copied from base or stand in the delta.
func patch(base, delta []byte) ([]byte, error) {
	from, n := binary.Uvarint(delta)
	if n <= 0 || from != uint64(len(base)) {
		return nil, errDamaged
	}
	delta = delta[n:]
	size, n := binary.Uvarint(delta)
	if n <= 0 || size > maxObject {
		return nil, errDamaged
	}
	delta = delta[n:]
	result := make([]byte, 0, size)
	for len(delta) > 0 {
		op := delta[0]
		var part []byte
		delta = delta[1:]
		if op&0x80 == 0 {
			if op == 0 || int(op) > len(delta) {
				return nil, errDamaged
			}
			part, delta = delta[:op], delta[op:]
		} else {
			at, length, rest, ok := copyPart(op, delta)
			if !ok || at < 0 || at+length > len(base) {
				return nil, errDamaged
			}
			part, delta = base[at:at+length], rest
		}
		if len(result)+len(part) > int(size) {
			return nil, errDamaged
		}
		result = append(result, part...)
	}
	if len(result) != int(size) {
		return nil, errDamaged
	}
	return result, nil
}

// copyPart reads the offset (4 bytes) and length (3 bytes) of a copied part; op tells which of the bytes are there.
func copyPart(op byte, delta []byte) (at, length int, rest []byte, ok bool) {
	var fields [7]byte
	for i := range fields {
		if op>>i&1 == 0 {
			continue
		}
		if len(delta) == 0 {
			return 0, 0, nil, false
		}
		fields[i], delta = delta[0], delta[1:]
	}
	at = int(binary.LittleEndian.Uint32(fields[:]))
	length = int(fields[4]) | int(fields[5])<<8 | int(fields[6])<<16
	if length == 0 {
		length = 1 << 16
	}
	return at, length, delta, true
}
