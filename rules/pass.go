package rules

import (
	"fmt"
	"time"

	"cortex/markdown"
)

// Workspace is what rules may know about the world. Paths are workspace-relative
// with slashes, cleaned; a path that begins with "../" is outside and does not
// exist. Implementations record what was asked, so that a result can be reused
// until an answer changes. The methods are safe for concurrent use.
type Workspace interface {
	// Bank describes the bank that is being judged.
	Bank() Bank
	// Documents returns the bank's documents.
	Documents() *Documents
	// Document returns a document of any bank of the workspace, nil if there is none at path.
	Document(path string) *markdown.Document
	// Digest returns that of the document that Document returns, nil if there is none.
	Digest(path string) *Digest
	// Ask asks the document that Document returns, nil if there is none.
	Ask(path string, q Question) any
	// Stat tells what stands at path in the whole workspace. Letter case matters, also where the disk ignores it.
	Stat(path string) FileKind
	// Tokens tells what a part of the document at path costs a model to read; zero if there is none. It counts unless the
	// document is very long, which is slow at first: EstimateTokens tells where that is worth it.
	Tokens(path string, span markdown.Span) Tokens
	// History returns what version control knows; nil if there is none or it is not known yet.
	History() *History
	// Today is the day on which the bank is judged, at midnight UTC.
	Today() time.Time
}

// FileKind is the answer of Workspace.Stat.
type FileKind uint8

const (
	NoFile FileKind = iota
	RegularFile
	Directory
)

// Bank is a memory bank as rules see it.
type Bank struct {
	// Root is the bank's folder, workspace-relative, "." for the workspace itself.
	Root string
	// Profile is the bank's convention; nil if none was recognised.
	Profile *Profile
	// Declared tells that the configuration names the profile; else it was detected and only advises.
	Declared bool
}

// Settings is the effective configuration of the rules for one document or bank.
type Settings struct {
	// Severity overrides the rules' defaults, by rule name.
	Severity map[string]Severity
	// Options holds values for the rules' options, by rule and option name, already checked against the defaults' types.
	Options map[string]map[string]any
	// Overrides change the severities of what CheckBank reports on some files; later ones win. Check is given the
	// settings of its one document and does not look at them.
	Overrides []Override
}

// Override is what is set for some files.
type Override struct {
	// Covers tells whether it holds for the file at a path.
	Covers   func(path string) bool
	Severity map[string]Severity
}

// Pass is one run of one rule, and the only channel between the rule and its driver. It ends with the run: the next
// rule gets the same one.
type Pass struct {
	Rule *Rule
	// Doc is the document to judge; nil in bank scope.
	Doc *markdown.Document
	// Workspace answers about everything else.
	Workspace Workspace
	// Bank is Workspace.Bank().
	Bank Bank

	options map[string]any
	// driver is what all rules of a run have in common.
	driver *driver
}

// Option returns the value of one of the rule's options: the configured one or
// the default. It panics if the rule declares no such option.
func (p *Pass) Option(name string) any {
	if v, ok := p.options[name]; ok {
		return v
	}
	for _, o := range p.Rule.Options {
		if o.Name == name {
			return o.Default
		}
	}
	panic(fmt.Sprintf("rule %s has no option %q", p.Rule.Name, name))
}

// Report hands a diagnostic to the driver. Rule and Severity are stamped; an empty
// Path means the pass's document. A fix that is not valid is dropped, and reported as a
// defect of the rule.
func (p *Pass) Report(d Diagnostic) { p.driver.report(p.Rule, d) }

// Reportf reports a diagnostic without fixes on the pass's document.
func (p *Pass) Reportf(span markdown.Span, format string, args ...any) {
	p.Report(Diagnostic{Span: span, Message: fmt.Sprintf(format, args...)})
}
