package rules

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"cortex/markdown"
)

var secret = Rule{
	Name:  "secret",
	Title: "A password or key stands in the text",
	Doc: `A key of a known service, a private key, a signed token or an address with a password in it was written into the
bank. Banks are committed, pushed and sent to a model with every question, so such a secret is known to others
from then on; an agent may use it or copy it elsewhere, too.

Revoke the secret first: taking it out of the file leaves it in the history. Then name the variable or store
that holds it. Messages never show the secret, and there is no fix.

Code is searched like text. Examples and placeholders are left alone: words such as example or your, runs of equal or
successive characters, shortened keys, variables, passwords that are easy to guess, keys made to be public.

Switch the rule off where another scanner guards the repository.`,
	Bad: `# Tech Context

Database: postgres://app:q7Vx2mRt9Lz4@db.acme-hosting.io/app
`,
	Good: `# Tech Context

Database: DATABASE_URL, in the vault of the team
`,
	Severity: Error,
	Scope:    ScopeDocument,
	Evidence: "2026-11: addresses with a password in 7 files of 5 of 145 real banks after placeholders are taken out; keys of known services in none. The 76 banks at hand were cleaned of them.",
	Since:    "0.1.0",
	Run:      runSecret,
}

// foundSecret is a secret in a text. Nothing may print the text of its span.
type foundSecret struct {
	span markdown.Span
	name string
}

func runSecret(p *Pass) {
	text := p.Doc.Text
	var all []foundSecret
	if p.mayHave(hintPrivateKey) {
		all = findPrivateKeys(text)
	}
	if p.mayHave(hintKey) {
		all = append(all, findKeys(text)...)
	}
	if p.mayHave(hintToken) {
		all = append(all, findTokens(text)...)
	}
	if p.mayHave(hintAddress) {
		all = append(all, findCredentials(text)...)
	}
	slices.SortStableFunc(all, func(a, b foundSecret) int { return a.span.Start - b.span.Start })
	end := -1
	for _, s := range all {
		if s.span.Start < end {
			continue
		}
		end = s.span.End
		p.Report(Diagnostic{
			Span:    s.span,
			Message: fmt.Sprintf("%s stands in the text: revoke it, and name where it is kept instead", s.name),
		})
	}
}

// eachIndex calls do with the offset of every occurrence of what in text.
func eachIndex(text, what string, do func(at int)) {
	for at := 0; ; at += len(what) {
		i := strings.Index(text[at:], what)
		if i < 0 {
			return
		}
		at += i
		do(at)
	}
}

// runOf returns the length of the start of s that consists of letters, digits and others.
func runOf(s, others string) int {
	n := 0
	for n < len(s) && (letterOrDigit(s[n]) || strings.IndexByte(others, s[n]) >= 0) {
		n++
	}
	return n
}

func letterOrDigit(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// privateKeyStart begins every private key.
const privateKeyStart = "-----BEGIN "

// findPrivateKeys returns the first line of private keys that have a body.
func findPrivateKeys(text string) []foundSecret {
	const least = 100 // less is an example of the form
	var found []foundSecret
	eachIndex(text, privateKeyStart, func(at int) {
		first, body, _ := strings.Cut(text[at:min(len(text), at+4096)], "\n")
		first = strings.TrimRight(first, "\r \t`")
		if !strings.Contains(first, "PRIVATE KEY") || !strings.HasSuffix(first, "-----") {
			return
		}
		body, _, _ = strings.Cut(body, "-----")
		if body = strings.Join(strings.Fields(body), ""); len(body) >= least && looksRandom(body[:least]) {
			found = append(found, foundSecret{markdown.Span{Start: at, End: at + len(first)}, "a private key"})
		}
	})
	return found
}

// addressMark stands in every address.
const addressMark = "://"

// findCredentials returns the passwords of addresses such as scheme://user:password@host.
func findCredentials(text string) []foundSecret {
	var found []foundSecret
	eachIndex(text, addressMark, func(at int) {
		rest := text[at+len(addressMark):]
		rest = rest[:min(len(rest), 300)]
		if stop := strings.IndexAny(rest, "/?# \t\r\n`\"'<>()[]{}|\\"); stop >= 0 {
			rest = rest[:stop]
		}
		sign := strings.LastIndexByte(rest, '@')
		if sign < 0 || at == 0 || !letterOrDigit(text[at-1]) {
			return
		}
		user, password, ok := strings.Cut(rest[:sign], ":")
		plain, err := url.PathUnescape(password)
		if !ok || err != nil || strings.EqualFold(user, plain) || !hardToGuess(plain) || localHost(rest[sign+1:]) && len(plain) < 12 {
			return
		}
		start := at + len(addressMark) + len(user) + 1
		found = append(found, foundSecret{markdown.Span{Start: start, End: start + len(password)}, "a password in an address"})
	})
	return found
}

// localHost tells names that only the own machine or its containers know.
func localHost(host string) bool {
	host, _, _ = strings.Cut(host, ":")
	return !strings.Contains(host, ".") || strings.HasPrefix(host, "127.") || strings.HasPrefix(host, "0.") ||
		strings.HasPrefix(host, "example.") || strings.Contains(host, ".example") || strings.HasSuffix(host, ".internal") || strings.HasSuffix(host, ".local")
}
