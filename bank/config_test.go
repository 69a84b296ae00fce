package bank

import (
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

func TestMistakesInTheConfigurationAreDiagnosticsWithAPlaceAndTheNearestName(t *testing.T) {
	for _, c := range []struct{ text, at, message string }{
		{"profil: cline\n", "profil", `did you mean "profile"`},
		{"profile: clein\n", "clein", `unknown profile "clein": did you mean "cline"?`},
		{"profile: [a]\n", "[a]", "text"},
		{"banks: memory-bank\n", "memory-bank", "list"},
		{"banks: [m, ../x]\n", "../x", `"../x" leaves the workspace`},
		{"banks: [/etc]\n", "/etc", `"/etc" leaves the workspace`},
		{"exclude: ['a[']\n", "a[", `"a[" matches nothing`},
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
		{3, 1, 3, true}, {2.5, 1, nil, false}, {"3", 1, nil, false},
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
	rule := &rules.Rule{Name: "made-up", Options: []rules.Option{{Name: "limit", Default: 3}, {Name: "words", Default: []string{}}}}
	text := "rules:\n  made-up:\n    limit: many\n    wrds: [a]\n"
	c := newConfigCheck(ConfigFile, text)
	c.checkOption(rule, "limit", "many", []string{"rules", "made-up", "limit"})
	c.checkOption(rule, "wrds", []any{"a"}, []string{"rules", "made-up", "wrds"})
	want := map[string]string{"many": `option "limit" wants a whole number`, "wrds": `unknown option "wrds": did you mean "words"?`}
	for _, d := range c.found {
		if at := d.Span.In(text); want[at] != d.Message {
			t.Errorf("at %q: %q", at, d.Message)
		}
	}
	if len(c.found) != len(want) {
		t.Errorf("got %v", c.found)
	}
}

func TestAConfigurationThatCannotBeReadIsReported(t *testing.T) {
	files := inMemory(map[string]string{ConfigFile: strings.Repeat("#", 200)})
	s := rescan(t, memoryFolder(files, newEngine()), ScanOptions{MaxFileSize: 100})
	if got := messages(mustCheck(t, s), ConfigFile); len(got) != 1 || !strings.Contains(got[0], "the configuration cannot be read") {
		t.Errorf("got %q", got)
	}
}
