package bank

import "cortex/rules"

// recalledUnit is a result, as long as nothing shows that it is void.
type recalledUnit struct {
	id unitID
	// number is that of its path.
	number int
	// gone tells that there is none any more.
	gone                     bool
	bank                     int
	listed, ofCommits, dated bool
	// code is what all of it is decoded from; relied, found and survey are codes of what it relies on, its diagnostics and, for a bank, what
	// was kept for the next run.
	code, relied, found, survey string
}

// next reads the next unit, false if there is none.
func (c *recollection) next(r *codeReader) (u recalledUnit, ok bool) {
	if r.rest == "" {
		return u, false
	}
	u, ok = c.decodeUnit(r.take(r.number()))
	if !ok {
		r.fail()
	}
	return u, ok && !r.failed
}

func (c *recollection) decodeUnit(code string) (u recalledUnit, ok bool) {
	u.code = code
	body := codeReader{rest: code}
	if u.number = body.below(len(c.paths)); body.failed {
		return u, false
	}
	u.id.path = c.paths[u.number].name
	bits := body.flags()
	u.id.whole, u.listed, u.ofCommits, u.dated, u.gone = isSet(bits, 0), isSet(bits, 1), isSet(bits, 2), isSet(bits, 3), isSet(bits, 4)
	if !u.gone {
		u.bank = body.below(len(c.banks))
		u.relied, u.found, u.survey = body.text(), body.text(), body.text()
	}
	return u, !body.failed && body.rest == ""
}

// uneventful tells that it says nothing: of most documents nobody will ask.
func (u *recalledUnit) uneventful() bool { return u.found == "" && !u.id.whole }

// unit returns the result with its diagnostics.
func (c *recollection) unit(u *recalledUnit, byPath foundByPath) *unit {
	one := &unit{byPath: byPath, listed: u.listed, ofCommits: u.ofCommits, dated: u.dated, surveyCode: u.survey, recalled: c, sealed: u.relied}
	if u.ofCommits {
		one.commits = c.commits
	}
	return one
}

// reliesOnNoDocument tells that of a code of what a result relies on.
func reliesOnNoDocument(code string) bool { return code != "" && code[0] == 0 }

// reliedOn is what a result relies on, by the numbers of a recollection.
type reliedOn struct{ documents, stats, questions numbers }

// numbers are a list of them as it was written.
type numbers struct {
	n    int
	code codeReader
}

// reliedOn reads what a code of it says.
func (c *recollection) reliedOn(code string) (on reliedOn, ok bool) {
	r := codeReader{rest: code}
	for _, list := range []*numbers{&on.documents, &on.stats, &on.questions} {
		list.n = r.number()
		list.code = codeReader{rest: r.text()}
	}
	return on, !r.failed
}

// all tells whether visit returns true for each number. It is not asked about those behind one for which it does not.
func (l numbers) all(below int, visit func(n int) bool) bool {
	for range l.n {
		if n := l.code.below(below); l.code.failed || !visit(n) {
			return false
		}
	}
	return true
}

// unsealed returns what a code of relied stands for.
func (c *recollection) unsealed(code string) *relied {
	r := &relied{}
	on, _ := c.reliedOn(code)
	r.documents, r.stats = c.names(on.documents), c.names(on.stats)
	on.questions.all(c.count, func(n int) bool {
		asked, ok := c.question(n)
		if !ok {
			return true
		}
		p := c.paths[asked.path].name
		q := rules.DecodeQuestion(asked.question)
		answer, ok := rules.DecodeAnswer(asked.answer)
		if q == nil || !ok {
			r.documents = append(r.documents, p) // any other text there will do
			return true
		}
		r.questions, r.answers = append(r.questions, question{p, q}), append(r.answers, answer)
		return true
	})
	return r
}

func (c *recollection) names(list numbers) []string {
	if list.n == 0 {
		return nil
	}
	names := make([]string, 0, min(list.n, len(list.code.rest)))
	list.all(len(c.paths), func(n int) bool { names = append(names, c.paths[n].name); return true })
	return names
}

// name reads the number of a path.
func (c *recollection) name(r *codeReader) string {
	n := r.below(len(c.paths))
	if r.failed {
		return ""
	}
	return c.paths[n].name
}
