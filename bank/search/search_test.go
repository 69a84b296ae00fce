package search

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"cortex/markdown"
)

func TestStem(t *testing.T) {
	for word, same := range map[string][]string{
		"caches":   {"cache", "cached", "caching"},
		"retries":  {"retry"},
		"stopped":  {"stop", "stops", "stopping"},
		"boxes":    {"box"},
		"matches":  {"match", "matched"},
		"rolling":  {"roll", "rolled"},
		"services": {"service"},
	} {
		for _, other := range same {
			if a, b := string(stem([]byte(word))), string(stem([]byte(other))); a != b {
				t.Errorf("%q is %q, %q is %q", word, a, other, b)
			}
		}
	}
	for _, word := range []string{"status", "class", "analysis", "thing", "need", "go", "красный"} {
		if got := string(stem([]byte(word))); got != word {
			t.Errorf("%q became %q", word, got)
		}
	}
}

// textTerms returns the terms of a text, sorted.
func textTerms(text string, sparse bool) []term {
	var read terms
	var all []term
	read.each(text, sparse, func(t term) { all = append(all, t) })
	slices.Sort(all)
	return slices.Compact(all)
}

func TestTermsOfTexts(t *testing.T) {
	for _, c := range []struct{ text, same string }{
		{"activeContext", "active context activecontext"},
		{"HTTPServer", "http server httpserver"},
		{"rate_limit, rate-limit", "rate limit"},
		{"OAuth2", "auth2 o oauth2"},
		{"ÉCLAIR", "éclair"},
		{"don't", "don t"},
		{"数据库", "数 据 库 数据 据库"},
		{"第1章", "第 1 章"},
		{"`a/b.md`", "a b md"},
	} {
		want := map[term]bool{}
		for word := range strings.FieldsSeq(c.same) {
			if utf8.RuneCountInString(word) == 2 && ideograph([]rune(word)[0]) {
				want[hashed([]byte(word))] = true
				continue
			}
			var read terms
			read.each(word, false, func(t term) { want[t] = true })
		}
		got := textTerms(c.text, false)
		if len(got) != len(want) || slices.ContainsFunc(got, func(t term) bool { return !want[t] }) {
			t.Errorf("%q: %d terms, want those of %q", c.text, len(got), c.same)
		}
	}
	if n := len(textTerms("数据库", true)); n != 2 {
		t.Errorf("a query has %d terms, want its two pairs", n)
	}
	if n := len(textTerms("库", true)); n != 1 {
		t.Errorf("a query of one character has %d terms", n)
	}
}

// ranked returns the titles of the sections that match, the best first.
func ranked(query string, texts ...string) []string {
	var indexes []*Index
	for i, text := range texts {
		path, body, _ := strings.Cut(text, "\n")
		if !strings.HasSuffix(path, ".md") {
			path, body = string(rune('a'+i))+".md", text
		}
		indexes = append(indexes, IndexOf(markdown.Parse(path, body)))
	}
	var titles []string
	for _, m := range NewQuery(query).Rank(indexes) {
		if s := indexes[m.Document].Passages[m.Passage].Section; s != nil {
			titles = append(titles, s.Title)
		} else {
			titles = append(titles, "-")
		}
	}
	return titles
}

func TestRank(t *testing.T) {
	for _, c := range []struct {
		name, query string
		texts       []string
		want        []string
	}{
		{"a rare word tells more than a frequent one", "parser cache", []string{"# A\n\nparser\n\n# B\n\nparser\n\n# C\n\nparser\n\n# D\n\ncache\n"}, []string{"D", "A", "B", "C"}},
		{"a title tells more than the text", "refund", []string{"# Notes\n\nA refund.\n\n# Refund\n\nMoney.\n"}, []string{"Refund", "Notes"}},
		{"titles above count", "deployment rollback", []string{"# Database\n\n## Rollback A\n\nOne.\n\n# Deployment\n\n## Rollback B\n\nTwo.\n"}, []string{"Rollback B", "Rollback A", "Deployment"}},
		{"the path counts", "roadmap", []string{"x/roadmap.md\n# One\n\nText.\n", "x/other.md\n# Two\n\nText.\n"}, []string{"One"}},
		{"short texts win over long ones", "disk", []string{"# Long\n\n" + strings.Repeat("word ", 300) + "disk\n\n# Short\n\nThe disk.\n"}, []string{"Short", "Long"}},
		{"forms of a word are one", "caching", []string{"# A\n\nIt is cached.\n"}, []string{"A"}},
		{"words that every text has do not count", "how is the weather", []string{"# A\n\nHow is the other?\n\n# B\n\nWeather.\n"}, []string{"B"}},
		{"unless there are no others", "how is the", []string{"# A\n\nHow.\n"}, []string{"A"}},
		{"the text above the first heading counts", "intro", []string{"An intro.\n\n# A\n"}, []string{"-"}},
		{"of equals the first is better", "x", []string{"# A\n\nx\n\n# B\n\nx\n", "# C\n\nx\n"}, []string{"A", "B", "C"}},
		{"scripts without blanks", "数据库备份", []string{"# A\n\n数据很多。\n\n# B\n\n每天备份数据库。\n"}, []string{"B", "A"}},
		{"nothing", "absent", []string{"# A\n\nx\n"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := ranked(c.query, c.texts...); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestPassagesCoverTheDocument(t *testing.T) {
	text := "---\na: b\n---\nTop.\n\n# A\n\nx\n## B\n\ny\n\nSetext\n======\n# C"
	x := IndexOf(markdown.Parse("a.md", text))
	var all strings.Builder
	for _, p := range x.Passages {
		all.WriteString(p.Span.In(text))
	}
	if all.String() != text || len(x.Passages) != 5 {
		t.Errorf("%d passages: %q", len(x.Passages), all.String())
	}
}

func TestPhrase(t *testing.T) {
	for _, c := range []struct {
		phrase, text string
		want         []string
	}{
		{"rate limit", "The Rate-Limit, and the rate\nlimit; not the rate of limit", []string{"Rate-Limit", "rate\nlimit"}},
		{"a a", "a a a", []string{"a a", "a a"}},
		{"备份", "每天备份。", []string{"备份"}},
		{"limit", "limits", nil},
		{"...", "a ... b", nil},
	} {
		var got []string
		for _, span := range NewPhrase(c.phrase).In(c.text, 10) {
			got = append(got, span.In(c.text))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q in %q: got %q, want %q", c.phrase, c.text, got, c.want)
		}
	}
	if got := NewPhrase("a").In("a a a a", 2); len(got) != 2 {
		t.Errorf("got %d places, want as many as were asked for", len(got))
	}
}

func TestBestLine(t *testing.T) {
	text := "Top.\n\n# Cache\n\nOld.\nThe cache is cleared\nand the cache is warmed\n\n# Cache\n"
	doc := markdown.Parse("a.md", text)
	for i, want := range []string{"Top.", "and the cache is warmed", "# Cache"} {
		if got := NewQuery("when is the cache warmed").BestLine(doc, IndexOf(doc).Passages[i]).In(text); got != want {
			t.Errorf("passage %d: got %q, want %q", i, got, want)
		}
	}
}

func FuzzWords(f *testing.F) {
	for _, text := range []string{"", "a b", "activeContext", "数据 x", "\xff\xfea", "é́", "TASK008-fix"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		at := 0
		for w, ok := nextWord(text, 0); ok; w, ok = nextWord(text, w.span.End) {
			if w.span.Start < at || w.span.Len() <= 0 || w.span.End > len(text) {
				t.Fatalf("%q: word at %v after %d", text, w.span, at)
			}
			at = w.span.End
		}
		// Whoever searches for a text finds it.
		query := NewQuery(text)
		doc := markdown.Parse("-.md", "# -\n\n"+strings.NewReplacer("\r", " ", "\n", " ").Replace(text)+"\n")
		if len(query.terms) > 0 && len(doc.Sections) == 1 && len(query.Rank([]*Index{IndexOf(doc)})) == 0 {
			t.Fatalf("%q does not find itself", text)
		}
	})
}
