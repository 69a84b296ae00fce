package bank

import (
	"context"
	"sync"
	"sync/atomic"

	"cortex/markdown"
	"cortex/rules"
)

// content is one state of a file. All files and snapshots in which the text
// is the same share it, so that it is parsed once; its pointer is its identity.
type content struct {
	path string
	// reader reads the file for the first time, which settles size, err and hash; nil from then on, since it holds on to all that was
	// known before.
	reader   atomic.Pointer[reader]
	learning sync.Once

	size int
	err  error

	hashing sync.Once
	// hash is that of the text.
	hash textHash

	// digest is nil before somebody asks for it; sealed is what the cache has of it, "" for nothing.
	digest atomic.Pointer[rules.Digest]
	sealed string

	mu sync.Mutex
	// origin is where the text can be had again; nil as long as only an editor has had it.
	origin *origin
	// imprint is what the disk said when it had this text last; zero for an editor's text.
	imprint imprint
	// body is nil while nothing of the text is in memory.
	body *heldText
	// pinned tells that an editor shows the text: body stays.
	pinned bool
	// lost is set for ever once the disk has another text.
	lost error
	// kept are lines that are known without the text, nil for none.
	kept *keptLines

	// titles are those of the sections, encoded, once they are known; titled tells that.
	titles string
	titled bool
	// shelved tells that it is on the shelf, whose lock guards that.
	shelved bool

	// total is how many tokens there are, 0 before they are counted. earlier are the counts of the text that this one came from.
	total   atomic.Int64
	earlier atomic.Pointer[tokenCounts]
}

// newContent returns the content of a text that is kept.
func newContent(path, text string) *content {
	return &content{path: path, size: len(text), body: newHeldText(path, text), pinned: true}
}

// learn has the file read, if it never was, and returns the content. It waits for that.
func (c *content) learn() *content { return c.learnBy(nil, nil) }

// learnBy is learn with a hand, among files that are read together.
func (c *content) learnBy(h *hand, folders *readFolders) *content {
	if r := c.reader.Load(); r != nil {
		c.learning.Do(func() {
			known := r.known(c.path)
			c.take(r.find(context.Background(), h, folders, c.path, known), known)
			c.reader.Store(nil)
		})
	}
	return c
}

// known tells whether the file was read.
func (c *content) known() bool { return c.reader.Load() == nil }

// take settles what the content is of; known is what was compared with the disk, nil for nothing.
func (c *content) take(found finding, known *File) {
	if found.unchanged {
		c.size, c.hash = known.content.size, known.content.hash
		found.imprint = known.content.lastImprint()
	} else if found.err == nil && !found.gone {
		c.size, c.hash = len(found.text), hashText(found.text)
		defer c.origin.shelf.add(c) // it may let go at once
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.imprint, c.err = found.imprint, found.err
	switch {
	case found.gone:
		c.lost = errChanged
		c.origin.missed.Store(true)
	case !found.unchanged:
		c.body = newHeldText(c.path, found.text)
	}
	if known != nil && known.content.hash == c.hash {
		c.sealed, c.kept = known.content.sealed, sealedLines(known.content.keptCode())
	}
}

// from returns where the text can be had again, nil for nowhere.
func (c *content) from() *origin {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.origin
}

// lastImprint returns what the disk said when it had this text last, zero if it never had it.
func (c *content) lastImprint() imprint {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.imprint
}

// found says that the disk has this text, as another content that is being given up tells.
func (c *content) found(there *content) {
	from, now := there.from(), there.lastImprint()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.imprint = now
	if c.origin == nil {
		c.origin = from
	}
}

// pin keeps the text, which is that of the content, whatever becomes of the disk.
func (c *content) pin(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pinned, c.lost = true, nil
	if c.body == nil || !c.body.fetched.Load() {
		c.body = newHeldText(c.path, text)
	}
}

// unpin says that no editor shows the text any more. If the disk has had it, it can be let go and had again; if not it goes with
// the snapshots that know it.
func (c *content) unpin() {
	from := c.from()
	if from == nil {
		return
	}
	c.mu.Lock()
	c.pinned = false
	c.mu.Unlock()
	if c.inMemory() != nil {
		from.shelf.add(c)
	}
}

// identity returns the hash of the text.
func (c *content) identity() textHash {
	c.learn().hashing.Do(func() {
		if c.from() == nil {
			c.hash = hashText(c.hold().text)
		}
	})
	return c.hash
}

// has tells whether the content is of that text.
func (c *content) has(text string) bool {
	if c.failure() != nil || c.size != len(text) {
		return false
	}
	if b := c.inMemory(); b != nil {
		return b.text == text
	}
	return c.identity() == hashText(text)
}

// same tells whether two contents are of the same text.
func (c *content) same(o *content) bool {
	return c == o || c.failure() == nil && o.failure() == nil && c.size == o.size && c.identity() == o.identity()
}

func (c *content) failure() error {
	c.learn().mu.Lock()
	defer c.mu.Unlock()
	if c.lost != nil {
		return c.lost
	}
	return c.err
}

// inMemory returns what there is of the text without reading it, nil for nothing.
func (c *content) inMemory() *heldText {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.body == nil || !c.body.fetched.Load() {
		return nil
	}
	return c.body
}

// hold returns the text, which is read first if it was let go.
func (c *content) hold() *heldText {
	c.learn().mu.Lock()
	b := c.body
	if b == nil {
		b = &heldText{path: c.path}
		c.body = b
	}
	c.mu.Unlock()
	b.fetching.Do(func() { c.fetch(b) })
	if !b.used.Load() { // many look at the same text, and a write would take it from their processors
		b.used.Store(true)
	}
	if b.fetched.Load() {
		return b
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.body // that of an editor, if one has opened the file meanwhile
}

// fetch reads the text of a new body.
func (c *content) fetch(b *heldText) {
	if b.fetched.Load() || c.err != nil {
		return
	}
	from := c.from()
	text, err := from.text(c)
	if err != nil {
		c.lose(b, err)
		return
	}
	b.text = text
	b.fetched.Store(true)
	from.shelf.add(c)
}

// lose says that the text of a body cannot be had any more.
func (c *content) lose(b *heldText, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.body == b {
		c.lost = err
		c.origin.missed.Store(true)
	}
}

// letGo forgets the text and what was made of it, unless it is kept.
func (c *content) letGo() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.pinned && c.body != nil && c.body.fetched.Load() {
		c.body = nil
	}
}

// wanted tells whether somebody has asked for the text since the last time.
func (c *content) wanted() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.body != nil && c.body.used.Swap(false)
}

// document returns the parsed text, nil for no file, for one that could not be read and for
// a text that the parser fails on or takes longer for than the engine allows: that
// is found out once. It waits for the answer whatever happens meanwhile: a parse cannot be
// stopped, and one that nobody waits for would compete with those that follow it.
func (c *content) document(e *engine) *markdown.Document {
	doc, _ := c.parsed(e, nil)
	return doc
}

// parsed is document, with what the parser panicked with. The hand is for parsing.
func (c *content) parsed(e *engine, h *hand) (doc *markdown.Document, defect any) {
	if c == nil || c.learn().err != nil {
		return nil, nil
	}
	b := c.hold()
	if c.failure() != nil {
		return nil, nil
	}
	return b.document(e, h)
}

// digested returns the digest of the document, nil for none.
func (c *content) digested(e *engine) *rules.Digest {
	if d := c.digest.Load(); d != nil {
		return d
	}
	d := rules.DecodeDigest(c.learn().sealed)
	if d == nil {
		d = rules.DigestOf(c.document(e))
	}
	c.digest.Store(d)
	return d
}

// digestCode returns what DecodeDigest makes the digest of, "" if it is not known.
func (c *content) digestCode() string {
	if d := c.digest.Load(); d != nil && c.sealed == "" {
		return string(d.Append(nil))
	}
	return c.sealed
}
