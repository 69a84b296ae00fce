package bank

import (
	"context"

	"cortex/bank/search"
	"cortex/markdown"
)

// ContextQuery asks what to read for a task.
type ContextQuery struct {
	// Task says in words what is to be done.
	Task string
	// Budget bounds the tokens of the text.
	Budget int
	// Folder is where to look, "." for everywhere.
	Folder string
	// Include are patterns of files that are wanted next to the core files, Exclude of files that are not wanted, relative to
	// the workspace or to the bank.
	Include, Exclude []string
	// Outline wants the places of the sections without their texts.
	Outline bool
}

// Context is what to read for a task.
type Context struct {
	// Parts are the sections that were taken, in the order of Text.
	Parts []ContextPart
	// Text is all of it to be read: the parts, each below a line that says where it comes from, and what was left out.
	Text string
	// Tokens is the length of Text, which is never above the budget.
	Tokens int
}

// ContextPart is a section of a context.
type ContextPart struct {
	Path    string
	Passage search.Passage
	Why     ContextReason
	// Text covers the part in the text of the context, with the line above it.
	Text markdown.Span
	// Tokens is what the section itself takes, Through what the text takes to the end of the part.
	Tokens, Through int
}

// ContextReason tells why a section is worth reading.
type ContextReason string

const (
	CoreFile ContextReason = "core file"    // the profile wants it to be read before anything else
	AskedFor ContextReason = "asked for"    // the query names its file
	Matches  ContextReason = "matches"      // it has words of the task
	LinkedTo ContextReason = "linked to"    // a section that matches leads to it
	Recent   ContextReason = "recent entry" // it was written last
)

// stages are the reasons in the order in which sections are taken, with the share of the budget, in hundredths, that
// may be spent when a stage ends. What matches comes last again, so that nothing stays unspent.
func (l *contextLoader) stages() []contextStage {
	return []contextStage{
		{CoreFile, 15, l.coreFiles},
		{AskedFor, 55, l.askedFor},
		{Matches, 70, l.matching},
		{LinkedTo, 80, l.linked},
		{Recent, 90, l.recent},
		{Matches, 100, l.matching},
	}
}

type contextStage struct {
	why        ContextReason
	share      int
	candidates func() []candidate
}

// LoadContext collects what somebody should read for a task within a budget: the core files of the
// profiles, files that are asked for, what matches the task, what that leads to, and what was written last. Sections
// are taken whole or not at all. The result depends on nothing but the snapshot and the query. The error is ctx's.
func (s *Snapshot) LoadContext(ctx context.Context, q ContextQuery) (*Context, error) {
	l := &contextLoader{
		snapshot: s, query: q, hashes: map[string]string{},
		taken: map[candidate]bool{}, refused: map[candidate]bool{}, texts: map[string]bool{},
	}
	if err := l.read(ctx); err != nil {
		return nil, err
	}
	l.rank()
	l.room = max(0, q.Budget-reserveOf(q.Budget))
	for _, stage := range l.stages() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		l.take(stage)
	}
	l.conclude()
	return &Context{Parts: l.parts, Text: l.text.String(), Tokens: l.used}, nil
}

// reserveOf returns how many tokens are kept for telling what was left out.
func reserveOf(budget int) int { return min(max(budget/10, 40), 400) }
