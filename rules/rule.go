package rules

// Rule is one check together with its manual. Rules are variables of this package, listed
// by All, that nobody changes: lists, manual pages and editor settings only read them.
type Rule struct {
	// Name is the configuration key, the LSP code, the file name and the manual page: "missing-section".
	Name string
	// Title says in one line what the rule reports.
	Title string
	// Doc is Markdown: what the rule means, why it matters to an agent that reads the bank, when to switch it off.
	Doc string
	// Bad is the smallest bank that the rule reports and Good the same after its first fixes, as txtar
	// archives with the bank in memory-bank/ or, for one file, as plain Markdown. A line "profile: cline"
	// above the first file of an archive declares a profile, "last commit: 2026-06-08" tells when all files
	// were committed, "option NAME: 30" sets an option. Both are empty for what text cannot show.
	Bad, Good string
	// Severity is what the driver stamps unless the configuration or the bank's profile says otherwise.
	Severity Severity
	// Schema marks rules that judge against the profile: while the profile is only
	// detected, not declared, their diagnostics are at most Information unless the
	// configuration sets a severity.
	Schema bool
	Scope  Scope
	// Fixable is what the manual says about fixes.
	Fixable Fixable
	// Unnecessary tells that what the rule reports can be left out: editors show it faded.
	Unnecessary bool
	// Options are the settings of the rule, with their defaults.
	Options []Option
	// Evidence says what real banks showed, with the date.
	Evidence string
	// Since is the first version with the rule.
	Since string
	// Run reports what it finds through its Pass. Nil for rules that the driver itself reports.
	Run func(*Pass)
}

// Scope tells what one run of a rule sees.
type Scope uint8

const (
	ScopeDocument Scope = iota + 1 // Pass.Doc is set; runs once per document
	ScopeBank                      // Pass.Doc is nil; runs once per bank
)

// Fixable tells how much of what a rule reports it can mend.
type Fixable uint8

const (
	FixNone   Fixable = iota // reports only
	FixSafe                  // at least one fix that may be applied in bulk
	FixUnsafe                // fixes that a person must choose
)

// Option is a setting of a rule.
type Option struct {
	Name string
	Doc  string
	// Default is a string, bool, int, or []string; values of another type are refused.
	Default any
	// Values are the texts that are understood, nil for any.
	Values []string
}
