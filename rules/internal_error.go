package rules

// internalError is reported by the driver.
var internalError = Rule{
	Name:     "internal-error",
	Title:    "A rule failed on this file",
	Severity: Warning,
	Scope:    ScopeDocument,
	Since:    "0.1.0",
	Doc: `A rule of Cortex stopped with a defect of its own on this file. The other rules have judged it, so
what else is reported stands; what the failed rule would have said is not known.

Nothing is wrong with the file because of this. Please report the message together with the file, or
the smallest part of it that still shows the message. Until it is mended, switch off the rule that the
message names.`,
	Evidence: "Not seen on the 76 banks of the corpus (2026-11); it exists so that a defect is never silent.",
}
