package bank

import (
	"slices"

	"cortex/rules"
)

// question is what was asked of the document at a path.
type question struct {
	path string
	rules.Question
}

// asked is what was asked about paths and of documents, each in the order of the first mention. The zero value is empty.
type asked struct {
	// places finds paths among those that anything was asked about.
	places map[string]int
	paths  []askedPath

	documents, stats []string
	questions        []question
	// answers are those to the questions, earlier has for each question the one about the same path before it, as askedPath.last does.
	answers []any
	earlier []int
}

// askedPath is a path that something was asked about.
type askedPath struct {
	// path is as File.shared has it.
	path string
	// file is what the disk has there, nil if that is no file of a bank.
	file *File
	// document and stat tell that these were asked for.
	document, stat bool
	// last is one more than the index of the last question.
	last int
}

// about returns what is known of a path, to look at before the next is asked about.
func (a *asked) about(p string, s *Snapshot) *askedPath {
	if n, known := a.places[p]; known {
		return &a.paths[n]
	}
	file := s.disk.files[p]
	at := askedPath{path: file.shared(p), file: file}
	if a.places == nil {
		a.places = map[string]int{}
	}
	a.places[at.path] = len(a.paths)
	a.paths = append(a.paths, at)
	return &a.paths[len(a.paths)-1]
}

func (a *asked) forDocument(at *askedPath) {
	if !at.document {
		at.document = true
		a.documents = append(a.documents, at.path)
	}
}

func (a *asked) forStat(at *askedPath) {
	if !at.stat {
		at.stat = true
		a.stats = append(a.stats, at.path)
	}
}

func (a *asked) question(at *askedPath, q rules.Question, answer any) {
	for n := at.last; n > 0; n = a.earlier[n-1] {
		if a.questions[n-1].Question == q {
			return
		}
	}
	a.questions, a.answers = append(a.questions, question{at.path, q}), append(a.answers, answer)
	a.earlier = append(a.earlier, at.last)
	at.last = len(a.questions)
}

// relied returns a copy of it all that has no room for more.
func (a *asked) relied() *relied {
	return &relied{slices.Clone(a.documents), slices.Clone(a.stats), slices.Clone(a.questions), slices.Clone(a.answers)}
}

// reset empties it, and keeps the room.
func (a *asked) reset() {
	clear(a.places)
	for _, all := range []*[]string{&a.documents, &a.stats} {
		clear(*all)
		*all = (*all)[:0]
	}
	clear(a.paths)
	clear(a.questions)
	clear(a.answers)
	a.paths, a.questions, a.answers, a.earlier = a.paths[:0], a.questions[:0], a.answers[:0], a.earlier[:0]
}
