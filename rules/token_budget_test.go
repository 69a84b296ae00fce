package rules

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cortex/markdown"
)

func TestBudgetComesFromOptionsThenTheProfile(t *testing.T) {
	profile := &Profile{Name: "tight", Budget: Budget{File: 10}}
	tests := []struct {
		name    string
		profile *Profile
		options map[string]any
		want    string
	}{
		{"the default", &Profile{}, nil, ""},
		{"no profile", nil, nil, ""},
		{"the profile's", profile, nil, "budget of 10:"},
		{"an option", profile, map[string]any{"file-tokens": 12}, "budget of 12:"},
		{"an option that is the default", profile, map[string]any{"file-tokens": 15_000}, ""},
	}
	for _, tt := range tests {
		m := memory{
			bank:  Bank{Root: "memory-bank", Profile: tt.profile},
			files: map[string]string{"memory-bank/a.md": strings.Repeat("word ", 40)},
		}
		set := onlyRules(tokenBudget.Name)
		set.Options = map[string]map[string]any{tokenBudget.Name: tt.options}
		got := describe(m, m.check(t, set), tokenBudget.Name)
		if tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestLongFilesAreMeasuredAgainOnlyWhereTheyAreOthers types beside a long file, and then in it.
func TestLongFilesAreMeasuredAgainOnlyWhereTheyAreOthers(t *testing.T) {
	m := memory{bank: Bank{Root: "memory-bank"}, files: map[string]string{
		"memory-bank/a.md": "", "memory-bank/b.md": "", "memory-bank/long.md": "", "memory-bank/short.md": "",
	}}
	w := lasting{m, m.Documents(), map[string]*markdown.Document{}}
	set, survey := onlyRules(tokenBudget.Name), new(Survey)
	set.Options = map[string]map[string]any{tokenBudget.Name: {"file-tokens": 100, "bank-tokens": 100}}
	write := func(p, text string) (file, bank []Related) {
		w.set(p, text)
		survey.Outdate(p)
		found := CheckBank(t.Context(), w, set, survey)
		if diff := cmp.Diff(CheckBank(t.Context(), w, set, new(Survey)), found); diff != "" || len(found) != 2 {
			t.Fatalf("(-new +kept):\n%s", diff)
		}
		return found[0].Related, found[1].Related
	}
	long := "# A\n\n## B\n\n" + strings.Repeat("word ", 400) + "\n## C\n"
	for _, p := range m.Documents().Paths() {
		w.set(p, "some words\n")
	}
	w.set("memory-bank/short.md", "x\n")
	file, bank := write("memory-bank/long.md", long)
	same := func(a, b []Related) bool { return &a[0] == &b[0] }
	if f, b := write("memory-bank/short.md", "y\n"); !same(f, file) || !same(b, bank) {
		t.Errorf("after an edit elsewhere the same is said of the file: %t, of the bank: %t", same(f, file), same(b, bank))
	}
	if f, b := write("memory-bank/long.md", long+"z\n"); same(f, file) || same(b, bank) {
		t.Error("after an edit there, too")
	}
}

// losing is a workspace that has lost a text.
type losing struct {
	lasting
	lost string
}

func (l losing) Document(p string) *markdown.Document {
	if p == l.lost {
		return nil
	}
	return l.lasting.Document(p)
}

func TestALongFileThatWasLostIsMeasuredWhenItIsThereAgain(t *testing.T) {
	m := memory{bank: Bank{Root: "memory-bank"}, files: map[string]string{"memory-bank/long.md": ""}}
	w := losing{lasting{m, m.Documents(), map[string]*markdown.Document{}}, "memory-bank/long.md"}
	w.set("memory-bank/long.md", strings.Repeat("word ", 400))
	set, survey := onlyRules(tokenBudget.Name), new(Survey)
	set.Options = map[string]map[string]any{tokenBudget.Name: {"file-tokens": 100}}
	if found := CheckBank(t.Context(), w, set, survey); len(found) != 0 {
		t.Errorf("found %v in a text that is lost", found)
	}
	w.lost = ""
	if found := CheckBank(t.Context(), w, set, survey); len(found) != 1 {
		t.Errorf("found %v, not that the file is too long", found)
	}
}
