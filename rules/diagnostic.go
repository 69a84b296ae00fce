package rules

import (
	"slices"

	"cortex/markdown"
)

// Diagnostic is one thing that a rule found. It is comparable by content.
type Diagnostic struct {
	// Path is the workspace-relative path of the file that Span is in.
	Path string
	// Rule is the name of the rule.
	Rule string
	// Span is what to underline; it may be empty.
	Span markdown.Span
	// Severity is stamped by the driver. A rule that reports lighter or graver cases
	// than its default sets it when reporting; a configured severity is then the upper bound.
	Severity Severity
	// Message says what is wrong and what would be right, in lower case without a full stop.
	Message string
	Related []Related
	Fixes   []Fix
}

// Same tells whether two diagnostics say the same and offer the same fixes.
func (d Diagnostic) Same(o Diagnostic) bool {
	return d.Path == o.Path && d.Rule == o.Rule && d.Span == o.Span && d.Severity == o.Severity && d.Message == o.Message &&
		slices.Equal(d.Related, o.Related) && slices.EqualFunc(d.Fixes, o.Fixes, Fix.same)
}

// Related is another place that explains a diagnostic.
type Related struct {
	Path    string
	Span    markdown.Span
	Message string
}

// Fix is one way to mend a diagnostic; several are alternatives.
type Fix struct {
	// Title is imperative, with a capital, and unique within the diagnostic: Add section "Goals".
	Title string
	// Safe fixes keep the meaning of the text and may be applied in bulk.
	Safe bool
	// Changes are made together. Order matters only for changes to the same path.
	Changes []Change
}

func (f Fix) same(o Fix) bool {
	return f.Title == o.Title && f.Safe == o.Safe && slices.EqualFunc(f.Changes, o.Changes, Change.same)
}

// Change is what a fix does to one file: edit it, create it or rename it.
// Exactly one of Edits, Create and Rename is set.
type Change struct {
	Path string
	// Edits are byte edits of the judged text.
	Edits []markdown.Edit
	// Create is the text of a file that does not exist yet; nil for none.
	Create *string
	// Rename is the new workspace-relative path of the file.
	Rename string
}

func (c Change) same(o Change) bool {
	return c.Path == o.Path && c.Rename == o.Rename && slices.Equal(c.Edits, o.Edits) &&
		(c.Create == nil) == (o.Create == nil) && (c.Create == nil || *c.Create == *o.Create)
}
