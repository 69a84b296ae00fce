package bank

import (
	"slices"

	"cortex/rules"
)

// doubt returns why a unit does not hold, "" if it does, and what that is about.
func (r *recaller) doubt(u *recalledUnit, now *Bank) (reason MissReason, about string) {
	b := r.banks[u.bank]
	switch {
	case !b.kind || !u.id.whole && now.Root != r.recollection.banks[u.bank].root:
		return MissBank, ""
	case !u.id.whole && r.texts[u.number] != holds, u.id.whole && b.list && !b.texts:
		return MissText, ""
	case (u.listed || u.id.whole) && !b.list:
		return MissList, ""
	case u.dated && !r.today.Equal(r.snapshot.today):
		return MissDay, ""
	case u.ofCommits && !r.commits.settle(r.sameCommits):
		return r.otherCommits(), ""
	}
	return r.doubtRelied(u.relied)
}

func (r *recaller) doubtRelied(code string) (reason MissReason, about string) {
	if !r.otherTexts && r.otherKind == nil || r.otherKind == nil && r.otherAnswer == nil && reliesOnNoDocument(code) {
		return "", ""
	}
	on, ok := r.reliedOn(code)
	if !ok {
		return MissNew, ""
	}
	at := 0
	if r.otherTexts && !on.documents.all(len(r.paths), func(n int) bool { at = n; return r.sameText(n) }) {
		return MissDocument, r.paths[at].name
	}
	if r.otherKind != nil && !on.stats.all(len(r.paths), func(n int) bool { at = n; return r.paths[n].asked && !r.otherKind[n] }) {
		return MissStat, r.paths[at].name
	}
	if r.otherAnswer != nil && !on.questions.all(r.count, func(n int) bool { at = n; return !r.otherAnswer[n] }) {
		q, _ := r.question(at)
		return MissAnswer, r.paths[q.path].name
	}
	return "", ""
}

// otherCommits returns why version control may know something else: it was asked about other files, or has others checked out.
func (r *recaller) otherCommits() MissReason {
	if len(r.banks) != len(r.snapshot.banks) || slices.ContainsFunc(r.banks, func(b bankVerdict) bool { return !b.list }) {
		return MissList
	}
	return MissCommits
}

func (r *recaller) sameCommits() bool {
	now := r.snapshot.commits
	if now == nil {
		now = newCommits(r.snapshot)
	}
	return now.key != "" && now.key == r.recollection.commits
}

// sameAnswer tells whether a question has the answer that it had.
func (r *recaller) sameAnswer(q recalledQuestion) bool {
	asked := rules.DecodeQuestion(q.question)
	if asked == nil {
		return false
	}
	answer, ok := rules.EncodeAnswer(answerOf(r.snapshot.judgedDocument(r.paths[q.path].name), asked))
	return ok && answer == q.answer
}
