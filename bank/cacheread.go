package bank

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"cortex/rules"
)

// recollection is what earlier processes knew of a folder: what one has written as a whole, and the chapters that were added since. Nothing
// of it counts until it is compared with what is there now.
type recollection struct {
	// head is what everything in it has in common. Chapters are added as long as it is the same.
	head     string
	settings textHash
	today    time.Time
	// commits is the key of what version control knew.
	commits string
	banks   []recalledBank
	// paths are named by number; the first sorted of them are in order, later has the numbers of the others.
	paths  []recalledPath
	sorted int
	later  func() map[string]int32
	// forgetful tells that the paths are not known, but can be read again.
	forgetful bool
	// files are by the number of their path.
	files []recalledFile
	// questions are by number, once they were read from asked; there are count of them.
	questions []recalledQuestion
	asked     []codeReader
	count     int
	// units are those of each chapter. What a later one says of a unit counts.
	units []codeReader
	place bookmark
}

// bookmark tells where the next chapter goes.
type bookmark struct {
	// info is what the disk said of the file.
	info fs.FileInfo
	// size is where its last chapter ends, whole where the first one does.
	size, whole int64
	// sum is that of everything before.
	sum textHash
}

// recalled is what the cache has for a folder, from when it is read until it is taken over.
type recalled struct {
	// read reads it, or tells why there is nothing.
	read func() (*recollection, string)
	// loaded tells that it was read, taken that it was taken over: who has the turn of the ledger knows.
	loaded, taken bool
	found         atomic.Pointer[recollection]
	// why says why nothing was found.
	why string
}

// load has the cache read, once.
func (r *recalled) load() {
	if r.loaded {
		return
	}
	r.loaded = true
	found, why := r.read()
	r.why = why
	r.found.Store(found)
}

// files returns what tells of a file as it was, nil if it is not known as long as the cache is read. Its text has not been read. It is
// for one goroutine.
func (r *recalled) files(from *origin) func(path string) *File {
	var c *recollection
	if r != nil {
		c = r.found.Load()
	}
	if c == nil {
		return func(string) *File { return nil }
	}
	at := cursor{of: c}
	return func(p string) *File { return c.file(at.find(p), p, from) }
}

// file returns the file with a number, nil for none.
func (c *recollection) file(n int, p string, from *origin) *File {
	if n < 0 || !c.files[n].known {
		return nil
	}
	f := &c.files[n]
	both := &struct {
		File
		content
	}{File{Path: p}, content{
		path: p, size: int(f.imprint.size), origin: from, hash: f.hash, imprint: f.imprint, sealed: f.digest, kept: sealedLines(f.lines),
	}}
	both.File.content = &both.content
	return &both.File
}

type recalledBank struct {
	root, profile string
	declared      bool
	paths         textHash
}

type recalledPath struct {
	name string
	// asked tells that somebody relies on kind.
	asked bool
	kind  rules.FileKind
}

// recalledFile is a text that was judged.
type recalledFile struct {
	// known is false for a path at which there was none.
	known   bool
	imprint imprint
	hash    textHash
	// digest is what the document's digest was encoded as, "" if it is not known; lines are those that are kept of the text.
	digest, lines string
}

// recallText reads what was written: nil and why if that is damaged or of another program or folder. Of what was added, it reads as much
// as is whole.
func recallText(text, program, workspace string) (*recollection, string) {
	body, ok := strings.CutPrefix(text, cacheMagic)
	if !ok {
		return nil, "it is damaged or of another version"
	}
	c, r := &recollection{}, codeReader{rest: body}
	first, ok := c.chapter(&r)
	if !ok {
		return nil, "it is damaged"
	}
	head := first.head
	if head.text() != program {
		return nil, "it is of another build of cortex"
	}
	if head.text() != workspace {
		return nil, "it is of another folder"
	}
	c.readHead(&head)
	ok = !head.failed && c.add(first)
	c.place.whole = c.place.size
	for ok && r.rest != "" {
		next, whole := c.chapter(&r)
		if !whole || next.head.rest != string(c.place.sum[:]) {
			break
		}
		ok = c.add(next)
	}
	if !ok {
		return nil, "it is damaged"
	}
	return c, ""
}

// errMixed says that what was added is not what was written.
var errMixed = errors.New("what was added makes no sense")

// rest returns what it takes to add to the cache once all else is taken over. Who reads a text may still look into c, which does not change.
func (c *recollection) rest() *recollection {
	rest := *c
	rest.files, rest.units = nil, nil
	return &rest
}

// read takes into account what was added behind what is known, as far as it takes to add more.
func (c *recollection) read(text string) error {
	next, whole := c.chapter(&codeReader{rest: text})
	c.paths = slices.Clip(c.paths)
	c.readPaths(&next.paths)
	c.count += next.asked.number()
	c.place.size += int64(next.size)
	c.place.sum = next.sum
	if !whole || next.paths.failed || next.asked.failed {
		return errMixed
	}
	return nil
}

// chapter is what was written at a time.
type chapter struct {
	// head is that of the recollection or, in what was added, the sum of what is before.
	head, paths, files, digests, lines, asked, units codeReader
	sum                                              textHash
	size                                             int
}

// chapter reads the next one, false if it is damaged.
func (c *recollection) chapter(r *codeReader) (next chapter, ok bool) {
	length, sums := len(r.rest), string(c.place.sum[:])
	for _, b := range []*codeReader{&next.head, &next.paths, &next.files, &next.digests, &next.lines, &next.asked, &next.units} {
		if len(r.rest) >= blockHead {
			sums += r.rest[:blockHead]
		}
		*b = r.block()
	}
	next.sum, next.size = hashText(sums), length-len(r.rest)
	return next, !r.failed
}

// add takes a chapter into account, false if it makes no sense.
func (c *recollection) add(next chapter) bool {
	if c.head == "" {
		c.place.size = int64(len(cacheMagic))
		c.head = next.head.rest
	}
	c.place.size += int64(next.size)
	c.place.sum = next.sum
	c.readPaths(&next.paths)
	c.readFiles(&next.files, &next.digests, &next.lines)
	c.count += next.asked.number()
	c.asked = append(c.asked, next.asked)
	c.units = append(c.units, next.units)
	return !next.paths.failed && !next.files.failed && !next.digests.failed && !next.lines.failed && !next.asked.failed
}

func (c *recollection) readHead(r *codeReader) {
	c.settings, c.today, c.commits = r.raw(), time.Unix(int64(r.fixed()), 0).UTC(), r.text()
	for range r.count() {
		b := recalledBank{root: r.text(), profile: r.text()}
		b.declared, b.paths = isSet(r.flags(), 0), r.raw()
		c.banks = append(c.banks, b)
	}
}

// readPaths reads names that are new, and what stands at paths by their numbers.
func (c *recollection) readPaths(r *codeReader) {
	n := r.count()
	names := make([]string, n)
	for i := range names {
		names[i] = r.text()
	}
	c.addPaths(names)
	for range r.count() {
		at, kind := r.below(len(c.paths)), r.number()
		if r.failed {
			return
		}
		c.paths[at].asked, c.paths[at].kind = true, rules.FileKind(kind)
	}
}

func (c *recollection) readFiles(r, digests, lines *codeReader) {
	c.files = append(c.files, make([]recalledFile, len(c.paths)-len(c.files))...)
	for r.rest != "" {
		p := r.below(len(c.paths))
		f := recalledFile{known: isSet(r.flags(), 0)}
		if f.known {
			f.imprint = imprint{
				size: int64(r.fixed()), modified: int64(r.fixed()), changed: int64(r.fixed()), number: r.fixed(), readAt: int64(r.fixed()),
			}
			f.hash, f.digest, f.lines = r.raw(), digests.take(r.number()), lines.take(r.number())
		}
		if r.failed {
			return
		}
		c.files[p] = f
	}
}
