package rules

import (
	"fmt"
	"path"
	"slices"
	"sort"
	"strings"

	"cortex/markdown"
)

var machinePath = Rule{
	Name:  "machine-path",
	Title: "A path exists on one machine only",
	Doc: `An absolute path such as ` + "`/Users/ana/dev/app/src`" + `, ` + "`C:\\Users\\ana\\dev`" + ` or ` + "`file:///...`" + ` names a place on the
disk of whoever wrote it. A bank is shared: for everybody else, and for every agent that works elsewhere, the path leads nowhere. An agent
that changes to it, or links to it, fails or asks. It also tells the world the name of an account.

Reported are links, code spans that are such a path, and home folders of people in running text. A hint is what is
only part of a command, a place in the text that is no home folder, what an archive tells, and accounts in a text about servers.

Left alone are code blocks, placeholders (` + "`/Users/you/`" + `), folders that every machine of a kind has (` + "`C:\\Windows`" + `,
` + "`C:\\Program Files`" + `), and accounts of services (` + "`/home/runner`" + `).

Fix: where the end of the path exists in the workspace, write it relative: from the file in a link, from the root of the
workspace elsewhere. It is for a person to choose, since another checkout may have been meant.

Switch it off for a bank that never leaves one machine.`,
	Bad: `-- memory-bank/progress.md --
# Progress

See the [guide](file:///Users/ana/dev/app/docs/guide.md); the server starts in ` + "`/Users/ana/dev/app/src/main.go`" + `.
-- docs/guide.md --
# Guide
-- src/main.go --
package main
`,
	Good: `-- memory-bank/progress.md --
# Progress

See the [guide](../docs/guide.md); the server starts in ` + "`src/main.go`" + `.
-- docs/guide.md --
# Guide
-- src/main.go --
package main
`,
	Severity: Warning,
	Scope:    ScopeDocument,
	Fixable:  FixUnsafe,
	Evidence: `2026-11: in 110 banks the rule warns of 14 paths in 11 of them: 13 say where the project or its tools are on the disk of whoever
wrote the bank, one is a personal settings file that a finished task names. 14 more are hints, most of them of servers and commands.`,
	Since: "0.1.0",
	Run:   runMachinePath,
}

func runMachinePath(p *Pass) {
	for _, d := range p.destinations() {
		if place, ok := placeAt(d.path); ok {
			p.reportMachinePath(d.pathSpan, place, Warning, true)
		}
	}
	for _, l := range p.Doc.Links {
		if place, ok := placeAt(l.Destination); ok && l.Kind == markdown.LinkAutolink {
			p.reportMachinePath(l.Target, place, Warning, false)
		}
	}
	for _, c := range p.Doc.CodeSpans {
		if place, ok := placeAt(c.Content.In(p.Doc.Text)); ok {
			p.reportMachinePath(c.Content, place, Warning, false)
		}
	}
	if p.mayHave(hintPlace) {
		p.findPlacesInText()
	}
}

// placeMarks are what the paths contain that are looked for in running text.
var placeMarks = [...]string{"/Users/", "/home/", `:\`}

// markFinder finds them on a line, from front to back. It looks for each no further than to its next place.
type markFinder struct {
	line string
	// next holds for each mark its next place, or one before what is asked about.
	next [len(placeMarks)]int
}

func findMarks(line string) markFinder { return markFinder{line, [...]int{-1, -1, -1}} }

// after returns where the first mark stands at or behind an offset, -1 if there is none.
func (f *markFinder) after(from int) int {
	first := len(f.line)
	for i, mark := range placeMarks {
		if f.next[i] < from {
			f.next[i] = len(f.line)
			if at := strings.Index(f.line[from:], mark); at >= 0 {
				f.next[i] = from + at
			}
		}
		first = min(first, f.next[i])
	}
	if first == len(f.line) {
		return -1
	}
	return first
}

// findPlacesInText reports what stands neither in a link nor at the start of a code span.
func (p *Pass) findPlacesInText() {
	for line := range proseLines(p.Doc) {
		span := p.Doc.Lines.LineSpan(line)
		marks := findMarks(span.In(p.Doc.Text))
		for at := 0; at < span.Len(); {
			start, end := marks.nextPlace(at)
			if start < 0 {
				break
			}
			at = end
			p.judgeInText(markdown.Span{Start: span.Start + start, End: span.Start + end})
		}
	}
}

// nextPlace returns where the next absolute path on the line begins and ends, -1 if there is none.
func (f *markFinder) nextPlace(from int) (start, end int) {
	start = f.after(from)
	if start < 0 {
		return -1, -1
	}
	end = len(f.line)
	if i := strings.IndexAny(f.line[start+1:], " \t\"'`<>|()[],;，。、；）」"); i >= 0 {
		end = start + 1 + i
	}
	return backToRoot(f.line, start), max(end, start+1)
}

// backToRoot moves from the mark of a path to its start: to the letter of the drive, or to the mount of one.
func backToRoot(line string, mark int) int {
	switch {
	case strings.HasSuffix(line[:mark], "file://"):
		return mark - len("file://")
	case line[mark] == ':' && mark > 0:
		return mark - 1
	case mark > 1 && line[mark-1] == ':':
		return mark - 2
	case strings.HasSuffix(line[:mark], "/mnt/c"):
		return mark - len("/mnt/c")
	case strings.HasSuffix(line[:mark], "/c"):
		return mark - len("/c")
	}
	return mark
}

func (p *Pass) judgeInText(span markdown.Span) {
	for span.End > span.Start+1 && strings.IndexByte(".:*_", p.Doc.Text[span.End-1]) >= 0 {
		span.End--
	}
	if glued(p.Doc.Text[:span.Start]) || hiddenInHTML(p.Doc, span) || inLink(p.Doc, span) {
		return
	}
	place, ok := placeAt(span.In(p.Doc.Text))
	if !ok {
		return
	}
	severity := Hint
	i := sort.Search(len(p.Doc.CodeSpans), func(i int) bool { return p.Doc.CodeSpans[i].Span.End > span.Start })
	inCode := i < len(p.Doc.CodeSpans) && p.Doc.CodeSpans[i].Span.Overlaps(span)
	switch {
	case inCode && p.Doc.CodeSpans[i].Content.Start == span.Start:
		return
	case place.personal && !inCode:
		severity = Warning
	}
	p.reportMachinePath(span, place, severity, false)
}

// glued tells whether what follows goes on a word or a longer path.
func glued(before string) bool {
	if before == "" {
		return false
	}
	c := before[len(before)-1]
	return c == '/' || c == '\\' || c == '.' || c == '-' || c == '_' || c == '}' || c == ':' || c == '~' || c == '@' || c == '$' ||
		'0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

// inLink tells whether a link or a definition covers a part of span.
func inLink(doc *markdown.Document, span markdown.Span) bool {
	i := sort.Search(len(doc.Definitions), func(i int) bool { return doc.Definitions[i].Span.End > span.Start })
	if i < len(doc.Definitions) && doc.Definitions[i].Span.Overlaps(span) {
		return true
	}
	i = sort.Search(len(doc.Links), func(i int) bool { return doc.Links[i].Span.Start >= span.End })
	// A link may hold images, which come behind it in the list and may end before span.
	for _, l := range slices.Backward(doc.Links[max(0, i-4):i]) {
		if l.Span.Overlaps(span) {
			return true
		}
	}
	return false
}

func (p *Pass) reportMachinePath(span markdown.Span, place machinePlace, severity Severity, link bool) {
	if inArchive(p.Doc.Path) || place.account && aboutServers(p.lineAround(span)) {
		severity = Hint
	}
	d := Diagnostic{
		Span:     span,
		Severity: severity,
		// Not %q: it would double the backslashes of Windows.
		Message: fmt.Sprintf("the path \"%s\" exists on one machine only", span.In(p.Doc.Text)),
	}
	if inside, ok := insideWorkspace(p.Workspace, place); ok {
		written := inside
		if link {
			written = EscapeTarget(RelativePath(p.Doc.Path, inside), span.Start > 0 && p.Doc.Text[span.Start-1] == '<')
		}
		d.Message += fmt.Sprintf(": %q would be right everywhere", written)
		d.Fixes = []Fix{p.change(span, written, false)}
	} else {
		d.Message += ": write it relative to the project, or name what it stands for"
	}
	p.Report(d)
}

// widestAround bounds in bytes how far around a place its line is read: longer lines are data.
const widestAround = 1000

func (p *Pass) lineAround(span markdown.Span) string { return p.spanAround(span).In(p.Doc.Text) }

// spanAround covers the line around span, as far as it is read.
func (p *Pass) spanAround(span markdown.Span) markdown.Span {
	line := p.Doc.Lines.LineSpan(p.Doc.Lines.OffsetLine(span.Start))
	return markdown.Span{Start: max(line.Start, span.Start-widestAround), End: min(line.End, span.End+widestAround)}
}

// aboutServers tells a line about machines that everybody reaches.
func aboutServers(line string) bool {
	return containsAny(strings.ToLower(line), []string{
		"server", "container", "docker", "ssh", "vps", "deploy", "remote", "volume", "mount", "сервер", "服务器", "サーバ", "서버",
	})
}

// insideWorkspace returns the longest end of a place, of two elements or more, that the workspace has.
func insideWorkspace(ws Workspace, place machinePlace) (string, bool) {
	below := place.elements[max(0, len(place.elements)-12):]
	for ; len(below) > 1; below = below[1:] {
		if t, ok := parseTarget(strings.Join(below, "/")); ok && path.Clean(t.path) == t.path && ws.Stat(t.path) != NoFile {
			return t.path + t.suffix, true
		}
	}
	return "", false
}
