package rules

import (
	"strings"
	"testing"
)

func TestTokensAreWrittenForPeople(t *testing.T) {
	tests := []struct {
		tokens Tokens
		want   string
	}{
		{Tokens{15204, true}, "15,204 tokens"},
		{Tokens{999, true}, "999 tokens"},
		{Tokens{1234567, true}, "1,234,567 tokens"},
		{Tokens{23456, false}, "about 23,000 tokens"},
		{Tokens{1050, false}, "about 1,100 tokens"},
		{Tokens{996, false}, "about 1,000 tokens"},
		{Tokens{94, false}, "about 90 tokens"},
	}
	for _, tt := range tests {
		if got := tt.tokens.String(); got != tt.want {
			t.Errorf("%#v is written %q, want %q", tt.tokens, got, tt.want)
		}
	}
}

// TestEstimate compares estimates with counts of o200k_base for text in several scripts.
func TestEstimate(t *testing.T) {
	tests := []struct {
		text  string
		count int
	}{
		{"", 0},
		{"## Current Focus\n\nThe importer reads a new format, and errors name the line that they are about.\n", 21},
		{"- [x] `parseConfig` returns an error (2026-11-02), see src/config/parse.go:120\n- [ ] internationalisation of settingsDialog\n", 37},
		{"## Текущий фокус\n\nИмпорт читает новый формат, а ошибки называют строку, о которой идёт речь.\n", 26},
		{"## 当前工作焦点\n\n导入器读取新的格式，错误信息会指出相关的行。\n", 21},
		{"## 現在のフォーカス\n\nインポーターは新しい形式を読み込み、エラーは該当する行を示します。\n", 33},
		{"## 현재 작업\n\n가져오기 도구가 새로운 형식을 읽고, 오류는 해당 줄을 알려 줍니다.\n", 26},
		{"## Situação atual\n\nA importação lê o novo formato, e os erros dizem de que linha se trata.\n", 23},
	}
	for _, tt := range tests {
		got := EstimateTokens(tt.text).Count
		if got*4 < tt.count*3 || got*3 > tt.count*4 {
			t.Errorf("%q: estimated %d, counted %d", tt.text, got, tt.count)
		}
	}
}

// TestEstimateOfWords repeats each text a hundred times with blanks between, so that the count is the cost.
func TestEstimateOfWords(t *testing.T) {
	for text, want := range map[string]int{
		"a": wordCost, "letter": wordCost, "letters": wordCost + longCost, "INTERNAl": wordCost + 2*longCost, "aBc": 2 * wordCost,
		"naïve": wordCost + accentCost, "internationalizé": wordCost + 10*longCost + accentCost, "abÀ": 2*wordCost + accentCost,
		"a世b": 2*wordCost + ideographCost, "longest世": wordCost + longCost + ideographCost,
		"1": digitsCost, "1234": 2 * digitsCost, "a1b": 2*wordCost + digitsCost, "--": markCost + moreMarksCost, "-\t-": 2 * markCost,
		"-1-": 2*markCost + digitsCost, "a\r\nb": 2*wordCost + lineCost, "\n\r\n\n": lineCost, "\n \n": 2 * lineCost, "\r": 0, "→": symbolCost,
	} {
		if got := EstimateTokens(strings.Repeat(text+" ", 100)).Count; got != want {
			t.Errorf("%q costs %d, want %d", text, got, want)
		}
	}
}
