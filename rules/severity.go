package rules

import "fmt"

// Severity orders diagnostics. The zero value is invalid; larger is graver.
type Severity uint8

const (
	Off Severity = iota + 1 // the rule does not run
	Hint
	Information
	Warning
	Error
)

var severityNames = [...]string{Off: "off", Hint: "hint", Information: "information", Warning: "warning", Error: "error"}

// String returns the name used in configuration and output.
func (s Severity) String() string {
	if int(s) < len(severityNames) && s > 0 {
		return severityNames[s]
	}
	return fmt.Sprintf("severity(%d)", uint8(s))
}

// ParseSeverity is the inverse of String; "info" is accepted too.
func ParseSeverity(name string) (Severity, error) {
	if name == "info" {
		return Information, nil
	}
	for s, n := range severityNames {
		if n != "" && n == name {
			return Severity(s), nil
		}
	}
	return 0, fmt.Errorf("unknown severity %q: want off, hint, information, warning or error", name)
}

// UnmarshalText reads the name used in configuration and profiles.
func (s *Severity) UnmarshalText(text []byte) error {
	severity, err := ParseSeverity(string(text))
	if err == nil {
		*s = severity
	}
	return err
}
