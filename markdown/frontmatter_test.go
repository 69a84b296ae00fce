package markdown

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFrontMatterIsRecognised(t *testing.T) {
	tests := []struct {
		name, text string
		// what the spans of the block and of its content cover
		block, content string
	}{
		{"keys", "---\ntitle: x\n---\n# A\n", "---\ntitle: x\n---", "title: x\n"},
		{"at the end of the text", "---\ntitle: x\n---", "---\ntitle: x\n---", "title: x\n"},
		{"closed with dots", "---\ntitle: x\n...\n# A\n", "---\ntitle: x\n...", "title: x\n"},
		{"trailing blanks", "--- \t\ntitle: x\n---  \n", "--- \t\ntitle: x\n---  ", "title: x\n"},
		{"CRLF", "---\r\ntitle: x\r\n---\r\n# A", "---\r\ntitle: x\r\n---", "title: x\r\n"},
		{"lone CR", "---\rtitle: x\r---\r# A", "---\rtitle: x\r---", "title: x\r"},
		{"BOM", "\ufeff---\ntitle: x\n---\n", "---\ntitle: x\n---", "title: x\n"},
		{"empty", "---\n---\n", "---\n---", ""},
		{"blank", "---\n\n \t\n---\n", "---\n\n \t\n---", "\n \t\n"},
		{"comment before the key", "---\n# schema: y\ntitle: x\n---", "---\n# schema: y\ntitle: x\n---", "# schema: y\ntitle: x\n"},
		{"blank line before the key", "---\n\ntitle: x\n---", "---\n\ntitle: x\n---", "\ntitle: x\n"},
		{"key without value", "---\ntags:\n  - a\n---", "---\ntags:\n  - a\n---", "tags:\n  - a\n"},
		{"quoted key", "---\n\"a: b\" : x\n---", "---\n\"a: b\" : x\n---", "\"a: b\" : x\n"},
		{"flow mapping", "---\n{title: x,\n tags: [a]}\n---", "---\n{title: x,\n tags: [a]}\n---", "{title: x,\n tags: [a]}\n"},
		{"headings and rules after it are not looked at", "---\na: 1\n---\n---\nb: 2\n---\n", "---\na: 1\n---", "a: 1\n"},
		{"a broken line further down", "---\ntitle: x\ntag\n---", "---\ntitle: x\ntag\n---", "title: x\ntag\n"},
		{"indented dashes do not close it", "---\na: |\n  ---\n---\n", "---\na: |\n  ---\n---", "a: |\n  ---\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := frontMatterAt(tt.text)
			if got == nil {
				t.Fatalf("%q: not recognised", tt.text)
			}
			if block, content := got.Span.In(tt.text), got.Content.In(tt.text); block != tt.block || content != tt.content {
				t.Errorf("%q: block %q with content %q, want %q with %q", tt.text, block, content, tt.block, tt.content)
			}
		})
	}
}

func TestThematicBreaksAreNoFrontMatter(t *testing.T) {
	tests := []struct{ name, text string }{
		{"no text", ""},
		{"no dashes", "# A\n"},
		{"not on the first line", "\n---\ntitle: x\n---\n"},
		{"indented", " ---\ntitle: x\n---\n"},
		{"four dashes", "----\ntitle: x\n----\n"},
		{"dots on top", "...\ntitle: x\n...\n"},
		{"unclosed", "---\ntitle: x\n"},
		{"dashes alone", "---"},
		{"closed by a longer rule", "---\ntitle: x\n----\n"},
		{"prose", "---\nSome text.\n---\n"},
		{"heading", "---\n# Title\n---\n"},
		{"heading and a line with a colon", "---\n\n# Title\n\nLast updated: 2025-01-25\n\n---\n"},
		{"heading on the next line", "---\n# Title\n\nStatus: open\n---\n"},
		{"bold label", "---\n**Status**: open\n---\n"},
		{"list", "---\n- item: x\n---\n"},
		{"ordered list", "---\n1. item: x\n---\n"},
		{"quote", "---\n> note: x\n---\n"},
		{"table", "---\n| a: | b |\n---\n"},
		{"link definition", "---\n[label]: x.md\n---\n"},
		{"HTML comment", "---\n<!-- note: x -->\n---\n"},
		{"bare address", "---\nhttps://example.com\n---\n"},
		{"include", "---\n{{include: a.md}}\n---\n"},
		{"attribute block", "---\n{x} and more\n---\n"},
		{"code", "---\n```yaml\ntitle: x\n```\n---\n"},
		{"unclosed quote", "---\n\"title: x\n---\n"},
		{"quoted sentence", "---\n\"So\", he said: no.\n---\n"},
		{"colon in a comment", "---\ntitle # note: x\n---\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := frontMatterAt(tt.text); got != nil {
				t.Errorf("%q: block %q", tt.text, got.Span.In(tt.text))
			}
		})
	}
}

func TestFrontMatterKeysAreThoseOfTheTopLevel(t *testing.T) {
	type entry struct{ Name, Key, Value string }
	tests := []struct {
		name, content string
		want          []entry
	}{
		{"plain", "title: A b\nDate : 2025-01-25\n", []entry{{"title", "title", "A b"}, {"Date", "Date", "2025-01-25"}}},
		{"blanks around the value", "title:  \t x \t\n", []entry{{"title", "title", "x"}}},
		{"tab after the colon", "title:\tx\n", []entry{{"title", "title", "x"}}},
		{"no value", "a:\nb: \nc:\n", []entry{{"a", "a", ""}, {"b", "b", ""}, {"c", "c", ""}}},
		{"CRLF", "a: 1\r\nb: 2\r\n", []entry{{"a", "a", "1"}, {"b", "b", "2"}}},
		{"lone CR", "a: 1\rb: 2\r", []entry{{"a", "a", "1"}, {"b", "b", "2"}}},
		{"nested mapping", "a:\n  b: 1\n  c: 2\nd: 3\n", []entry{{"a", "a", "b: 1\n  c: 2"}, {"d", "d", "3"}}},
		{"list", "a:\n  - x: 1\n  - y\nb: 2\n", []entry{{"a", "a", "- x: 1\n  - y"}, {"b", "b", "2"}}},
		{"list in the first column", "a:\n- x: 1\n- y\nb: 2\n", []entry{{"a", "a", "- x: 1\n- y"}, {"b", "b", "2"}}},
		{"flow list", "a: [x, y,\n  z]\nb: {c: 1}\n", []entry{{"a", "a", "[x, y,\n  z]"}, {"b", "b", "{c: 1}"}}},
		{"block scalar", "a: |\n  b: 1\n\n  # c\nd: >-\n  e: 2\n", []entry{{"a", "a", "|\n  b: 1\n\n  # c"}, {"d", "d", ">-\n  e: 2"}}},
		{"comments", "# z: 0\na: 1 # one\n# y: 2\nb: 3\n", []entry{{"a", "a", "1 # one\n# y: 2"}, {"b", "b", "3"}}},
		{"blank lines", "\na: 1\n\n\nb: 2\n\n", []entry{{"a", "a", "1"}, {"b", "b", "2"}}},
		{"double quotes", "\"a: b\": 1\n\"c\\\"d\\u00e9\" : 2\n\"\": 3\n\"\\q\": 4\n", []entry{{"a: b", `"a: b"`, "1"}, {`c"dé`, `"c\"d\u00e9"`, "2"}, {"", `""`, "3"}, {`\q`, `"\q"`, "4"}}},
		{"single quotes", "'a: b': 1\n'it''s': 2\n", []entry{{"a: b", "'a: b'", "1"}, {"it's", "'it''s'", "2"}}},
		{"unclosed quotes", "'a: 1\n\"b: 2\n\"c\\\": 3\n'd'': 4\n", nil},
		{"words, signs and scripts", "last updated: 1\nx.y/z-1_: 2\n$schema: 3\n_id: 4\nключ: 5\n2025-01-25: 6\n", []entry{
			{"last updated", "last updated", "1"}, {"x.y/z-1_", "x.y/z-1_", "2"}, {"$schema", "$schema", "3"},
			{"_id", "_id", "4"}, {"ключ", "ключ", "5"}, {"2025-01-25", "2025-01-25", "6"},
		}},
		{"colons in key and value", "a:b: c: d\nurl: https://x.y:1\n", []entry{{"a:b", "a:b", "c: d"}, {"url", "url", "https://x.y:1"}}},
		{"the same key twice", "a: 1\na: 2\n", []entry{{"a", "a", "1"}, {"a", "a", "2"}}},
		{"a broken line belongs to the value before", "a: 1\nbroken\nb: 2\n", []entry{{"a", "a", "1\nbroken"}, {"b", "b", "2"}}},
		{"colon in a comment", "a: 1\nb # c: 2\n", []entry{{"a", "a", "1\nb # c: 2"}}},
		{"flow mapping", "{a: 1, b: 2}\n", nil},
		{"nothing", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := "---\n" + tt.content + "---\n"
			var got []entry
			for _, k := range frontMatterKeys(text, Span{4, 4 + len(tt.content)}) {
				got = append(got, entry{k.Name, k.Key.In(text), k.Value.In(text)})
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("%q (-want +got):\n%s", tt.content, diff)
			}
		})
	}
}

func TestMissingValueStartsAfterTheColon(t *testing.T) {
	const text = "---\na:\nb: \n---\n"
	keys := frontMatterAt(text).Keys
	for i, want := range []Span{{6, 6}, {9, 9}} {
		if keys[i].Value != want {
			t.Errorf("value of %q spans %v, want %v", keys[i].Name, keys[i].Value, want)
		}
	}
}

func FuzzFrontMatterStaysInBounds(f *testing.F) {
	for _, s := range []string{"---\na: 1\n---\n", "\ufeff---\r\n\"a\\\": \r\n'b''': |\r\n  c\r\n...", "---\r---", "---\n{a: 1}\n---", "---\n: \n'':\n---"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m := frontMatterAt(text)
		if m == nil {
			return
		}
		if !m.Span.Contains(m.Content) || !strings.HasPrefix(m.Span.In(text), "---") || len(m.Span.In(text)) < 7 {
			t.Fatalf("%q: block %v with content %v", text, m.Span, m.Content)
		}
		end := m.Content.Start
		for _, k := range m.Keys {
			if k.Key.Start < end || k.Key.Len() <= 0 || k.Value.Start <= k.Key.End || k.Value.Len() < 0 || k.Value.End > m.Content.End {
				t.Fatalf("%q: key %v with value %v after %d", text, k.Key, k.Value, end)
			}
			end = k.Value.End
		}
	})
}
