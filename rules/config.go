package rules

import (
	"fmt"

	"cortex/markdown"
)

// configMistake is reported by whoever reads the configuration.
var configMistake = Rule{
	Name:  "config",
	Title: "The configuration has a mistake",
	Doc: `Something in .cortex.yaml, in a profile of your own or in .cortex/validation.json is not understood: a
key that does not exist, a value of the wrong type, a rule or profile with an unknown name, or text
that is not YAML. That part has no effect; the rest counts. ` + "`cortex config explain FILE`" + ` shows what
is in force.

A setting that is silently ignored is worse than none: an agent or a person relies on a rule
that does not run. So each mistake is reported with its place and, where one is near, the name that was
probably meant.

Switching it off hides these reports; the settings stay without effect.`,
	Bad:      "-- .cortex.yaml --\nrules:\n  broken-lnk: off\n",
	Good:     "-- .cortex.yaml --\nrules:\n  broken-link: off\n",
	Severity: Warning,
	Scope:    ScopeBank,
	Fixable:  FixUnsafe,
	Evidence: "2026-11: no bank of the corpus has a configuration of Cortex yet.",
	Since:    "0.1.0",
}

// ConfigDiagnostic returns the diagnostic of the rule "config" for a mistake in the
// file at path, with a fix where it is known what was meant, but without severity: see Settings.SeverityOf.
func ConfigDiagnostic(path string, m YAMLMistake) Diagnostic {
	d := Diagnostic{Path: path, Rule: configMistake.Name, Span: m.Span, Message: m.Message}
	if m.Replacement != "" {
		d.Fixes = []Fix{{
			Title:   fmt.Sprintf("Replace with %q", m.Replacement),
			Changes: []Change{{Path: path, Edits: []markdown.Edit{{Span: m.Span, New: m.Replacement}}}},
		}}
	}
	return d
}
