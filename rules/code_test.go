package rules

import (
	"reflect"
	"strings"
	"testing"

	"cortex/markdown"
)

// codedText has references of all kinds, and what digests are about.
const codedText = "# A\n\n[a](b.md#c \"t\") [d][e] [[f#g|h]] `src/x.go:4` <https://example.com> [sp](<a b.md>) [pc](a%20b.md)\n\n" +
	"{{include: i.md#j|lines=3}}\n\n[e]: k.md\n[e]: l.md\n\n- [TASK001] One\n"

func TestReferencesSurviveTheirCode(t *testing.T) {
	doc := markdown.Parse("tasks/_index.md", codedText)
	kinds := map[ReferenceKind]bool{}
	for _, r := range References(doc) {
		kinds[r.Kind] = true
		for _, usual := range []string{"", r.Path} {
			if got := DecodeReference(string(r.AppendCode(nil, usual)), usual); got != r {
				t.Errorf("got %+v, want %+v", got, r)
			}
		}
	}
	if len(kinds) != int(ReferenceTask) {
		t.Errorf("only the kinds %v are tried", kinds)
	}
}

func TestTheCodeOfAUsualLinkIsShort(t *testing.T) {
	r := References(markdown.Parse("a/b.md", "# A\n\nSee [the other](../c/d.md#e).\n"))[0]
	if code := r.AppendCode(nil, "../c/d.md"); len(code) > 6 {
		t.Errorf("%d bytes: %q", len(code), code)
	}
}

func TestDigestsSurviveTheirCode(t *testing.T) {
	long := strings.Repeat("- Something was agreed on in the meeting of this week, number one\n- Another thing was not\n", 20)
	for _, text := range []string{"", codedText, "## One\n\n" + long + "\n## Two\n\n" + long} {
		d := DigestOf(markdown.Parse("a.md", text))
		got := DecodeDigest(string(d.Append(nil)))
		if got == nil || got.tokens != d.tokens || got.includes != d.includes || !reflect.DeepEqual(got.repeats, d.repeats) || len(got.keys) != len(d.keys) {
			t.Errorf("got %+v, want %+v", got, d)
		}
		if cut := d.Append(nil); DecodeDigest(string(cut[:len(cut)-1])) != nil && len(d.keys) > 0 {
			t.Error("a part is taken for a digest")
		}
	}
	if DecodeDigest("") != nil {
		t.Error("nothing is taken for a digest")
	}
}

func TestQuestionsAndAnswersSurviveTheirCode(t *testing.T) {
	for _, q := range []Question{anchorQuestion{"goals", true}, anchorQuestion{"", false}, linesQuestion{300}, markQuestion{}} {
		code, ok := EncodeQuestion(q)
		if got := DecodeQuestion(code); !ok || got != q {
			t.Errorf("got %#v, want %#v", got, q)
		}
	}
	answers := []any{nil, 0, 70_000, true, false, anchorAnswer{}, anchorAnswer{found: true}, anchorAnswer{slug: "goals", sure: true, scanned: true}}
	for _, a := range answers {
		code, ok := EncodeAnswer(a)
		if got, okay := DecodeAnswer(code); !ok || !okay || got != a {
			t.Errorf("got %#v, want %#v", got, a)
		}
	}
	for _, code := range []string{"", "\x09", string([]byte{anchorCode})} {
		if DecodeQuestion(code) != nil {
			t.Errorf("%q is taken for a question", code)
		}
		if _, ok := DecodeAnswer(code); ok {
			t.Errorf("%q is taken for an answer", code)
		}
	}
}
