package bank

import (
	"path"
	"slices"
	"time"

	"cortex/rules"
)

// ConfigFile is the name of the configuration, at the root of the workspace.
const ConfigFile = ".cortex.yaml"

// Config is the content of .cortex.yaml. The comments of its fields are the manual.
type Config struct {
	// Profile declares the convention of the workspace's banks: the name of a profile, or a file
	// ("team/bank-profile.yaml", relative to this file) with one of your own. A declared profile
	// demands (errors and warnings), a detected one only advises. Empty: detect.
	Profile string `yaml:"profile"`
	// Banks lists the folders that are memory banks, relative to this file. Empty: detect them.
	Banks []string `yaml:"banks"`
	// Exclude lists glob patterns of files that are not judged, relative to this file ("**" spans folders).
	Exclude []string `yaml:"exclude"`
	// Rules sets the severity of rules (off, hint, information, warning, error), or a mapping with
	// "severity" and the rule's options.
	Rules map[string]RuleConfig `yaml:"rules"`
	// Overrides lists what is set otherwise for some files. Where several entries cover a file, the later one wins.
	Overrides []Override `yaml:"overrides"`
	// Check says when the language server judges: "change" (while typing, after a short pause; the default) or
	// "save" (on open and save).
	Check string `yaml:"check"`
	// History bounds what is kept of the texts that Cortex has changed, in the folder ".cortex-history" of each bank.
	History HistoryConfig `yaml:"history"`
}

// The defaults of HistoryConfig.
const (
	defaultHistoryDays      = 90
	defaultHistoryMegabytes = 50
)

// HistoryConfig bounds the versions that are kept of one bank. The newest one always stays.
type HistoryConfig struct {
	// Days says after how many days a version may be forgotten. 0 or absent: 90.
	Days int `yaml:"days"`
	// Megabytes bounds how much is kept of one bank: the oldest versions go first. 0 or absent: 50.
	Megabytes int `yaml:"megabytes"`
}

func (h HistoryConfig) limits() versionLimits {
	return versionLimits{age: time.Duration(h.Days) * 24 * time.Hour, bytes: int64(h.Megabytes) << 20}
}

// Override is what is set for some files.
type Override struct {
	// Files lists glob patterns of the files that the entry covers, relative to this file, as in "exclude".
	Files []string `yaml:"files"`
	// Rules sets severities and options as "rules" does. Of a rule that judges a bank as a whole only the severity can
	// be set: that of what it reports on these files.
	Rules map[string]RuleConfig `yaml:"rules"`
}

// RuleConfig is the configuration of one rule.
type RuleConfig struct {
	// Severity replaces the rule's own; empty keeps it.
	Severity string `yaml:"severity"`
	// Options are the rule's options by name.
	Options map[string]any `yaml:",inline"`
}

// UnmarshalText makes a lone scalar a severity.
func (r *RuleConfig) UnmarshalText(text []byte) error {
	r.Severity = string(text)
	return nil
}

// excluded tells whether the configuration leaves out the file or folder at a workspace-relative path.
func (c *Config) excluded(p string) bool { return c.excludedBy(p) != "" }

// excludedBy returns the pattern that leaves out the file or folder at a path, "" if none does.
func (c *Config) excludedBy(p string) string {
	i := slices.IndexFunc(c.Exclude, func(glob string) bool { return matchGlob(glob, p) })
	if i < 0 {
		return ""
	}
	return c.Exclude[i]
}

// bankRoots returns the folders that Banks lists, cleaned.
func (c *Config) bankRoots() []string {
	var roots []string
	for _, b := range c.Banks {
		if root := path.Clean(b); b != "" && inWorkspace(root) {
			roots = append(roots, root)
		}
	}
	return roots
}

// onlyNamed tells whether nothing but the folders that Banks lists is looked at.
func (c *Config) onlyNamed() bool {
	roots := c.bankRoots()
	return len(roots) > 0 && !slices.Contains(roots, ".")
}

// names tells whether Banks lists a folder that p lies in or, as a folder, is or leads to.
func (c *Config) names(p string, isDir bool) bool {
	return slices.ContainsFunc(c.bankRoots(), func(root string) bool {
		return root != "." && (Below(p, root) || isDir && Below(root, p))
	})
}

// optionValue returns a decoded value as the type of the option's default, false if it is of another type or none that is understood.
func optionValue(o rules.Option, value any) (any, bool) {
	switch o.Default.(type) {
	case string:
		s, ok := value.(string)
		return s, ok && (o.Values == nil || slices.Contains(o.Values, s))
	case bool:
		b, ok := value.(bool)
		return b, ok
	case int:
		n, ok := value.(int)
		return n, ok && n >= 0
	case []string:
		return stringList(value)
	}
	return nil, false
}

func stringList(value any) ([]string, bool) {
	items, ok := value.([]any)
	list := make([]string, 0, len(items))
	for _, item := range items {
		s, isString := item.(string)
		ok = ok && isString
		list = append(list, s)
	}
	return list, ok
}
