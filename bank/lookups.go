package bank

import (
	"slices"
	"strings"
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
	// whole tells that a bank is judged: that depends on all documents of it, so they are not recorded.
	whole bool
	// presume allows to presume answers and not to look at documents that are not at hand. Presumed tells that some were
	// presumed, void that a document was wanted in vain: what was found does not count.
	presume, presumed, void bool

	mu               sync.Mutex
	documents, stats asked[string]
	// answers are those to the questions.
	questions        asked[question]
	answers          []any
	listed           bool
	ofCommits, dated bool
}

var _ rules.Workspace = (*lookups)(nil)

// question is what was asked of the document at a path.
type question struct {
	path string
	rules.Question
}

// asked is a set in the order of the first mention.
type asked[T comparable] struct {
	order []T
	// known holds the same once they are many.
	known map[T]struct{}
}

// fewAsked are sooner gone through than found in a map.
const fewAsked = 24

// add tells whether x is new.
func (a *asked[T]) add(x T) bool {
	if a.has(x) {
		return false
	}
	a.order = append(a.order, x)
	switch {
	case a.known != nil:
		a.known[x] = struct{}{}
	case len(a.order) > fewAsked:
		a.known = make(map[T]struct{}, 2*len(a.order))
		for _, one := range a.order {
			a.known[one] = struct{}{}
		}
	}
	return true
}

func (a *asked[T]) has(x T) bool {
	if a.known == nil {
		return slices.Contains(a.order, x)
	}
	_, ok := a.known[x]
	return ok
}

// shared returns a path, in the memory of the file's if there is one, in its own otherwise: results keep very many, and none is to keep
// the text that it was read in.
func (s *Snapshot) shared(p string) string {
	if f := s.disk.files[p]; f != nil {
		return f.Path
	}
	return strings.Clone(p)
}

func (l *lookups) Bank() rules.Bank { return l.bank.rules() }

func (l *lookups) Documents() *rules.Documents {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.listed = true
	return l.bank.documents
}

func (l *lookups) Document(p string) *markdown.Document {
	c := l.read(p)
	if l.presume && c != nil {
		doc := c.atHand()
		if doc == nil {
			l.mu.Lock()
			l.void = true
			l.mu.Unlock()
		}
		return doc
	}
	return c.document(l.snapshot.engine)
}

// Digest is of what Document returns.
func (l *lookups) Digest(p string) *rules.Digest {
	c := l.read(p)
	if c == nil {
		return nil
	}
	return c.digested(l.snapshot.engine)
}

// read returns what there is to read of a document, nil if there is none, and records that it was asked for.
func (l *lookups) read(p string) *content {
	f := l.snapshot.judged(p)
	if f == nil || !l.whole || !l.bank.has(p) {
		l.mu.Lock()
		l.documents.add(l.snapshot.shared(p))
		l.mu.Unlock()
	}
	if f == nil {
		return nil
	}
	return f.content
}

func (l *lookups) Ask(p string, q rules.Question) any {
	if l.whole {
		return answerOf(l.Document(p), q)
	}
	var answer any
	presumed, shared := false, ""
	if f := l.snapshot.judged(p); f != nil {
		shared = f.Path
		answer, presumed = f.content.answer(l.snapshot.engine, q, l.presume)
	} else {
		shared = l.snapshot.shared(p)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.presumed = l.presumed || presumed
	if l.questions.add(question{shared, q}) {
		l.answers = append(l.answers, answer)
	}
	return answer
}

// answerOf asks a document, which may be nil.
func answerOf(doc *markdown.Document, q rules.Question) any {
	if doc == nil {
		return nil
	}
	return q.Answer(doc)
}

func (l *lookups) Stat(p string) rules.FileKind {
	f := l.snapshot.disk.files[p]
	l.mu.Lock()
	if !l.stats.has(p) {
		l.stats.add(l.snapshot.shared(p))
	}
	l.mu.Unlock()
	if f != nil && len(l.snapshot.overlay) == 0 {
		return rules.RegularFile // as stat
	}
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
	l.ofCommits = true
	l.mu.Unlock()
	return l.snapshot.commits.rules()
}

func (l *lookups) Today() time.Time {
	l.mu.Lock()
	l.dated = true
	l.mu.Unlock()
	return l.snapshot.today
}
