package rules

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBuiltInProfilesLoadInTheOrderOfDetection(t *testing.T) {
	if _, err := loadProfiles(); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, p := range Profiles() {
		names = append(names, p.Name)
		if p.Title == "" || p.Description == "" || p.Source == "" || len(p.Detect.Any) == 0 {
			t.Errorf("%s lacks a title, a description, a source or a way to detect it", p.Name)
		}
	}
	want := []string{"claude", "cortex", "kilo", "copilot", "vanzan01", "memoripilot", "roo", "cline-v1", "cline"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestProfileFilesAreComplete(t *testing.T) {
	for _, p := range Profiles() {
		for _, f := range p.Files {
			if f.Title == "" {
				t.Errorf("%s: %s has no title", p.Name, f.Name)
			}
			ids := map[string]bool{}
			for _, s := range f.Sections {
				if s.ID == "" || s.Name == "" || !strings.HasPrefix(s.Template, "To be written: ") || ids[s.ID] {
					t.Errorf("%s: %s: section %+v lacks something or repeats an ID", p.Name, f.Name, s)
				}
				ids[s.ID] = true
			}
			for _, s := range f.Sections {
				for _, id := range s.Or {
					if !ids[id] {
						t.Errorf("%s: %s: section %q may be replaced by %q, which does not exist", p.Name, f.Name, s.ID, id)
					}
				}
			}
		}
	}
}

// Every profile's own templates pass its own rules.
func TestTemplatesPassTheirOwnProfile(t *testing.T) {
	for _, p := range Profiles() {
		m := memory{bank: Bank{Root: "memory-bank", Profile: p, Declared: true}, files: map[string]string{}}
		for _, f := range p.Files {
			m.files["memory-bank/"+f.Name] = f.text()
		}
		if found := m.check(t, Settings{}); len(found) > 0 {
			t.Errorf("%s:\n%s", p.Name, describe(m, found, ""))
		}
	}
}

func TestCortexTakesNamesFromCline(t *testing.T) {
	section := func(file, id string) ProfileSection {
		f := LookupProfile("cortex").file(file)
		return f.Sections[f.section(id)]
	}
	focus := section("active_context.md", "focus")
	if focus.Name != "Current Focus" || !slices.Contains(focus.Languages["ko"], "포커스") || focus.Template == "" {
		t.Errorf("got %+v", focus)
	}
	if section("projectbrief.md", "goals").Need != Required {
		t.Error("the need of a section is the extending profile's")
	}
}

// Scripts that knownLanguage lets pass must have names.
func TestKnownScriptsHaveNames(t *testing.T) {
	for _, f := range LookupProfile("cline").Files {
		for _, s := range f.Sections {
			for _, language := range []string{"ru", "zh", "ja", "ko"} {
				if s.Need != Optional && len(s.Languages[language]) == 0 {
					t.Errorf("%s: section %q has no names in %s", f.Name, s.ID, language)
				}
			}
		}
	}
}

func TestMistakesInAProfileHaveAPlace(t *testing.T) {
	text := "name: mine\nfiles:\n  - name: a.md\n    need: must\n    sektions: []\n"
	p, mistakes := parseProfile(text)
	var got []string
	for _, m := range mistakes {
		got = append(got, m.Span.In(text)+": "+m.Message)
	}
	want := []string{
		`must: unknown need "must": want required, recommended or optional`,
		`sektions: unknown key "sektions": did you mean "sections"?`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if p.Name != "mine" || len(p.Files) != 1 || p.Files[0].Name != "a.md" {
		t.Errorf("what is right was not read: %+v", p)
	}
	if _, mistakes := parseProfile("title: x\n"); len(mistakes) != 1 {
		t.Errorf("a profile without a name: got %v", mistakes)
	}
}

func TestExtendingWhatDoesNotExistIsAnError(t *testing.T) {
	p := &Profile{Name: "mine", Extends: "nobody"}
	if err := p.extend([]*Profile{p}); err == nil || !strings.Contains(err.Error(), `"nobody"`) {
		t.Errorf("got %v", err)
	}
}

func TestAnExtendedSectionKeepsWhatItSays(t *testing.T) {
	base := ProfileSection{Name: "Next Steps", Template: "base", Dated: true, Languages: map[string][]string{"de": {"danach"}, "fr": {"ensuite"}}}
	s := ProfileSection{Name: "Plan", Languages: map[string][]string{"de": {"Plan"}}}
	s.extend(&base)
	want := ProfileSection{
		Name: "Plan", Template: "base", Dated: true, Synonyms: []string{"Next Steps"},
		Languages: map[string][]string{"de": {"Plan"}, "fr": {"ensuite"}},
	}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if base.Languages["de"][0] != "danach" {
		t.Error("the extended section was changed")
	}
}
