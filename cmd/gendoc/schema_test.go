package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"cortex/bank"
	"cortex/docs/schema"
	"cortex/rules"
)

// compiled returns a schema that tells whether a YAML text is right.
func compiled(t *testing.T, text string) func(yamlText string) bool {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", document); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return func(yamlText string) bool {
		asJSON, err := yaml.YAMLToJSON([]byte(yamlText))
		if err != nil {
			t.Fatal(err)
		}
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(string(asJSON)))
		if err != nil {
			t.Fatal(err)
		}
		return s.Validate(value) == nil
	}
}

// What the schema accepts and refuses is what the decoder does.
func TestSchemaOfTheConfigurationAgreesWithItsReader(t *testing.T) {
	valid := compiled(t, schema.Config)
	for text, want := range map[string]bool{
		"{}": true,
		"profile: cline\nbanks: [.]\nexclude: ['a/**']\ncheck: save\n":                         true,
		"rules:\n  broken-link: off\n  log-order: {severity: info, direction: newest-first}\n": true,
		"overrides:\n  - files: ['a/**']\n    rules: {broken-link: error}\n":                   true,
		"profil: cline\n":                               false,
		"profile: clein\n":                              false,
		"profile: [cline]\n":                            false,
		"banks: memory-bank\n":                          false,
		"exclude: [1]\n":                                false,
		"check: never\n":                                false,
		"rules: {broken-lnk: off}\n":                    false,
		"rules: {broken-link: loud}\n":                  false,
		"rules: {broken-link: {severty: off}}\n":        false,
		"rules: {broken-link: {severity: loud}}\n":      false,
		"rules: {log-order: {direction: [up]}}\n":       false,
		"rules: {log-order: {direction: up}}\n":         false,
		"rules: {stale-file: {days: 0}}\n":              true,
		"rules: {stale-file: {days: -1}}\n":             false,
		"rules: []\n":                                   false,
		"overrides: [{rules: {broken-link: off}}]\n":    false,
		"overrides: [{files: []}]\n":                    false,
		"overrides: [{files: [a.md], ruls: {}}]\n":      false,
		"overrides: [{files: [a.md], rules: {x: off}}]": false,
	} {
		if got := valid(text); got != want {
			t.Errorf("the schema says %v to %q", got, text)
		}
		if got := len(mistakesIn(t, text)) == 0; got != want {
			t.Errorf("the reader says %v to %q", got, text)
		}
	}
}

// mistakesIn returns the diagnostics of a configuration.
func mistakesIn(t *testing.T, text string) []rules.Diagnostic {
	t.Helper()
	root := t.TempDir()
	if err := os.WriteFile(filepath.Join(root, bank.ConfigFile), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	folder, err := bank.Open(t.Context(), root, bank.ScanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	results, err := folder.Snapshot().Check(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return results.Found.In(bank.ConfigFile)
}

func TestSchemaOfProfilesAgreesWithTheirReader(t *testing.T) {
	valid := compiled(t, schema.Profile)
	for text, want := range map[string]bool{
		"name: team\nextends: cline\nrules: {broken-link: error}\nbudget: {file: 10}\n":                                                              true,
		"files:\n  - name: a.md\n    need: required\n    sections:\n      - {id: a, name: A, need: optional, synonyms: [b], languages: {de: [c]}}\n": true,
		"nmae: x\n":                                      false,
		"extends: clein\n":                               false,
		"name: [x]\n":                                    false,
		"files: [{need: required}]\n":                    false,
		"files: [{name: a.md, need: must}]\n":            false,
		"files: [{name: a.md, sections: {}}]\n":          false,
		"files: [{name: a.md, sections: [{name: A}]}]\n": false,
		"files: [{name: a.md, sections: [{id: a, name: A, enough: x}]}]\n": false,
		"rules: {broken-lnk: off}\n":                                       false,
		"budget: {files: 1}\n":                                             false,
	} {
		if got := valid(text); got != want {
			t.Errorf("the schema says %v to %q", got, text)
		}
		_, mistakes := rules.ReadProfile(text, "x", nil)
		if got := len(mistakes) == 0; got != want {
			t.Errorf("the reader says %v to %q: %v", got, text, mistakes)
		}
	}
}

func TestBuiltInProfilesAreRightByTheSchema(t *testing.T) {
	valid := compiled(t, schema.Profile)
	files, err := filepath.Glob(filepath.Join(repository, "rules", "profiles", "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no profiles: %v", err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !valid(string(text)) {
			t.Errorf("the schema refuses %s", name)
		}
	}
}

// The examples of the manual are right, by the schema and by the reader.
func TestExamplesOfTheManualHaveNoMistakes(t *testing.T) {
	example := func(text string) string {
		_, text, _ = strings.Cut(text, "~~~yaml\n")
		text, _, _ = strings.Cut(text, "~~~")
		return text
	}
	config, profile := example(configIntroduction), example(ownProfiles)
	if found := mistakesIn(t, config); len(found) > 0 || !compiled(t, schema.Config)(config) {
		t.Errorf("configuration: %v", found)
	}
	if _, mistakes := rules.ReadProfile(profile, "x", nil); len(mistakes) > 0 || !compiled(t, schema.Profile)(profile) {
		t.Errorf("profile: %v", mistakes)
	}
}
