package rules

import (
	"encoding/base64"
	"strings"
	"sync"

	"cortex/markdown"
)

// keyShape is how the keys of a service look: a prefix and a number of letters, digits and others.
type keyShape struct {
	name, prefix, others string
	least, most          int
}

// keyShapes are those of services that document them. A prefix that begins like another stands before it.
var keyShapes = []keyShape{
	{"an AWS access key", "AKIA", "", 16, 16},
	{"a temporary AWS access key", "ASIA", "", 16, 16},
	{"a GitHub token", "github_pat_", "_", 60, 100},
	{"a GitHub token", "ghp_", "", 36, 60},
	{"a GitHub token", "gho_", "", 36, 60},
	{"a GitHub token", "ghu_", "", 36, 60},
	{"a GitHub token", "ghs_", "", 36, 60},
	{"a GitHub token", "ghr_", "", 36, 90},
	{"a GitLab token", "glpat-", "-_.", 20, 60},
	{"a Slack token", "xoxb-", "-", 24, 120},
	{"a Slack token", "xoxp-", "-", 24, 120},
	{"a Slack token", "xoxa-", "-", 24, 120},
	{"a Slack token", "xoxs-", "-", 24, 120},
	{"a Slack token", "xapp-", "-", 24, 140},
	{"an address of a Slack hook", "hooks.slack.com/services/", "/", 40, 80},
	{"an Anthropic key", "sk-ant-", "-_", 40, 160},
	{"an OpenRouter key", "sk-or-v1-", "", 40, 100},
	{"an OpenAI key", "sk-proj-", "-_", 40, 250},
	{"an OpenAI key", "sk-svcacct-", "-_", 40, 250},
	{"a key that begins with sk-", "sk-", "", 32, 100},
	{"a Google API key", "AIza", "-_", 35, 35},
	{"a Google client secret", "GOCSPX-", "-_", 28, 28},
	{"a Stripe key", "sk_live_", "", 16, 140},
	{"a Stripe key", "rk_live_", "", 16, 140},
	{"a Stripe webhook secret", "whsec_", "+/=", 24, 80},
	{"an npm token", "npm_", "", 36, 36},
	{"a PyPI token", "pypi-", "-_", 80, 300},
	{"a Hugging Face token", "hf_", "", 30, 50},
	{"a SendGrid key", "SG.", "-_.", 60, 80},
	{"a Groq key", "gsk_", "", 40, 80},
	{"an xAI key", "xai-", "", 60, 100},
	{"a Perplexity key", "pplx-", "", 40, 64},
	{"a Replicate token", "r8_", "", 37, 40},
	{"a Tavily key", "tvly-", "-", 28, 60},
	{"a DigitalOcean token", "dop_v1_", "", 64, 64},
	{"a Shopify token", "shpat_", "", 32, 32},
	{"a Supabase token", "sbp_", "_", 40, 60},
	{"a Linear key", "lin_api_", "", 32, 60},
	{"a Figma token", "figd_", "-_", 36, 60},
	{"a Telegram bot token", ":AA", "-_", 33, 33},
}

// keyWords are the prefixes, where a key may begin.
func keyWords() []hintWord {
	var words []hintWord
	for _, shape := range keyShapes {
		begins := func(text string, at int) bool { _, ok := shape.begins(text, at); return ok }
		words = append(words, hintText(hintKey, shape.prefix, begins))
	}
	return words
}

// keysByFirst are the shapes by the first byte of the prefix.
var keysByFirst = sync.OnceValue(func() *[256][]keyShape {
	var shapes [256][]keyShape
	for _, shape := range keyShapes {
		shapes[shape.prefix[0]] = append(shapes[shape.prefix[0]], shape)
	}
	return &shapes
})

// findKeys returns keys of known services.
func findKeys(text string) []foundSecret {
	var found []foundSecret
	shapes := keysByFirst()
	for at := range len(text) {
		for _, shape := range shapes[text[at]] {
			if strings.HasPrefix(text[at:], shape.prefix) {
				if key, ok := shape.keyAt(text, at); ok {
					found = append(found, key)
				}
			}
		}
	}
	return found
}

// keyAt reads the key whose prefix is at that offset.
func (k keyShape) keyAt(text string, at int) (foundSecret, bool) {
	start, ok := k.begins(text, at)
	if !ok {
		return foundSecret{}, false
	}
	body := text[at+len(k.prefix):]
	n := runOf(body[:min(len(body), k.most+1)], k.others)
	n = len(strings.TrimRight(body[:n], "."))
	if n < k.least || n > k.most || shortened(body[n:]) || !looksRandom(body[:n]) {
		return foundSecret{}, false
	}
	return foundSecret{markdown.Span{Start: start, End: at + len(k.prefix) + n}, k.name}, true
}

// begins returns where the key starts whose prefix is at that offset, false for a part of a longer word.
func (k keyShape) begins(text string, at int) (int, bool) {
	if k.prefix[0] != ':' {
		return at, at == 0 || !letterOrDigit(text[at-1]) && text[at-1] != '_' && text[at-1] != '-'
	}
	start := at
	for start > 0 && text[start-1] >= '0' && text[start-1] <= '9' {
		start--
	}
	return start, at-start >= 8 && at-start <= 10
}

// shortened tells whether a key goes on with dots or stars in place of its end.
func shortened(rest string) bool {
	return strings.HasPrefix(rest, "...") || strings.HasPrefix(rest, "…") || strings.HasPrefix(rest, "*")
}

// tokenStart begins every signed token: a brace and a quote in base64.
const tokenStart = "eyJ"

// findTokens returns signed tokens (RFC 7519), but for those made to be public.
func findTokens(text string) []foundSecret {
	var found []foundSecret
	end := 0
	eachIndex(text, tokenStart, func(at int) {
		if at < end || at > 0 && (letterOrDigit(text[at-1]) || text[at-1] == '.') {
			return
		}
		n := runOf(text[at:], "-_.")
		end = at + n
		parts := strings.Split(strings.TrimRight(text[at:end], "."), ".")
		if len(parts) != 3 || len(parts[2]) < 27 || shortened(text[end:]) || !looksRandom(parts[2]) {
			return
		}
		payload, err := base64.RawURLEncoding.DecodeString(parts[1])
		if err != nil || containsAny(string(payload), []string{`"anon"`, "supabase-demo", "1234567890", "example", "John Doe"}) {
			return
		}
		found = append(found, foundSecret{markdown.Span{Start: at, End: at + len(strings.Join(parts, "."))}, "a signed token (JWT)"})
	})
	return found
}
