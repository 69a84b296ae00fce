package rules

import (
	"fmt"
	"strings"
	"testing"
)

func TestDetectProfile(t *testing.T) {
	const six = "projectbrief.md productContext.md activeContext.md systemPatterns.md techContext.md progress.md"
	const five = "productContext.md activeContext.md systemPatterns.md techContext.md progress.md"
	tests := []struct {
		folder, names string
		// want is a profile's name, "none" for a bank without one, "" for no bank.
		want string
	}{
		{"memory-bank", six, "cline"},
		{"anything/at/all", six, "cline"},
		{"memory-bank", "project-brief.md product_context.md ActiveContext.md system-patterns.md techcontext.md README.md", "cline"},
		{"memory-bank", five, "cline-v1"},
		{"cline_docs", "projectbrief.md productContext.md activeContext.md progress.md", "cline-v1"},
		{"app/cline-docs", five, "cline-v1"},
		{".cortex/memory-bank", six + " roadmap.md", "cortex"},
		{"x/.cortex/memory-bank", "roadmap.md", "cortex"},
		{".cortex/memory-bank", "notes.md", ""},
		{"memory-bank", six + " roadmap.md memorybankinstructions.md", "cortex"},
		{".kilocode/rules/memory-bank", "brief.md product.md context.md architecture.md tech.md", "kilo"},
		{"memory-bank", "product.md architecture.md tech.md", "kilo"},
		{"docs", "architecture.md product.md tech.md", ""},
		{"docs", "architecture.md context.md tech.md", "kilo"},
		{"memory-bank", six + " tasks/ tasks/_index.md tasks/TASK001-a.md", "copilot"},
		{"docs", "tasks/ tasks/_index.md setup.md", ""},
		{"memory-bank", "tasks/ tasks/_index.md", "none"},
		{"memory-bank", six + " tasks.md style-guide.md", "vanzan01"},
		{"memory-bank", six + " creative/ archive/", "vanzan01"},
		{"memory-bank", six + " tasks.md", "cline"},
		{"memory-bank", "activeContext.md decisionLog.md productContext.md progress.md systemPatterns.md", "roo"},
		{"memory-bank", "activeContext.md architect.md decisionLog.md productContext.md progress.md", "memoripilot"},
		{"memory-bank", six + " decisionLog.md", "cline"},
		{"docs", "decision-log.md README.md", ""},
		{".", "CLAUDE.md CLAUDE-activeContext.md CLAUDE-patterns.md README.md main.go", "claude"},
		{".", "CLAUDE.md README.md", ""},
		{"docs", "activeContext.md techContext.md progress.md", "none"},
		{"docs", "activeContext.md progress.md", ""},
		{"memory-bank", "progress.md notes.md", "none"},
		{"a/memory_bank", "activeContext.md", "none"},
		{".memory-bank", "decisionLog.md", "none"},
		{"memory-bank", "README.md", ""},
		{"memory-bank", "", ""},
		{"memory-bank-viewer", "progress.md", ""},
	}
	for _, tt := range tests {
		got := ""
		if p, ok := DetectProfile(tt.folder, strings.Fields(tt.names)); p != nil {
			got = p.Name
		} else if ok {
			got = "none"
		}
		if got != tt.want {
			t.Errorf("%s with %s: got %q, want %q", tt.folder, tt.names, got, tt.want)
		}
	}
}

func TestOwns(t *testing.T) {
	claude := LookupProfile("claude")
	for name, want := range map[string]bool{
		"CLAUDE.md": true, "CLAUDE-activeContext.md": true, "CLAUDE-config-variables.md": true, "claude-patterns.md": true,
		"README.md": false, "docs/CLAUDE.md": false, "docs/notes.md": false,
	} {
		if got := claude.Owns(name); got != want {
			t.Errorf("claude owns %s: %v", name, got)
		}
	}
	if !LookupProfile("cline").Owns("archive/2025/x.md") || !(*Profile)(nil).Owns("x.md") {
		t.Error("other banks own everything below their root")
	}
}

func TestNamesOfALargeFolderAreNotCopied(t *testing.T) {
	names := []string{"Project-Brief.md", "ACTIVE_context.MD", "progreß.md", "Kontext.md", "tasks/_INDEX.md", strings.Repeat("-", 100) + "progress.md", strings.Repeat("x", 100)}
	for _, n := range names {
		if got, want := foldedAmong(namesOfSigns(), n), namesOfSigns()[foldName(n)]; got != want {
			t.Errorf("%q is looked up as %q, want %q", n, got, want)
		}
	}
	for i := range 1000 {
		names = append(names, fmt.Sprintf("Note-%d.md", i))
	}
	if n := testing.AllocsPerRun(10, func() { DetectProfile("notes", names) }); n > 50 {
		t.Errorf("%v allocations for %d names", n, len(names))
	}
}
