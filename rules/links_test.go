package rules

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"cortex/markdown"
)

// counted counts what the rules ask for, and parses each document once.
type counted struct {
	memory
	documents     map[string]*markdown.Document
	stats, listed int
}

func newCounted(m memory) *counted {
	c := &counted{memory: m, documents: map[string]*markdown.Document{}}
	for _, p := range m.Documents().Paths() {
		c.documents[p] = m.Document(p)
	}
	return c
}

func (c *counted) Documents() *Documents   { c.listed++; return c.memory.Documents() }
func (c *counted) Digest(p string) *Digest { return DigestOf(c.Document(p)) }

func (c *counted) Document(p string) *markdown.Document { return c.documents[p] }
func (c *counted) Stat(p string) FileKind               { c.stats++; return c.memory.Stat(p) }
func (c *counted) judge(t *testing.T, p string) []Diagnostic {
	found := Check(t.Context(), c.documents[p], c, onlyRules("broken-link", "broken-anchor", "broken-include"))
	wantNoDefects(t, found)
	return found
}

func memoryBank(files map[string]string) memory {
	return memory{bank: Bank{Root: "memory-bank"}, files: files}
}

func TestGoodLinksAskForNothingButTheirTargets(t *testing.T) {
	c := newCounted(memoryBank(map[string]string{
		"memory-bank/a.md": "[b](b.md#b) [again](b.md) [here](#here) [web](https://example.com)\n\n{{include: b.md#B}}\n\n# Here\n",
		"memory-bank/b.md": "# B\n",
	}))
	if found := c.judge(t, "memory-bank/a.md"); len(found) > 0 {
		t.Errorf("found %v", found)
	}
	if c.listed > 0 {
		t.Error("the list of documents was asked for, on which every new file would depend")
	}
	if c.stats > 4 {
		t.Errorf("%d stats for three links and an include", c.stats)
	}
}

func TestAnchorsOfOtherFilesAreNotJudged(t *testing.T) {
	c := newCounted(memoryBank(map[string]string{"memory-bank/a.md": "[config](/.cortex.yaml#rules) [code](../app.go#main)\n", ".cortex.yaml": "", "app.go": ""}))
	for _, p := range []string{".cortex.yaml", "app.go"} {
		c.documents[p] = markdown.Parse(p, "# A comment\n")
	}
	if found := c.judge(t, "memory-bank/a.md"); len(found) > 0 {
		t.Errorf("found %v", found)
	}
}

func TestLongIncludeChains(t *testing.T) {
	const n = 10_000
	files := map[string]string{}
	name := func(i int) string { return fmt.Sprintf("memory-bank/d%05d.md", i%n) }
	for i := range n {
		files[name(i)] = fmt.Sprintf("{{include: d%05d.md}}\n", (i+1)%n)
	}
	c := newCounted(memoryBank(files))
	found := CheckBank(t.Context(), c, onlyRules("include-cycle"), new(Survey))
	if len(found) != 1 || found[0].Path != name(0) || len(found[0].Related) != maxRelated {
		t.Fatalf("got %d diagnostics, want one on %s with %d related places", len(found), name(0), maxRelated)
	}
	if len(found[0].Message) > 300 {
		t.Errorf("the message has %d bytes", len(found[0].Message))
	}
	delete(c.documents, name(n-1))
	if found := CheckBank(t.Context(), c, onlyRules("include-cycle"), new(Survey)); len(found) != 0 {
		t.Errorf("a chain without an end is no cycle, got %q", found[0].Message)
	}
}

func TestIncludesOverTheSizeBound(t *testing.T) {
	big := "# Big\n\n## Small\n\n" + strings.Repeat("x", 60) + "\n\n## Large\n\n" + strings.Repeat("word and word\n", 40_000)
	c := newCounted(memoryBank(map[string]string{
		"memory-bank/a.md":   "{{include: two.md}}\n",
		"memory-bank/b.md":   "{{include: big.md}} {{include: two.md#One}} {{include: two.md#None}}\n",
		"memory-bank/c.md":   strings.Repeat("{{include: two.md}}\n", 3000),
		"memory-bank/two.md": "# One\n\n{{include: big.md}}\n\n# Other\n\n{{include: big.md#Large}} {{include: big.md#Small}}\n\n# None\n",
		"memory-bank/big.md": big,
	}))
	for path, want := range map[string]int{"memory-bank/a.md": 1, "memory-bank/b.md": 0, "memory-bank/c.md": maxTold} {
		found := c.judge(t, path)
		if len(found) != want {
			t.Errorf("%s: %d diagnostics, want %d", path, len(found), want)
		}
		for _, d := range found {
			if d.Message != "include resolves to more than 1 MB" {
				t.Errorf("%s: %s", path, d.Message)
			}
		}
	}
}

// TestCyclesAreFoundWhereThereAreAny compares with a search that follows every chain.
func TestCyclesAreFoundWhereThereAreAny(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for round := range 300 {
		const n = 5
		var edges [n][]int
		files := map[string]string{}
		for i := range n {
			text := ""
			for range random.IntN(3) {
				to := random.IntN(n)
				edges[i] = append(edges[i], to)
				text += fmt.Sprintf("{{include: d%d.md}}\n", to)
			}
			files[fmt.Sprintf("memory-bank/d%d.md", i)] = text
		}
		var reaches func(from, to, left int) bool
		reaches = func(from, to, left int) bool {
			for _, next := range edges[from] {
				if next == to || left > 0 && reaches(next, to, left-1) {
					return true
				}
			}
			return false
		}
		cyclic := false
		for i := range n {
			cyclic = cyclic || reaches(i, i, n)
		}
		found := CheckBank(t.Context(), newCounted(memoryBank(files)), onlyRules("include-cycle"), new(Survey))
		if cyclic != (len(found) > 0) {
			t.Fatalf("round %d: %v: %d diagnostics", round, edges, len(found))
		}
	}
}

func TestManyBrokenLinksStayCheap(t *testing.T) {
	var b strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&b, "## Heading number %d of the list\n\n[a](#heading-numbr-%d-of-the-lst) [b](missing-%d.md)\n\n", i, i, i)
	}
	files := map[string]string{"memory-bank/a.md": b.String()}
	for i := range 500 {
		files[fmt.Sprintf("memory-bank/document-%d.md", i)] = ""
	}
	c := newCounted(memoryBank(files))
	found := c.judge(t, "memory-bank/a.md")
	if len(found) != 2*maxTold {
		t.Errorf("%d diagnostics, want %d", len(found), 2*maxTold)
	}
	if c.listed != 1 || c.stats > 3000*8 {
		t.Errorf("listed the documents %d times, asked for %d files", c.listed, c.stats)
	}
}

func TestSearchForNearNamesIsBounded(t *testing.T) {
	anchors := newAnchorSuggester([]string{"current-focus", "recent-changes"})
	targets := newTargetSuggester(memoryBank(map[string]string{"memory-bank/progress.md": ""}), "memory-bank/a.md")
	for i := range maxSuggestScans + 1 {
		slug, _ := anchors.suggest("curent-focus")
		file, _ := targets.suggest(target{path: "progres.md"}, "memory-bank/progres.md")
		if within := i < maxSuggestScans; (slug != "") != within || (file.path != "") != within {
			t.Fatalf("search %d: %q, %q", i+1, slug, file.path)
		}
	}
	if slug, sure := anchors.suggest("-recent--changes"); slug != "recent-changes" || !sure {
		t.Errorf("what needs no search is found beyond the bound, got %q", slug)
	}
}

func FuzzLinkRules(f *testing.F) {
	for _, seed := range []string{
		"[a](b.md#c) ![i](x.png) [r][d]\n\n[d]: <a b.md#x> 't'\n", "{{include: b.md#C|lines=2}} {{include: a.md}}",
		"[a](../../../x) [b](/y) [c](mdc:z.md:12) [d](%00%ff) [e](\\\\x) [f](?q) [g](:1)", "[a](#) [b](#L1) [c](#-️)",
		"# A\n\n[a](#a-1) {{include: a.md#A}} {{include: |=|lines}} {{include: ../..}} {{include: /}}",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c := newCounted(memoryBank(map[string]string{"memory-bank/t/a.md": text, "memory-bank/b.md": "# C\n\n{{include: t/a.md}}\n", "x.go": ""}))
		found := append(c.judge(t, "memory-bank/t/a.md"), CheckBank(t.Context(), c, onlyRules("include-cycle"), new(Survey))...)
		wantNoDefects(t, found)
		for _, d := range found {
			if d.Message == "" || d.Path == "" {
				t.Errorf("%+v", d)
			}
		}
	})
}
