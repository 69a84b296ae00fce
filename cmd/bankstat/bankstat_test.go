package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// writeFiles writes files below a fresh folder and returns it.
func writeFiles(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// twoRepositories holds one bank with two broken links on lines 3 and 5, and a clean one.
func twoRepositories(t *testing.T) string {
	return writeFiles(t, map[string]string{
		"alice+app/.cortex.yaml":     "banks: [memory-bank]\n",
		"alice+app/memory-bank/a.md": "# A\n\nSee [b](../b.md).\n\nSee [c](../c.md).\n\nSee [self](a.md).\n",
		"bob+lib/.cortex.yaml":       "banks: [memory-bank]\n",
		"bob+lib/memory-bank/a.md":   "# A\n\nFine.\n",
	})
}

func stat(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if err := run(t.Context(), &out, args); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func wantContains(t *testing.T, text string, wants ...string) {
	t.Helper()
	squeezed := strings.Join(strings.Fields(text), " ")
	for _, want := range wants {
		if !strings.Contains(squeezed, want) {
			t.Errorf("lacks %q:\n%s", want, text)
		}
	}
}

func TestTableCountsPerBankAndRule(t *testing.T) {
	out := stat(t, twoRepositories(t))
	wantContains(t, out,
		"2 workspaces, 2 banks, 2 files",
		"median 2, p90 2, max 2, none in 1 banks",
		"broken-link 2 1 1",
		"2 broken-link alice+app/memory-bank/a.md:3:",
		"slowest to check again")
}

func TestVerdictsAreCompared(t *testing.T) {
	verdicts := filepath.Join(writeFiles(t, map[string]string{"v.tsv": "verdict\tkind\tpath\tline\twhy\n" +
		"defect\tLinks\talice+app/memory-bank/a.md\t3\t\"b\" is missing\n" +
		"defect\tLinks\talice+app/memory-bank/a.md\t1\tnobody sees this\n" +
		"fine\tLinks\talice+app/memory-bank/a.md\t5\tmeant so\n" +
		"fine\tLinks\talice+app/memory-bank/a.md\t7\ta link to itself\n"}), "v.tsv")
	out := stat(t, "-slowest=0", "-verdicts", verdicts, twoRepositories(t))
	want := `
verdicts
defect reported by broken-link: alice+app/memory-bank/a.md:3 (Links: "b" is missing)
defect not reported: alice+app/memory-bank/a.md:1 (Links: nobody sees this)
fine but reported by broken-link: alice+app/memory-bank/a.md:5 (Links: meant so)
1 of 2 fine lines reported, 1 of 2 defects not reported
`
	if !strings.HasSuffix(out, want) {
		t.Errorf("got\n%s\nwant at the end\n%s", out, want)
	}
}

func TestSeverityLimitsWhatIsCounted(t *testing.T) {
	wantContains(t, stat(t, "-severity", "error", twoRepositories(t)), "max 0, none in 2 banks")
}

func TestBadArgumentsAreErrors(t *testing.T) {
	broken := filepath.Join(writeFiles(t, map[string]string{"v.tsv": "verdict\nfine\tno line\n"}), "v.tsv")
	for _, args := range [][]string{{}, {"a", "b"}, {filepath.Join(t.TempDir(), "none")}, {"-severity", "loud", "."}, {"-verdicts", broken, t.TempDir()}} {
		if err := run(t.Context(), &bytes.Buffer{}, args); err == nil {
			t.Errorf("no error for %q", args)
		}
	}
}

func TestQuantile(t *testing.T) {
	counts := []int{0, 0, 1, 2, 3, 4, 5, 6, 7, 90}
	for q, want := range map[float64]int{0.5: 4, 0.9: 90, 1: 90} {
		if got := quantile(counts, q); got != want {
			t.Errorf("quantile %v = %d, want %d", q, got, want)
		}
	}
	if quantile(nil, 0.5) != 0 || clean(counts) != 2 {
		t.Error("no counts have no median; two of these are clean")
	}
}
