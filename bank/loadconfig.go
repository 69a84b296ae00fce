package bank

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"cortex/markdown"
	"cortex/rules"
)

// inWorkspace tells whether a cleaned path stays in the workspace.
func inWorkspace(p string) bool { return fs.ValidPath(p) }

// loadConfig reads the configuration. Without the file it is the zero value and
// file is nil; what is wrong with it is in the diagnostics.
func loadConfig(ctx context.Context, r *reader) (config *Config, file *File, mistakes []rules.Diagnostic) {
	file = r.read(ctx, ConfigFile)
	switch {
	case file == nil:
		return &Config{}, nil, nil
	case file.Err != nil:
		d := driverDiagnostic(unreadableRule, ConfigFile, rules.Settings{}, fmt.Sprintf("the configuration cannot be read: %v", file.Err))
		return &Config{}, file, d
	}
	config, mistakes = parseConfig(file.Text)
	return config, file, mistakes
}

// parseConfig decodes the configuration and returns what is wrong with it, in order of position.
func parseConfig(text string) (*Config, []rules.Diagnostic) {
	c := &configCheck{text: text, config: &Config{}}
	for _, m := range rules.DecodeYAML(text, c.config) {
		c.report(m)
	}
	c.checkProfile()
	c.checkBanks()
	c.checkExclude()
	c.checkWhen()
	for _, name := range slices.Sorted(maps.Keys(c.config.Rules)) {
		c.checkRule(name, c.config.Rules[name])
	}
	severity := driverSeverity(configRule, c.config.settings())
	if severity == rules.Off {
		return c.config, nil
	}
	for i := range c.found {
		c.found[i].Severity = severity
	}
	slices.SortStableFunc(c.found, func(a, b rules.Diagnostic) int { return a.Span.Start - b.Span.Start })
	return c.config, c.found
}

// configCheck judges one configuration.
type configCheck struct {
	text   string
	config *Config
	found  []rules.Diagnostic
}

func (c *configCheck) report(m rules.YAMLMistake) {
	c.found = append(c.found, rules.ConfigDiagnostic(ConfigFile, m))
}

// unknown reports a name that is none of those known, with the nearest of them.
func (c *configCheck) unknown(span markdown.Span, what, name string, known []string) {
	m := rules.YAMLMistake{Span: span, Message: fmt.Sprintf("unknown %s %q", what, name)}
	if near, ok := rules.Nearest(name, known); ok {
		m.Message += fmt.Sprintf(": did you mean %q?", near)
		m.Replacement = near
	} else if len(known) > 0 && len(known) <= 8 {
		m.Message += ": want " + strings.Join(known, ", ")
	}
	c.report(m)
}

// valueSpan returns where the value of a key stands, the whole text if that is not known.
func (c *configCheck) valueSpan(keys ...string) markdown.Span {
	_, value, ok := rules.YAMLSpans(c.text, keys...)
	if !ok {
		return markdown.Span{End: len(c.text)}
	}
	return value
}

func (c *configCheck) keySpan(keys ...string) markdown.Span {
	key, _, ok := rules.YAMLSpans(c.text, keys...)
	if !ok {
		return markdown.Span{End: len(c.text)}
	}
	return key
}

// itemSpan returns where an item of the list under a top-level key stands.
func (c *configCheck) itemSpan(key, item string) markdown.Span {
	list := c.valueSpan(key)
	if i := strings.Index(list.In(c.text), item); i >= 0 && item != "" {
		return markdown.Span{Start: list.Start + i, End: list.Start + i + len(item)}
	}
	return list
}

func (c *configCheck) checkProfile() {
	if name := c.config.Profile; name != "" && rules.LookupProfile(name) == nil {
		var known []string
		for _, p := range rules.Profiles() {
			known = append(known, p.Name)
		}
		c.unknown(c.valueSpan("profile"), "profile", name, known)
	}
}

func (c *configCheck) checkBanks() {
	for _, b := range c.config.Banks {
		if !inWorkspace(path.Clean(b)) {
			c.report(rules.YAMLMistake{
				Span:    c.itemSpan("banks", b),
				Message: fmt.Sprintf("%q leaves the workspace: want a folder relative to this file", b),
			})
		}
	}
}

func (c *configCheck) checkExclude() {
	for _, glob := range c.config.Exclude {
		if err := checkGlob(glob); err != nil {
			c.report(rules.YAMLMistake{
				Span:    c.itemSpan("exclude", glob),
				Message: fmt.Sprintf("%q matches nothing: %v", glob, err),
			})
		}
	}
}

func (c *configCheck) checkWhen() {
	switch when := c.config.Check; when {
	case "", checkOnChange, checkOnSave:
	default:
		c.unknown(c.valueSpan("check"), "value", when, []string{checkOnChange, checkOnSave})
	}
}

const (
	checkOnChange = "change"
	checkOnSave   = "save"
)

func (c *configCheck) checkRule(name string, configured RuleConfig) {
	r := rules.Lookup(name)
	if r == nil {
		var known []string
		for _, r := range rules.All() {
			known = append(known, r.Name)
		}
		c.unknown(c.keySpan("rules", name), "rule", name, known)
		return
	}
	if _, err := rules.ParseSeverity(configured.Severity); err != nil && configured.Severity != "" {
		span := c.valueSpan("rules", name, "severity")
		if _, _, ok := rules.YAMLSpans(c.text, "rules", name, "severity"); !ok {
			span = c.valueSpan("rules", name)
		}
		c.unknown(span, "severity", configured.Severity, severityNames())
	}
	for _, option := range slices.Sorted(maps.Keys(configured.Options)) {
		c.checkOption(r, option, configured.Options[option])
	}
}

func severityNames() []string {
	var names []string
	for s := rules.Off; s <= rules.Error; s++ {
		names = append(names, s.String())
	}
	return names
}

func (c *configCheck) checkOption(r *rules.Rule, name string, value any) {
	i := slices.IndexFunc(r.Options, func(o rules.Option) bool { return o.Name == name })
	if i < 0 {
		known := []string{"severity"}
		for _, o := range r.Options {
			known = append(known, o.Name)
		}
		c.unknown(c.keySpan("rules", r.Name, name), "option", name, known)
		return
	}
	if _, ok := optionValue(r.Options[i], value); !ok {
		c.report(rules.YAMLMistake{
			Span:    c.valueSpan("rules", r.Name, name),
			Message: fmt.Sprintf("option %q wants %s", name, typeName(r.Options[i].Default)),
		})
	}
}

func typeName(value any) string {
	switch value.(type) {
	case string:
		return "a text"
	case bool:
		return "true or false"
	case int:
		return "a whole number"
	}
	return "a list of texts"
}
