package bank

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"sync"

	"cortex/rules"
)

// configuration is everything that settings come from, as it was at one time. It is immutable and safe
// for concurrent use.
type configuration struct {
	config *Config
	origin originConfig
	// profile is the declared one, nil for none.
	profile *rules.Profile
	// profileAt is where the profile is declared, nil for nowhere.
	profileAt *layer
	// sources are the files that all this is from, by path; nil for one that would count if it existed.
	sources map[string]*File
	// mistakes are the diagnostics of the sources.
	mistakes map[string][]rules.Diagnostic

	layers []*layer
	// settings are those of the workspace, byPath those of files for which something is overridden.
	settings rules.Settings
	byPath   sync.Map // path to rules.Settings
}

// errUnread stands for a file about which nothing is known: no diagnostic says that it is missing.
var errUnread = errors.New("not read")

// loadConfiguration reads the configuration and what it names. Read returns nil for a file that does not exist.
// Mistakes are in the result.
func loadConfiguration(read func(path string) *File) *configuration {
	l := &configLoader{read: read, found: map[string][]rules.YAMLMistake{}, configuration: &configuration{
		config: &Config{}, sources: map[string]*File{}, mistakes: map[string][]rules.Diagnostic{},
	}}
	l.loadConfig()
	l.loadOrigin()
	l.settle()
	return l.configuration
}

// emptyConfiguration is that of a workspace without anything in it.
func emptyConfiguration() *configuration {
	return loadConfiguration(func(string) *File { return nil })
}

// configLoader makes one configuration.
type configLoader struct {
	*configuration
	read  func(path string) *File
	found map[string][]rules.YAMLMistake
}

// source reads a file that settings come from; text is empty unless ok.
func (l *configLoader) source(p string) (f *File, ok bool) {
	f = l.read(p)
	if f == nil || !errors.Is(f.Err(), errUnread) {
		l.sources[p] = f
	}
	return f, f != nil && f.Err() == nil
}

func (l *configLoader) loadConfig() {
	f, ok := l.source(ConfigFile)
	if !ok {
		return
	}
	c := newConfigCheck(ConfigFile, f.Text())
	l.config = c.config()
	if name := l.config.Profile; rules.IsProfileFile(name) && inWorkspace(path.Clean(name)) {
		var problem error
		if l.profile, problem = l.loadProfile(name, nil); problem != nil {
			c.report(c.valueSpan("profile"), "the profile %q %v: banks are judged by what is detected", name, problem)
		}
	} else {
		l.profile = rules.LookupProfile(l.config.Profile)
	}
	if l.config.Profile != "" {
		l.profileAt = &layer{file: ConfigFile, keys: []string{"profile"}}
	}
	l.found[ConfigFile] = c.found
}

// settle computes what follows from what was read.
func (l *configLoader) settle() {
	l.layers = slices.Concat(l.origin.layers(), l.config.layers())
	var general []*layer
	var overrides []rules.Override
	for _, o := range l.layers {
		if o.override == 0 {
			general = append(general, o)
		} else {
			overrides = append(overrides, rules.Override{Covers: o.covers, Severity: merged([]*layer{o}).Severity})
		}
	}
	l.settings = merged(general)
	l.settings.Overrides = overrides
	for p, f := range l.sources {
		if f != nil && f.Err() != nil {
			message := fmt.Sprintf("the configuration cannot be read: %v", f.Err())
			l.mistakes[p] = driverDiagnostic(unreadableRule, p, l.of(p), message)
		}
	}
	for p, found := range l.found {
		l.mistakes[p] = configDiagnostics(p, found, l.of(p))
	}
}

// configDiagnostics returns the diagnostics of the mistakes in a file, in order of position.
func configDiagnostics(p string, found []rules.YAMLMistake, set rules.Settings) []rules.Diagnostic {
	severity := driverSeverity(configRule, set)
	if severity == rules.Off {
		return nil
	}
	var all []rules.Diagnostic
	for _, m := range found {
		d := rules.ConfigDiagnostic(p, m)
		d.Severity = severity
		all = append(all, d)
	}
	return inOrder(all)
}

// absentBanks reports the folders that are named as banks and are not there.
func (c *configuration) absentBanks(s *Snapshot) []rules.Diagnostic {
	f := s.source(ConfigFile)
	if len(c.config.Banks) == 0 || f == nil {
		return nil
	}
	check := newConfigCheck(ConfigFile, f.Text())
	for i, b := range c.config.Banks {
		root := path.Clean(b)
		if b != "" && root != "." && inWorkspace(root) && s.stat(root) != rules.Directory {
			check.report(check.itemSpan(b, i, "banks"), "there is no folder %q: want one relative to this file", b)
		}
	}
	return configDiagnostics(ConfigFile, check.found, c.of(ConfigFile))
}

// of returns the settings of the file at a path. They are computed once.
func (c *configuration) of(p string) rules.Settings {
	if len(c.config.Overrides) == 0 {
		return c.settings
	}
	if known, ok := c.byPath.Load(p); ok {
		return known.(rules.Settings)
	}
	set := merged(c.covering(p))
	c.byPath.Store(p, set)
	return set
}

// covering returns the layers that are for the file at a path, lowest first.
func (c *configuration) covering(p string) []*layer {
	return slices.DeleteFunc(slices.Clone(c.layers), func(l *layer) bool { return !l.covers(p) })
}

// keeping returns c, or what is known already: the same configuration if nothing has changed, and a
// profile from the same texts, so that what was judged by it still counts.
func (c *configuration) keeping(before *configuration) *configuration {
	if before == nil || c.config.Profile != before.config.Profile {
		return c
	}
	same, sameProfile := len(c.sources) == len(before.sources), true
	for p, f := range c.sources {
		if was, known := before.sources[p]; !known || !sameText(f, was) {
			same, sameProfile = false, sameProfile && p == ConfigFile
		}
	}
	if same {
		return before
	}
	if sameProfile {
		c.profile = before.profile
	}
	return c
}

// sameText tells whether two readings of a file, nil for none, found the same.
func sameText(a, b *File) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.content.same(b.content) || a.Err() != nil && errors.Is(a.Err(), b.Err())
}
