package bank

import (
	"slices"

	"cortex/rules"
)

// layer is what one place says about rules. Layers lie one over the other; the topmost that says
// something about a setting of a file wins.
type layer struct {
	// file is where it is written, keys lead to its mapping of rules there.
	file string
	keys []string
	// override is its number among those of the configuration, from 1; 0 for what is no override.
	override int
	// files are patterns of the files that it is for; an override without any is for none.
	files []string
	rules map[string]RuleConfig
	// places are the keys of settings that do not stand in a mapping of rules, by rule and, for an option, "rule.option".
	places map[string][]string
}

// covers tells whether the layer is for the file at a workspace-relative path.
func (l *layer) covers(p string) bool {
	return l.override == 0 || slices.ContainsFunc(l.files, func(glob string) bool { return matchGlob(glob, p) })
}

// severity returns what the layer sets for a rule, zero for nothing that counts.
func (l *layer) severity(rule string) rules.Severity {
	s, err := rules.ParseSeverity(l.rules[rule].Severity)
	if err != nil {
		return 0
	}
	return s
}

// option returns what the layer sets for an option of a rule, false for nothing that counts.
func (l *layer) option(rule string, o rules.Option) (any, bool) {
	value, ok := l.rules[rule].Options[o.Name]
	if !ok {
		return nil, false
	}
	return optionValue(o, value)
}

// merged returns the settings that layers make, the last of them topmost. What Cortex does not know
// or cannot use is left out: diagnostics of the configuration tell of it.
func merged(layers []*layer) rules.Settings {
	set := rules.Settings{Severity: map[string]rules.Severity{}, Options: map[string]map[string]any{}}
	for _, l := range layers {
		for name := range l.rules {
			if r := rules.Lookup(name); r != nil {
				l.mergeInto(set, r)
			}
		}
	}
	return set
}

func (l *layer) mergeInto(set rules.Settings, r *rules.Rule) {
	if s := l.severity(r.Name); s != 0 {
		set.Severity[r.Name] = s
	}
	for _, o := range r.Options {
		value, ok := l.option(r.Name, o)
		if !ok {
			continue
		}
		if set.Options[r.Name] == nil {
			set.Options[r.Name] = map[string]any{}
		}
		set.Options[r.Name][o.Name] = value
	}
}

// layers returns those of the configuration, lowest first.
func (c *Config) layers() []*layer {
	all := []*layer{{file: ConfigFile, keys: []string{"rules"}, rules: c.Rules}}
	for i, o := range c.Overrides {
		all = append(all, &layer{file: ConfigFile, keys: overrideKeys(i, "rules"), override: i + 1, files: o.Files, rules: o.Rules})
	}
	return all
}

// severityKeys returns the path of the keys that set the severity of a rule.
func (l *layer) severityKeys(rule string) []string {
	if keys, ok := l.places[rule]; ok {
		return keys
	}
	return append(slices.Clip(l.keys), rule, "severity")
}

// optionKeys returns the path of the keys that set an option of a rule.
func (l *layer) optionKeys(rule, option string) []string {
	if keys, ok := l.places[rule+"."+option]; ok {
		return keys
	}
	return append(slices.Clip(l.keys), rule, option)
}
