package bank

import (
	"iter"
	"slices"

	"cortex/rules"
)

// relations tell which units rely on what. Paths, questions and units are numbers in them: very many units rely on few of these. Numbers
// of what nobody relies on any more are kept until the relations are made anew.
type relations struct {
	numbers map[string]int32
	places  []place
	asked   map[askedAt]int32
	answers []answered
	// questions and told have one of all that are equal.
	questions map[rules.Question]int32
	byNumber  []rules.Question
	told      map[any]any
}

// place is a path that somebody relies on, or of which there is a unit.
type place struct {
	path string
	// readers and statters are the units that asked for the document, or for what stands at the path, which is of that kind.
	readers, statters []unitNumber
	kind              rules.FileKind
	// answers are those to the questions that the document was asked.
	answers []int32
}

// answered is a question that units asked of a document.
type answered struct {
	askedAt
	// answer is what they were told.
	answer any
	askers []unitNumber
}

// askedAt are the numbers of a path and of a question.
type askedAt struct{ place, question int32 }

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
	return &relations{numbers: map[string]int32{}, asked: map[askedAt]int32{}, questions: map[rules.Question]int32{}, told: map[any]any{}}
}

// at returns what is known of a path, nil for nothing. Nobody relies on anything where there are no relations.
func (r *relations) at(p string) *place {
	if r == nil {
		return nil
	}
	if n, known := r.numbers[p]; known {
		return &r.places[n]
	}
	return nil
}

func (r *relations) number(p string) int32 {
	n, known := r.numbers[p]
	if !known {
		n = int32(len(r.places))
		r.numbers[p] = n
		r.places = append(r.places, place{path: p})
	}
	return n
}

func (r *relations) answerTo(q question) int32 {
	at := askedAt{r.number(q.path), r.questionNumber(q.Question)}
	n, known := r.asked[at]
	if !known {
		n = int32(len(r.answers))
		r.asked[at] = n
		r.answers = append(r.answers, answered{askedAt: at})
		r.places[at.place].answers = append(r.places[at.place].answers, n)
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

func (r *relations) idOf(n unitNumber) unitID { return unitID{r.places[n>>1].path, n&1 == 1} }

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
	on := &relied{documents: r.paths(n.ofDocuments()), stats: r.paths(n.ofStats())}
	for q, answer := range r.questionsOf(n) {
		on.questions, on.answers = append(on.questions, q), append(on.answers, answer)
	}
	return on
}

func (r *relations) paths(numbers []int32) []string {
	paths := make([]string, len(numbers))
	for i, n := range numbers {
		paths[i] = r.places[n].path
	}
	return paths
}

// questionsOf returns the questions that were asked, with the answers.
func (r *relations) questionsOf(n noted) iter.Seq2[question, any] {
	return func(yield func(question, any) bool) {
		for _, i := range n.ofAnswers() {
			a := &r.answers[i]
			if !yield(question{r.places[a.place].path, r.byNumber[a.question]}, a.answer) {
				return
			}
		}
	}
}

// answersAt returns the questions that units have asked of a document.
func (r *relations) answersAt(p string) iter.Seq2[rules.Question, *answered] {
	return func(yield func(rules.Question, *answered) bool) {
		at := r.at(p)
		if at == nil {
			return
		}
		for _, i := range at.answers {
			if a := &r.answers[i]; len(a.askers) > 0 && !yield(r.byNumber[a.question], a) {
				return
			}
		}
	}
}

// add lists a unit with what it relies on. Stat tells what stands at a path.
func (r *relations) add(id unitNumber, n noted, answers []any, stat func(path string) rules.FileKind) {
	for _, i := range n.ofDocuments() {
		r.places[i].readers = append(r.places[i].readers, id)
	}
	for _, i := range n.ofStats() {
		p := &r.places[i]
		if len(p.statters) == 0 {
			p.kind = stat(p.path)
		}
		p.statters = append(p.statters, id)
	}
	for i, number := range n.ofAnswers() {
		a := &r.answers[number]
		switch {
		case len(a.askers) == 0:
			a.answer = r.share(answers[i])
		case a.answer != answers[i]:
			a.answer = unsettled{new(int)}
		}
		a.askers = append(a.askers, id)
	}
}

func (r *relations) remove(id unitNumber, n noted) {
	for _, i := range n.ofDocuments() {
		r.places[i].readers = without(r.places[i].readers, id)
	}
	for _, i := range n.ofStats() {
		r.places[i].statters = without(r.places[i].statters, id)
	}
	for _, i := range n.ofAnswers() {
		r.answers[i].askers = without(r.answers[i].askers, id)
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

// pack has the lists in a few pieces, without room for more.
func (r *relations) pack(numbers *pieces[int32]) {
	r.places, r.answers = slices.Clone(r.places), slices.Clone(r.answers)
	for i := range r.places {
		p := &r.places[i]
		p.readers, p.statters, p.answers = numbers.add(p.readers), numbers.add(p.statters), numbers.add(p.answers)
	}
	for i := range r.answers {
		r.answers[i].askers = numbers.add(r.answers[i].askers)
	}
}
