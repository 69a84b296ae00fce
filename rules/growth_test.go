package rules

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"strings"
	"testing"

	"cortex/markdown"
)

// parsedWorkspace is a workspace whose documents are parsed once, as in a running server.
type parsedWorkspace struct {
	memory
	list *Documents
	docs map[string]*markdown.Document
	// lookups counts what was asked for, nil for not counted.
	lookups *int
}

func parseAll(m memory) parsedWorkspace {
	w := parsedWorkspace{memory: m, list: m.Documents(), docs: map[string]*markdown.Document{}}
	for _, p := range w.list.Paths() {
		w.docs[p] = markdown.Parse(p, m.files[p])
	}
	return w
}

func (w parsedWorkspace) Documents() *Documents { return w.list }

func (w parsedWorkspace) Digest(p string) *Digest { return DigestOf(w.Document(p)) }

func (w parsedWorkspace) Document(p string) *markdown.Document {
	w.asked()
	return w.docs[p]
}

func (w parsedWorkspace) Ask(p string, q Question) any {
	if doc := w.Document(p); doc != nil {
		return q.Answer(doc)
	}
	return nil
}

func (w parsedWorkspace) Stat(p string) FileKind {
	w.asked()
	if _, ok := w.files[p]; ok {
		return RegularFile
	}
	return NoFile
}

func (w parsedWorkspace) asked() {
	if w.lookups != nil {
		*w.lookups++
	}
}

// syntheticFile returns a file of about 4 KB for each part, with something for every rule to look at.
func syntheticFile(n, parts int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Subject %d\n\nSee [the next](file%d.md#part-0) and `src/module%d.go`.\n", n, n+1, n)
	for i := range parts {
		fmt.Fprintf(&b, "\n## Part %d\n\n**Status:** In Progress\n**Added:** 2026-01-%02d\n", i, 1+i%28)
		for j := range 12 {
			id := n*1000 + i*100 + j
			fmt.Fprintf(&b, "\n### 2026-02-%02d entry %d\n\n", 1+j, id)
			fmt.Fprintf(&b, "- [x] Step %d changes `pkg/file%d.go` as [the plan](file%d.md) of subject %d says\n", id, id, n+1, id)
			fmt.Fprintf(&b, "- [ ] Step %d is **not** done; what is missing: test %d, page %d and a word with {{braces}}\n", id+1, id, id)
			fmt.Fprintf(&b, "\nA sentence about number %d, which is like no other. Another one says that %d is more than %d.\n", id, id+1, id)
		}
		fmt.Fprintf(&b, "\n| Subtask | Status |\n|---|---|\n| %d.1 | Complete |\n| %d.2 | Pending |\n\n```go\nfunc f%d() { return %d }\n```\n", i, i, n, i)
	}
	return b.String()
}

func syntheticBank(files, parts int) memory {
	m := memory{bank: Bank{Root: "memory-bank", Profile: LookupProfile("cline")}, files: map[string]string{}}
	for n := range files {
		m.files[fmt.Sprintf("memory-bank/file%d.md", n)] = syntheticFile(n, parts)
	}
	return m
}

// TestNoRuleIsSuperLinear takes a document four times as long, and for rules of bank scope four times as many documents:
// what a rule allocates, and how often it asks for documents, must grow by less than twice that. Time would
// depend on the machine.
func TestNoRuleIsSuperLinear(t *testing.T) {
	for _, r := range All() {
		if r.Run == nil {
			continue
		}
		t.Run(r.Name, func(t *testing.T) {
			small, large := costOf(r, 8), costOf(r, 32)
			// From run to run some 40 KB are counted in the one cost and not in the other.
			if tooMuch(small.bytes, large.bytes, 64<<10) || tooMuch(small.lookups, large.lookups, 10) {
				t.Errorf("%+v for one size, %+v for four times the size", small, large)
			}
		})
	}
}

// TestHostileTextIsNotSuperLinear does the same with texts that a rule might read again and again.
func TestHostileTextIsNotSuperLinear(t *testing.T) {
	code := func(lines int) string {
		var b strings.Builder
		for i := range lines {
			fmt.Fprintf(&b, "line %d of the program\n", i)
		}
		return "```text\n" + b.String() + "```\n\n"
	}
	tests := []struct {
		name string
		rule *Rule
		text func(size int) string
	}{
		{"code that stands twice", &duplicateBlock, func(size int) string { return strings.Repeat(code(size), 2) }},
		{"many paths on one line", &machinePath, func(size int) string { return strings.Repeat("/home/ana/dev/shop And ", size) }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			cost := func(size int) int {
				m := memory{bank: Bank{Root: "memory-bank"}, files: map[string]string{"memory-bank/a.md": "# A\n\n" + test.text(size)}}
				w := parseAll(m)
				before := allocatedBytes()
				Check(t.Context(), w.docs["memory-bank/a.md"], w, onlyRules(test.rule.Name))
				CheckBank(t.Context(), w, onlyRules(test.rule.Name), new(Survey))
				return allocatedBytes() - before
			}
			if small, large := cost(250), cost(1000); tooMuch(small, large, 16<<10) {
				t.Errorf("%d bytes for one size, %d for four times the size", small, large)
			}
		})
	}
}

// tooMuch tells growth that is not linear when the size grows four times. What is quadratic grows sixteen times; what
// is linear may grow by more than four, since maps and slices grow in steps, and since with the race detector pools
// forget what they hold at random.
func tooMuch(small, large, slack int) bool { return large > 8*small+slack }

type ruleCost struct{ bytes, lookups int }

// costOf returns what a rule takes for a document, or for a bank, of that size.
func costOf(r *Rule, size int) ruleCost {
	set := onlyRules(r.Name)
	set.Severity[r.Name] = Warning
	bank := syntheticBank(2, size)
	if r.Scope == ScopeBank {
		bank = syntheticBank(4*size, 1)
	}
	least := ruleCost{math.MaxInt, math.MaxInt}
	for range 3 { // other goroutines allocate, too
		w := parseAll(bank)
		before, lookups := allocatedBytes(), 0
		w.lookups = &lookups
		if r.Scope == ScopeBank {
			CheckBank(context.Background(), w, set, new(Survey))
		} else {
			Check(context.Background(), w.docs["memory-bank/file0.md"], w, set)
		}
		least = ruleCost{min(least.bytes, allocatedBytes()-before), lookups}
	}
	return least
}

func allocatedBytes() int {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.TotalAlloc)
}

// BenchmarkRules shows what the rules cost on top of parsing, for a bank of 1,000 files of 4 KB: what check takes more
// than parse does.
func BenchmarkRules(b *testing.B) {
	bank := syntheticBank(1000, 1)
	b.Run("parse", func(b *testing.B) {
		for b.Loop() {
			parseAll(bank)
		}
	})
	b.Run("check", func(b *testing.B) {
		for b.Loop() {
			w := parseAll(bank)
			for _, p := range w.list.Paths() {
				Check(b.Context(), w.docs[p], w, Settings{})
			}
			CheckBank(b.Context(), w, Settings{}, new(Survey))
		}
	})
	w := parseAll(bank)
	for _, r := range All() {
		if r.Run == nil {
			continue
		}
		set := onlyRules(r.Name)
		b.Run("rule/"+r.Name, func(b *testing.B) {
			for b.Loop() {
				if r.Scope == ScopeBank {
					CheckBank(b.Context(), w, set, new(Survey))
					continue
				}
				for _, p := range w.list.Paths() {
					Check(b.Context(), w.docs[p], w, set)
				}
			}
		})
	}
}
