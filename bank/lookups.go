package bank

import (
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

	mu    sync.Mutex
	asked asked
	// listed tells that the list of documents was asked for, ofCommits that version control was, dated that the day was.
	listed, ofCommits, dated bool
}

var _ rules.Workspace = (*lookups)(nil)

// shared returns the path of a file, nil for none, in the memory of the file's if there is one, in its own otherwise: results keep very
// many, and none is to keep the text that it was read in.
func (f *File) shared(p string) string {
	if f != nil {
		return f.Path
	}
	return strings.Clone(p)
}

// usedLookups are those of documents that have been judged.
var usedLookups = sync.Pool{New: func() any { return new(lookups) }}

// mostReused is up to how many paths the room for what was asked is used again.
const mostReused = 500

// putAway has the room for what was asked used again. The caller does not look at it any more.
func (l *lookups) putAway() {
	if len(l.asked.paths) <= mostReused {
		l.asked.reset()
		*l = lookups{asked: l.asked}
		usedLookups.Put(l)
	}
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
		l.asked.forDocument(l.about(p))
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
	l.mu.Lock()
	onDisk := l.about(p).file
	l.mu.Unlock()
	var answer any
	presumed := false
	if f := l.snapshot.judgedAs(p, onDisk); f != nil {
		answer, presumed = f.content.answer(l.snapshot.engine, q, l.presume)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.presumed = l.presumed || presumed
	l.asked.question(l.about(p), q, answer)
	return answer
}

// about returns what is known of a path. The lock is held.
func (l *lookups) about(p string) *askedPath { return l.asked.about(p, l.snapshot) }

// answerOf asks a document, which may be nil.
func answerOf(doc *markdown.Document, q rules.Question) any {
	if doc == nil {
		return nil
	}
	return q.Answer(doc)
}

func (l *lookups) Stat(p string) rules.FileKind {
	l.mu.Lock()
	at := l.about(p)
	l.asked.forStat(at)
	onDisk := at.file != nil
	l.mu.Unlock()
	if onDisk && len(l.snapshot.overlay) == 0 {
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
