package bank

import (
	"sync"
	"time"

	"cortex/markdown"
	"cortex/rules"
)

// lookups is the workspace as the rules see it, for one document or bank. It
// records what was asked: a result stands until an answer changes.
type lookups struct {
	snapshot *Snapshot
	bank     *Bank
	// whole tells that a bank is judged: that depends on all documents there are, so they are not recorded.
	whole bool

	mu               sync.Mutex
	documents, stats asked
	listed           bool
	versioned, dated bool
}

var _ rules.Workspace = (*lookups)(nil)

// asked is a set of paths in the order of their first mention.
type asked struct {
	known map[string]struct{}
	order []string
}

func (a *asked) add(p string) {
	if _, ok := a.known[p]; ok {
		return
	}
	if a.known == nil {
		a.known = map[string]struct{}{}
	}
	a.known[p] = struct{}{}
	a.order = append(a.order, p)
}

func (l *lookups) Bank() rules.Bank { return l.bank.rules() }

func (l *lookups) Documents() *rules.Documents {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.listed = true
	return l.bank.documents
}

func (l *lookups) Document(p string) *markdown.Document {
	f := l.snapshot.judged(p)
	if f == nil || !l.whole {
		l.mu.Lock()
		l.documents.add(p)
		l.mu.Unlock()
	}
	if f == nil {
		return nil
	}
	return f.content.document(l.snapshot.engine)
}

func (l *lookups) Stat(p string) rules.FileKind {
	l.mu.Lock()
	l.stats.add(p)
	l.mu.Unlock()
	return l.snapshot.stat(p)
}

// Tokens depends on the text alone, as Document does.
func (l *lookups) Tokens(p string, span markdown.Span) rules.Tokens {
	if l.Document(p) == nil {
		return rules.Tokens{}
	}
	return l.snapshot.Tokens(p, span)
}

func (l *lookups) History() *rules.History {
	l.mu.Lock()
	l.versioned = true
	l.mu.Unlock()
	return l.snapshot.history.rules()
}

func (l *lookups) Today() time.Time {
	l.mu.Lock()
	l.dated = true
	l.mu.Unlock()
	return l.snapshot.today
}
