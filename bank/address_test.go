package bank

import (
	"slices"
	"testing"
)

func TestSectionsAreFoundByAddress(t *testing.T) {
	s := readingFolder(t, map[string]string{
		"m/x.md": "# Progress\n\n## Status\n\n### Next steps\n\n## Plan\n\n### Next steps\n\n## A > B\n\n## status\n\n## Über uns!\n",
	})
	for address, want := range map[string][]string{
		"Status":                         {"Progress > Status"},
		"status":                         {"Progress > status"},
		"STATUS":                         {"Progress > Status", "Progress > status"},
		"status-1":                       {"Progress > status"},
		"#status":                        {"Progress > Status"},
		"#status-1":                      {"Progress > status"},
		"Next steps":                     {"Progress > Status > Next steps", "Progress > Plan > Next steps"},
		"Plan > Next steps":              {"Progress > Plan > Next steps"},
		" progress>PLAN > ## next steps": {"Progress > Plan > Next steps"},
		"Progress > Next steps":          nil,
		"A > B":                          {"Progress > A > B"},
		"über-uns":                       {"Progress > Über uns!"},
		"## Plan":                        {"Progress > Plan"},
		"":                               nil,
		">":                              nil,
		"Gone":                           nil,
	} {
		var got []string
		for _, section := range s.SectionsAt("m/x.md", address) {
			got = append(got, SectionPath(section))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", address, got, want)
		}
	}
	if s.SectionsAt("gone.md", "Status") != nil {
		t.Error("sections of no file")
	}
	text := s.File("m/x.md").Text()
	if at := s.SectionPathAt("m/x.md", len(text)); at != "Progress > Über uns!" {
		t.Errorf("at the end: %q", at)
	}
	if at := s.SectionPathAt("m/x.md", 0); at != "Progress" {
		t.Errorf("at the start: %q", at)
	}
}
