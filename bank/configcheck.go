package bank

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"cortex/markdown"
	"cortex/rules"
)

// inWorkspace tells whether a cleaned path stays in the workspace.
func inWorkspace(p string) bool { return fs.ValidPath(p) }

// configCheck judges one text that settings come from.
type configCheck struct {
	path, text string
	yaml       *rules.YAML
	found      []rules.YAMLMistake
}

func newConfigCheck(path, text string) *configCheck {
	return &configCheck{path: path, text: text, yaml: rules.ParseYAML(text)}
}

// config decodes the text as .cortex.yaml and collects what is wrong with it.
func (c *configCheck) config() *Config {
	config := &Config{}
	c.found = c.yaml.Decode(config)
	c.checkProfile(config.Profile)
	c.checkBanks(config.Banks)
	c.checkGlobs(config.Exclude, "exclude")
	c.checkWhen(config.Check)
	c.checkCount(config.History.Days, "history", "days")
	c.checkCount(config.History.Megabytes, "history", "megabytes")
	c.checkRules(config.Rules, "rules")
	for i, o := range config.Overrides {
		if len(o.Files) == 0 {
			c.report(c.valueSpan("overrides", strconv.Itoa(i)), "an override without \"files\" covers none: name the files it is for")
		}
		c.checkGlobs(o.Files, overrideKeys(i, "files")...)
		c.checkRules(o.Rules, overrideKeys(i, "rules")...)
	}
	return config
}

// overrideKeys returns the path of a key in one of the overrides.
func overrideKeys(i int, key string) []string { return []string{"overrides", strconv.Itoa(i), key} }

func (c *configCheck) report(span markdown.Span, format string, args ...any) {
	c.found = append(c.found, rules.YAMLMistake{Span: span, Message: fmt.Sprintf(format, args...)})
}

// unknown reports a name that is none of those known, with the nearest of them.
func (c *configCheck) unknown(span markdown.Span, what, name string, known []string) {
	c.found = append(c.found, rules.UnknownName(span, what, name, known))
}

// valueSpan returns where the value of a key stands, the whole text if that is not known.
func (c *configCheck) valueSpan(keys ...string) markdown.Span {
	_, value, ok := c.yaml.Spans(keys...)
	if !ok {
		return markdown.Span{End: len(c.text)}
	}
	return value
}

func (c *configCheck) keySpan(keys ...string) markdown.Span {
	key, _, ok := c.yaml.Spans(keys...)
	if !ok {
		return markdown.Span{End: len(c.text)}
	}
	return key
}

// itemSpan returns where the entry that a decoded list of texts has at an index stands. It is found by its text, at that
// place or later: an entry before it that is no text is not in the decoded list.
func (c *configCheck) itemSpan(item string, index int, keys ...string) markdown.Span {
	for i := index; ; i++ {
		_, value, ok := c.yaml.Spans(append(slices.Clip(keys), strconv.Itoa(i))...)
		if !ok {
			return c.valueSpan(keys...)
		}
		if got := value.In(c.text); got == item || strings.Trim(got, `"'`) == item {
			return value
		}
	}
}

func (c *configCheck) checkProfile(name string) {
	switch {
	case name == "" || rules.LookupProfile(name) != nil:
	case !rules.IsProfileFile(name):
		c.unknown(c.valueSpan("profile"), "profile", name, profileNames())
	case !inWorkspace(path.Clean(name)):
		c.report(c.valueSpan("profile"), "%q leaves the workspace: want a file relative to this one", name)
	}
}

func profileNames() []string {
	var names []string
	for _, p := range rules.Profiles() {
		names = append(names, p.Name)
	}
	return names
}

func (c *configCheck) checkBanks(banks []string) {
	for i, b := range banks {
		switch {
		case b == "":
			c.report(c.itemSpan(b, i, "banks"), `an empty name is no folder: want one relative to this file, "." for all of the workspace`)
		case !inWorkspace(path.Clean(b)):
			c.report(c.itemSpan(b, i, "banks"), "%q leaves the workspace: want a folder relative to this file", b)
		}
	}
}

func (c *configCheck) checkGlobs(globs []string, keys ...string) {
	for i, glob := range globs {
		if err := checkGlob(glob); err != nil {
			c.report(c.itemSpan(glob, i, keys...), "%q matches nothing: %v", glob, err)
		}
	}
}

const (
	checkOnChange = "change"
	checkOnSave   = "save"
)

func (c *configCheck) checkWhen(when string) {
	switch when {
	case "", checkOnChange, checkOnSave:
	default:
		c.unknown(c.valueSpan("check"), "value", when, []string{checkOnChange, checkOnSave})
	}
}

// checkCount reports a negative number.
func (c *configCheck) checkCount(n int, keys ...string) {
	if n < 0 {
		c.report(c.valueSpan(keys...), "%q wants %s", keys[len(keys)-1], typeName(n))
	}
}

// checkRules judges the mapping of rules at a path of keys.
func (c *configCheck) checkRules(configured map[string]RuleConfig, keys ...string) {
	for _, name := range slices.Sorted(maps.Keys(configured)) {
		c.checkRule(name, configured[name], append(slices.Clip(keys), name))
	}
}

func (c *configCheck) checkRule(name string, configured RuleConfig, keys []string) {
	r := rules.Lookup(name)
	if r == nil {
		c.unknown(c.keySpan(keys...), "rule", name, ruleNames())
		return
	}
	if _, err := rules.ParseSeverity(configured.Severity); err != nil && configured.Severity != "" {
		_, span, ok := c.yaml.Spans(append(slices.Clip(keys), "severity")...)
		if !ok {
			span = c.valueSpan(keys...)
		}
		c.unknown(span, "severity", configured.Severity, severityNames())
	}
	for _, option := range slices.Sorted(maps.Keys(configured.Options)) {
		c.checkOption(r, option, configured.Options[option], append(slices.Clip(keys), option))
	}
}

func ruleNames() []string {
	var names []string
	for _, r := range rules.All() {
		names = append(names, r.Name)
	}
	return names
}

func severityNames() []string {
	var names []string
	for s := rules.Off; s <= rules.Error; s++ {
		names = append(names, s.String())
	}
	return names
}

func (c *configCheck) checkOption(r *rules.Rule, name string, value any, keys []string) {
	i := slices.IndexFunc(r.Options, func(o rules.Option) bool { return o.Name == name })
	if i < 0 {
		c.unknownOption(r, name, c.keySpan(keys...))
		return
	}
	_, ok := optionValue(r.Options[i], value)
	text, isText := value.(string)
	switch values := r.Options[i].Values; {
	case !ok && isText && values != nil:
		c.unknown(c.valueSpan(keys...), "value", text, slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" }))
	case !ok:
		c.report(c.valueSpan(keys...), "option %q wants %s", name, typeName(r.Options[i].Default))
	case r.Scope == rules.ScopeBank && keys[0] == "overrides":
		c.report(c.keySpan(keys...), "%q judges a bank as a whole: set its option %q under \"rules\"", r.Name, name)
	}
}

// unknownOption reports an option that the rule does not have.
func (c *configCheck) unknownOption(r *rules.Rule, name string, span markdown.Span) {
	if len(r.Options) == 0 {
		if _, near := rules.Nearest(name, []string{"severity"}); !near {
			c.report(span, "unknown option %q: the rule %q has none, only its severity can be set", name, r.Name)
			return
		}
	}
	known := []string{"severity"}
	for _, o := range r.Options {
		known = append(known, o.Name)
	}
	c.unknown(span, "option", name, known)
}

func typeName(value any) string {
	switch value.(type) {
	case string:
		return "a text"
	case bool:
		return "true or false"
	case int:
		return "a whole number, 0 or more"
	}
	return "a list of texts"
}

// checkGlob returns what is wrong with a pattern.
func checkGlob(pattern string) error {
	cleaned := cleanGlob(pattern)
	switch {
	case cleaned == "":
		return errors.New("it is empty")
	case strings.HasPrefix(pattern, "!"):
		return errors.New("what it would let in again cannot be said: name what is left out")
	case strings.Contains(pattern, "{") && strings.Contains(pattern, ","):
		return errors.New("braces are not read: write one pattern for each")
	case strings.HasPrefix(cleaned, "/") || len(pattern) > 1 && pattern[1] == ':':
		return errors.New("want a path relative to this file")
	}
	for element := range strings.SplitSeq(cleaned, "/") {
		switch _, err := path.Match(element, ""); {
		case err != nil:
			return err
		case element == "" || element == "." || element == "..":
			return fmt.Errorf("%q is no part of a path in the workspace", element)
		case element != "**" && strings.Contains(element, "**"):
			return errors.New(`"**" stands for folders only between slashes`)
		}
	}
	return nil
}
