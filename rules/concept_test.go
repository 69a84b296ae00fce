package rules

import (
	"testing"

	"cortex/markdown"
)

func TestNormalise(t *testing.T) {
	for in, want := range map[string]string{
		"What's Left to Build":          "whats left to build",
		"What’s left — to build!":       "whats left to build",
		"🎯 1. **Current** Focus (2026)": "1 current focus 2026",
		"ＦＵＬＬ　ｗｉｄｔｈ":                    "full width",
		"Open Questions/Issues":         "open questions issues",
		"Non‑Goals":                     "non goals",
		"现在的焦点：搜索":                      "现在的焦点 搜索",
		"Ｃafe\u0301 Ю":                  "café ю",
		"🎨":                             "",
		"":                              "",
		"\xff\xfe":                      "",
	} {
		if got := normalise(in); got != want {
			t.Errorf("normalise(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestContainsNameByWholeWords(t *testing.T) {
	tests := []struct {
		text, name string
		want       bool
	}{
		{"architecture overview", "architecture", true},
		{"architectures", "architecture", false},
		{"next immediate steps", "next steps", false},
		{"our next steps now", "next steps", true},
		{"anything", "", false},
		{"当前工作焦点", "焦点", true},
		{"주요 기술 스택", "기술스택", true},
		{"текущий фокус", "фокус", true},
		{"фокусировка", "фокус", false},
	}
	for _, tt := range tests {
		if got := containsName(tt.text, tt.name); got != tt.want {
			t.Errorf("%q contains %q: %v", tt.text, tt.name, got)
		}
	}
}

func TestHasYear(t *testing.T) {
	for text, want := range map[string]bool{
		"2026 01 28": true, "week 4 of 2025": true, "2025年5月": true, "120255": false, "20 25": false, "1999": false, "202": false, "": false,
	} {
		if got := hasYear(text); got != want {
			t.Errorf("hasYear(%q) = %v", text, got)
		}
	}
}

func TestKnownLanguage(t *testing.T) {
	for text, want := range map[string]bool{
		"# T\n\n## Focus\n": true,
		"# T\n\n## Фокус\n\n## 次のステップ\n\n## サーバー\n\n## 다음\n":          true,
		"# T\n\n## Trọng tâm\n\n## Thay đổi\n":                        false,
		"# T\n\n## Ενεργό πλαίσιο\n":                                  false,
		"# T\n\n## Résumé\n\n## One\n\n## Two\n\n## Three\n":          true,
		"# T\n\n## Étapes suivantes\n\n## Décisions\n\n## Contexte\n": false,
		"no headings": true,
	} {
		if got := knownLanguage(headingsOf(markdown.Parse("a.md", text))); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestWordsOfName(t *testing.T) {
	for name, want := range map[string]string{
		"activeContext": "Active Context", "active-context": "Active Context", "style_guide": "Style Guide",
		"TASK001-add-search": "TASK001 Add Search", "PRDShop": "PRD Shop", "_index": "Index", "---": "---", "éaB": "Éa B",
	} {
		if got := wordsOfName(name); got != want {
			t.Errorf("wordsOfName(%q) = %q, want %q", name, got, want)
		}
	}
}
