package main

import (
	"bufio"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"cortex/bank"
	"cortex/markdown"
	"cortex/rules"
)

// human prints a report for people.
type human struct {
	env   environment
	style style
	w     *bufio.Writer
	width int
	// args are what the user named.
	args []string
	// shown is how the path of a root is shown that a place was told of last: one file has several diagnostics, most of the time.
	root, path, shown string
}

// printHuman writes the report to w.
func printHuman(w io.Writer, env environment, st style, r *report, args []string) error {
	h := human{env: env, style: st, w: bufio.NewWriter(w), width: env.width, args: args}
	if h.width == 0 {
		h.width = widthIfUnknown
	}
	for _, ws := range r.workspaces {
		for _, d := range ws.listed {
			h.diagnostic(ws.texts, d)
		}
	}
	h.summary(&r.summary)
	return h.w.Flush()
}

func (h *human) diagnostic(t texts, d rules.Diagnostic) {
	fmt.Fprintf(h.w, "%s %s %s %s\n",
		h.style.paint(bold, h.place(t, d.Path, d.Span)+":"),
		h.style.severity(d.Severity, d.Severity.String()+":"),
		harmless(d.Message),
		h.style.paint(dim, "["+d.Rule+"]"))
	text := t.of(d.Path)
	if line, ok := text.line(d.Span.Start); ok {
		h.source(line, d)
	}
	for _, r := range d.Related {
		place := h.place(t, r.Path, r.Span)
		if r.Path == d.Path {
			place = fmt.Sprintf("line %d", text.position(r.Span.Start).Line)
		}
		fmt.Fprintf(h.w, "    %s: %s\n", place, harmless(r.Message))
	}
	for _, f := range d.Fixes {
		note := ""
		if !f.Safe {
			note = " (unsafe)"
		}
		fmt.Fprintf(h.w, "    %s %s%s\n", h.style.paint(green, "fix:"), harmless(f.Title), note)
	}
	h.w.WriteString("\n")
}

// source prints the line of the diagnostic with its number and the carets.
func (h *human) source(line markdown.Line, d rules.Diagnostic) {
	number := strconv.Itoa(line.Number + 1)
	gutter := len(number) + len("   | ")
	source, carets := excerptOf(line, d.Span, h.width-gutter)
	bar := h.style.paint(dim, "|")
	fmt.Fprintf(h.w, "  %s %s %s\n", h.style.paint(dim, number), bar, source)
	fmt.Fprintf(h.w, "  %*s %s %s\n", len(number), "", bar, h.style.severity(d.Severity, carets))
}

// place returns path:line:column with the path as the user would type it.
func (h *human) place(t texts, path string, span markdown.Span) string {
	if root := t.snapshot.Root(); h.root != root || h.path != path {
		h.root, h.path = root, path
		h.shown = harmless(h.env.display(filepath.Join(root, filepath.FromSlash(path))))
	}
	p := t.of(path).position(span.Start)
	return h.shown + ":" + strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column)
}

func (h *human) summary(s *summary) {
	counts := s.counts()
	if counts == "" {
		fmt.Fprintf(h.w, "%s in %s\n", h.style.paint(bold+";"+green, "no diagnostics"), bank.Plural(s.Files, "file"))
	} else {
		fmt.Fprintf(h.w, "%s in %d of %s\n", h.style.paint(bold, counts), s.Affected, bank.Plural(s.Files, "file"))
	}
	if s.Fixable > 0 {
		fmt.Fprintf(h.w, "%d fixable: run %s\n", s.Fixable, repeated("cortex fix", h.args))
	}
	if s.FixableUnsafe > 0 {
		fmt.Fprintf(h.w, "%d with fixes to choose yourself: in an editor, or the first of each with --unsafe\n", s.FixableUnsafe)
	}
	if s.Hidden > 0 {
		fmt.Fprintf(h.w, "%d of lower severity not shown: add --min-severity hint\n", s.Hidden)
	}
}

// repeated returns a command with the same arguments, quoted; arguments that a shell
// would not take as they are, or too many to read, are not repeated.
func repeated(command string, args []string) string {
	if len(args) > 3 || strings.ContainsAny(strings.Join(args, ""), " \"'$`*?&;|<>()\\") {
		return fmt.Sprintf("%q with the same paths", command)
	}
	return `"` + harmless(strings.Join(append([]string{command}, args...), " ")) + `"`
}
