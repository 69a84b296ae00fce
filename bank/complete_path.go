package bank

import (
	"context"
	"path"
	"slices"
	"sort"
	"strings"

	"cortex/markdown"
	"cortex/rules"
)

// pathSite is a place where a path is typed.
type pathSite struct {
	// written and rest are the path before and after the place.
	written, rest string
	// everything tells that folders and files outside the bank may be named, too.
	everything bool
	// images tells that only images are meant.
	images bool
	// write names a file from the place, escape makes a path fit for it, and shown cuts off what is not written here.
	write, escape, shown func(path string) string
	// lead goes before what is inserted.
	lead string
}

// path proposes the files that the rest of a path can name. Behind a slash these are what is in the folder and below, else
// all documents of the bank and what is in the document's folder.
func (w *writing) path(ctx context.Context, p pathSite) Completion {
	f := pathFinder{writing: w, pathSite: p, dir: path.Dir(w.doc.Path)}
	typed := p.written
	if slash := strings.LastIndexByte(p.written, '/'); slash >= 0 {
		typed = p.written[slash+1:]
		f.dir, f.inFolder = rules.LinkFolder(w, w.doc.Path, unescaped(p.written[:slash+1]))
		if !f.inFolder {
			return Completion{}
		}
		f.write = func(to string) string { return f.shown(strings.TrimPrefix(to, f.dir+"/")) }
	}
	f.query = strings.ToLower(unescaped(typed))
	c := f.find(ctx)
	c.Span = w.around(len(typed), len(p.rest))
	return c
}

// pathFinder looks for files.
type pathFinder struct {
	*writing
	pathSite
	// dir is the folder that is looked at, inFolder tells that only what is below it is meant.
	dir      string
	inFolder bool
	// query is what is typed of the last part, folded.
	query string
}

// find lists what is in the folder first, then what is missing, then the other documents. Only if they are too
// many, those are left out that do not match what is typed.
func (f *pathFinder) find(ctx context.Context) Completion {
	var near, far []int
	if !f.images {
		near, far = f.documents()
	}
	var beside []Candidate
	if f.everything {
		beside = f.beside()
	}
	missing, ready := f.missing(ctx, len(near)+len(far)+len(beside) > maxCandidates)
	beside = append(beside, missing...)
	c := Completion{Partial: !ready}
	if len(near)+len(far)+len(beside) > maxCandidates {
		c.Partial = true
		beside = narrowed(markdown.Span{}, f.query, beside).Candidates
		near, far = f.matching(near), f.matching(far)
		c.More = max(0, len(near)+len(far)+len(beside)-maxCandidates)
		beside = beside[:min(len(beside), maxCandidates/4)]
		near = near[:min(len(near), maxCandidates-len(beside))]
		far = far[:min(len(far), maxCandidates-len(beside)-len(near))]
	}
	c.Candidates = make([]Candidate, 0, len(near)+len(far)+len(beside))
	c.Candidates = append(f.files(c.Candidates, near), beside...)
	c.Candidates = f.files(c.Candidates, far)
	return c
}

// files adds candidates for documents of the bank.
func (f *pathFinder) files(to []Candidate, documents []int) []Candidate {
	for _, i := range documents {
		p := f.bank.Paths[i]
		c := f.candidate(CandidateFile, f.write(p))
		c.Path = p
		to = append(to, c)
	}
	return to
}

// documents returns the indexes of the bank's documents in the folder, and of the others that can be meant.
func (f *pathFinder) documents() (near, far []int) {
	paths := f.bank.Paths
	folder := f.dir
	if folder == "." {
		folder = ""
	}
	start, end := 0, len(paths)
	if f.inFolder && f.dir != "." {
		start = sort.SearchStrings(paths, f.dir+"/")
		end = start + sort.Search(len(paths)-start, func(i int) bool { return !strings.HasPrefix(paths[start+i], f.dir+"/") })
	}
	far = make([]int, 0, end-start)
	for i := start; i < end; i++ {
		switch p := paths[i]; {
		case p == f.doc.Path:
		case p[:max(0, strings.LastIndexByte(p, '/'))] == folder:
			near = append(near, i)
		default:
			far = append(far, i)
		}
	}
	return near, far
}

// matching returns the documents that match what is typed, the best first.
func (f *pathFinder) matching(documents []int) []int {
	if f.query == "" {
		return documents
	}
	// Score and index in one number sort many times faster than a pair.
	const indexes = 1 << 32
	var fit []int64
	names, wanted := f.bank.names(), lettersOf(f.query)
	for _, i := range documents {
		if n := names[i]; n.letters.hold(wanted) {
			if score := matchScore(f.query, n.folded); score > 0 {
				fit = append(fit, -int64(score)*indexes+int64(i))
			}
		}
	}
	slices.Sort(fit)
	found := make([]int, len(fit))
	for i, match := range fit {
		found[i] = int(match & (indexes - 1))
	}
	return found
}

// candidate makes a candidate of a path as it is written here. It is found by its base name first.
func (f *pathFinder) candidate(kind CandidateKind, written string) Candidate {
	c := Candidate{Kind: kind, Label: written, Insert: f.lead + f.escape(written)}
	c.Filter = strings.TrimLeft(c.Insert, " ")
	if base := path.Base(c.Filter); kind != CandidateFolder && base != c.Filter && !f.inFolder {
		c.Filter = base + " " + c.Filter
	}
	return c
}

// beside returns the folders and other files in the folder. What is hidden is for those who type the dot.
func (f *pathFinder) beside() []Candidate {
	var folders, files []Candidate
	for _, e := range f.snapshot.entries(f.dir) {
		p := path.Join(f.dir, e.name)
		written := e.name
		if !f.inFolder {
			written = f.write(p)
		}
		switch {
		case strings.HasPrefix(e.name, ".") && !strings.HasPrefix(f.query, "."), f.bank.has(p), p == f.doc.Path:
		case e.folder && !skipFolder(e.name):
			c := f.candidate(CandidateFolder, written)
			c.Label, c.Insert, c.Filter = c.Label+"/", c.Insert+"/", c.Filter+"/"
			folders = append(folders, c)
		case !e.folder && (!f.images || isImage(e.name)):
			files = append(files, f.candidate(CandidateFile, written))
		}
	}
	return append(folders, files...)
}

func isImage(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp", ".ico":
		return true
	}
	return false
}

// maxMissing is how many missing files are proposed at a time: what each may be a misspelling of is looked for.
const maxMissing = 20

// missing returns the files that documents of the bank name and that do not exist, without what are misspellings of others; if
// they or the others are many, those that match what is typed. False if that is not known yet.
func (f *pathFinder) missing(ctx context.Context, many bool) (candidates []Candidate, ready bool) {
	all, ready := f.snapshot.missingFiles(ctx, f.here(), func(p string) bool {
		return (!f.inFolder || Below(p, f.dir)) && (f.everything || Below(p, f.bank.Root)) && (!f.images || isImage(p))
	})
	if many || len(all) > maxMissing {
		ready = false
		all = f.matchingNames(all)
	}
	all = mostUsed(all, maxMissing)
	misspelt := rules.MisspeltFiles(f, f.doc.Path)
	for _, m := range all {
		if misspelt(m.name) {
			continue
		}
		c := f.candidate(CandidateMissing, f.write(m.name))
		c.Detail = m.detail()
		candidates = append(candidates, c)
	}
	return candidates, ready
}

// matchingNames returns the names that match what is typed.
func (f *pathFinder) matchingNames(all []missingName) []missingName {
	if f.query == "" {
		return all
	}
	return slices.DeleteFunc(all, func(m missingName) bool { return matchScore(f.query, strings.ToLower(path.Base(m.name))) == 0 })
}

// fileName is a document's name as queries look at it.
type fileName struct {
	folded  string
	letters letters
}

// fileNames returns the names of files, for paths of the same index.
func fileNames(paths []string) []fileName {
	names := make([]fileName, len(paths))
	for i, p := range paths {
		folded := strings.ToLower(path.Base(p))
		names[i] = fileName{folded, lettersOf(folded)}
	}
	return names
}

// entry is what stands in a folder.
type entry struct {
	name   string
	folder bool
}

// entries returns what stands in a folder of the workspace, sorted by name; what editors have open is there, too.
func (s *Snapshot) entries(dir string) []entry {
	found := map[string]bool{}
	if s.listings.kind(dir) == rules.Directory {
		for name, kind := range s.listings.folder(dir).kinds {
			if kind != rules.NoFile && kind != unknown {
				found[name] = kind == rules.Directory
			}
		}
	}
	for p, f := range s.overlay {
		rest, ok := strings.CutPrefix(p, dir+"/")
		if dir == "." {
			rest, ok = p, true
		}
		name, _, deeper := strings.Cut(rest, "/")
		switch {
		case !ok:
		case f != nil:
			found[name] = deeper
		case !deeper:
			delete(found, name)
		}
	}
	all := make([]entry, 0, len(found))
	for name, folder := range found {
		all = append(all, entry{name, folder})
	}
	slices.SortFunc(all, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	return all
}
