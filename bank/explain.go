package bank

import (
	"fmt"
	"slices"

	"cortex/rules"
)

// Explanation tells what is in force for a file, or for all of the workspace, and where it was set.
type Explanation struct {
	// Path is the file; empty for the workspace.
	Path string
	// Unjudged says why the file is not judged and what to do about it; empty if it is.
	Unjudged string
	// Bank is what the file belongs to, nil for none.
	Bank *Bank
	// Profile is where the profile of the bank, or of the workspace's banks, was set.
	Profile Place
	// Rules are the settings of every rule, in the order of the manual.
	Rules []RuleSetting
}

// RuleSetting is what is in force for one rule.
type RuleSetting struct {
	Rule     *rules.Rule
	Severity rules.Severity
	From     Place
	Options  []OptionSetting
}

// OptionSetting is the value of one option of a rule.
type OptionSetting struct {
	rules.Option
	Value any
	From  Place
}

// Changed tells whether anything is otherwise than the rule itself has it.
func (r *RuleSetting) Changed() bool {
	for _, o := range r.Options {
		if o.From != (Place{}) {
			return true
		}
	}
	return r.From != (Place{})
}

// Place is where something was set. The zero value stands for the default.
type Place struct {
	// Path and Line, from 1, are where it is written; empty if it is not.
	Path string
	Line int
	// Override is the number of the override that says so, from 1; 0 for none.
	Override int
	// Profile is the name of the profile that it follows from: by its own severities, or because it is Declared or
	// only detected.
	Profile  string
	Declared bool
}

// String describes the place for people: "override 2 at .cortex.yaml:9".
func (p Place) String() string {
	switch {
	case p.Override > 0:
		return fmt.Sprintf("override %d at %s:%d", p.Override, p.Path, p.Line)
	case p.Path != "":
		return fmt.Sprintf("%s:%d", p.Path, p.Line)
	case p.Declared:
		return fmt.Sprintf("profile %s, declared", p.Profile)
	case p.Profile != "":
		return fmt.Sprintf("profile %s, detected", p.Profile)
	}
	return "default"
}

// Explain tells what is in force for the file at a workspace-relative path, "" for the workspace in general.
// Where a file does not exist it tells what would be in force.
func (s *Snapshot) Explain(path string) *Explanation {
	x := newExplainer(s)
	e := &Explanation{Path: path}
	judgedAs := rules.Bank{Profile: x.profile, Declared: x.profile != nil}
	if path == "" {
		x.covering = slices.DeleteFunc(slices.Clone(x.layers), func(l *layer) bool { return l.override > 0 })
	} else {
		x.covering = x.configuration.covering(path)
		e.Unjudged, e.Bank = s.whyUnjudged(path, x), s.BankOf(path)
		judgedAs = rules.Bank{}
	}
	x.settings = merged(x.covering)
	if e.Bank != nil {
		judgedAs = e.Bank.rules()
	}
	switch {
	case judgedAs.Declared && x.profileAt != nil:
		e.Profile = x.place(x.profileAt, x.profileAt.keys)
		e.Profile.Profile, e.Profile.Declared = judgedAs.Profile.Name, true
	case judgedAs.Profile != nil:
		e.Profile = Place{Profile: judgedAs.Profile.Name}
	}
	for _, r := range rules.All() {
		e.Rules = append(e.Rules, x.rule(r, judgedAs))
	}
	return e
}

// explainer finds where settings come from.
type explainer struct {
	*configuration
	// covering are the layers that count, lowest first.
	covering []*layer
	// settings are what they make.
	settings rules.Settings
	parsed   map[string]*rules.YAML
}

func newExplainer(s *Snapshot) *explainer {
	return &explainer{configuration: s.disk.configuration, parsed: map[string]*rules.YAML{}}
}

// rule returns what is in force for a rule in a bank.
func (x *explainer) rule(r *rules.Rule, b rules.Bank) RuleSetting {
	setting := RuleSetting{Rule: r, Severity: x.settings.SeverityOf(r, b)}
	setting.From = x.severityFrom(r, b, setting.Severity)
	for _, o := range r.Options {
		option := OptionSetting{Option: o, Value: o.Default}
		for _, l := range x.covering {
			if value, ok := l.option(r.Name, o); ok && (l.override == 0 || r.Scope == rules.ScopeDocument) {
				option.Value, option.From = value, x.place(l, l.optionKeys(r.Name, o.Name))
			}
		}
		setting.Options = append(setting.Options, option)
	}
	return setting
}

func (x *explainer) severityFrom(r *rules.Rule, b rules.Bank, severity rules.Severity) Place {
	for _, l := range slices.Backward(x.covering) {
		if l.severity(r.Name) != 0 {
			return x.place(l, l.severityKeys(r.Name))
		}
	}
	if b.Profile == nil {
		return Place{}
	}
	if _, own := b.Profile.Rules[r.Name]; own || severity != r.Severity {
		return Place{Profile: b.Profile.Name, Declared: b.Declared}
	}
	return Place{}
}

// place returns where the layer says what the keys lead to, or the last of them that there are.
func (x *explainer) place(l *layer, keys []string) Place {
	p := Place{Path: l.file, Line: 1, Override: l.override}
	f := x.sources[l.file]
	if f == nil {
		return p
	}
	if x.parsed[l.file] == nil {
		x.parsed[l.file] = rules.ParseYAML(f.Text())
	}
	for ; len(keys) > 0; keys = keys[:len(keys)-1] {
		if key, _, ok := x.parsed[l.file].Spans(keys...); ok {
			p.Line = f.Lines().OffsetLine(key.Start) + 1
			break
		}
	}
	return p
}
