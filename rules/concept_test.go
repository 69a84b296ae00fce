package rules

import (
	"testing"

	"github.com/google/go-cmp/cmp"

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

func TestNamesAreFoundAsWholeWords(t *testing.T) {
	tests := []struct {
		text, name   string
		found, whole bool
	}{
		{"architecture", "architecture", true, true},
		{"architecture overview", "architecture", true, false},
		{"architectures", "architecture", false, false},
		{"next immediate steps", "next steps", false, false},
		{"our next steps now", "Next Steps", true, false},
		{"next", "next steps", false, false},
		{"当前工作焦点", "焦点", true, false},
		{"주요 기술 스택", "기술스택", true, false},
		{"기술 스택", "기술스택", true, true},
		{"текущий фокус", "фокус", true, false},
		{"фокусировка", "фокус", false, false},
		{"", "x", false, false},
	}
	for _, tt := range tests {
		c := newConceptNames([]ProfileSection{{Name: tt.name, Synonyms: []string{"a phrase of four words"}}})
		found, whole := false, false
		c.find(tt.text, func(_ int, w bool) { found, whole = true, w })
		if found != tt.found || whole != tt.whole {
			t.Errorf("%q in %q: found %v, whole %v", tt.name, tt.text, found, whole)
		}
	}
}

func TestYear(t *testing.T) {
	for text, want := range map[string]bool{
		"2026 01 28": true, "week 4 of 2025": true, "2025年5月": true, "120255": false, "20 25": false, "1999": false, "202": false, "": false,
	} {
		if got := year().MatchString(text); got != want {
			t.Errorf("a year in %q: %v", text, got)
		}
	}
}

func TestReadPrefersTheHeadingThatIsJustAName(t *testing.T) {
	f := LookupProfile("cline").file("activeContext.md")
	all := headingsOf(markdown.Parse("a.md", "# T\n\n## Plan for next steps\n\n- **Next Steps**: x\n\n## Next Steps\n"))
	if h := f.read(all)[f.section("next")]; h == nil || h.words != "next steps" || h.section == nil {
		t.Errorf("got %+v", h)
	}
}

func TestLabelsAreHeadingsWhereThereAreNoOthers(t *testing.T) {
	words := func(text string) (all []string) {
		for _, h := range headingsOf(markdown.Parse("a.md", text)) {
			all = append(all, h.words)
		}
		return all
	}
	text := "Current focus: the login.\n\nCore goals:\nTravail actuel : x\n\n- Technologies:\n  - inner: x\n\nhttps://example.com\n12: no\n"
	if diff := cmp.Diff([]string{"current focus", "core goals", "travail actuel", "technologies"}, words("# T\n\n"+text)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"a heading"}, words("# T\n\n## A Heading\n\n"+text)); diff != "" {
		t.Errorf("beside a heading (-want +got):\n%s", diff)
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
