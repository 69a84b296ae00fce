package bank

import (
	"strings"
	"testing"

	"cortex/rules"
)

func explained(e *Explanation, rule string) *RuleSetting {
	for i := range e.Rules {
		if e.Rules[i].Rule.Name == rule {
			return &e.Rules[i]
		}
	}
	return nil
}

func TestExplainTellsWhatIsInForceAndWhereItWasSet(t *testing.T) {
	s := rescan(t, memoryFolder(inMemory(withBank("m", map[string]string{
		OriginFile: "{\n  \"schemas\": {\n    \"enforce_required_sections\": false\n  }\n}\n",
		ConfigFile: `profile: cline
rules:
  broken-link: error
  log-order:
    direction: newest-first
    severity: warning
overrides:
  - files: [m/progress.md]
    rules:
      broken-link: off
  - files: ["m/*.md"]
    rules: {log-order: {direction: oldest-first}}
`})), newEngine()), ScanOptions{})
	for _, c := range []struct{ path, rule, severity, from, option string }{
		{"m/progress.md", "broken-link", "off", "override 1 at .cortex.yaml:10", ""},
		{"m/techContext.md", "broken-link", "error", ".cortex.yaml:3", ""},
		{"m/techContext.md", "log-order", "warning", ".cortex.yaml:6", "override 2 at .cortex.yaml:12"},
		{"m/sub/new.md", "log-order", "warning", ".cortex.yaml:6", ".cortex.yaml:5"},
		{"", "log-order", "warning", ".cortex.yaml:6", ".cortex.yaml:5"},
		{"", "broken-link", "error", ".cortex.yaml:3", ""},
		{"m/progress.md", "missing-section", "off", ".cortex/validation.json:3", ""},
		{"m/progress.md", "missing-file", "error", "default", ""},
	} {
		got := explained(s.Explain(c.path), c.rule)
		if got.Severity.String() != c.severity || got.From.String() != c.from {
			t.Errorf("%s in %q: got %v from %v, want %s from %s", c.rule, c.path, got.Severity, got.From, c.severity, c.from)
		}
		if c.option != "" && got.Options[0].From.String() != c.option {
			t.Errorf("option of %s in %q: from %v, want %s", c.rule, c.path, got.Options[0].From, c.option)
		}
	}
	e := s.Explain("m/progress.md")
	if got := e.Profile.String(); got != ".cortex.yaml:1" || !e.Profile.Declared || e.Bank.Root != "m" {
		t.Errorf("the profile is from %s, the bank %v", got, e.Bank)
	}
}

// What Explain says must be what the check does.
func TestExplainAgreesWithTheSettingsOfTheCheck(t *testing.T) {
	s := rescan(t, memoryFolder(inMemory(withBank("m", map[string]string{
		ConfigFile: "rules: {missing-file: error, broken-link: hint}\noverrides: [{files: [m/progress.md], rules: {broken-link: error, secret: off}}]\n",
	})), newEngine()), ScanOptions{})
	for _, p := range paths(s) {
		for _, r := range s.Explain(p).Rules {
			if want := s.disk.of(p).SeverityOf(r.Rule, s.BankOf(p).rules()); r.Severity != want {
				t.Errorf("%s in %s: explained %v, judged %v", r.Rule.Name, p, r.Severity, want)
			}
		}
	}
}

func TestExplainTellsADetectedProfileFromNone(t *testing.T) {
	s := rescan(t, memoryFolder(inMemory(withBank("m", nil)), newEngine()), ScanOptions{})
	e := s.Explain("m/progress.md")
	if got := e.Profile.String(); got != "profile cline, detected" {
		t.Errorf("got %q", got)
	}
	if r := explained(e, "missing-file"); r.Severity != rules.Information || r.From.String() != "profile cline, detected" || !r.Changed() {
		t.Errorf("got %v from %v", r.Severity, r.From)
	}
	if e := s.Explain("x.md"); e.Profile != (Place{}) || e.Bank != nil || explained(e, "missing-file").Changed() {
		t.Errorf("outside: %+v", e.Profile)
	}
}

func TestWhyAFileIsNotJudged(t *testing.T) {
	files := withBank("m", map[string]string{
		ConfigFile:   "# x\nexclude:\n  - \"**/old\"\n  - m/draft.md\n",
		".gitignore": "secret/\nm/own.md\n",
		"m/draft.md": "", "m/own.md": "", "m/old/a/b.md": "", "secret/memory-bank/progress.md": "",
		"x.md": "", "m/a.txt": "", "node_modules/a/memory-bank/progress.md": "",
	})
	s := rescan(t, memoryFolder(inMemory(files), newEngine()), ScanOptions{})
	for p, want := range map[string]string{
		"m/progress.md":                          "",
		"m/draft.md":                             `the pattern "m/draft.md" at .cortex.yaml:4 excludes it`,
		"m/old/a/b.md":                           `the pattern "**/old" at .cortex.yaml:3 excludes it`,
		"m/own.md":                               `git ignores "m/own.md"`,
		"secret/memory-bank/progress.md":         `git ignores "secret"`,
		"node_modules/a/memory-bank/progress.md": `"node_modules" is not searched`,
		"x.md":                                   `it is in no memory bank; name its folder under "banks:"`,
		"m/none.md":                              "it does not exist",
		"m":                                      "it is a folder",
		"m/a.txt":                                "it is not Markdown",
		"../x.md":                                "it lies outside the workspace",
		".cortex.yaml":                           "it is configuration",
	} {
		got := s.WhyUnjudged(p)
		if !strings.HasPrefix(got, want) || (want == "") != (got == "") {
			t.Errorf("%s: got %q, want %q", p, got, want)
		}
	}
	files[ConfigFile] = "# x\nbanks: [m]\n"
	s = rescan(t, memoryFolder(inMemory(files), newEngine()), ScanOptions{})
	if got := s.WhyUnjudged("x.md"); got != `no folder under "banks" at .cortex.yaml:2 holds it; add its folder there` {
		t.Errorf("with banks named: got %q", got)
	}
}
