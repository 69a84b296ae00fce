package mcp

import (
	"strings"
	"testing"

	"cortex/bank"
)

func TestLoadContextTellsWhatToRead(t *testing.T) {
	c := serve(t, newWorkspace(t, searchedBank))
	got := c.text("bank_load_context", arguments{"task": "why are timeouts retried", "exclude": []string{"tasks/**"}})
	hash := bank.HashOf("# Project Brief\n\nPayments.\n")
	for _, want := range []string{
		"[101 | memory-bank/projectbrief.md > Project Brief | 6 tokens | core file | hash " + hash + "]\n# Project Brief\n\nPayments.\n",
		"[101 | memory-bank/progress.md > Retries | 10 tokens | matches | hash ",
		"]\n## Retries\n\nTimeouts are retried.\n",
		"[101 | excluded as asked: 1 file]\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %q:\n%s", want, got)
		}
	}
	if text := c.text("bank_read", arguments{"path": "memory-bank/progress.md", "section": "Retries"}); !strings.Contains(text, "Timeouts are retried.") {
		t.Errorf("what it names cannot be read: %s", text)
	}
	if r := c.call("bank_load_context", arguments{"task": "x"}); r.StructuredContent != nil {
		t.Error("prose has structured content")
	}
}

func TestLoadContextKeepsItsBudget(t *testing.T) {
	c := serve(t, newWorkspace(t, searchedBank))
	count := bank.NewFolder(t.TempDir()).Snapshot().CountTokens
	for _, in := range []arguments{
		{"task": "retry", "token_budget": 200},
		{"task": "retry", "token_budget": 300, "include": []string{"progress.md"}},
		{"task": "retry", "token_budget": 200, "detail": "outline"},
	} {
		text := c.text("bank_load_context", in)
		if n := count(text).Count; n > in["token_budget"].(int) || n < 100 {
			t.Errorf("%v: %d tokens:\n%s", in, n, text)
		}
	}
	if text := c.text("bank_load_context", arguments{"task": "retry", "detail": "outline"}); strings.Contains(text, "A retry of") || !strings.Contains(text, "Entry 3 |") {
		t.Errorf("outline: %s", text)
	}
}

func TestLoadContextRefuses(t *testing.T) {
	c := serve(t, newWorkspace(t, searchedBank))
	for why, in := range map[string]arguments{
		`bad_argument: argument "task" is empty: say what is to be done`:                                                                     {"task": "\n"},
		`not_found: no file of the memory bank matches "nosuch.md", which is to be included: name a file, a folder or a pattern as tasks/**`: {"task": "x", "include": []string{"progress.md", "nosuch.md"}},
		`bad_argument: argument "token_budget" is 199: want 200 to 40000`:                                                                    {"task": "x", "token_budget": 199},
		`bad_argument: unknown value "short" of argument "detail". Allowed: full, outline`:                                                   {"task": "x", "detail": "short"},
	} {
		if got := c.refusal("bank_load_context", in); got != why {
			t.Errorf("%v: %s, want %s", in, got, why)
		}
	}
	empty := serve(t, t.TempDir())
	if why := empty.refusal("bank_load_context", arguments{"task": "x"}); !strings.HasPrefix(why, "no_bank: ") {
		t.Error(why)
	}
}
