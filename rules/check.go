package rules

import (
	"context"

	"cortex/markdown"
)

// Check runs the rules of document scope on doc and returns their diagnostics in
// order of position. It stops early, with what it has, when ctx ends; the
// result is then not to be used.
func Check(ctx context.Context, doc *markdown.Document, ws Workspace, set Settings) []Diagnostic {
	return nil
}

// CheckBank runs the rules of bank scope once, as Check does for a document.
func CheckBank(ctx context.Context, ws Workspace, set Settings) []Diagnostic {
	return nil
}
