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

// LoadContext collects what somebody should read for a task within a budget: files that are asked for, the core files of
// the profiles, what matches the task, what that leads to, and what was written last. Sections are taken whole or not at
// all. What a larger budget loses, it loses to what is wanted more. The result depends on nothing but the snapshot and the
// query. The error is ctx's, or a *Refusal of patterns that no file fits.
func (s *Snapshot) LoadContext(ctx context.Context, q ContextQuery) (*Context, error) {
	l := &contextLoader{snapshot: s, query: q, hashes: map[string]string{}}
	if err := l.read(ctx); err != nil {
		return nil, err
	}
	if err := l.knowsIncludes(); err != nil {
		return nil, err
	}
	l.rank()
	stages := l.stages()
	wanted := l.wishes(stages)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	l.setMark(wanted)
	l.begin()
	room := max(0, q.Budget-l.used-reserveOf(q.Budget))
	taken, left := l.choose(wanted, room)
	l.lay(inReadingOrder(taken, stages, room))
	l.conclude(left)
	return &Context{Parts: l.parts, Text: l.text.String(), Tokens: l.used}, nil
}

// reserveOf returns how many tokens are kept for telling what was left out.
func reserveOf(budget int) int { return min(max(budget/10, 40), 400) }
