package rules

// unknownSuppression is reported by the driver.
var unknownSuppression = Rule{
	Name:  "unknown-suppression",
	Title: "A suppression comment names something that does not exist",
	Doc: `A comment such as ` + "`<!-- cortex-disable-next-line broken-link -- moves next week -->`" + ` hides diagnostics. If it is
misspelt it hides nothing, and its author believes that it does: an agent that was told to keep
the bank clean then "repairs" what was meant to stay.

These forms exist, each with any number of rule names, none for all rules, and a reason after " -- ":
"cortex-disable-next-line" (the next line that is not empty), "cortex-disable-line", "cortex-disable" up
to "cortex-enable", and "cortex-disable-file". In code blocks they are ordinary text.

There is hardly a reason to switch it off, unless another tool uses comments of the same form.`,
	Bad:      "# Title\n\n<!-- cortex-disable-next-line broken-lnk -->\n\nSee [the plan](plan.md).\n",
	Good:     "# Title\n\n<!-- cortex-disable-next-line broken-link -->\n\nSee [the plan](plan.md).\n",
	Severity: Warning,
	Scope:    ScopeDocument,
	Fixable:  FixUnsafe,
	Evidence: "2026-11: no bank of the corpus has such comments yet.",
	Since:    "0.1.0",
}
