package lsp

import "testing"

func TestDecodeSettings(t *testing.T) {
	tests := []struct {
		name, raw, want string
		mistake         bool
	}{
		{"nothing", "", "", false},
		{"null", "null", "", false},
		{"empty", "{}", "", false},
		{"bare", `{"check": "save"}`, "save", false},
		{"in the section", `{"cortex": {"check": "change"}}`, "change", false},
		{"unknown value", `{"check": "always"}`, "", true},
		{"a value of another type", `{"check": true}`, "", true},
		{"unknown key beside a known one", `{"banks": ["a"], "check": "save", "chek": 1}`, "save", true},
		{"all that there is", `{"check": "save", "codeLens": true, "inlayHints": false}`, "save", false},
		{"a switch of another type", `{"check": "save", "codeLens": "yes"}`, "save", true},
		{"a list", `[1]`, "", true},
	}
	for _, tt := range tests {
		got, err := decodeSettings([]byte(tt.raw))
		if got.Check != tt.want || (err != nil) != tt.mistake {
			t.Errorf("%s: %+v, %v; want check %q, a mistake: %v", tt.name, got, err, tt.want, tt.mistake)
		}
	}
}
