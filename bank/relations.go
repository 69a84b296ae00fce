package bank

import (
	"iter"
	"slices"

	"cortex/rules"
)

// relations tell what units rely on. Paths and questions are numbers in them: very many units rely on few of these. Numbers
// of what nobody relies on any more are kept until the relations are made anew.
//
// Which units rely on what stands at a path, or on an answer, is only counted: each unit notes what it relies on, and to go through all units
// for what has become another takes less than to keep the same a second time, the other way round.
type relations struct {
	paths  pathNumbers
	places []place
	// readers are the units that asked for a document as a whole, by the number of its path: nearly all are content with answers. Each
	// edit looks for them.
	readers map[int32][]unitNumber
	// asked finds answers.
	asked   numberTable
	answers []answered
	// questions and told have one of all that are equal.
	questions map[rules.Question]int32
	byNumber  []rules.Question
	told      map[any]any
}

// place is what is known of a path that somebody relies on.
type place struct {
	// statters counts the units that asked what stands at the path, which is of that kind.
	statters int32
	kind     rules.FileKind
	// newest is the number of the last question that the document was asked plus one, zero for none.
	newest int32
}

// answered is a question that units asked of a document.
type answered struct {
	askedAt
	// answer is what they were told.
	answer any
	// askers counts them.
	askers int32
	// before is the number of the question that the document was asked before this one plus one, zero for none.
	before int32
}

// askedAt are the numbers of a path and of a question.
type askedAt struct{ place, question int32 }

func (a askedAt) hash() uint64 {
	const golden = 0x9E3779B97F4A7C15
	return (uint64(a.place)<<32 | uint64(a.question)) * golden >> 32
}

// unitNumber stands for a unitID: the number of the path and whether it is the root of a bank.
type unitNumber = int32

// noted is what a unit relies on: the numbers of documents, from then on those of paths, and then those of answers.
type noted struct {
	all              []int32
	documents, stats int32
}

func (n noted) ofDocuments() []int32 { return n.all[:n.documents] }
func (n noted) ofStats() []int32     { return n.all[n.documents:n.stats] }
func (n noted) ofAnswers() []int32   { return n.all[n.stats:] }

// unsettled stands for answers that differ, because a text vanished while it was asked: it equals no answer.
type unsettled struct{ _ *int }

func newRelations() *relations {
	return &relations{paths: newPathNumbers(), readers: map[int32][]unitNumber{}, questions: map[rules.Question]int32{}, told: map[any]any{}}
}

// size is how many numbers there are of paths and answers.
func (r *relations) size() int { return r.paths.count() + len(r.answers) }

// at returns the number of a path that somebody relies on. It is false for any path where there are no relations.
func (r *relations) at(p string) (int32, bool) {
	if r == nil {
		return 0, false
	}
	return r.paths.of(p)
}

func (r *relations) number(p string) int32 {
	n, isNew := r.paths.add(p)
	if isNew {
		r.places = append(r.places, place{})
	}
	return n
}

func (r *relations) answerTo(q question) int32 {
	at := askedAt{r.number(q.path), r.questionNumber(q.Question)}
	n, slot := r.asked.find(at.hash(), func(other int32) bool { return r.answers[other].askedAt == at })
	if n < 0 {
		n = int32(len(r.answers))
		r.answers = append(r.answers, answered{askedAt: at, before: r.places[at.place].newest})
		r.asked.put(slot, n, func(other int32) uint64 { return r.answers[other].hash() })
		r.places[at.place].newest = n + 1
	}
	return n
}

func (r *relations) questionNumber(q rules.Question) int32 {
	n, known := r.questions[q]
	if !known {
		n = int32(len(r.byNumber))
		r.questions[q] = n
		r.byNumber = append(r.byNumber, q)
	}
	return n
}

// share returns the one of equal answers that is kept.
func (r *relations) share(answer any) any {
	one, known := r.told[answer]
	if !known {
		one, r.told[answer] = answer, answer
	}
	return one
}

func (r *relations) numberOf(id unitID) unitNumber {
	n := r.number(id.path) << 1
	if id.whole {
		n++
	}
	return n
}

func (r *relations) idOf(n unitNumber) unitID { return unitID{r.paths.name(n >> 1), n&1 == 1} }

// note returns the numbers of what is relied on.
func (r *relations) note(on *relied) (n noted) {
	if on == nil {
		return n
	}
	n.all = make([]int32, 0, len(on.documents)+len(on.stats)+len(on.questions))
	for _, p := range on.documents {
		n.all = append(n.all, r.number(p))
	}
	n.documents = int32(len(n.all))
	for _, p := range on.stats {
		n.all = append(n.all, r.number(p))
	}
	n.stats = int32(len(n.all))
	for _, q := range on.questions {
		n.all = append(n.all, r.answerTo(q))
	}
	return n
}

// relied is what note was called with.
func (r *relations) relied(n noted) *relied {
	on := &relied{documents: r.names(n.ofDocuments()), stats: r.names(n.ofStats())}
	for q, answer := range r.questionsOf(n) {
		on.questions, on.answers = append(on.questions, q), append(on.answers, answer)
	}
	return on
}

func (r *relations) names(numbers []int32) []string {
	names := make([]string, len(numbers))
	for i, n := range numbers {
		names[i] = r.paths.name(n)
	}
	return names
}

// questionsOf returns the questions that were asked, with the answers.
func (r *relations) questionsOf(n noted) iter.Seq2[question, any] {
	return func(yield func(question, any) bool) {
		for _, i := range n.ofAnswers() {
			a := &r.answers[i]
			if !yield(question{r.paths.name(a.place), r.byNumber[a.question]}, a.answer) {
				return
			}
		}
	}
}

// answersAt returns the numbers of the answers that units rely on of a document.
func (r *relations) answersAt(p string) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		at, known := r.at(p)
		if !known {
			return
		}
		for next := r.places[at].newest; next > 0; next = r.answers[next-1].before {
			if r.answers[next-1].askers > 0 && !yield(next-1) {
				return
			}
		}
	}
}

// add counts a unit with what it relies on. Stat tells what stands at a path.
func (r *relations) add(id unitID, n noted, answers []any, stat func(path string) rules.FileKind) {
	for _, i := range n.ofDocuments() {
		r.readers[i] = append(r.readers[i], r.numberOf(id))
	}
	for _, i := range n.ofStats() {
		p := &r.places[i]
		if p.statters == 0 {
			p.kind = stat(r.paths.name(i))
		}
		p.statters++
	}
	for i, number := range n.ofAnswers() {
		a := &r.answers[number]
		switch {
		case a.askers == 0:
			a.answer = r.share(answers[i])
		case a.answer != answers[i]:
			a.answer = unsettled{new(int)}
		}
		a.askers++
	}
}

func (r *relations) remove(id unitID, n noted) {
	for _, i := range n.ofDocuments() {
		if r.readers[i] = without(r.readers[i], r.numberOf(id)); len(r.readers[i]) == 0 {
			delete(r.readers, i)
		}
	}
	for _, i := range n.ofStats() {
		r.places[i].statters--
	}
	for _, i := range n.ofAnswers() {
		r.answers[i].askers--
	}
}

// same tells whether two units rely on the same, and were told the same.
func (r *relations) same(before, now noted, answers []any) bool {
	if before.documents != now.documents || before.stats != now.stats || !slices.Equal(before.all, now.all) {
		return false
	}
	for i, n := range now.ofAnswers() {
		if r.answers[n].answer != answers[i] {
			return false
		}
	}
	return true
}

// pack takes back room for more.
func (r *relations) pack() {
	r.paths.pack()
	r.places, r.answers = slices.Clone(r.places), slices.Clone(r.answers)
}

// marks tell numbers apart, a bit for each; nil has none.
type marks []uint64

// set marks one of so many numbers.
func (m *marks) set(n int32, of int) {
	if *m == nil {
		*m = make(marks, (of+63)/64)
	}
	(*m)[n/64] |= 1 << (n % 64)
}

// any tells whether one of some numbers is marked.
func (m marks) any(numbers []int32) bool {
	return m != nil && slices.ContainsFunc(numbers, func(n int32) bool { return m[n/64]&(1<<(n%64)) != 0 })
}
