package rules

import "testing"

func TestInferredTitleLeavesOutWhatDoesNotCount(t *testing.T) {
	for title, want := range map[string]string{
		"Goals":                    "Goals",
		"1. Goals":                 "Goals",
		"2.1 Goals":                "Goals",
		"1.2.3. Goals":             "Goals",
		"IV. Goals":                "Goals",
		"1️⃣ Goals":                "Goals",
		"🎯 2. Goals 🎉":             "Goals",
		"⚙️ Goals (draft):":        "Goals",
		"Goals（草案）":                "Goals",
		"3D Models":                "3D Models",
		"C++ & C#":                 "C++ & C#",
		".NET":                     ".NET",
		"What's Left":              "What's Left",
		"(Open) Questions":         "(Open) Questions",
		"Interfaces (HTTP) of App": "Interfaces (HTTP) of App",
		"I. (x)":                   "I. (x)",
		"🎉":                        "🎉",
		"":                         "",
	} {
		if got := inferredTitle(title); got != want {
			t.Errorf("%q: got %q, want %q", title, got, want)
		}
	}
}
