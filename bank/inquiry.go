package bank

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// inquiry asks version control when the first rule wants to know, for whoever waits for the answer: what is judged from then on is
// judged once. It is good for one check; nil asks nobody.
type inquiry struct {
	// patience is how long it waits, no matter what may be known later; 0 for as long as version control may take.
	patience time.Duration
	// lasting tells that whoever asks lives on with what is found.
	lasting bool
	asking  sync.Once
	err     error
	// informed is the snapshot with the answer, nil before there is one.
	informed atomic.Pointer[Snapshot]
}

// lives tells whether whoever checks lives on with what is found, and asks about links soon. Who has no inquiry does: others wait for version
// control.
func (q *inquiry) lives() bool { return q == nil || q.lasting }

// asked tells whether there is an answer.
func (q *inquiry) asked() bool { return q != nil && q.informed.Load() != nil }

// known returns s, with what version control has answered if it has.
func (q *inquiry) known(s *Snapshot) *Snapshot {
	if !q.asked() {
		return s
	}
	return q.informed.Load()
}

// ask returns s with what version control knows, nil if that took too long. The error is ctx's.
func (q *inquiry) ask(ctx context.Context, s *Snapshot) (*Snapshot, error) {
	q.asking.Do(func() {
		next := *s
		waiting, end := ctx, context.CancelFunc(func() {})
		if q.patience > 0 {
			waiting, end = context.WithTimeout(ctx, q.patience)
		}
		defer end()
		if next.commits, q.err = ReadCommits(waiting, s); q.err == nil {
			q.informed.Store(&next)
		} else if ctx.Err() == nil {
			q.err = nil
		}
	})
	return q.informed.Load(), q.err
}

// judgeInformed judges one document or bank at the snapshot of the ledger; again if it asked version control before that was asked.
func (l *ledger) judgeInformed(ctx context.Context, id unitID, with judging, q *inquiry) (*unit, error) {
	s := q.known(l.at)
	u, err := l.engine.judge(ctx, s, id, with)
	if err != nil || u == nil || q == nil || !u.ofCommits || s.commits != nil {
		return u, err
	}
	if s, err = q.ask(ctx, s); err != nil || s == nil {
		return u, err
	}
	return l.engine.judge(ctx, s, id, with)
}
