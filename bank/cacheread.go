package bank

import (
	"strings"
	"time"

	"cortex/markdown"
	"cortex/rules"
)

// recollection is what an earlier process knew of a folder. Nothing of it counts until it is compared with what is there now.
type recollection struct {
	settings textHash
	today    time.Time
	// commits is the key of what version control knew.
	commits string
	banks   []recalledBank
	// paths are named by number.
	paths []recalledPath
	files map[string]*recalledFile
	asked []recalledQuestion
	units codeReader
}

// recalled is what the cache had for a folder that was read, until it is taken over.
type recalled struct {
	*recollection
	// why says why there is nothing.
	why string
}

// file returns a file as it was, nil if it is not known. Its text has not been read.
func (r *recalled) file(p string, from *origin) *File {
	if r == nil || r.recollection == nil || r.files[p] == nil {
		return nil
	}
	f := r.files[p]
	return &File{Path: p, imprint: f.imprint, content: &content{
		path: p, size: int(f.imprint.size), origin: from, hash: f.hash, sealed: f.digest, kept: sealedLines(f.lines),
	}}
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
	imprint imprint
	hash    textHash
	// digest is what the document's digest was encoded as, "" if it is not known; lines are those that are kept of the text.
	digest, lines string
}

type recalledQuestion struct {
	path             int
	question, answer string
}

// recallText reads what record has written: nil and why if that is damaged or of another program or folder.
func recallText(text, program, root string) (*recollection, string) {
	body, ok := strings.CutPrefix(text, cacheMagic)
	if !ok {
		return nil, "it is damaged or of another version"
	}
	r := codeReader{rest: body}
	head, paths, files, digests, lines, asked, units := r.block(), r.block(), r.block(), r.block(), r.block(), r.block(), r.block()
	if r.failed || r.rest != "" {
		return nil, "it is damaged"
	}
	if head.text() != program {
		return nil, "it is of another build of cortex"
	}
	if head.text() != root {
		return nil, "it is of another folder"
	}
	c := &recollection{units: units}
	c.readHead(&head)
	c.readPaths(&paths)
	c.readFiles(&files, &digests, &lines)
	c.readAsked(&asked)
	if head.failed || paths.failed || files.failed || digests.failed || lines.failed || asked.failed {
		return nil, "it is damaged"
	}
	return c, ""
}

func (c *recollection) readHead(r *codeReader) {
	c.settings, c.today, c.commits = r.raw(), time.Unix(int64(r.fixed()), 0).UTC(), r.text()
	for range r.count() {
		b := recalledBank{root: r.text(), profile: r.text()}
		b.declared, b.paths = isSet(r.flags(), 0), r.raw()
		c.banks = append(c.banks, b)
	}
}

func (c *recollection) readPaths(r *codeReader) {
	n := r.count()
	c.paths = make([]recalledPath, n)
	for i := range c.paths {
		p := recalledPath{name: r.text()}
		if kind := r.number(); kind > 0 {
			p.asked, p.kind = true, rules.FileKind(kind-1)
		}
		c.paths[i] = p
	}
}

func (c *recollection) readFiles(r, digests, lines *codeReader) {
	// The length of a record is bounded from below, so that there is room for all.
	const least = 5*8 + len(textHash{})
	all := make([]recalledFile, 0, len(r.rest)/least)
	c.files = make(map[string]*recalledFile, cap(all))
	for r.rest != "" && len(all) < cap(all) {
		p := r.below(len(c.paths))
		f := recalledFile{imprint: imprint{
			size: int64(r.fixed()), modified: int64(r.fixed()), changed: int64(r.fixed()), number: r.fixed(), readAt: int64(r.fixed()),
		}}
		f.hash, f.digest, f.lines = r.raw(), digests.take(r.number()), lines.take(r.number())
		if r.failed {
			return
		}
		all = append(all, f)
		c.files[c.paths[p].name] = &all[len(all)-1]
	}
}

func (c *recollection) readAsked(r *codeReader) {
	c.asked = make([]recalledQuestion, r.count())
	for i := range c.asked {
		c.asked[i] = recalledQuestion{path: r.below(len(c.paths)), question: r.text(), answer: r.text()}
	}
}

// recalledUnit is a result, as long as nothing shows that it is void.
type recalledUnit struct {
	id                       unitID
	bank                     int
	listed, ofCommits, dated bool
	relied                   numbered
	byPath                   map[string][]rules.Diagnostic
}

// numbered is what a result relies on, by the numbers of a recollection.
type numbered struct {
	documents, stats, questions []int32
}

// next reads the next unit, false if there is none.
func (c *recollection) next(r *codeReader) (u recalledUnit, ok bool) {
	if r.rest == "" {
		return u, false
	}
	body := codeReader{rest: r.take(r.number())}
	u.id.path = c.name(&body)
	bits := body.flags()
	u.id.whole, u.listed, u.ofCommits, u.dated = isSet(bits, 0), isSet(bits, 1), isSet(bits, 2), isSet(bits, 3)
	u.bank = body.below(len(c.banks))
	u.relied = numbered{c.numbers(&body, len(c.paths)), c.numbers(&body, len(c.paths)), c.numbers(&body, len(c.asked))}
	u.byPath = c.diagnostics(&body)
	if body.failed || body.rest != "" {
		r.fail()
	}
	return u, !r.failed
}

// name reads the number of a path.
func (c *recollection) name(r *codeReader) string {
	n := r.below(len(c.paths))
	if r.failed {
		return ""
	}
	return c.paths[n].name
}

func (c *recollection) numbers(r *codeReader, below int) []int32 {
	n := r.count()
	if n == 0 {
		return nil
	}
	all := make([]int32, n)
	for i := range all {
		all[i] = int32(r.below(below))
	}
	return all
}

func (c *recollection) diagnostics(r *codeReader) map[string][]rules.Diagnostic {
	n := r.count()
	if n == 0 {
		return nil
	}
	byPath := make(map[string][]rules.Diagnostic, n)
	for range n {
		p, found := c.name(r), make([]rules.Diagnostic, r.count())
		for i := range found {
			found[i] = c.diagnostic(r, p)
		}
		byPath[p] = found
	}
	return byPath
}

func (c *recollection) diagnostic(r *codeReader, p string) rules.Diagnostic {
	d := rules.Diagnostic{Path: p, Rule: r.text(), Span: span(r), Severity: rules.Severity(r.number()), Message: r.text()}
	for range r.count() {
		d.Related = append(d.Related, rules.Related{Path: c.name(r), Span: span(r), Message: r.text()})
	}
	for range r.count() {
		f := rules.Fix{Title: r.text(), Safe: isSet(r.flags(), 0)}
		for range r.count() {
			f.Changes = append(f.Changes, c.change(r))
		}
		d.Fixes = append(d.Fixes, f)
	}
	return d
}

func (c *recollection) change(r *codeReader) rules.Change {
	x := rules.Change{Path: c.name(r)}
	if isSet(r.flags(), 0) {
		text := r.text()
		x.Create = &text
	}
	x.Rename = r.text()
	for range r.count() {
		x.Edits = append(x.Edits, markdown.Edit{Span: span(r), New: r.text()})
	}
	return x
}

func span(r *codeReader) markdown.Span { return markdown.Span{Start: r.number(), End: r.number()} }
