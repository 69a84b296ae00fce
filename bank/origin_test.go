package bank

import (
	"slices"
	"strings"
	"testing"

	"cortex/rules"
)

func withOrigin(text string) map[string]string {
	return withBank(".cortex/memory-bank", map[string]string{OriginFile: text, ".cortex/memory-bank/roadmap.md": "# Roadmap\n"})
}

func TestTheOriginsOwnConfigurationHasNoMistakes(t *testing.T) {
	c := configuredBy(withOrigin(`{
	"enabled": true,
	"auto_validate_on_write": true,
	"strict_mode": false,
	"token_budget": {"max_total_tokens": "100000", "warn_at_percentage": 80, "per_file_max": 15000, "per_file_warn": 12000},
	"duplication": {"enabled": true, "threshold": 0.85, "min_length": 50, "suggest_transclusion": true},
	"schemas": {"enforce_required_sections": true, "enforce_section_order": false, "custom_schemas": {}},
	"quality": {"minimum_score": 70, "weights": {"completeness": 0.25}},
	"of_my_own": [1]
}`))
	if found := c.mistakes[OriginFile]; len(found) != 0 {
		t.Errorf("got %v", found)
	}
	if c.profile != nil || len(c.settings.Severity) != 0 {
		t.Errorf("defaults change something: %v, %v", c.profile, c.settings.Severity)
	}
}

func TestSchemasOfTheOriginAreAProfile(t *testing.T) {
	for _, text := range []string{
		`{"schemas": {"custom_schemas": {"progress.md": ["What Works", "Release Dates"]}}}`,
		`{"custom_schemas": {"progress.md": {"required_sections": ["What Works", "Release Dates"], "heading_level": 2}}}`,
	} {
		texts := withOrigin(text)
		texts[".cortex/memory-bank/progress.md"] = "# Progress\n\n## Completed Features\n\nAll.\n"
		s := rescan(t, memoryFolder(inMemory(texts), newEngine()), ScanOptions{})
		got := messages(mustCheck(t, s), ".cortex/memory-bank/progress.md")
		want := `missing-section: "progress.md" has no section for: release dates`
		if !slices.Contains(got, want) || !bankAt(s.Banks(), ".cortex/memory-bank").Declared {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
		texts[ConfigFile] = "profile: cline\n"
		s = rescan(t, memoryFolder(inMemory(texts), newEngine()), ScanOptions{})
		if p := bankAt(s.Banks(), ".cortex/memory-bank").Profile; p.Name != "cline" {
			t.Errorf("%s wins over %s: profile %q", OriginFile, ConfigFile, p.Name)
		}
	}
}

func TestTheOriginsConfigurationCountsForWhatOursDoesNotSet(t *testing.T) {
	origin := `{"enabled": false, "schemas": {"enforce_required_sections": false}}`
	c := configuredBy(map[string]string{OriginFile: origin, ConfigFile: "rules: {secret: error}\n"})
	for rule, want := range map[string]rules.Severity{"secret": rules.Error, "broken-link": rules.Off, "config": 0} {
		if got := c.settings.Severity[rule]; got != want {
			t.Errorf("%s is %d, want %d", rule, got, want)
		}
	}
	c = configuredBy(map[string]string{OriginFile: `{"schemas": {"enforce_required_sections": false}}`})
	if c.settings.Severity["missing-section"] != rules.Off || len(c.settings.Severity) != 1 {
		t.Errorf("got %v", c.settings.Severity)
	}
	if c := configuredBy(map[string]string{OriginFile: `{"strict_mode": true}`}); c.profile == nil || len(c.mistakes[OriginFile]) != 0 {
		t.Errorf("strict mode declares no profile: %v", c.mistakes)
	}
}

func TestMistakesInTheOriginsConfigurationHaveAPlace(t *testing.T) {
	for _, c := range []struct{ text, at, message string }{
		{`{"enabled": "maybe"}`, `"maybe"`, "true or false"},
		{`{"token_budget": {"max_total_tokens": "many"}}`, `"many"`, "want a number"},
		{`{"token_budget": {"per_file_max": -1}}`, `-1`, "want a number"},
		{`{"token_budget": {"per_file_max": 1e300}}`, `1e300`, "want a number"},
		{`{"token_budget": {"per_file_max": "nan"}}`, `"nan"`, "want a number"},
		{`{"token_budget": {"per_file": 1}}`, `"per_file"`, `unknown key "per_file"`},
		{`{"schemas": {"custom_schema": {}}}`, `"custom_schema"`, `did you mean "custom_schemas"?`},
		{`{"schemas": {"custom_schemas": {"a.md": 1}}}`, `1`, "want a list of the titles"},
		{`{"custom_schemas": {"a.md": {"required_sections": "A"}}}`, `"A"`, `"required_sections" wants a list`},
		{`{"custom_schemas": {"a.md": {"required": ["A"]}}}`, `"required"`, `unknown key "required"`},
		{`{"enabled": `, "", "not YAML"},
	} {
		found := configuredBy(map[string]string{OriginFile: c.text}).mistakes[OriginFile]
		if len(found) != 1 || !strings.Contains(found[0].Message, c.message) || c.at != "" && found[0].Span.In(c.text) != c.at {
			t.Errorf("%s: got %v, want %q at %s", c.text, found, c.message, c.at)
		}
	}
}
