package bank

import (
	"strings"
	"testing"

	"cortex/markdown"
)

func TestSwitchOffKeepsCommentsAndLayout(t *testing.T) {
	tests := []struct{ name, before, after string }{
		{"nothing yet", "", "rules:\n  x-rule: off\n"},
		{"other keys", "# Ours.\nprofile: cline # really\n", "# Ours.\nprofile: cline # really\nrules:\n  x-rule: off\n"},
		{"no line end", "profile: cline", "profile: cline\nrules:\n  x-rule: off\n"},
		{"Windows", "profile: cline\r\n", "profile: cline\r\nrules:\r\n  x-rule: off\r\n"},
		{"other rules", "rules:\n    a-rule: off # why\n\ncheck: save\n", "rules:\n    a-rule: off # why\n    x-rule: off\n\ncheck: save\n"},
		{"a rule with options", "rules:\n  a-rule:\n    max: 3\n    # more\n", "rules:\n  x-rule: off\n  a-rule:\n    max: 3\n    # more\n"},
		{"in one line", "rules: {a-rule: off}\n", "rules: {x-rule: off, a-rule: off}\n"},
		{"none in one line", "rules: {}\n", "rules: {x-rule: off}\n"},
		{"an empty key", "rules:\ncheck: save\n", "rules:\n  x-rule: off\ncheck: save\n"},
		{"another severity", "rules:\n  x-rule: warning # loud\n", "rules:\n  x-rule: off # loud\n"},
		{"options of the rule", "rules:\n  x-rule:\n    max: 3\n", "rules:\n  x-rule:\n    severity: off\n    max: 3\n"},
		{"a severity beside options", "rules:\n  x-rule:\n    max: 3\n    severity: error\n", "rules:\n  x-rule:\n    max: 3\n    severity: off\n"},
		{"options in one line", "rules:\n  x-rule: {max: 3}\n", "rules:\n  x-rule: {severity: off, max: 3}\n"},
		{"mistakes elsewhere", "nonsense: 1\n", "nonsense: 1\nrules:\n  x-rule: off\n"},
	}
	for _, tt := range tests {
		edits := switchOff(tt.before, "x-rule")
		if got, _ := withEdits(tt.before, edits); got != tt.after {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.after)
		}
	}
	for _, broken := range []string{"rules: [\n", "- a\n", "rules: off\n", "rules:\n  x-rule: off\n"} {
		if edits := switchOff(broken, "x-rule"); edits != nil {
			t.Errorf("%q: got %v, want nothing", broken, edits)
		}
	}
}

func TestSilencesSitWhereTheyHideOneDiagnostic(t *testing.T) {
	tests := []struct{ name, before, line, file string }{
		{
			"the first line of a paragraph", "# A\n\n[x](no.md)\nmore\n",
			"# A\n\n<!-- cortex-disable-next-line broken-link -->\n[x](no.md)\nmore\n",
			"<!-- cortex-disable-file broken-link -->\n# A\n\n[x](no.md)\nmore\n",
		},
		{
			"within a paragraph", "text\nand [x](no.md)  \nmore\n",
			"text\nand [x](no.md) <!-- cortex-disable-line broken-link -->  \nmore\n", "",
		},
		{"a heading", "# A\n## [x](no.md)\n", "# A\n<!-- cortex-disable-next-line broken-link -->\n## [x](no.md)\n", ""},
		{"a list", "- a\n- [x](no.md)\n- c\n", "- a\n- [x](no.md) <!-- cortex-disable-line broken-link -->\n- c\n", ""},
		{"a quote", "> a\n>\n> [x](no.md)\n", "> a\n>\n> [x](no.md) <!-- cortex-disable-line broken-link -->\n", ""},
		{
			"a table", "| a |\n|---|\n| b |\n| [x](no.md) |\n",
			"<!-- cortex-disable broken-link -->\n| a |\n|---|\n| b |\n| [x](no.md) |\n<!-- cortex-enable broken-link -->\n", "",
		},
		{
			"front matter and the line ends of old Macs", "---\ra: b\r---\r\r[x](no.md)\r",
			"---\ra: b\r---\r\r<!-- cortex-disable-next-line broken-link -->\r[x](no.md)\r",
			"---\ra: b\r---\r<!-- cortex-disable-file broken-link -->\r\r[x](no.md)\r",
		},
		{
			"front matter and Windows", "---\r\na: b\r\n---\r\n\r\n[x](no.md)\r\n",
			"---\r\na: b\r\n---\r\n\r\n<!-- cortex-disable-next-line broken-link -->\r\n[x](no.md)\r\n",
			"---\r\na: b\r\n---\r\n<!-- cortex-disable-file broken-link -->\r\n\r\n[x](no.md)\r\n",
		},
	}
	for _, tt := range tests {
		f := memoryFolder(inMemory(withBank("m", map[string]string{"m/a.md": tt.before})), newEngine())
		s := rescan(t, f, ScanOptions{})
		found := mustCheck(t, s).Found.In("m/a.md")
		d := found[0]
		for _, x := range found {
			if x.Rule == "broken-link" {
				d = x
			}
		}
		ways, err := s.Silences(t.Context(), d)
		if err != nil || len(ways) != 3 {
			t.Errorf("%s: %d ways to ignore, %v; want 3", tt.name, len(ways), err)
		}
		for i, untried := range s.UntriedSilences(d) {
			if untried.Title != ways[i].Title {
				t.Errorf("%s: way %d is offered as %q, found as %q", tt.name, i, untried.Title, ways[i].Title)
			}
		}
		for _, way := range ways {
			want := map[bool]string{true: tt.line, false: tt.file}[strings.HasSuffix(way.Title, "line")]
			if way.Changes[0].Path == ConfigFile || want == "" {
				continue
			}
			got, err := markdown.Apply(tt.before, way.Changes[0].Edits)
			if err != nil || got != want {
				t.Errorf("%s: %s: got %q, %v; want %q", tt.name, way.Title, got, err, want)
			}
		}
	}
}

func TestAMistakeInTheConfigurationIsNotIgnoredThere(t *testing.T) {
	f := memoryFolder(inMemory(withBank("m", map[string]string{ConfigFile: "profil: cline\n"})), newEngine())
	s := rescan(t, f, ScanOptions{})
	found := mustCheck(t, s).Found.In(ConfigFile)
	if len(found) != 1 {
		t.Fatalf("found %v", found)
	}
	if ways, err := s.Silences(t.Context(), found[0]); err != nil || len(ways) > 0 {
		t.Errorf("ways %v, %v", ways, err)
	}
}
