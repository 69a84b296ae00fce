package git

// maxBases bounds each of the two halves of the cache in bytes.
const maxBases = 16 << 20

// baseKey is where an object stands in a pack.
type baseKey struct {
	pack   *pack
	offset int64
}

type baseObject struct {
	kind kind
	data []byte
}

// baseCache keeps objects that others may be deltas of. When the young half is full
// it becomes the old one, whose objects are lost unless they are used again.
type baseCache struct {
	young, old map[baseKey]baseObject
	size       int
}

func (c *baseCache) get(k baseKey) (baseObject, bool) {
	if o, ok := c.young[k]; ok {
		return o, true
	}
	o, ok := c.old[k]
	if ok {
		c.put(k, o)
	}
	return o, ok
}

func (c *baseCache) put(k baseKey, o baseObject) {
	if c.young == nil || c.size+len(o.data) > maxBases {
		c.old, c.young, c.size = c.young, map[baseKey]baseObject{}, 0
	}
	c.young[k] = o
	c.size += len(o.data)
}
