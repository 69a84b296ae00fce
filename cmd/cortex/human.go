package main

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"cortex/bank"
	"cortex/markdown"
	"cortex/rules"
)

// human prints a report for people.
type human struct {
	env   environment
	style style
	w     *bytes.Buffer
	width int
	// args are what the user named.
	args []string
	// shown is how the path of a root is shown that a place was told of last: one file has several diagnostics, most of the time.
	root, path, shown string
}

// printHuman writes the report to w.
func printHuman(w io.Writer, env environment, st style, r *report, args []string) error {
	h := human{env: env, style: st, w: new(bytes.Buffer), width: env.width, args: args}
	if h.width == 0 {
		h.width = widthIfUnknown
	}
	for _, ws := range r.workspaces {
		if err := h.diagnostics(w, ws); err != nil {
			return err
		}
	}
	h.summary(&r.summary)
	_, err := h.w.WriteTo(w)
	return err
}

// diagnostics writes those of a workspace to w. All processors put some of them into words.
func (h *human) diagnostics(w io.Writer, ws workspaceReport) error {
	parts := slices.Collect(slices.Chunk(ws.listed, 100))
	written := make([]bytes.Buffer, len(parts))
	var next atomic.Int64
	var writers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		writers.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(parts)); i = next.Add(1) - 1 {
				one := *h
				one.w = &written[i]
				for _, d := range parts[i] {
					one.diagnostic(ws.texts, d)
				}
			}
		})
	}
	writers.Wait()
	for i := range written {
		if _, err := written[i].WriteTo(w); err != nil {
			return err
		}
	}
	return nil
}

func (h *human) diagnostic(t texts, d rules.Diagnostic) {
	text := t.of(d.Path)
	line, ok := text.line(d.Span.Start)
	h.print(h.style.paint(bold, h.place(t, d.Path, positionIn(line, d.Span.Start))+":"), " ",
		h.style.severity(d.Severity, d.Severity.String()+":"), " ", harmless(d.Message), " ", h.style.paint(dim, "["+d.Rule+"]"), "\n")
	if ok {
		h.source(line, d)
	}
	for _, r := range d.Related {
		at := t.of(r.Path).position(r.Span.Start)
		place := "line " + strconv.Itoa(at.Line)
		if r.Path != d.Path {
			place = h.place(t, r.Path, at)
		}
		h.print("    ", place, ": ", harmless(r.Message), "\n")
	}
	for _, f := range d.Fixes {
		note := ""
		if !f.Safe {
			note = " (unsafe)"
		}
		h.print("    ", h.style.paint(green, "fix:"), " ", harmless(f.Title), note, "\n")
	}
	h.print("\n")
}

// print writes texts one after the other, thousands of times.
func (h *human) print(texts ...string) {
	for _, text := range texts {
		h.w.WriteString(text)
	}
}

// source prints the line of the diagnostic with its number and the carets.
func (h *human) source(line markdown.Line, d rules.Diagnostic) {
	number := strconv.Itoa(line.Number + 1)
	gutter := len(number) + len("   | ")
	source, carets := excerptOf(line, d.Span, h.width-gutter)
	bar := h.style.paint(dim, "|")
	h.print("  ", h.style.paint(dim, number), " ", bar, " ", source, "\n")
	h.print("  ", strings.Repeat(" ", len(number)), " ", bar, " ", h.style.severity(d.Severity, carets), "\n")
}

// place returns path:line:column with the path as the user would type it.
func (h *human) place(t texts, path string, at position) string {
	if root := t.snapshot.Root(); h.root != root || h.path != path {
		h.root, h.path = root, path
		h.shown = harmless(h.env.display(filepath.Join(root, filepath.FromSlash(path))))
	}
	return h.shown + ":" + strconv.Itoa(at.Line) + ":" + strconv.Itoa(at.Column)
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
