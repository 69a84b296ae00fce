package markdown

import (
	"fmt"
	"strings"
	"testing"
)

// generatedDocument returns a document of about size bytes with a bit of everything that banks hold.
func generatedDocument(size int) string {
	var b strings.Builder
	b.WriteString("---\ntitle: Progress\n---\n# Progress\n")
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, "\n## Step %d: *parse* `text`\n\n", i)
		fmt.Fprintf(&b, "On 2025-01-%02d we moved **the parser** to [its package](src/parse_%d.go#L10) and\n", i%28+1, i)
		b.WriteString("wrote down why: see [[decisions#parser|the decision]], <https://example.com/a>, and `Parse`.\n\n")
		b.WriteString("- [x] Read `document.go`, then *every* comment of it\n- [ ] Write tests\n  - nested, with [a reference][ref]\n\n")
		b.WriteString("```go\nfunc Parse(path, text string) *Document {\n\treturn nil\n}\n```\n\n")
		b.WriteString("| fact | state |\n|---|---|\n| links | **done** |\n| tables | open |\n\n<!-- checked -->\n")
	}
	b.WriteString("\n[ref]: notes.md#reference\n")
	return b.String()
}

func BenchmarkParse(b *testing.B) {
	for _, kb := range []int{4, 100, 1024} {
		text := generatedDocument(kb << 10)
		b.Run(fmt.Sprintf("%dKB", kb), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				Parse("progress.md", text)
			}
		})
	}
}
