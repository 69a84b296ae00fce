package bank

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"sync"

	"cortex/rules"
)

// cacheRecorder writes down what a ledger knows at its snapshot: all of it, or what the cache does not have.
type cacheRecorder struct {
	snapshot *Snapshot
	ledger   *ledger
	// kept is what the cache has, empty for nothing.
	kept *recollection
	// numbers are those of paths that it does not know.
	numbers map[string]int
	paths   []string
	// asked numbers what was asked of documents.
	asked map[question]int

	files, digests, lines, questions, units codeWriter
	// stats are the paths of which it counts what stands there, by number.
	stats map[int]string
}

func (s *Snapshot) newRecorder(kept *recollection) *cacheRecorder {
	return &cacheRecorder{
		snapshot: s, ledger: s.ledger, kept: kept, numbers: map[string]int{}, asked: map[question]int{}, stats: map[int]string{},
	}
}

// recordAll returns what another process can begin with, and what it takes to add to that.
func (s *Snapshot) recordAll(head string) ([]byte, *recollection) {
	r := s.newRecorder(&recollection{})
	s.ledger.wake()
	paths := slices.Sorted(slices.Values(bankPaths(s))) // what comes after looks for them in order
	for _, p := range paths {
		r.number(p)
	}
	var files sync.WaitGroup
	files.Go(func() {
		for n, p := range paths {
			r.file(n, p)
		}
	})
	for i, b := range s.banks {
		r.unit(unitID{b.Root, true}, i)
		for _, p := range b.Paths {
			r.unit(unitID{path: p}, i)
		}
	}
	files.Wait()
	text, sum := r.chapter(cacheMagic, head)
	c := &recollection{head: head, count: len(r.asked)} // which holds on to nothing of the text
	c.addPaths(r.paths)
	c.place = bookmark{size: int64(len(text)), whole: int64(len(text)), sum: sum}
	return text, c
}

// recordRest returns a chapter with what the cache does not have. That something is gone is written down, too.
func (s *Snapshot) recordRest() []byte {
	kept := s.ledger.kept
	r := s.newRecorder(kept)
	ids := slices.SortedFunc(maps.Keys(s.ledger.unsaved), unitID.compare)
	for _, id := range ids {
		if id.whole {
			r.unit(id, slices.IndexFunc(s.banks, func(b *Bank) bool { return b.Root == id.path }))
			continue
		}
		root := s.BankOf(id.path).Root
		r.file(r.number(id.path), id.path)
		r.unit(id, slices.IndexFunc(s.banks, func(b *Bank) bool { return b.Root == root }))
	}
	text, _ := r.chapter("", string(kept.place.sum[:]))
	return text
}

// cacheHead encodes what everything in a file of the cache has in common, false if that cannot be known.
func (s *Snapshot) cacheHead(program string) (string, bool) {
	settings, ok := s.settingsHash()
	var w codeWriter
	w.text(program)
	w.text(s.cachedAs())
	w.raw(settings)
	w.fixed(uint64(s.today.Unix()))
	w.text(s.ledger.commits())
	w.number(len(s.banks))
	for _, b := range s.banks {
		w.text(b.Root)
		w.text(profileName(b))
		w.flags(b.Declared)
		w.raw(b.pathsHash())
	}
	return string(w.b), ok
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
	if n, known := r.kept.number(p); known {
		return n
	}
	n, known := r.numbers[p]
	if !known {
		n = len(r.kept.paths) + len(r.paths)
		r.numbers[p] = n
		r.paths = append(r.paths, p)
	}
	return n
}

// file writes down what is known of a document's text by the number of its path, and that nothing is where another time may judge it
// otherwise.
func (r *cacheRecorder) file(n int, p string) {
	f, u := r.snapshot.judged(p), r.ledger.unit(unitID{path: p})
	known := f != nil && f.Err() == nil && u != nil && !u.passing
	r.files.number(n)
	r.files.flags(known)
	if !known {
		return
	}
	disk := r.snapshot.disk.files[p]
	seen := imprint{}
	if disk != nil && disk.content == f.content {
		seen = disk.content.lastImprint()
	}
	for _, n := range []uint64{uint64(f.Size()), uint64(seen.modified), uint64(seen.changed), seen.number, uint64(seen.readAt)} {
		r.files.fixed(n)
	}
	r.files.raw(f.content.identity())
	digest, lines := f.content.digestCode(), f.content.keptCode()
	r.files.number(len(digest))
	r.digests.b = append(r.digests.b, digest...)
	r.files.number(len(lines))
	r.lines.b = append(r.lines.b, lines...)
}

// unit writes down a result of the bank with a number, and that there is none if it cannot be used again.
func (r *cacheRecorder) unit(id unitID, bank int) {
	var w codeWriter
	w.number(r.number(id.path))
	u := r.ledger.unit(id)
	gone := codeWriter{slices.Clone(w.b)}
	gone.flags(id.whole, false, false, false, true)
	if u == nil || u.passing || u.ofCommits && (u.commits == "" || u.commits != r.ledger.commits()) || !r.result(&w, id, u, bank) {
		w = gone
	}
	r.units.number(len(w.b))
	r.units.b = append(r.units.b, w.b...)
}

// result writes down a result, false if that cannot be.
func (r *cacheRecorder) result(w *codeWriter, id unitID, u *unit, bank int) bool {
	relies := r.ledger.reliedBy(u)
	w.flags(id.whole, u.listed, u.ofCommits, u.dated)
	w.number(bank)
	var code codeWriter
	ok := r.relied(&code, relies)
	w.text(string(code.b))
	var found codeWriter
	if len(u.byPath) > 0 {
		r.diagnostics(&found, u.byPath)
	}
	w.text(string(found.b))
	survey := u.surveyCode
	if u.survey != nil {
		survey = string(u.survey.AppendCode(nil))
	}
	w.text(survey)
	return ok
}

// relied writes down what a result relies on, false if that cannot be.
func (r *cacheRecorder) relied(w *codeWriter, on *relied) bool {
	var documents, stats, questions codeWriter
	for _, p := range on.documents {
		documents.number(r.number(p))
	}
	for _, p := range on.stats {
		n := r.number(p)
		r.stats[n] = p
		stats.number(n)
	}
	for i, q := range on.questions {
		n, ok := r.question(q, on.answers[i])
		if !ok {
			return false
		}
		questions.number(n)
	}
	for _, list := range []struct {
		n    int
		code codeWriter
	}{{len(on.documents), documents}, {len(on.stats), stats}, {len(on.questions), questions}} {
		w.number(list.n)
		w.text(string(list.code.b))
	}
	return true
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
	n := r.kept.count + len(r.asked)
	r.asked[q] = n
	r.questions.number(r.number(q.path))
	r.questions.text(question)
	r.questions.text(code)
	return n, true
}

// chapter puts the blocks together, after a prefix. The sum is what the next chapter begins with.
func (r *cacheRecorder) chapter(prefix, head string) (text []byte, sum textHash) {
	var paths, asked codeWriter
	paths.number(len(r.paths))
	for _, p := range r.paths {
		paths.text(p)
	}
	paths.number(len(r.stats))
	for _, n := range slices.Sorted(maps.Keys(r.stats)) {
		paths.number(n)
		paths.number(int(r.snapshot.stat(r.stats[n])))
	}
	asked.number(len(r.asked))
	asked.b = append(asked.b, r.questions.b...)
	blocks := []*codeWriter{{[]byte(head)}, &paths, &r.files, &r.digests, &r.lines, &asked, &r.units}
	size := len(prefix)
	for _, b := range blocks {
		size += blockHead + len(b.b)
	}
	all, sums := codeWriter{append(make([]byte, 0, size), prefix...)}, string(r.kept.place.sum[:])
	for _, b := range blocks {
		start := len(all.b)
		all.block(b)
		sums += string(all.b[start : start+blockHead])
	}
	return all.b, hashText(sums)
}

func profileName(b *Bank) string {
	if b.Profile == nil {
		return ""
	}
	return b.Profile.Name
}

func hashPaths(paths []string) textHash {
	size := 0
	for _, p := range paths {
		size += len(p) + 1
	}
	all := make([]byte, 0, size)
	for _, p := range paths {
		all = append(append(all, p...), 0)
	}
	sum := sha256.Sum256(all)
	return textHash(sum[:])
}
