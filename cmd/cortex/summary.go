package main

import (
	"strings"

	"cortex/bank"
	"cortex/rules"
)

// summary counts what a check found.
type summary struct {
	// Files is the number of files that were judged, with the configuration if it has diagnostics; Affected is how many
	// of them have diagnostics that are listed.
	Files    int `json:"files"`
	Affected int `json:"affected"`
	// Errors, Warnings, Information and Hints count the listed diagnostics.
	Errors      int `json:"errors"`
	Warnings    int `json:"warnings"`
	Information int `json:"information"`
	Hints       int `json:"hints"`
	// Fixable counts the listed diagnostics that "cortex fix" mends, FixableUnsafe those that "cortex fix --unsafe" mends besides.
	Fixable       int `json:"fixable"`
	FixableUnsafe int `json:"fixableUnsafe"`
	// Hidden counts the diagnostics below --min-severity, which are not listed.
	Hidden int `json:"hidden"`
}

func (s *summary) count(d rules.Diagnostic) {
	switch d.Severity {
	case rules.Error:
		s.Errors++
	case rules.Warning:
		s.Warnings++
	case rules.Information:
		s.Information++
	case rules.Hint:
		s.Hints++
	}
	safe := false
	for _, f := range d.Fixes {
		safe = safe || f.Safe
	}
	switch {
	case safe:
		s.Fixable++
	case len(d.Fixes) > 0:
		s.FixableUnsafe++
	}
}

// counts returns the listed diagnostics by severity: "2 errors, 1 warning".
func (s *summary) counts() string {
	var parts []string
	for _, c := range []struct {
		n    int
		noun string
	}{{s.Errors, "error"}, {s.Warnings, "warning"}, {s.Information, "information"}, {s.Hints, "hint"}} {
		if c.n > 0 {
			parts = append(parts, bank.Plural(c.n, c.noun))
		}
	}
	return strings.Join(parts, ", ")
}
