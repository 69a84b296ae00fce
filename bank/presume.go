package bank

import (
	"context"
	"slices"

	"cortex/markdown"
	"cortex/rules"
)

// Where very many documents are judged for the first time, some are parsed, judged and let go of before the next: they are not in memory
// together. What one of them asks of another that nobody has looked at yet is presumed to be answered as nearly always, and looked
// into when all have been judged. Who was told something else than what is so is judged again.

const (
	// manyDocuments is from how many documents on that is worth it.
	manyDocuments = 2000
	// apart is how many are in memory together. Parsing some before judging some is faster than taking turns one by one.
	apart = 256
)

// presumes tells whether so many documents are judged in this way. Who does not wait for all results wants the documents soon after.
func (l *ledger) presumes(documents int, q *inquiry) bool {
	return q != nil && !l.settled && documents >= l.engine.many
}

// judgeApart judges documents one after the other, and then what else is stale.
func (l *ledger) judgeApart(ctx context.Context, documents []unitID, done *steps, q *inquiry) error {
	for some := range slices.Chunk(documents, apart) {
		if err := l.at.learn(ctx, pathsOf(some), nil); err != nil {
			return err
		}
		if err := l.parse(ctx, some, newSteps(nil, "", 0)); err != nil {
			return err
		}
		if err := l.judgeUnits(ctx, some, done, mode{q, true}); err != nil {
			return err
		}
		if err := l.shed(ctx, some); err != nil {
			return err
		}
	}
	if err := l.verify(ctx, documents); err != nil {
		return err
	}
	ids, documents := l.staleInOrder()
	if err := l.parse(ctx, documents, newSteps(nil, "", 0)); err != nil {
		return err
	}
	return l.judgeUnits(ctx, ids, newSteps(nil, "", 0), mode{asking: q})
}

// shed lets go of documents that have been judged, but not of their digests.
func (l *ledger) shed(ctx context.Context, ids []unitID) error {
	return each(ctx, len(ids), func(_ context.Context, i int) error {
		if l.units[ids[i]] != nil {
			c := l.at.content(ids[i].path)
			c.digested(l.engine)
			c.shed()
		}
		return nil
	})
}

// answer returns what a document answers. Presumed tells that it is what may be presumed of a document that is not at hand.
func (c *content) answer(e *engine, q rules.Question, presume bool) (answer any, presumed bool) {
	if doc := c.atHand(); doc != nil {
		return answerOf(doc, q), false
	}
	if answer, ok := rules.AnswerByDigest(c.digest.Load(), q); ok {
		return answer, false
	}
	if answer, ok := rules.Presume(q); presume && ok {
		return answer, true
	}
	return answerOf(c.document(e), q), false
}

// atHand returns the document if it need not be parsed for that, nil otherwise.
func (c *content) atHand() *markdown.Document {
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
func (l *ledger) verify(ctx context.Context, ids []unitID) error {
	holds := make([]bool, len(ids))
	err := each(ctx, len(ids), func(_ context.Context, i int) error {
		u := l.units[ids[i]]
		holds[i] = u != nil && u.presumed && l.answersHold(u)
		return nil
	})
	for i, id := range ids {
		if holds[i] {
			delete(l.stale, id)
		}
	}
	return err
}

// answersHold tells whether a unit was told what is so.
func (l *ledger) answersHold(u *unit) bool {
	for i, q := range u.questions {
		var now any
		if f := l.at.judged(q.path); f != nil {
			now, _ = f.content.answer(l.engine, q.Question, false)
		}
		if now != u.answers[i] {
			return false
		}
	}
	return true
}
