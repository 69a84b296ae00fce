package bank

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

const teamProfile = `
name: team
extends: cline
files:
  - name: progress.md
    need: required
    sections:
      - {id: risks, name: Risks, need: required}
`

func TestAProfileOfOnesOwnIsDeclaredByItsFile(t *testing.T) {
	files := inMemory(withBank("m", map[string]string{ConfigFile: "profile: team/bank.yaml\n", "team/bank.yaml": teamProfile}))
	f := memoryFolder(files, newEngine())
	s := rescan(t, f, ScanOptions{})
	b := bankAt(s.Banks(), "m")
	if !b.Declared || b.Profile.Name != "team" {
		t.Fatalf("the bank has the profile %v, declared: %v", b.Profile, b.Declared)
	}
	hasSection := func(s *Snapshot, section string) bool {
		return slices.ContainsFunc(messages(mustCheck(t, s), "m/progress.md"), func(m string) bool { return strings.HasPrefix(m, "missing-section") && strings.Contains(m, section) })
	}
	if !hasSection(s, "risks") {
		t.Errorf("the section is not asked for: %q", messages(mustCheck(t, s), "m/progress.md"))
	}

	files["team/bank.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(teamProfile, "Risks", "Dangers", 1))}
	if s = readChanged(t, f, "team/bank.yaml"); !hasSection(s, "dangers") {
		t.Errorf("a change of the profile was not seen: %q", messages(mustCheck(t, s), "m/progress.md"))
	}
	delete(files, "team/bank.yaml")
	s = readChanged(t, f, "team/bank.yaml")
	if got := messages(mustCheck(t, s), ConfigFile); len(got) != 1 || !strings.Contains(got[0], `"team/bank.yaml" does not exist`) || bankAt(s.Banks(), "m").Declared {
		t.Errorf("a profile that is gone: got %q", got)
	}
	files["team/bank.yaml"] = &fstest.MapFile{Data: []byte(teamProfile)}
	if s = readChanged(t, f, "team/bank.yaml"); !hasSection(s, "risks") || len(messages(mustCheck(t, s), ConfigFile)) != 0 {
		t.Error("a profile that came back was not seen")
	}
}

func TestWhatDidNotChangeIsNotJudgedAgainForAProfileOfOnesOwn(t *testing.T) {
	files := inMemory(withBank("m", map[string]string{ConfigFile: "profile: bank.yaml\n", "bank.yaml": teamProfile}))
	f := memoryFolder(files, newEngine())
	mustCheck(t, rescan(t, f, ScanOptions{}))
	files["m/new.md"] = &fstest.MapFile{}
	if r := mustCheck(t, readChanged(t, f, "m/new.md")); r.Checked != 1 {
		t.Errorf("a new file leads to %d checks, want 1", r.Checked)
	}
	files[ConfigFile] = &fstest.MapFile{Data: []byte("# comment\nprofile: bank.yaml\n")}
	if r := mustCheck(t, readChanged(t, f, ConfigFile)); r.Checked != 0 {
		t.Errorf("a comment leads to %d checks, want none", r.Checked)
	}
}

func TestMistakesInAProfileOfOnesOwnAreOnItsFile(t *testing.T) {
	for _, c := range []struct{ text, at, message string }{
		{"nmae: x\n", "nmae", `did you mean "name"?`},
		{"name: [x]\n", "[x]", "text"},
		{"extends: clein\n", "clein", `unknown profile "clein": did you mean "cline"?`},
		{"extends: none.yaml\n", "none.yaml", `the profile "none.yaml" does not exist`},
		{"extends: ../../x.yaml\n", "../../x.yaml", `leaves the workspace`},
		{"extends: bank.yaml\n", "bank.yaml", `extends itself`},
		{"extends: circle.yaml\n", "", ``},
		{"files: [{need: required}]\n", "{need: required}", `the file has no "name"`},
		{"files: [{name: a.md}, {name: A.md}]\n", "A.md", "described twice"},
		{"files: [{name: 'a[.md'}]\n", "'a[.md'", "names no file"},
		{"files: [{name: ../a.md}]\n", "../a.md", "relative to the bank"},
		{"files: [{name: a.md, need: must}]\n", "must", `unknown need "must"`},
		{"files: [{name: a.md, sections: [{name: A}]}]\n", "{name: A}", `no "id"`},
		{"files: [{name: a.md, sections: [{id: a}]}]\n", "{id: a}", `no "name"`},
		{"files:\n  - name: a.md\n    sections:\n      - {id: a, name: A}\n      - {id: a, name: B}\n", "a", "used twice"},
		{"files: [{name: a.md, sections: [{id: a, name: A, or: [b]}]}]\n", "b", `has the id "b"`},
		{"extends: cline\nfiles: [{name: progress.md, sections: [{id: wroks, need: required}]}]\n", "wroks", `no "name": did you mean "works", which the extended profile has?`},
		{"members: ['a[']\n", "'a['", "matches nothing"},
		{"rules: {broken-lnk: off}\n", "broken-lnk", `did you mean "broken-link"?`},
		{"rules: {broken-link: loud}\n", "loud", `unknown severity`},
		{"extends: cline\nfiles: [{name: progress.md, sections: [{id: works}]}]\n", "", ""},
	} {
		found := configuredBy(map[string]string{
			ConfigFile: "profile: t/bank.yaml\n", "t/bank.yaml": c.text, "t/circle.yaml": "extends: bank.yaml\n",
		}).mistakes
		if c.text == "extends: circle.yaml\n" {
			if d := found["t/circle.yaml"]; len(d) != 1 || !strings.Contains(d[0].Message, `the profile "bank.yaml" extends itself by way of this one`) {
				t.Errorf("a circle: got %v", found)
			}
		}
		mine := found["t/bank.yaml"]
		if c.message == "" {
			if len(mine) != 0 {
				t.Errorf("%q: got %v", c.text, mine)
			}
			continue
		}
		if len(mine) != 1 || mine[0].Span.In(c.text) != c.at || !strings.Contains(mine[0].Message, c.message) || mine[0].Rule != "config" {
			t.Errorf("%q: got %v, want %q at %q", c.text, mine, c.message, c.at)
		}
	}
}

// What is reported as a mistake is not demanded, too.
func TestNothingIsDemandedByWhatIsWrongInAProfile(t *testing.T) {
	s := rescan(t, memoryFolder(inMemory(withBank("m", map[string]string{
		ConfigFile: "profile: bank.yaml\n",
		"bank.yaml": "name: own\nfiles:\n  - {name: ../a.md, need: required}\n  - {need: required}\n" +
			"  - {name: progress.md, sections: [{id: nameless, need: required}]}\n",
	})), newEngine()), ScanOptions{})
	for _, d := range mustCheck(t, s).All() {
		if d.Rule != configRule {
			t.Errorf("%s: %s [%s]", d.Path, d.Message, d.Rule)
		}
	}
}

func TestNamesInAProfileOfOnesOwnAreMeantAsTheyAre(t *testing.T) {
	s := rescan(t, memoryFolder(inMemory(withBank("m", map[string]string{
		ConfigFile: "profile: bank.yaml\n", "bank.yaml": "extends: cline\nfiles: [{name: style_of_code.md}]\n", "m/style_of_code.md": "# Style\n",
	})), newEngine()), ScanOptions{})
	for _, d := range mustCheck(t, s).All() {
		if d.Rule == "file-name" {
			t.Errorf("%s: %s", d.Path, d.Message)
		}
	}
}

// TestMistakesOfAnOpenProfileDependOnWhatElseIsOpen opens files with the texts that they have.
func TestMistakesOfAnOpenProfileDependOnWhatElseIsOpen(t *testing.T) {
	const wrong, mistake = "extendz: cline\n", `config: unknown key "extendz": did you mean "extends"?`
	files := inMemory(withBank("m", map[string]string{ConfigFile: "profile: bank.yaml\n", "bank.yaml": wrong}))
	f := memoryFolder(files, newEngine())
	mustCheck(t, rescan(t, f, ScanOptions{}))
	for i, step := range []struct {
		change Change
		want   string
	}{
		{Change{Kind: Edited, Path: ConfigFile, Text: "profile: cline\n"}, mistake},
		{Change{Kind: Edited, Path: "bank.yaml", Text: wrong}, ""},
		{Change{Kind: Closed, Path: ConfigFile}, mistake},
		{Change{Kind: Edited, Path: ConfigFile, Text: "profile: cline\n"}, ""},
		{Change{Kind: Closed, Path: "bank.yaml"}, mistake},
	} {
		if got := strings.Join(messages(mustCheck(t, f.Apply(step.change)), "bank.yaml"), "\n"); got != step.want {
			t.Errorf("step %d: got %q, want %q", i, got, step.want)
		}
	}
}

func TestMistakesOfAnOpenProfileAreThoseOfItsText(t *testing.T) {
	files := inMemory(withBank("m", map[string]string{ConfigFile: "profile: bank.yaml\n", "bank.yaml": teamProfile}))
	f := memoryFolder(files, newEngine())
	mustCheck(t, rescan(t, f, ScanOptions{}))
	const (
		extending = "extends: other.yaml\nfiles: [{name: progress.md, sections: [{id: works}]}]\n"
		absent    = `config: the profile "other.yaml" does not exist`
		nameless  = `config: the section "works" has no "name"`
	)
	for _, step := range []struct {
		change Change
		want   string
	}{
		{Change{Kind: Edited, Path: "bank.yaml", Text: "extends: clein\n"}, `config: unknown profile "clein": did you mean "cline"?`},
		{Change{Kind: Edited, Path: "bank.yaml", Text: extending}, absent + "\n" + nameless},
		{Change{Kind: Edited, Path: "other.yaml", Text: "name: other\n"}, nameless},
		{Change{Kind: Edited, Path: "other.yaml", Text: "extends: cline\n"}, ""},
		{Change{Kind: Closed, Path: "other.yaml"}, absent + "\n" + nameless},
		{Change{Kind: Edited, Path: "bank.yaml", Text: "extends: cline\n"}, ""},
		{Change{Kind: Edited, Path: "bank.yaml", Text: "extendz: cline\n"}, `config: unknown key "extendz": did you mean "extends"?`},
		{Change{Kind: Closed, Path: "bank.yaml"}, ""},
	} {
		s := f.Apply(step.change)
		if got := strings.Join(messages(mustCheck(t, s), "bank.yaml"), "\n"); got != step.want {
			t.Errorf("%q: got %q, want %q", step.change.Text, got, step.want)
		}
		if b := bankAt(s.Banks(), "m"); b.Profile.Name != "team" {
			t.Error("what is in force is what the disk has")
		}
	}
}
