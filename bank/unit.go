package bank

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"cortex/rules"
)

// unitID names what is judged in one go: a document, or a bank as a whole.
type unitID struct {
	path string
	// whole tells that path is the root of a bank.
	whole bool
}

// compare puts a bank before a document of the same path.
func (id unitID) compare(o unitID) int {
	switch {
	case id.path != o.path:
		return strings.Compare(id.path, o.path)
	case id.whole == o.whole:
		return 0
	case id.whole:
		return -1
	}
	return 1
}

// unit is the result of judging one document or bank, with what it depends on
// besides the own text and the settings. What it has found is immutable; all else belongs to the ledger.
type unit struct {
	byPath foundByPath
	// relied is what it relies on, nil for nothing or where the relations know it: as noted. As long as answers are presumed relied stays,
	// and noted is without these.
	relied *relied
	noted  noted
	// sealed is what is not in relied yet, as it is written in recalled, which is nil if it is there: few ever ask.
	sealed   string
	recalled *recollection
	// listed tells that the bank's list of files counted, ofCommits that version control was asked, dated that the day was.
	listed, ofCommits, dated bool
	// commits is the key of what version control knew when it was asked, "" for nothing.
	commits string
	// passing tells that another time may have another result from the same texts: nobody is told of it later.
	passing bool
	// presumed tells that answers of other documents were presumed, and that nobody has looked yet whether they are so.
	presumed bool
	// survey is what the next run on a bank takes over; it is nil while one has it, and for a document.
	survey *rules.Survey
	// surveyCode is what the cache has of it.
	surveyCode string
}

// relied is what a result relies on: another answer makes it void.
type relied struct {
	// documents and stats are the paths asked about, questions what was asked of documents, with the answers.
	documents, stats []string
	questions        []question
	answers          []any
}

// given returns the answers to the questions.
func (r *relied) given() []any {
	if r == nil {
		return nil
	}
	return r.answers
}

// told returns the questions with the answers.
func (r *relied) told() iter.Seq2[question, any] {
	return func(yield func(question, any) bool) {
		for i, answer := range r.given() {
			if !yield(r.questions[i], answer) {
				return
			}
		}
	}
}

// unseal fills in what the unit relies on.
func (u *unit) unseal() {
	if u.recalled != nil {
		u.relied, u.recalled = u.recalled.unsealed(u.sealed), nil
	}
}

func newUnit(found []rules.Diagnostic, l *lookups) *unit {
	u := &unit{byPath: newFoundByPath(found)}
	if l != nil {
		l.mu.Lock()
		defer l.mu.Unlock()
		u.relied = l.asked.relied()
		u.listed = l.listed
		u.ofCommits, u.dated = l.ofCommits, l.dated
		u.commits = l.snapshot.commits.identity()
		u.presumed = l.presumed
	}
	return u
}

// passing returns the result of what was not judged.
func passing(found []rules.Diagnostic) *unit {
	u := newUnit(found, nil)
	u.passing = true
	return u
}

// judging is with what a document or bank is judged. The zero value will do.
type judging struct {
	hand *hand
	// survey is that of the bank, nil for none.
	survey *rules.Survey
	// presume allows to presume answers.
	presume bool
}

// judge judges one document or bank of a snapshot; nil stands for a document that wanted others which are not at hand, where it was
// to presume. The error is ctx's.
func (e *engine) judge(ctx context.Context, s *Snapshot, id unitID, with judging) (*unit, error) {
	if id.whole {
		return e.judgeBank(ctx, s, id.path, with)
	}
	set := s.disk.of(id.path)
	file := s.File(id.path)
	if file.Err() != nil {
		return passing(unreadable(file, set)), nil
	}
	doc, defect := file.content.parsed(e, with.hand)
	switch {
	case file.Err() != nil:
		return passing(unreadable(file, set)), nil
	case defect != nil:
		message := fmt.Sprintf("not judged: the parser failed on this, which is a defect of Cortex: %v", defect)
		return passing(driverDiagnostic(internalRule, id.path, set, message)), nil
	case doc == nil:
		return passing(e.tooComplex(id.path, "parsing", set)), nil
	}
	l := usedLookups.Get().(*lookups)
	l.snapshot, l.bank, l.presume = s, s.BankOf(id.path), with.presume
	found, err := withHand(ctx, with.hand, e.limit, func(ctx context.Context) []rules.Diagnostic {
		return e.check(ctx, doc, l, set)
	})
	switch {
	case err == nil:
		defer l.putAway()
		if l.void {
			return nil, nil
		}
		return newUnit(found, l), nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	}
	return passing(e.tooComplex(id.path, "checking", set)), nil
}

func (e *engine) judgeBank(ctx context.Context, s *Snapshot, root string, with judging) (*unit, error) {
	survey := with.survey
	if survey == nil {
		survey = new(rules.Survey)
	}
	set := s.disk.settings
	i := slices.IndexFunc(s.banks, func(b *Bank) bool { return b.Root == root })
	l := &lookups{snapshot: s, bank: s.banks[i], whole: true}
	found, err := withHand(ctx, with.hand, e.limit, func(ctx context.Context) []rules.Diagnostic { return e.checkBank(ctx, l, set, survey) })
	switch {
	case err == nil:
		u := newUnit(found, l)
		u.survey = survey
		return u, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case len(l.bank.Paths) == 0:
		return &unit{listed: true, passing: true}, nil
	}
	first := l.bank.Paths[0]
	u := passing(e.tooComplex(first, "checking the bank", s.disk.of(first)))
	u.listed = true
	return u, nil
}

func unreadable(f *File, set rules.Settings) []rules.Diagnostic {
	rule := unreadableRule
	if errors.Is(f.Err(), errTooLarge) {
		rule = tooComplexRule
	}
	return driverDiagnostic(rule, f.Path, set, fmt.Sprintf("not judged: %v", f.Err()))
}

func (e *engine) tooComplex(p, what string, set rules.Settings) []rules.Diagnostic {
	return driverDiagnostic(tooComplexRule, p, set, fmt.Sprintf("not judged: %s took longer than %v", what, e.limit))
}
