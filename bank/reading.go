package bank

import (
	"unicode/utf8"

	"cortex/markdown"
	"cortex/rules"
)

// Expanded returns a part of a document of a bank with its includes resolved, up to about limit bytes: what cannot be resolved becomes a
// comment that says why. False tells that there is no such document.
func (s *Snapshot) Expanded(path string, span markdown.Span, limit int) (string, bool) {
	doc := s.judgedDocument(path)
	if doc == nil {
		return "", false
	}
	return s.expand(doc, span, limit), true
}

// Fitting returns how many bytes of a text fit into so many tokens: whole lines, or a part of the first if it is too long for that.
func (s *Snapshot) Fitting(text string, tokens int) int {
	t := s.engine.tokenizer
	c := countTokens(text, nil, t)
	fit := 0
	for fit < len(c.starts) && c.before[fit+1] <= tokens {
		fit++
	}
	if end := c.start(fit); end > 0 || text == "" {
		return end
	}
	end := c.start(1)
	for end > 1 && t.count(text[:end]) > tokens {
		end /= 2
	}
	for end < len(text) && !utf8.RuneStart(text[end]) {
		end++
	}
	return end
}

// CountTokens tells what a text costs a model to read.
func (s *Snapshot) CountTokens(text string) rules.Tokens {
	if len(text) > longestCounted {
		return rules.EstimateTokens(text)
	}
	c := countTokens(text, nil, s.engine.tokenizer)
	return rules.Tokens{Count: c.before[len(c.starts)], Exact: true}
}
