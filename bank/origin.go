package bank

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"

	"cortex/rules"
)

// OriginFile is the configuration of the origin, the Python program of the same name. It counts for what
// .cortex.yaml does not set, so that its users can change over.
const OriginFile = ".cortex/validation.json"

// originConfig is what is read of the origin's configuration. docs/configuration.md says what has an effect; the rest is
// here so that a key that does not exist can be told.
type originConfig struct {
	Enabled     *bool             `yaml:"enabled"`
	StrictMode  bool              `yaml:"strict_mode"`
	TokenBudget originTokenBudget `yaml:"token_budget"`
	Duplication originDuplication `yaml:"duplication"`
	Schemas     originSchemas     `yaml:"schemas"`
	// CustomSchemas is the other place where the origin looks for schemas.
	CustomSchemas map[string]any `yaml:"custom_schemas"`
	// Others are what only the origin knows: it allows any key here.
	Others map[string]any `yaml:",inline"`
}

type originTokenBudget struct {
	MaxTotalTokens   *originNumber `yaml:"max_total_tokens"`
	PerFileMax       *originNumber `yaml:"per_file_max"`
	WarnAtPercentage any           `yaml:"warn_at_percentage"`
	PerFileWarn      any           `yaml:"per_file_warn"`
}

type originDuplication struct {
	Enabled   *bool `yaml:"enabled"`
	Threshold any   `yaml:"threshold"`
	MinLength any   `yaml:"min_length"`
	Suggest   any   `yaml:"suggest_transclusion"`
}

type originSchemas struct {
	EnforceRequired *bool          `yaml:"enforce_required_sections"`
	EnforceOrder    *bool          `yaml:"enforce_section_order"`
	Custom          map[string]any `yaml:"custom_schemas"`
}

// originNumber is a number, also one in quotes: the origin takes both.
type originNumber float64

// UnmarshalText reads a number that can be a budget.
func (n *originNumber) UnmarshalText(text []byte) error {
	v, err := strconv.ParseFloat(string(text), 64)
	if err != nil || !(v >= 0 && v <= math.MaxInt32) {
		return fmt.Errorf("want a number, not %q", text)
	}
	*n = originNumber(v)
	return nil
}

// loadOrigin reads the origin's configuration.
func (l *configLoader) loadOrigin() {
	f, ok := l.source(OriginFile)
	if !ok {
		return
	}
	c := newConfigCheck(OriginFile, f.Text())
	c.found = c.yaml.Decode(&l.origin)
	text, keys := l.origin.profile(c)
	l.found[OriginFile] = c.found
	if keys == nil || l.config.Profile != "" {
		return
	}
	// The text is ours: what is wrong with the schemas has been said.
	l.profile, _ = rules.ReadProfile(text, OriginFile, nil)
	l.profileAt = &layer{file: OriginFile, keys: keys}
}

// layers returns what the origin's configuration says about rules: one layer, or none. Rules and options
// that do not exist have no effect.
func (o *originConfig) layers() []*layer {
	l := &layer{file: OriginFile, rules: map[string]RuleConfig{}, places: map[string][]string{}}
	if o.Enabled != nil && !*o.Enabled {
		for _, r := range rules.All() {
			if r.Run != nil {
				l.set(r.Name, rules.Off, "enabled")
			}
		}
	}
	if on := o.Schemas.EnforceRequired; on != nil && !*on {
		l.set("missing-section", rules.Off, "schemas", "enforce_required_sections")
	}
	if on := o.Schemas.EnforceOrder; on != nil && *on {
		l.set("section-order", rules.Warning, "schemas", "enforce_section_order")
	}
	if on := o.Duplication.Enabled; on != nil && !*on {
		l.set("duplicate-block", rules.Off, "duplication", "enabled")
	}
	if n := o.TokenBudget.PerFileMax; n != nil {
		l.setOption("token-budget", "file-tokens", int(*n), "token_budget", "per_file_max")
	}
	if n := o.TokenBudget.MaxTotalTokens; n != nil {
		l.setOption("token-budget", "bank-tokens", int(*n), "token_budget", "max_total_tokens")
	}
	if len(l.rules) == 0 {
		return nil
	}
	return []*layer{l}
}

func (l *layer) set(rule string, severity rules.Severity, keys ...string) {
	configured := l.rules[rule]
	configured.Severity = severity.String()
	l.rules[rule], l.places[rule] = configured, keys
}

func (l *layer) setOption(rule, option string, value any, keys ...string) {
	configured := l.rules[rule]
	configured.Options = maps.Clone(configured.Options)
	if configured.Options == nil {
		configured.Options = map[string]any{}
	}
	configured.Options[option] = value
	l.rules[rule], l.places[rule+"."+option] = configured, keys
}

// profile returns the text of the profile that the origin's configuration stands for, and the path of the keys that
// say so, nil for none.
func (o *originConfig) profile(c *configCheck) (text string, keys []string) {
	base := "cortex"
	if o.StrictMode {
		base, keys = "cortex-strict", []string{"strict_mode"}
	}
	schema := rules.NewSchema(OriginFile, rules.LookupProfile(base))
	for _, place := range []struct {
		schemas map[string]any
		keys    []string
	}{{o.Schemas.Custom, []string{"schemas", "custom_schemas"}}, {o.CustomSchemas, []string{"custom_schemas"}}} {
		for _, file := range slices.Sorted(maps.Keys(place.schemas)) {
			at := append(slices.Clip(place.keys), file)
			required, recommended := c.originSections(place.schemas[file], at)
			schema.Describe(file, 0, required, recommended)
			keys = place.keys
		}
	}
	return schema.YAML(), keys
}

// originSections reads the schema of one file: a list of sections, or a mapping.
func (c *configCheck) originSections(schema any, keys []string) (required, recommended []string) {
	mapping, ok := schema.(map[string]any)
	if !ok {
		mapping = map[string]any{"required_sections": schema}
	}
	for _, key := range slices.Sorted(maps.Keys(mapping)) {
		list, isList := stringList(mapping[key])
		switch known := key == "required_sections" || key == "recommended_sections"; {
		case known && !isList && ok:
			c.report(c.valueSpan(append(slices.Clip(keys), key)...), "%q wants a list of the titles of sections", key)
		case known && !isList:
			c.report(c.valueSpan(keys...), "want a list of the titles of sections")
		case key == "required_sections":
			required = list
		case key == "recommended_sections":
			recommended = list
		case key != "heading_level" && key != "max_nesting":
			c.unknown(c.keySpan(append(slices.Clip(keys), key)...), "key", key, []string{"required_sections", "recommended_sections", "heading_level", "max_nesting"})
		}
	}
	return required, recommended
}
