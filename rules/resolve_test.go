package rules

import (
	"strings"
	"testing"
)

func resolveBank() memory {
	m := memory{bank: Bank{Root: "docs/memory-bank"}, files: map[string]string{}}
	for _, p := range []string{
		"src/app.go", "src/what?.md", "Makefile", "README.md", "home/page.md", "a b/c(1).md", "both.md", "docs/memory-bank/both.md",
		"docs/guide.md", "docs/memory-bank/progress.md", "docs/memory-bank/setup.md",
		"docs/memory-bank/tasks/TASK001.md", "docs/memory-bank/tasks/_index.md",
	} {
		m.files[p] = ""
	}
	return m
}

func TestResolve(t *testing.T) {
	const from = "docs/memory-bank/tasks/_index.md"
	tests := []struct {
		name, raw string
		by        found
		path      string
	}{
		{"relative", "TASK001.md", foundRelative, "docs/memory-bank/tasks/TASK001.md"},
		{"relative with a dot", "./TASK001.md", foundRelative, "docs/memory-bank/tasks/TASK001.md"},
		{"up", "../progress.md", foundRelative, "docs/memory-bank/progress.md"},
		{"up to the workspace", "../../../src/app.go", foundRelative, "src/app.go"},
		{"from the bank", "progress.md", foundBank, "docs/memory-bank/progress.md"},
		{"from the bank, below", "tasks/TASK001.md", foundBank, "docs/memory-bank/tasks/TASK001.md"},
		{"from the workspace", "src/app.go", foundWorkspace, "src/app.go"},
		{"a slash means the workspace first", "/src/app.go", foundWorkspace, "src/app.go"},
		{"in the bank and the workspace", "both.md", foundBank, "docs/memory-bank/both.md"},
		{"with a slash, in the bank and the workspace", "/both.md", foundWorkspace, "both.md"},
		{"a slash means the bank next", "/progress.md", foundBank, "docs/memory-bank/progress.md"},
		{"a slash does not mean the folder of the file", "/TASK001.md", foundNowhere, ""},
		{"a line", "src/app.go:12", foundWorkspace, "src/app.go"},
		{"lines", "src/app.go:12-20", foundWorkspace, "src/app.go"},
		{"a line and a column", "src/app.go:12:5", foundWorkspace, "src/app.go"},
		{"a line with L", "src/app.go:L12-L20", foundWorkspace, "src/app.go"},
		{"a line of a file without extension", "Makefile:3", foundWorkspace, "Makefile"},
		{"a query", "../progress.md?plain=1", foundRelative, "docs/memory-bank/progress.md"},
		{"a question mark in the name", "src/what?.md", foundWorkspace, "src/what?.md"},
		{"mdc", "mdc:src/app.go", foundWorkspace, "src/app.go"},
		{"mdc with a slash", "mdc:/src/app.go", foundWorkspace, "src/app.go"},
		{"spaces and brackets", "a b/c(1).md", foundWorkspace, "a b/c(1).md"},
		{"a folder", "src", foundWorkspace, "src"},
		{"a folder with a slash", "../tasks/", foundRelative, "docs/memory-bank/tasks"},
		{"the folder itself", ".", foundRelative, "docs/memory-bank/tasks"},
		{"the workspace", "../../..", foundRelative, "."},
		{"backslashes", `..\progress.md`, foundRelative, "docs/memory-bank/progress.md"},
		{"without .md", "../setup", foundRelative, "docs/memory-bank/setup.md"},
		{"without .md, from the bank", "setup", foundBank, "docs/memory-bank/setup.md"},
		{"a folder that looks like a machine's", "/home/page.md", foundWorkspace, "home/page.md"},

		{"nowhere", "TASK002.md", foundNowhere, ""},
		{"nowhere, letter case", "task001.md", foundNowhere, ""},
		{"nowhere, a folder", "missing/", foundNowhere, ""},
		{"nowhere, with a line", "src/gone.go:12", foundNowhere, ""},
		{"nowhere, from the root", "/docs/gone.md", foundNowhere, ""},
		{"nowhere, with spaces around", " gone.md ", foundNowhere, ""},

		{"http", "https://example.com/a.md", foundForeign, ""},
		{"mail", "mailto:a@example.com", foundForeign, ""},
		{"data", "data:image/png;base64,AAAA", foundForeign, ""},
		{"an editor's scheme", "vscode://file/a.go", foundForeign, ""},
		{"file", "file:///Users/me/a.md", foundForeign, ""},
		{"a host without scheme", "//example.com/a.md", foundForeign, ""},
		{"a network share", `\\server\share\a.md`, foundForeign, ""},
		{"a machine's path", "/Users/me/project/a.md", foundForeign, ""},
		{"a Windows path", `C:\work\a.md`, foundForeign, ""},
		{"a Windows path with slashes", "C:/work/a.md", foundForeign, ""},
		{"a home folder", "~/notes.md", foundForeign, ""},
		{"a route", "/api/users", foundForeign, ""},
		{"an e-mail address", "me@example.com", foundForeign, ""},
		{"an import alias", "@/components/a.ts", foundForeign, ""},
		{"a port", "localhost:3000", foundForeign, ""},
		{"a word", "url", foundForeign, ""},
		{"dots", "...", foundForeign, ""},
		{"a template", "tasks/{{id}}.md", foundForeign, ""},
		{"a slot", "<path>.md", foundForeign, ""},
		{"a slot in brackets", "archive/archive-[name].md", foundForeign, ""},
		{"a date pattern", "log/YYYY-MM-DD.md", foundForeign, ""},
		{"a number pattern", "tasks/TASKXXX.md", foundForeign, ""},
		{"a variable", "$HOME/a.md", foundForeign, ""},
		{"a glob", "src/*.go", foundForeign, ""},
		{"an example", "path/to/file.md", foundForeign, ""},
		{"out of the workspace", "../../../../other/a.md", foundForeign, ""},
		{"nothing", "", foundForeign, ""},
		{"a lone question mark", "?", foundForeign, ""},
		{"invalid bytes", "\xff\xfe.md", foundNowhere, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := resolve(resolveBank(), from, tt.raw)
			if got.by != tt.by || got.path != tt.path {
				t.Errorf("resolve(%q) = %d %q, want %d %q", tt.raw, got.by, got.path, tt.by, tt.path)
			}
			if (got.kind == NoFile) != (tt.path == "") {
				t.Errorf("resolve(%q) has kind %d", tt.raw, got.kind)
			}
		})
	}
}

// asked records what a rule wants to know.
type asked struct {
	memory
	stats []string
}

func (a *asked) Stat(p string) FileKind {
	a.stats = append(a.stats, p)
	return a.memory.Stat(p)
}

func TestResolveAsksNoMoreThanItNeeds(t *testing.T) {
	for raw, want := range map[string]string{
		"TASK001.md":                 "docs/memory-bank/tasks/TASK001.md",
		"https://example.com":        "",
		"../../../../../etc/passwd":  "",
		"../../../../../a.md":        "",
		"mailto:someone@example.com": "",
	} {
		ws := &asked{memory: resolveBank()}
		resolve(ws, "docs/memory-bank/tasks/_index.md", raw)
		if got := strings.Join(ws.stats, " "); got != want {
			t.Errorf("%q: asked for %q, want %q", raw, got, want)
		}
	}
}

func TestRelativePath(t *testing.T) {
	tests := []struct{ from, to, want string }{
		{"a.md", "b.md", "b.md"},
		{"bank/a.md", "bank/b.md", "b.md"},
		{"bank/a.md", "bank/tasks/b.md", "tasks/b.md"},
		{"bank/tasks/a.md", "bank/b.md", "../b.md"},
		{"bank/tasks/a.md", "bank/tasksmore/b.md", "../tasksmore/b.md"},
		{"x/y/z/a.md", "b/c.md", "../../../b/c.md"},
		{"bank/tasks/a.md", "bank", ".."},
		{"bank/tasks/a.md", "bank/tasks", "."},
		{"bank/a.md", ".", ".."},
		{"a.md", ".", "."},
	}
	for _, tt := range tests {
		if got := RelativePath(tt.from, tt.to); got != tt.want {
			t.Errorf("RelativePath(%q, %q) = %q, want %q", tt.from, tt.to, got, tt.want)
		}
	}
}

func TestWrittenTargetLeadsThere(t *testing.T) {
	tests := []struct {
		name, raw, to string
		bracketed     bool
		want          string
	}{
		{"keeps a line", "../src/app.go:12", "src/app.go", false, "../../../src/app.go:12"},
		{"keeps mdc, from the workspace", "mdc:app.go", "src/app.go", false, "mdc:src/app.go"},
		{"keeps the leading slash", "/app.go", "src/app.go", false, "/src/app.go"},
		{"keeps the leading dot", "./TASK1.md", "docs/memory-bank/tasks/TASK001.md", false, "./TASK001.md"},
		{"keeps the slash of a folder", "task/", "docs/memory-bank/tasks", false, "./"},
		{"encodes", "c.md", "a b/c(1).md", false, "../../../a%20b/c%281%29.md"},
		{"encodes less in angle brackets", "c.md", "a b/c(1).md", true, "../../../a b/c(1).md"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			target, _ := parseTarget(tt.raw)
			if got := target.write("docs/memory-bank/tasks/_index.md", tt.to, tt.bracketed); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
