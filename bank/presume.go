package bank

import (
	"context"
	"maps"
	"slices"

	"golang.org/x/sync/errgroup"

	"cortex/markdown"
	"cortex/rules"
)

// Where very many documents are judged, as they are for the first time, some are parsed, judged and let go of before the next: they are not in memory
// together. What one of them asks of another that nobody has looked at yet is presumed to be answered as nearly always, and looked
// into when all have been judged. Who was told something else than what is so is judged again.

const (
	// manyDocuments is from how many documents on that is worth it.
	manyDocuments = 2000
	// apart is how many are in memory together. Parsing some before judging some is faster than taking turns one by one.
	apart = 256
)

// JudgeApart has documents judged apart from so many on, and so many be in memory together, in a folder that nobody has used yet. It is for
// tests, whose banks are small.
func (f *Folder) JudgeApart(many, together int) {
	f.snapshot.engine.many, f.snapshot.engine.together = many, together
}

// judgeApart judges stale documents some at a time, and then what else is stale. It returns how many documents those were. What is
// finished counts, also where ctx ends.
func (l *ledger) judgeApart(ctx context.Context, progress Progress, q *inquiry) (int, error) {
	if err := l.parse(ctx, l.asked(), newSteps(nil, "", 0)); err != nil {
		return 0, err
	}
	l.expireAskers()
	_, documents := l.staleInOrder()
	documents = slices.DeleteFunc(documents, func(id unitID) bool {
		_, judged := l.presumed[id]
		return judged
	})
	return len(documents), l.presume(ctx, documents, progress, q)
}

func (l *ledger) presume(ctx context.Context, documents []unitID, progress Progress, q *inquiry) error {
	done, m := newSteps(progress, "checking", len(documents)), mode{asking: q, presume: true}
	if q.lives() {
		m.found = newFoundPacker()
	}
	if _, leave, err := l.at.origin.open(); err == nil { // once for all that is read meanwhile
		defer leave()
	}
	together := l.engine.together
	if err := l.at.learn(ctx, pathsOf(documents[:min(together, len(documents))]), nil); err != nil {
		return err
	}
	for from := 0; from < len(documents); from += together {
		some := documents[from:min(from+together, len(documents))]
		next := documents[from+len(some) : min(from+2*together, len(documents))]
		g, group := errgroup.WithContext(ctx) // the next are read while these are judged, which the disk is not needed for
		g.Go(func() error { return l.at.learn(group, pathsOf(next), nil) })
		g.Go(func() error { return l.presumeSome(ctx, some, done, m) })
		if err := g.Wait(); err != nil {
			return err
		}
	}
	if err := l.verify(ctx); err != nil {
		return err
	}
	ids, documents := l.staleInOrder()
	if err := l.parse(ctx, documents, newSteps(nil, "", 0)); err != nil {
		return err
	}
	return l.judgeUnits(ctx, ids, newSteps(nil, "", 0), mode{asking: q, found: m.found})
}

// presumeSome judges documents that have been read, and lets go of them.
func (l *ledger) presumeSome(ctx context.Context, some []unitID, done *steps, m mode) error {
	if err := l.parse(ctx, some, newSteps(nil, "", 0)); err != nil {
		return err
	}
	if err := l.judgeUnits(ctx, some, done, m); err != nil {
		return err
	}
	if m.asking.lives() { // documents are in memory now
		if err := l.at.graph.visit(ctx, l.at, pathsOf(some)); err != nil {
			return err
		}
	}
	l.shed(some, !m.asking.lives())
	return nil
}

// shed lets go of documents that have been judged, but not of their digests, and of their texts where there is nothing to show of them or
// the lines that are shown have been kept.
func (l *ledger) shed(ids []unitID, linesKept bool) {
	for _, id := range ids {
		u, c := l.units[id], l.at.content(id.path)
		switch {
		case u == nil:
		case len(u.byPath) == 0, linesKept:
			c.letGo()
		default:
			c.shed()
		}
	}
}

// answer returns what a document answers. Presumed tells that it is what may be presumed of a document that is not at hand.
func (c *content) answer(e *engine, q rules.Question, presume bool) (answer any, presumed bool) {
	if answer, ok := rules.AnswerByDigest(c.digest.Load(), q); ok {
		return answer, false
	}
	if doc := c.atHand(); doc != nil {
		return answerOf(doc, q), false
	}
	if answer, ok := rules.Presume(q); presume && ok {
		return answer, true
	}
	return answerOf(c.document(e), q), false
}

// atHand returns the document if it need not be parsed for that, nil otherwise.
func (c *content) atHand() *markdown.Document {
	if !c.known() {
		return nil
	}
	if b := c.inMemory(); b != nil {
		return b.ready.Load()
	}
	return nil
}

// shed lets go of the document, but not of the text.
func (c *content) shed() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if b := c.body; b != nil && b.ready.Load() != nil && !c.pinned {
		c.body = newHeldText(c.path, b.text)
	}
}

// verify takes from the stale units those that were told what is so. The error is ctx's.
func (l *ledger) verify(ctx context.Context) error {
	ids := slices.SortedFunc(maps.Keys(l.presumed), unitID.compare)
	holds := make([]bool, len(ids))
	err := each(ctx, len(ids), func(_ context.Context, i int) error {
		holds[i] = l.answersHold(l.units[ids[i]])
		return nil
	})
	for i, id := range ids {
		if holds[i] {
			l.confirm(id)
		}
	}
	if len(l.presumed) == 0 {
		l.presumed = map[unitID]struct{}{} // a map keeps room for what it has ever held
	}
	return err
}

// confirm has a unit count that was told what is so.
func (l *ledger) confirm(id unitID) {
	delete(l.stale, id)
	delete(l.presumed, id)
	u := l.units[id]
	u.presumed = false
	if l.indexed() {
		l.relations.remove(id, u.noted)
		l.note(id, u)
	}
}

// answersHold tells whether a unit was told what is so.
func (l *ledger) answersHold(u *unit) bool {
	for q, told := range l.told(u) {
		var now any
		if f := l.at.judged(q.path); f != nil {
			now, _ = f.content.answer(l.engine, q.Question, false)
		}
		if now != told {
			return false
		}
	}
	return true
}
