package bank

import "cortex/rules"

// The rules that are reported from here, since no rule can see what they are about.
const (
	configRule     = "config"
	unreadableRule = "unreadable-file"
	tooComplexRule = "too-complex"
	internalRule   = "internal-error"
)

// unusedSuppressionRule is the rule about comments that hide nothing.
const unusedSuppressionRule = "unused-suppression"

func driverSeverity(rule string, set rules.Settings) rules.Severity {
	return set.SeverityOf(rules.Lookup(rule), rules.Bank{Declared: true})
}

// driverDiagnostic returns the diagnostic of one of the rules that are reported
// from here, at the top of a file; none if the rule is off.
func driverDiagnostic(rule, path string, set rules.Settings, message string) []rules.Diagnostic {
	severity := driverSeverity(rule, set)
	if severity == rules.Off {
		return nil
	}
	return []rules.Diagnostic{{Path: path, Rule: rule, Severity: severity, Message: message}}
}
