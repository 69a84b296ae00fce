package rules

// unusedSuppression is reported by the driver.
var unusedSuppression = Rule{
	Name:  "unused-suppression",
	Title: "A suppression comment hides nothing",
	Doc: `The comment names a rule that has nothing to report where the comment counts: what it once hid has been
mended or has moved. Left behind, it hides the next real mistake in that place, and costs an agent
that reads the file a few tokens each time.

A comment that names no rule is never reported, nor are rules that judge the bank as a whole or are
switched off: where one file is judged it is not known what they would say.

Switch it off if you keep such comments on purpose, for instance in generated files.`,
	Bad:         "# Title\n\n<!-- cortex-disable-next-line broken-link -- moves next week -->\nText.\n",
	Good:        "# Title\n\nText.\n",
	Severity:    Hint,
	Scope:       ScopeDocument,
	Fixable:     FixSafe,
	Unnecessary: true,
	Evidence:    "2026-11: no bank of the corpus has such comments yet.",
	Since:       "0.1.0",
}
