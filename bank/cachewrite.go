package bank

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"

	"cortex/rules"
)

// cacheRecorder writes down what a ledger knows at its snapshot.
type cacheRecorder struct {
	snapshot *Snapshot
	ledger   *ledger
	// numbers are those of paths.
	numbers map[string]int
	paths   []string
	// asked numbers what was asked of documents.
	asked map[question]int

	files, digests, lines, questions, units codeWriter
	// stats are the paths of which it counts what stands there, by number.
	stats map[int]struct{}
}

// record returns what another process can begin with, nil if the cache has that or there is nothing to rely on.
func (s *Snapshot) record(program string) []byte {
	l := s.ledger
	l.turn <- struct{}{}
	defer func() { <-l.turn }()
	settings, ok := s.settingsHash()
	if l.at != s || len(l.stale) > 0 || !ok || l.recorded && !s.origin.learned.Swap(false) {
		return nil
	}
	s.origin.learned.Store(false)
	l.recorded = true
	r := &cacheRecorder{snapshot: s, ledger: l, numbers: map[string]int{}, asked: map[question]int{}, stats: map[int]struct{}{}}
	for _, b := range s.banks {
		for _, p := range b.Paths {
			r.file(p)
		}
	}
	for i, b := range s.banks {
		r.unit(unitID{b.Root, true}, i)
		for _, p := range b.Paths {
			r.unit(unitID{path: p}, i)
		}
	}
	return r.assemble(program, settings)
}

// settingsHash identifies all that settings come from, false if that cannot be known.
func (s *Snapshot) settingsHash() (textHash, bool) {
	sum := sha256.New()
	for _, p := range slices.Sorted(maps.Keys(s.disk.sources)) {
		f := s.disk.sources[p]
		switch {
		case f == nil:
			fmt.Fprintf(sum, "%q absent\n", p)
		case f.Err() != nil:
			return textHash{}, false
		default:
			fmt.Fprintf(sum, "%q %x\n", p, f.content.identity())
		}
	}
	return textHash(sum.Sum(nil)), true
}

// number returns that of a path.
func (r *cacheRecorder) number(p string) int {
	n, known := r.numbers[p]
	if !known {
		n = len(r.paths)
		r.numbers[p] = n
		r.paths = append(r.paths, p)
	}
	return n
}

// file writes down what is known of a document's text, unless another time may judge it otherwise.
func (r *cacheRecorder) file(p string) {
	f, u := r.snapshot.judged(p), r.ledger.units[unitID{path: p}]
	if f == nil || f.Err() != nil || u == nil || u.passing {
		return
	}
	disk := r.snapshot.disk.files[p]
	seen := imprint{}
	if disk != nil && disk.content == f.content {
		seen = disk.imprint
	}
	r.files.number(r.number(p))
	for _, n := range []uint64{uint64(f.Size()), uint64(seen.modified), uint64(seen.changed), seen.number, uint64(seen.readAt)} {
		r.files.fixed(n)
	}
	r.files.raw(f.content.identity())
	digest := f.content.digestCode()
	r.files.number(len(digest))
	r.digests.b = append(r.digests.b, digest...)
	lines := f.content.keptCode()
	r.files.number(len(lines))
	r.lines.b = append(r.lines.b, lines...)
}

// unit writes down a result of the bank with a number.
func (r *cacheRecorder) unit(id unitID, bank int) {
	u := r.ledger.units[id]
	if u == nil || u.passing || u.ofCommits && (u.commits == "" || u.commits != r.ledger.commits()) {
		return
	}
	u.unseal()
	var w codeWriter
	w.number(r.number(id.path))
	w.flags(id.whole, u.listed, u.ofCommits, u.dated)
	w.number(bank)
	w.number(len(u.documents))
	for _, p := range u.documents {
		w.number(r.number(p))
	}
	w.number(len(u.stats))
	for _, p := range u.stats {
		n := r.number(p)
		r.stats[n] = struct{}{}
		w.number(n)
	}
	w.number(len(u.questions))
	for i, q := range u.questions {
		n, ok := r.question(q, u.answers[i])
		if !ok {
			return
		}
		w.number(n)
	}
	r.diagnostics(&w, u.byPath)
	r.units.number(len(w.b))
	r.units.b = append(r.units.b, w.b...)
}

// question returns the number of a question, false if it cannot be written down.
func (r *cacheRecorder) question(q question, answer any) (int, bool) {
	if n, known := r.asked[q]; known {
		return n, true
	}
	question, ok := rules.EncodeQuestion(q.Question)
	code, okay := rules.EncodeAnswer(answer)
	if !ok || !okay {
		return 0, false
	}
	n := len(r.asked)
	r.asked[q] = n
	r.questions.number(r.number(q.path))
	r.questions.text(question)
	r.questions.text(code)
	return n, true
}

func (r *cacheRecorder) diagnostics(w *codeWriter, byPath map[string][]rules.Diagnostic) {
	w.number(len(byPath))
	for _, p := range slices.Sorted(maps.Keys(byPath)) {
		w.number(r.number(p))
		w.number(len(byPath[p]))
		for i := range byPath[p] {
			r.diagnostic(w, &byPath[p][i])
		}
	}
}

func (r *cacheRecorder) diagnostic(w *codeWriter, d *rules.Diagnostic) {
	w.text(d.Rule)
	w.number(d.Span.Start)
	w.number(d.Span.End)
	w.number(int(d.Severity))
	w.text(d.Message)
	w.number(len(d.Related))
	for _, x := range d.Related {
		w.number(r.number(x.Path))
		w.number(x.Span.Start)
		w.number(x.Span.End)
		w.text(x.Message)
	}
	w.number(len(d.Fixes))
	for _, f := range d.Fixes {
		w.text(f.Title)
		w.flags(f.Safe)
		w.number(len(f.Changes))
		for _, c := range f.Changes {
			r.change(w, c)
		}
	}
}

func (r *cacheRecorder) change(w *codeWriter, c rules.Change) {
	w.number(r.number(c.Path))
	w.flags(c.Create != nil)
	if c.Create != nil {
		w.text(*c.Create)
	}
	w.text(c.Rename)
	w.number(len(c.Edits))
	for _, e := range c.Edits {
		w.number(e.Span.Start)
		w.number(e.Span.End)
		w.text(e.New)
	}
}

// assemble puts the blocks into one file.
func (r *cacheRecorder) assemble(program string, settings textHash) []byte {
	s := r.snapshot
	var head, paths codeWriter
	head.text(program)
	head.text(s.root)
	head.raw(settings)
	head.fixed(uint64(s.today.Unix()))
	head.text(r.ledger.commits())
	head.number(len(s.banks))
	for _, b := range s.banks {
		head.text(b.Root)
		head.text(profileName(b))
		head.flags(b.Declared)
		head.raw(hashPaths(b.Paths))
	}
	paths.number(len(r.paths))
	for i, p := range r.paths {
		paths.text(p)
		if _, asked := r.stats[i]; asked {
			paths.number(1 + int(s.stat(p)))
		} else {
			paths.number(0)
		}
	}
	all := codeWriter{[]byte(cacheMagic)}
	var asked codeWriter
	asked.number(len(r.asked))
	asked.b = append(asked.b, r.questions.b...)
	for _, w := range []*codeWriter{&head, &paths, &r.files, &r.digests, &r.lines, &asked, &r.units} {
		all.block(w)
	}
	return all.b
}

func profileName(b *Bank) string {
	if b.Profile == nil {
		return ""
	}
	return b.Profile.Name
}

func hashPaths(paths []string) textHash {
	sum := sha256.New()
	var line []byte
	for _, p := range paths {
		line = append(append(line[:0], p...), 0)
		sum.Write(line)
	}
	return textHash(sum.Sum(nil))
}
