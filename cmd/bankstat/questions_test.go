package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// TestQuestionsAreAnsweredEarly holds retrieval to what it reaches on the banks made for it. They lie in one workspace, so that
// each of forty questions has nine banks beside the one that it is about.
func TestQuestionsAreAnsweredEarly(t *testing.T) {
	dir := filepath.Join("..", "..", "testdata", "questions")
	out := stat(t, "-questions", filepath.Join(dir, "questions.tsv"), dir)
	lines := strings.Split(strings.TrimSpace(out), "\n")
	var within, all int
	if _, err := fmt.Sscanf(lines[len(lines)-1], "%d of %d answers", &within, &all); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if all != 40 || within*100 < all*95 {
		t.Errorf("want at least 38 of 40:\n%s", out)
	}
}

func TestQuestionsTellWhatIsMissing(t *testing.T) {
	dir := writeFiles(t, map[string]string{
		"alice+app/.cortex.yaml":     "banks: [memory-bank]\n",
		"alice+app/memory-bank/a.md": "# A\n\n## Retries\n\nThree times.\n\n## Long\n\nretry " + strings.Repeat("and so on ", 2500) + "\n",
		"questions.tsv": "alice+app\thow often do we retry\tmemory-bank/a.md\tRetries\tThree\n" +
			"alice+app\thow often do we retry\tmemory-bank/a.md\tLong\t\n",
		"bad.tsv": "alice+app\twhat\n",
	})
	got := stat(t, "-questions", filepath.Join(dir, "questions.tsv"), dir)
	if want := "missing: alice+app: how often do we retry\n1 of 2 answers are within 2000 tokens, "; !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want %q...", got, want)
	}
	if err := run(t.Context(), &strings.Builder{}, []string{"-questions", filepath.Join(dir, "bad.tsv"), dir}); err == nil || !strings.Contains(err.Error(), "2 fields, want 5") {
		t.Errorf("a bad file: %v", err)
	}
}
