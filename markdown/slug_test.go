package markdown

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSlugsAreGitHubs(t *testing.T) {
	tests := []struct{ title, want string }{
		{"", ""},
		{"Goals", "goals"},
		{"activeContext", "activecontext"},
		{"Current Work Focus", "current-work-focus"},
		{"two  spaces", "two--spaces"},
		{" ", "-"},
		{" led by a space", "-led-by-a-space"},
		{"trailed by one ", "trailed-by-one-"},
		{"tab\there", "tabhere"},
		{"over two\nlines", "over-twolines"},
		{"snake_case_name", "snake_case_name"},
		{"__init__", "__init__"},
		{"kebab-case", "kebab-case"},
		{"-dashes-", "-dashes-"},
		{"---", "---"},
		{"a - b", "a---b"},
		{"1. Overview", "1-overview"},
		{"1.2.3 Release", "123-release"},
		{"v2.0 (2025-01-25)", "v20-2025-01-25"},
		{"What's new?", "whats-new"},
		{"What’s new", "whats-new"},
		{"“Quoted” title", "quoted-title"},
		{"Q&A", "qa"},
		{"Build & test", "build--test"},
		{"C++ / C#", "c--c"},
		{"path/to/file.md", "pathtofilemd"},
		{"main.go: run()", "maingo-run"},
		{"fmt.Println(\"hi\", x)", "fmtprintlnhi-x"},
		{"--flag=value", "--flagvalue"},
		{"$HOME and %PATH%", "home-and-path"},
		{"a*b~c`d|e\\f", "abcdef"},
		{"<T> and [x] {y}", "t-and-x-y"},
		{"user@example.com", "userexamplecom"},
		{"100% done!", "100-done"},
		{"^caret", "caret"},
		{"en – dash", "en--dash"},
		{"em—dash", "emdash"},
		{"ellipsis… done", "ellipsis-done"},
		{"a → b", "a--b"},
		{"x × y ± z", "x--y--z"},
		{"no\u00a0break", "nobreak"},
		{"soft\u00adhyphen", "softhyphen"},
		{"zero\u200bwidth", "zerowidth"},
		{"\ufeffBOM", "bom"},
		{"🚀 Launch", "-launch"},
		{"Launch 🚀", "launch-"},
		{"🚀🎉 Both", "-both"},
		{"🚀", ""},
		{"⚠️ Warning", "\ufe0f-warning"},
		{"⚠ Warning", "-warning"},
		{"✅ Done", "-done"},
		{"✔️ Done", "\ufe0f-done"},
		{"⚙️ How It Works", "\ufe0f-how-it-works"},
		{"Docs 🏛️", "docs-\ufe0f"},
		{"👩‍💻 Developers", "-developers"},
		{"🏳️‍🌈 Flag", "\ufe0f-flag"},
		{"👍🏽 Skin", "-skin"},
		{"🇩🇪 Germany", "-germany"},
		{"1️⃣ First", "1\ufe0f\u20e3-first"},
		{"#️⃣ Hash", "\ufe0f\u20e3-hash"},
		{"🔟 Ten", "-ten"},
		{":rocket: Launch", "rocket-launch"},
		{"™ and ©", "-and-"},
		{"Ⓐ circled", "ⓐ-circled"},
		{"Chapter Ⅳ", "chapter-ⅳ"},
		{"x² + ½", "x--"},
		{"目标 与 范围", "目标-与-范围"},
		{"第一步：安装", "第一步安装"},
		{"「目的」・概要", "目的概要"},
		{"データベース", "データベース"},
		{"프로젝트 개요", "프로젝트-개요"},
		{"Обзор Проекта", "обзор-проекта"},
		{"ЁЖ", "ёж"},
		{"Größe", "größe"},
		{"STRASSE ẞ ß", "strasse-ß-ß"},
		{"ÀÉÎ Œuvre", "àéî-œuvre"},
		{"e\u0301te\u0301", "e\u0301te\u0301"},
		{"İstanbul", "i\u0307stanbul"},
		{"ISPARTA ılık", "isparta-ılık"},
		{"ΑΒΓ Δ", "αβγ-δ"},
		{"שלום עולם", "שלום-עולם"},
		{"مقدمة", "مقدمة"},
		{"می\u200cشود", "میشود"},
		{"हिन्दी", "हिन्दी"},
		{"١٢٣", "١٢٣"},
		{"full＿width－ＡＢ", "full＿widthａｂ"},
		{"a‿b", "a‿b"},
		{"bad\xffbyte", "badbyte"},
		{"\ufffd replaced", "-replaced"},
	}
	for _, tt := range tests {
		if got := slugOf(tt.title); got != tt.want {
			t.Errorf("%q: slug %q, want %q", tt.title, got, tt.want)
		}
	}
}

func TestRepeatedSlugsAreNumbered(t *testing.T) {
	tests := []struct {
		name         string
		titles, want []string
	}{
		{"repeated", []string{"foo", "foo", "Foo!", "bar"}, []string{"foo", "foo-1", "foo-2", "bar"}},
		{"a heading that looks numbered comes later", []string{"foo", "foo", "foo-1", "foo"}, []string{"foo", "foo-1", "foo-1-1", "foo-2"}},
		{"a heading that looks numbered comes first", []string{"foo 1", "foo", "foo", "foo"}, []string{"foo-1", "foo", "foo-2", "foo-3"}},
		{"looks numbered twice", []string{"a", "a", "a 1", "a-1", "a"}, []string{"a", "a-1", "a-1-1", "a-1-2", "a-2"}},
		{"several numbers taken", []string{"a-1", "a-2", "a", "a"}, []string{"a-1", "a-2", "a", "a-3"}},
		{"empty", []string{"", "🚀", "!"}, []string{"", "-1", "-2"}},
		{"empty against a dash", []string{"-1", "", ""}, []string{"-1", "", "-2"}},
		{"emoji alone tell nothing apart", []string{"✅ Done", "🚧 Done"}, []string{"-done", "-done-1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var s slugger
			for i, title := range tt.titles {
				if got := s.next(title); got != tt.want[i] {
					t.Errorf("heading %d %q: slug %q, want %q", i, title, got, tt.want[i])
				}
			}
		})
	}
}

func FuzzSlugsAreStableAndUnique(f *testing.F) {
	f.Add("Foo bar", "foo-bar")
	f.Add("⚠️ İ", "\xff")
	f.Fuzz(func(t *testing.T, a, b string) {
		slug := slugOf(a)
		if !utf8.ValidString(slug) || strings.ContainsAny(slug, " \t\r\n#") {
			t.Fatalf("%q: slug %q", a, slug)
		}
		if again := slugOf(slug); again != slug {
			t.Fatalf("%q: slug %q has slug %q", a, slug, again)
		}
		var s slugger
		seen := map[string]bool{}
		for _, title := range []string{a, b, a, a + "-1", b + " 1", b, a} {
			slug := s.next(title)
			if seen[slug] {
				t.Fatalf("%q and %q: slug %q twice", a, b, slug)
			}
			seen[slug] = true
		}
	})
}
