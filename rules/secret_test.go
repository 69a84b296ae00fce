package rules

import (
	"encoding/base64"
	"math/rand/v2"
	"strings"
	"testing"
)

const (
	base62 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	upper  = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
)

// madeKey returns n characters as a generator makes them. Keys are made here and not
// written down: scanners of repositories would report them.
func madeKey(n int, alphabet string) string {
	r := rand.New(rand.NewPCG(7, uint64(n)))
	b := make([]byte, n)
	for i := range b {
		b[i] = alphabet[r.IntN(len(alphabet))]
	}
	return string(b)
}

func secretsIn(t *testing.T, text string) []Diagnostic {
	t.Helper()
	m := memory{bank: Bank{Root: "memory-bank"}, files: map[string]string{exampleFile: text}}
	return m.check(t, onlyRules("secret"))
}

func TestKeysOfEveryKnownShapeAreReportedAndNeverShown(t *testing.T) {
	for _, shape := range keyShapes {
		alphabet := base62
		if shape.most == 16 {
			alphabet = upper
		}
		key := shape.prefix + madeKey(shape.least, alphabet)
		if shape.prefix[0] == ':' {
			key = "7391846205" + key
		}
		for _, around := range []string{"Key: %.\n", "`%`\n", "```sh\nexport KEY=\"%\"\n```\n", "<!-- % -->\n", "| k | % |\n"} {
			found := secretsIn(t, strings.ReplaceAll(around, "%", key))
			if len(found) != 1 {
				t.Errorf("%s in %q: reported %d times, want once", shape.name, around, len(found))
				continue
			}
			if d := found[0]; strings.Contains(d.Message, key[:8]) || d.Span.Len() != len(key) {
				t.Errorf("%s in %q: the message %q shows the key, or the span %v is not the key", shape.name, around, d.Message, d.Span)
			}
		}
	}
}

func TestPlaceholdersOfEveryShapeAreLeftAlone(t *testing.T) {
	for _, shape := range keyShapes {
		for _, body := range []string{
			strings.Repeat("x", shape.least),
			strings.Repeat("0", shape.least),
			(base62 + base62 + base62 + base62)[:shape.least],
			("your" + madeKey(shape.least, base62))[:shape.least],
			madeKey(shape.least/2, base62) + "...",
			madeKey(shape.least, base62) + "...",
			madeKey(shape.least, base62) + "****",
		} {
			key := shape.prefix + body
			if shape.prefix[0] == ':' {
				key = "7391846205" + key
			}
			if found := secretsIn(t, "Key: "+key+"\n"); len(found) > 0 {
				t.Errorf("%q is reported as %q", key, found[0].Message)
			}
		}
	}
}

func TestPartsOfWordsAreNoKeys(t *testing.T) {
	for _, prefix := range []string{"task-", "di", "x_", "-"} {
		if found := secretsIn(t, prefix+"sk-"+madeKey(40, base62)+"\n"); len(found) > 0 {
			t.Errorf("behind %q: %q", prefix, found[0].Message)
		}
	}
}

func TestSignedTokensAreReportedUnlessMadeToBePublic(t *testing.T) {
	encode := base64.RawURLEncoding.EncodeToString
	token := func(payload string) string {
		return encode([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + encode([]byte(payload)) + "." + madeKey(43, base62)
	}
	for payload, want := range map[string]int{
		`{"role":"service_role","iss":"supabase","ref":"kqzvw"}`: 1,
		`{"role":"anon","iss":"supabase","ref":"kqzvw"}`:         0,
		`{"iss":"supabase-demo","role":"service_role"}`:          0,
		`{"sub":"1234567890","name":"John Doe"}`:                 0,
	} {
		if found := secretsIn(t, "Token: `"+token(payload)+"`\n"); len(found) != want {
			t.Errorf("%s: reported %d times, want %d", payload, len(found), want)
		}
	}
}

func TestPrivateKeysAreReportedIfTheyHaveABody(t *testing.T) {
	dashes := strings.Repeat("-", 5)
	key := func(kind, body string) string {
		return "```\n" + dashes + "BEGIN " + kind + " KEY" + dashes + "\n" + body + "\n" + dashes + "END " + kind + " KEY" + dashes + "\n```\n"
	}
	body := madeKey(64, base62) + "\n" + madeKey(63, base62)
	for text, want := range map[string]int{
		key("PRIVATE", body):         1,
		key("RSA PRIVATE", body):     1,
		key("OPENSSH PRIVATE", body): 1,
		key("PUBLIC", body):          0,
		key("PRIVATE", "..."):        0,
		key("PRIVATE", "MII..."):     0,
	} {
		if found := secretsIn(t, text); len(found) != want {
			t.Errorf("%s: reported %d times, want %d", text, len(found), want)
		}
	}
}
