package bank

import "cortex/rules"

// ConfigFile is the name of the configuration, at the root of the workspace.
const ConfigFile = ".cortex.yaml"

// Config is the content of .cortex.yaml. The comments of its fields are the manual.
type Config struct {
	// Profile declares the convention of the workspace's banks. A declared profile
	// demands (errors and warnings), a detected one only advises. Empty: detect.
	Profile string `yaml:"profile"`
	// Banks lists the folders that are memory banks, relative to this file. Empty: detect them.
	Banks []string `yaml:"banks"`
	// Exclude lists glob patterns of files that are not judged, relative to this file ("**" spans folders).
	Exclude []string `yaml:"exclude"`
	// Rules sets the severity of rules (off, hint, information, warning, error), or a mapping with
	// "severity" and the rule's options.
	Rules map[string]RuleConfig `yaml:"rules"`
	// Check says when the language server judges: "change" (while typing, after a short pause) or "save" (on open and save).
	Check string `yaml:"check"`
}

// RuleConfig is the configuration of one rule.
type RuleConfig struct {
	// Severity replaces the rule's own; empty keeps it.
	Severity string `yaml:"severity"`
	// Options are the rule's options by name.
	Options map[string]any `yaml:",inline"`
}

// Settings returns what the configuration says about rules.
func (c *Config) Settings() rules.Settings { return rules.Settings{} }
