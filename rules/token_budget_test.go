package rules

import (
	"strings"
	"testing"
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
