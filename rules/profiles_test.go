package rules

import (
	"errors"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestBuiltInProfilesLoadInTheOrderOfDetection(t *testing.T) {
	var names []string
	for _, p := range Profiles() {
		names = append(names, p.Name)
		if p.Title == "" || p.Description == "" || p.Source == "" || p.Folder == "" {
			t.Errorf("%s lacks a title, a description, a source or a folder", p.Name)
		}
		if exact := slices.ContainsFunc(p.Files, func(f ProfileFile) bool { return f.Exact }); (len(p.Detect.Any) == 0) != exact {
			t.Errorf("%s: a profile with exact headings is only declared, the others are detected", p.Name)
		}
		for name := range p.Rules {
			if Lookup(name) == nil {
				t.Errorf("%s: sets the rule %q, which does not exist", p.Name, name)
			}
		}
	}
	want := []string{"claude", "cortex", "cortex-strict", "kilo", "copilot", "vanzan01", "memoripilot", "roo", "cline-v1", "cline"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The built-in profiles are what their files say.
func TestBuiltInProfilesAreTheirFiles(t *testing.T) {
	read, err := ReadProfiles(profileTexts(t))
	if err != nil {
		t.Fatal(err)
	}
	var builtIn []*Profile
	for _, b := range builtinProfiles {
		p := b.read()
		if builtIn = append(builtIn, p); b.name != p.Name || !cmp.Equal(*b.detect, p.Detect) {
			t.Errorf("%q is detected by %+v, the profile %q by %+v", b.name, b.detect, p.Name, p.Detect)
		}
	}
	unexported := cmpopts.IgnoreUnexported(Profile{}, ProfileFile{})
	if diff := cmp.Diff(read, builtIn, unexported); diff != "" {
		t.Errorf("profiles_builtin.go is not what the files in profiles say: run go run ./cmd/gendoc (-files +built in):\n%s", diff)
	}
}

// profileTexts returns the files of the built-in profiles.
func profileTexts(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("profiles/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no profiles: %v", err)
	}
	texts := map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts[strings.TrimSuffix(filepath.Base(file), ".yaml")] = string(text)
	}
	return texts
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

// Every profile's own templates pass all rules, and so does a file of each pattern.
func TestTemplatesPassTheirOwnProfile(t *testing.T) {
	for _, p := range Profiles() {
		t.Run(p.Name, func(t *testing.T) {
			m := memory{bank: Bank{Root: p.Folder, Profile: p, Declared: true}, files: map[string]string{}}
			for _, f := range p.Templates() {
				m.files[path.Join(p.Folder, f.Name)] = f.Text
			}
			if found := m.check(t, Settings{}); len(found) > 0 {
				t.Errorf("a new bank:\n%s", describe(m, found, ""))
			}
			for i := range p.Files {
				f := &p.Files[i]
				name := path.Join(p.Folder, strings.ReplaceAll(f.Name, "*", "001-login"))
				m.files[name] = strings.NewReplacer("TASK000", "TASK001", "Name", "Login").Replace(f.text())
			}
			if index := path.Join(p.Folder, "tasks/_index.md"); m.files[index] != "" {
				m.files[index] = strings.Replace(m.files[index], "## Pending\n", "## Pending\n\n- [TASK001] Login\n", 1)
			}
			if found := m.check(t, Settings{}); len(found) > 0 {
				t.Errorf("a bank with every file:\n%s", describe(m, found, ""))
			}
		})
	}
}

func TestTemplatesAreTheFilesThatANewBankNeeds(t *testing.T) {
	for profile, want := range map[string]string{
		"cline-v1": "productContext.md activeContext.md systemPatterns.md techContext.md progress.md",
		"kilo":     "brief.md product.md context.md architecture.md tech.md",
		"copilot":  "projectbrief.md productContext.md activeContext.md systemPatterns.md techContext.md progress.md tasks/_index.md",
		"roo":      "productContext.md activeContext.md progress.md decisionLog.md",
		"vanzan01": "projectbrief.md productContext.md activeContext.md systemPatterns.md techContext.md progress.md tasks.md style-guide.md",
	} {
		var names []string
		for _, f := range LookupProfile(profile).Templates() {
			names = append(names, f.Name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%s: got %s, want %s", profile, got, want)
		}
	}
}

// A new bank is recognised as what it is.
func TestTemplatesAreDetected(t *testing.T) {
	for _, p := range Profiles() {
		var names []string
		for _, f := range p.Templates() {
			names = append(names, f.Name)
		}
		want := p
		if p.Name == "cortex-strict" {
			want = LookupProfile("cortex")
		}
		if got, _ := DetectProfile(p.Folder, names); got != want {
			t.Errorf("%s: %q in %s are detected as %v", p.Name, names, p.Folder, got)
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

// A concept is found in every language that profiles know.
func TestConceptsHaveNamesInEveryLanguage(t *testing.T) {
	for _, p := range Profiles() {
		for _, f := range p.Files {
			for _, s := range f.Sections {
				for _, language := range []string{"de", "es", "fr", "ja", "ko", "pt", "ru", "uk", "zh"} {
					if !f.Exact && len(s.Languages[language]) == 0 {
						t.Errorf("%s: %s: section %q has no names in %s", p.Name, f.Name, s.ID, language)
					}
				}
			}
		}
	}
}

func TestMistakesInAProfileHaveAPlace(t *testing.T) {
	text := "name: mine\nfiles:\n  - name: a.md\n    need: must\n    sektions: []\n"
	p, mistakes := ReadProfile(text, "x", nil)
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
	if p, mistakes := ReadProfile("title: x\n", "given", nil); len(mistakes) > 0 || p.Name != "given" {
		t.Errorf("a profile without a name: got %q, %v", p.Name, mistakes)
	}
}

func TestExtendingWhatDoesNotExistIsAMistake(t *testing.T) {
	none := func(string) (*Profile, error) { return nil, errors.New("does not exist") }
	for text, want := range map[string]string{
		"extends: clein\n":     `unknown profile "clein": did you mean "cline"?`,
		"extends: nobody\n":    `unknown profile "nobody"`,
		"extends: none.yaml\n": `the profile "none.yaml" does not exist`,
	} {
		if _, mistakes := ReadProfile(text, "mine", none); len(mistakes) != 1 || mistakes[0].Message != want {
			t.Errorf("%q: got %v, want %q", text, mistakes, want)
		}
	}
}

func TestExtendingGoesToAnyDepth(t *testing.T) {
	own := parsed(t, "name: cline\nextends: cline\nrules: {log-order: warning}\nwithout: [techContext.md]\nfiles:\n  - {name: design.md, like: systemPatterns.md}\n", nil)
	leaf := parsed(t, "name: leaf\nextends: own.yaml\nfiles:\n  - {name: progress.md, sections: [{id: left}, {id: new, name: Risks, need: required}]}\n", own)
	progress := leaf.file("progress.md")
	left := progress.Sections[0]
	if progress.Need != Required || left.Need != Recommended || left.Name == "" || len(left.Languages) == 0 || len(progress.Sections) != 2 {
		t.Errorf("progress.md: got %+v", progress)
	}
	if leaf.Rules["log-order"] != Warning || leaf.file("techContext.md") != nil || leaf.file("activeContext.md") == nil {
		t.Error("a profile has what those that it extends have")
	}
	if design := leaf.file("design.md"); design == nil || design.Need != Required || design.section("architecture") < 0 {
		t.Errorf("design.md: got %+v", design)
	}
	if LookupProfile("cline").Rules["log-order"] == Warning || LookupProfile("cline").file("techContext.md") == nil {
		t.Error("the built-in profile was changed")
	}
}

// parsed returns a profile without mistakes; base is what files that it extends hold.
func parsed(t *testing.T, text string, base *Profile) *Profile {
	t.Helper()
	p, mistakes := ReadProfile(text, "mine", func(string) (*Profile, error) { return base, nil })
	if len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	return p
}

func TestAnExtendedSectionKeepsWhatItSays(t *testing.T) {
	base := ProfileSection{Name: "Next Steps", Need: Required, Template: "base", Dated: true, Languages: map[string][]string{"de": {"danach"}, "fr": {"ensuite"}}}
	s := ProfileSection{Name: "Plan", Need: Recommended, Languages: map[string][]string{"de": {"Plan"}}}
	s.inherit(&base)
	want := ProfileSection{
		Name: "Plan", Need: Recommended, Template: "base", Dated: true, Synonyms: []string{"Next Steps"},
		Languages: map[string][]string{"de": {"Plan"}, "fr": {"ensuite"}},
	}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if base.Languages["de"][0] != "danach" {
		t.Error("the extended section was changed")
	}
}

// What the origin's schema requires and recommends, word for word.
func TestCortexStrictAsksForTheHeadingsOfTheOrigin(t *testing.T) {
	want := map[string][2]string{
		"memorybankinstructions.md": {"Purpose|Guidelines|Structure", "Best Practices|Examples"},
		"projectBrief.md":           {"Project Overview|Goals|Core Requirements|Success Criteria", "Constraints|Key Decisions"},
		"productContext.md":         {"Product Overview|Target Users|Key Features", "User Stories|Market Context"},
		"activeContext.md":          {"Current Focus|Recent Changes|Next Steps", "Active Decisions|Important Patterns"},
		"systemPatterns.md":         {"Architecture|Design Patterns|Component Relationships", "Critical Paths|Integration Points"},
		"techContext.md":            {"Technology Stack|Dependencies|Development Setup", "Build Process|Testing Strategy"},
		"progress.md":               {"What Works|What's Left", "Known Issues|Recent Milestones"},
	}
	for name, sections := range want {
		f := LookupProfile("cortex-strict").file(name)
		var required, recommended []string
		for _, s := range f.Sections {
			if s.Need == Required {
				required = append(required, s.Name)
			} else {
				recommended = append(recommended, s.Name)
			}
		}
		got := [2]string{strings.Join(required, "|"), strings.Join(recommended, "|")}
		if got != sections || !f.Exact {
			t.Errorf("%s: got %q, want %q", name, got, sections)
		}
	}
}

// TestProfilesInUseStayAsTheyAre reads the profiles that extend others while somebody looks at those. It is for the race detector.
func TestProfilesInUseStayAsTheyAre(t *testing.T) {
	r := profileReader{profileTexts(t), map[string]*Profile{}, nil}
	base := r.profile("cline")
	var using sync.WaitGroup
	for name := range r.texts {
		using.Go(func() { readProfile(r.texts[name], name, func(string) *Profile { return base }, nil) })
	}
	for _, f := range base.Files {
		for _, s := range f.Sections {
			if s.Template == "" || s.Need == unsaid {
				t.Errorf("%s of %s is not ready for use", s.Name, f.Name)
			}
		}
	}
	using.Wait()
}
