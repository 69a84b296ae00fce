package bank

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cortex/rules"
)

// configured reads a configuration and returns its diagnostics.
func configured(text string) (*configuration, []rules.Diagnostic) {
	c := configuredBy(map[string]string{ConfigFile: text})
	return c, c.mistakes[ConfigFile]
}

// configuredBy reads the configuration that files make.
func configuredBy(texts map[string]string) *configuration {
	return loadConfiguration(func(p string) *File {
		text, ok := texts[p]
		if !ok {
			return nil
		}
		return newFile(p, text)
	})
}

func TestEachOfTwoEqualMistakesIsReportedWhereItStands(t *testing.T) {
	text := "banks: [../x, m, ../x]\nexclude:\n  - 'a['\n  - 1\n  - 'a['\n"
	var places []int
	for _, d := range configuredBy(map[string]string{ConfigFile: text}).mistakes[ConfigFile] {
		places = append(places, d.Span.Start)
	}
	want := []int{strings.Index(text, "../x"), strings.LastIndex(text, "../x"), strings.Index(text, "'a['"), strings.Index(text, "1"), strings.LastIndex(text, "'a['")}
	if !slices.Equal(places, want) {
		t.Errorf("reported at %v, want %v", places, want)
	}
}

func TestMistakesInTheConfigurationAreDiagnosticsWithAPlaceAndTheNearestName(t *testing.T) {
	for _, c := range []struct{ text, at, message string }{
		{"profil: cline\n", "profil", `did you mean "profile"`},
		{"profile: clein\n", "clein", `unknown profile "clein": did you mean "cline"?`},
		{"profile: [a]\n", "[a]", "text"},
		{"banks: memory-bank\n", "memory-bank", "list"},
		{"banks: [m, ../x]\n", "../x", `"../x" leaves the workspace`},
		{"banks: [/etc]\n", "/etc", `"/etc" leaves the workspace`},
		{"banks: [m, \"\"]\n", `""`, `an empty name is no folder`},
		{"banks:\n  - m\n  - ../x\n", "../x", `"../x" leaves the workspace`},
		{"exclude: ['a[']\n", "a[", `"a[" matches nothing`},
		{"exclude:\n  - a\n  - '[a/b]'\n", "[a/b]", `"[a/b]" matches nothing`},
		{"exclude: ['']\n", "''", `"" matches nothing: it is empty`},
		{"exclude: [/etc/x.md]\n", "/etc/x.md", `relative to this file`},
		{"exclude: [../x.md]\n", "../x.md", `".." is no part of a path in the workspace`},
		{"exclude: ['!a.md']\n", "!a.md", `name what is left out`},
		{"exclude: ['{a,b}.md']\n", "{a,b}.md", `write one pattern for each`},
		{"exclude: ['a**.md']\n", "a**.md", `only between slashes`},
		{"profile: ../team.yaml\n", "../team.yaml", `"../team.yaml" leaves the workspace`},
		{"profile: team.yaml\n", "team.yaml", `the profile "team.yaml" does not exist: banks are judged by what is detected`},
		{"overrides:\n  - rules: {broken-link: off}\n", "rules: {broken-link: off}", `name the files it is for`},
		{"overrides:\n  - files: [a.md]\n    rules: {broken-lnk: off}\n", "broken-lnk", `did you mean "broken-link"?`},
		{"overrides:\n  - files: ['a[']\n", "a[", `"a[" matches nothing`},
		{"overrides:\n  - files: [a.md]\n  - files: [b.md]\n    rules: {broken-link: loud}\n", "loud", `unknown severity "loud"`},
		{"overrides:\n  - fils: [a.md]\n    files: [a.md]\n", "fils", `did you mean "files"?`},
		{"check: chang\n", "chang", `unknown value "chang": did you mean "change"?`},
		{"check: never\n", "never", `unknown value "never": want change, save`},
		{"rules:\n  broken-lnk: off\n", "broken-lnk", `unknown rule "broken-lnk": did you mean "broken-link"?`},
		{"rules:\n  broken-link: erorr\n", "erorr", `unknown severity "erorr": did you mean "error"?`},
		{"rules:\n  broken-link:\n    severity: loud\n", "loud", `unknown severity "loud": want off, hint, information, warning, error`},
		{"rules:\n  broken-link:\n    severty: off\n", "severty", `unknown option "severty": did you mean "severity"?`},
		{"rules: off\n", "off", "mapping"},
		{"profile: cline\nprofile: cortex\n", "profile", "twice"},
		{"rules: [\n", "[", "YAML"},
	} {
		_, found := configured(c.text)
		if len(found) != 1 {
			t.Errorf("%q: got %v", c.text, found)
			continue
		}
		d := found[0]
		if got := d.Span.In(c.text); !strings.Contains(got, c.at) || len(got) > len(c.at)+2 {
			t.Errorf("%q: at %q, want %q", c.text, got, c.at)
		}
		if !strings.Contains(d.Message, c.message) || d.Rule != "config" || d.Path != ConfigFile || d.Severity != rules.Warning {
			t.Errorf("%q: got %q of %q, want %q", c.text, d.Message, d.Rule, c.message)
		}
	}
}

func TestWhatIsRightCountsBesideMistakes(t *testing.T) {
	c, found := configured("profile: cline\nnonsense: 1\nexclude: [a/**]\nrules:\n  broken-link: error\n  missing-title:\n    severity: off\n  none: off\n")
	if len(found) != 2 || c.config.Profile != "cline" || !c.config.excluded("a/b.md") || c.config.excluded("b/a.md") {
		t.Errorf("got %+v, %v", c.config, found)
	}
	want := rules.Settings{
		Severity: map[string]rules.Severity{"broken-link": rules.Error, "missing-title": rules.Off},
		Options:  map[string]map[string]any{},
	}
	if diff := cmp.Diff(want, c.settings); diff != "" {
		t.Error(diff)
	}
}

func TestMistakesInTheConfigurationCanBeSilencedByIt(t *testing.T) {
	if _, found := configured("nonsense: 1\nrules:\n  config: off\n"); found != nil {
		t.Errorf("got %v", found)
	}
	if _, found := configured("nonsense: 1\nrules:\n  config: hint\n"); len(found) != 1 || found[0].Severity != rules.Hint {
		t.Errorf("got %v", found)
	}
}

func TestTheZeroConfigurationIsThatOfAMissingFile(t *testing.T) {
	s := rescan(t, memoryFolder(inMemory(nil), newEngine()), ScanOptions{})
	if diff := cmp.Diff(&Config{}, s.Config()); diff != "" || len(mustCheck(t, s).All()) != 0 || s.File(ConfigFile) != nil {
		t.Error(diff)
	}
	s = rescan(t, memoryFolder(inMemory(map[string]string{ConfigFile: ""}), newEngine()), ScanOptions{})
	if diff := cmp.Diff(&Config{}, s.Config()); diff != "" || len(mustCheck(t, s).All()) != 0 || s.File(ConfigFile) == nil {
		t.Error(diff)
	}
}

func TestOptionsAreOfTheTypeOfTheirDefault(t *testing.T) {
	for _, c := range []struct {
		value, standard any
		want            any
		ok              bool
	}{
		{"a", "", "a", true}, {1, "", nil, false},
		{true, false, true, true}, {"true", false, nil, false},
		{3, 1, 3, true}, {0, 1, 0, true}, {-1, 1, nil, false}, {2.5, 1, nil, false}, {"3", 1, nil, false},
		{[]any{"a", "b"}, []string{}, []string{"a", "b"}, true}, {[]any{"a", 1}, []string{}, nil, false}, {"a", []string{}, nil, false},
		{nil, "", nil, false},
	} {
		got, ok := optionValue(rules.Option{Default: c.standard}, c.value)
		if ok != c.ok || ok && !cmp.Equal(got, c.want) {
			t.Errorf("%v for a default of %v: got %v, %v", c.value, c.standard, got, ok)
		}
	}
}

func TestUnknownOptionsAndWrongTypesAreReported(t *testing.T) {
	rule := &rules.Rule{Name: "made-up", Options: []rules.Option{{Name: "limit", Default: 3}, {Name: "words", Default: []string{}}, {Name: "side", Default: "", Values: []string{"", "left", "right"}}}}
	bare := &rules.Rule{Name: "bare"}
	text := "rules:\n  made-up:\n    limit: many\n    wrds: [a]\n    side: up\n  bare:\n    deep: 1\n    severty: off\n"
	c := newConfigCheck(ConfigFile, text)
	c.checkOption(rule, "limit", "many", []string{"rules", "made-up", "limit"})
	c.checkOption(rule, "wrds", []any{"a"}, []string{"rules", "made-up", "wrds"})
	c.checkOption(rule, "side", "up", []string{"rules", "made-up", "side"})
	c.checkOption(rule, "side", "left", []string{"rules", "made-up", "side"})
	c.checkOption(bare, "deep", 1, []string{"rules", "bare", "deep"})
	c.checkOption(bare, "severty", "off", []string{"rules", "bare", "severty"})
	want := map[string]string{
		"many":    `option "limit" wants a whole number, 0 or more`,
		"wrds":    `unknown option "wrds": did you mean "words"?`,
		"up":      `unknown value "up": want left, right`,
		"deep":    `unknown option "deep": the rule "bare" has none, only its severity can be set`,
		"severty": `unknown option "severty": did you mean "severity"?`,
	}
	for _, d := range c.found {
		if at := d.Span.In(text); want[at] != d.Message {
			t.Errorf("at %q: %q", at, d.Message)
		}
	}
	if len(c.found) != len(want) {
		t.Errorf("got %v", c.found)
	}
}

func TestFoldersOfBanksThatAreNotThereAreReported(t *testing.T) {
	f := memoryFolder(inMemory(withBank("m", map[string]string{
		ConfigFile: "banks: [m, mm, m/progress.md, out]\nexclude: [out]\n", "out/a.md": "",
	})), newEngine())
	s := rescan(t, f, ScanOptions{})
	want := []string{
		`config: there is no folder "mm": want one relative to this file`,
		`config: there is no folder "m/progress.md": want one relative to this file`,
	}
	if diff := cmp.Diff(want, messages(mustCheck(t, s), ConfigFile)); diff != "" {
		t.Error(diff)
	}
	s = f.Apply(Change{Kind: Edited, Path: ConfigFile, Text: "banks: [m, x]\n"})
	want = []string{`config: there is no folder "x": want one relative to this file`}
	if diff := cmp.Diff(want, messages(mustCheck(t, s), ConfigFile)); diff != "" {
		t.Errorf("while it is edited: %s", diff)
	}
	s = f.Apply(Change{Kind: Edited, Path: "x/a.md", Text: "# A\n"})
	if got := messages(mustCheck(t, s), ConfigFile); len(got) > 0 {
		t.Errorf("an editor has a file in the folder: %q", got)
	}
	s = f.Apply(Change{Kind: Closed, Path: "x/a.md"})
	if diff := cmp.Diff(want, messages(mustCheck(t, s), ConfigFile)); diff != "" {
		t.Errorf("it has not any more: %s", diff)
	}
}

func TestAnOverrideCannotSetOptionsOfRulesForWholeBanks(t *testing.T) {
	rule := &rules.Rule{Name: "made-up", Scope: rules.ScopeBank, Options: []rules.Option{{Name: "limit", Default: 3}}}
	c := newConfigCheck(ConfigFile, "overrides:\n  - files: [a.md]\n    rules:\n      made-up: {limit: 4}\n")
	c.checkOption(rule, "limit", 4, append(overrideKeys(0, "rules"), "made-up", "limit"))
	if len(c.found) != 1 || c.found[0].Span.In(c.text) != "limit" || !strings.Contains(c.found[0].Message, `under "rules"`) {
		t.Errorf("got %v", c.found)
	}
}

func TestOverridesChangeSettingsOfFilesAndTheLaterOneWins(t *testing.T) {
	c, found := configured(`
rules:
  broken-link: hint
  log-order: {severity: error, direction: newest-first}
overrides:
  - files: ["m/**"]
    rules:
      broken-link: error
      log-order: {direction: oldest-first}
  - files: ["m/archive", "*.md"]
    rules: {broken-link: off}
`)
	if len(found) > 0 {
		t.Fatalf("mistakes in a configuration without any: %v", found)
	}
	for p, want := range map[string]rules.Severity{
		"x/a.md": rules.Hint, "m/a.md": rules.Error, "m/archive/b/c.md": rules.Off, "a.md": rules.Off,
	} {
		set := c.of(p)
		if got := set.Severity["broken-link"]; got != want || set.Severity["log-order"] != rules.Error {
			t.Errorf("%s: broken-link is %v, want %v; log-order %v", p, got, want, set.Severity["log-order"])
		}
	}
	if a, b := c.of("x/a.md").Options["log-order"]["direction"], c.of("m/a.md").Options["log-order"]["direction"]; a != "newest-first" || b != "oldest-first" {
		t.Errorf("options: %v and %v", a, b)
	}
}

func TestOverridesReachWhatIsReportedOfAWholeBank(t *testing.T) {
	cycle := map[string]string{"m/progress.md": "{{include: techContext.md}}\n", "m/techContext.md": "{{include: progress.md}}\n"}
	for _, c := range []struct {
		config string
		want   rules.Severity
	}{
		{"", rules.Error},
		{"overrides: [{files: [m/progress.md], rules: {include-cycle: hint}}]", rules.Hint},
		{"overrides: [{files: [m/techContext.md], rules: {include-cycle: hint}}]", rules.Error},
		{"overrides: [{files: [m], rules: {include-cycle: off}}]", 0},
		{"overrides: [{files: [m], rules: {include-cycle: off}}, {files: [m], rules: {include-cycle: hint}}]", rules.Hint},
		{"rules: {include-cycle: off}\noverrides: [{files: [m/progress.md], rules: {include-cycle: information}}]", rules.Information},
		{"rules: {include-cycle: off}\noverrides: [{files: [m/techContext.md], rules: {include-cycle: information}}]", 0},
	} {
		texts := withBank("m", cycle)
		texts[ConfigFile] = c.config
		var got rules.Severity
		for _, d := range mustCheck(t, rescan(t, memoryFolder(inMemory(texts), newEngine()), ScanOptions{})).Found.In("m/progress.md") {
			if d.Rule == "include-cycle" {
				got = d.Severity
			}
		}
		if got != c.want {
			t.Errorf("%q: got %d, want %d", c.config, got, c.want)
		}
	}
}

func TestAConfigurationThatCannotBeReadIsReported(t *testing.T) {
	files := inMemory(map[string]string{ConfigFile: strings.Repeat("#", 200)})
	s := rescan(t, memoryFolder(files, newEngine()), ScanOptions{MaxFileSize: 100})
	if got := messages(mustCheck(t, s), ConfigFile); len(got) != 1 || !strings.Contains(got[0], "the configuration cannot be read") {
		t.Errorf("got %q", got)
	}
}
