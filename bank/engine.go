package bank

import (
	"context"
	"sync/atomic"
	"time"

	"cortex/markdown"
	"cortex/rules"
)

// engine is what judges: the floors below, with a limit. Tests put slow ones in their place.
type engine struct {
	parse     func(path, text string) *markdown.Document
	check     func(context.Context, *markdown.Document, rules.Workspace, rules.Settings) []rules.Diagnostic
	checkBank func(context.Context, rules.Workspace, rules.Settings, *rules.Survey) []rules.Diagnostic
	// many is from how many documents on these are not in memory together when they are judged for the first time, but so many at a time.
	many, together int
	// limit bounds one call of each.
	limit     time.Duration
	now       func() time.Time
	tokenizer *tokenizer
	// shelf is for the texts of the disk.
	shelf shelf
	// resident is how much memory there was when some was given back last.
	resident atomic.Int64
}

// today is the day at midnight UTC.
func (e *engine) today() time.Time { return e.now().UTC().Truncate(24 * time.Hour) }

func newEngine() *engine {
	return &engine{
		parse: markdown.Parse, check: rules.Check, checkBank: rules.CheckBank,
		many: manyDocuments, together: apart, limit: 10 * time.Second, now: time.Now, tokenizer: newTokenizer(), shelf: shelf{most: defaultShelf},
	}
}

// parsed parses a text. Defect is the cause of a panic, nil if there was none.
func (e *engine) parsed(path, text string) (doc *markdown.Document, defect any) {
	defer func() { defect = recover() }()
	return e.parse(path, text), nil
}
