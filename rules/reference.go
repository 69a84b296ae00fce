package rules

import (
	"path"
	"slices"
	"strings"

	"cortex/markdown"
)

// ReferenceKind tells by what syntax a document names another place.
type ReferenceKind uint8

const (
	ReferenceLink       ReferenceKind = iota + 1 // [text](target), ![alt](target) and <https://example.com>
	ReferenceUse                                 // [text][label], which leads where the definition leads
	ReferenceDefinition                          // [label]: target
	ReferenceWiki                                // [[target]]
	ReferenceInclude                             // {{include: target}}
	ReferenceMention                             // `path/to/file.go`: a code span that is nothing but the name of a file
	ReferenceTask                                // - [TASK001] Name: an entry of an index of tasks
)

// Reference is a place in a document that names a file, a part of one, or an address.
type Reference struct {
	Kind ReferenceKind
	// Span covers all of the syntax, Text what is shown in place of the target, and Target
	// the target as written; that of a use is its label. Text and Target are the same where nothing else is shown.
	Span, Text, Target markdown.Span
	// PathSpan and FragmentSpan cover the parts of Target; those of a use are equal to it.
	PathSpan, FragmentSpan markdown.Span
	// Destination is the target with escapes resolved, Path and Fragment are its parts, percent-decoded.
	// The fragment of an include is the name of a section.
	Destination, Path, Fragment string
	// Label is the normalised label of a use or definition.
	Label string
	// Hidden tells a definition that an earlier one hides.
	Hidden bool

	// mentioned is the line that a mention names, 0 for none.
	mentioned int
}

// References returns all references of a document, in order of their start.
func References(doc *markdown.Document) []Reference {
	all := make([]Reference, 0, ReferenceCount(doc))
	for i := range ReferenceCount(doc) {
		if r, ok := ReferenceAt(doc, i); ok {
			all = append(all, r)
		}
	}
	slices.SortStableFunc(all, func(a, b Reference) int { return a.Span.Start - b.Span.Start })
	return all
}

// ReferenceCount returns how many references a document can have.
func ReferenceCount(doc *markdown.Document) int {
	return len(doc.Links) + len(doc.Definitions) + len(doc.Includes) + len(doc.CodeSpans) + len(taskEntries(doc))
}

// ReferenceAt returns one of the references that a document can have, so that a number is all that
// has to be kept of it. False tells that it is a code span which names no file.
func ReferenceAt(doc *markdown.Document, i int) (Reference, bool) {
	if i < len(doc.Links) {
		return linkReference(&doc.Links[i]), true
	}
	i -= len(doc.Links)
	if i < len(doc.Definitions) {
		return definitionReference(&doc.Definitions[i]), true
	}
	i -= len(doc.Definitions)
	if i < len(doc.Includes) {
		return IncludeReference(doc.Includes[i]), true
	}
	i -= len(doc.Includes)
	if i < len(doc.CodeSpans) {
		return mentionReference(doc, doc.CodeSpans[i])
	}
	return taskReference(doc, taskEntries(doc)[i-len(doc.CodeSpans)]), true
}

func linkReference(l *markdown.Link) Reference {
	return Reference{
		Kind: linkKinds[l.Kind], Span: l.Span, Text: l.Text, Target: l.Target, PathSpan: l.PathSpan(), FragmentSpan: l.FragmentSpan(),
		Destination: l.Destination, Path: l.Path(), Fragment: l.Fragment(), Label: l.Label,
	}
}

func definitionReference(d *markdown.Definition) Reference {
	return Reference{
		Kind: ReferenceDefinition, Span: d.Span, Text: d.Label, Target: d.Target, PathSpan: d.PathSpan(), FragmentSpan: d.FragmentSpan(),
		Destination: d.Destination, Path: d.Path(), Fragment: d.Fragment(), Label: d.Name, Hidden: d.Hidden,
	}
}

func mentionReference(doc *markdown.Document, c markdown.CodeSpan) (Reference, bool) {
	m, ok := readMention(doc, c)
	end := markdown.Span{Start: c.Content.End, End: c.Content.End}
	return Reference{
		Kind: ReferenceMention, Span: c.Span, Text: c.Content, Target: c.Content, PathSpan: m.span, FragmentSpan: end,
		Destination: m.path, Path: m.path, mentioned: m.lines.first,
	}, ok
}

// taskEntries returns the entries of an index of tasks that are no links, none for other documents.
func taskEntries(doc *markdown.Document) []entry {
	if !isTaskIndex(doc.Path) {
		return nil
	}
	return plainEntries.Of(doc)
}

var plainEntries = markdown.Derive(func(doc *markdown.Document) []entry {
	x := taskIndex{doc: doc} // under whatever heading an entry stands, it names its task
	var entries []entry
	for line := range proseLines(doc) {
		if e, ok := x.readEntry(line); ok && !inLink(doc, e.span) {
			entries = append(entries, e)
		}
	}
	return entries
})

func taskReference(doc *markdown.Document, e entry) Reference {
	end := markdown.Span{Start: e.span.End, End: e.span.End}
	return Reference{
		Kind: ReferenceTask, Span: e.span, Text: e.span, Target: e.span, PathSpan: e.span, FragmentSpan: end,
		Destination: e.span.In(doc.Text), Path: e.id,
	}
}

// IncludeReference returns an include as a reference.
func IncludeReference(i markdown.Include) Reference {
	destination := i.Path
	if i.Section != "" {
		destination += "#" + i.Section
	}
	return Reference{
		Kind: ReferenceInclude, Span: i.Span, Text: i.Target, Target: i.Target, PathSpan: i.PathSpan, FragmentSpan: i.SectionSpan,
		Destination: destination, Path: i.Path, Fragment: i.Section,
	}
}

var linkKinds = [...]ReferenceKind{
	markdown.LinkInline:    ReferenceLink,
	markdown.LinkReference: ReferenceUse,
	markdown.LinkAutolink:  ReferenceLink,
	markdown.LinkWiki:      ReferenceWiki,
}

// TargetKind tells what stands where a reference leads.
type TargetKind uint8

const (
	TargetNone    TargetKind = iota // nothing that can be known: a placeholder, a path of one machine
	TargetNowhere                   // a path at which nothing stands
	TargetFile
	TargetFolder
	TargetURL
)

// Target is where a reference leads.
type Target struct {
	Kind TargetKind
	// Path is workspace-relative; for TargetNowhere it is where the file would be. For TargetURL it is
	// the address as written, and for TargetNone it is empty.
	Path string
	// Line is the line that the reference names, from 1, or 0.
	Line int
}

// Resolve returns where a reference in the document named from leads, as the rules see it.
func (r Reference) Resolve(ws Workspace, from string) Target {
	switch {
	case r.Path == "" && r.Kind == ReferenceInclude:
		return Target{}
	case r.Path == "" && r.Fragment != "":
		return Target{Kind: TargetFile, Path: from, Line: lineOfFragment(r.Fragment)}
	case r.Kind == ReferenceInclude:
		return resolvedInclude(ws, from, r.Path)
	case r.Kind == ReferenceWiki:
		return resolveWiki(ws, from, r.Path)
	case r.Kind == ReferenceTask:
		return resolveTask(ws, from, r.Path)
	}
	found := resolve(ws, from, r.Path)
	switch {
	case found.kind == Directory:
		return Target{Kind: TargetFolder, Path: found.path}
	case found.kind == RegularFile:
		return Target{Kind: TargetFile, Path: found.path, Line: r.line()}
	case r.Kind == ReferenceMention:
		return Target{}
	case found.by == foundForeign:
		return foreignTarget(r.Destination)
	}
	t, _ := parseTarget(r.Path)
	meant, _ := meantPath(ws, from, t)
	return Target{Kind: TargetNowhere, Path: meant, Line: r.line()}
}

// foreignTarget returns the target of a destination that is no path into the workspace.
func foreignTarget(destination string) Target {
	if hasScheme(destination) && len(destination) > len("c:/") && destination[1] != ':' && !strings.HasPrefix(destination, "mdc:") {
		return Target{Kind: TargetURL, Path: destination}
	}
	return Target{}
}

func resolvedInclude(ws Workspace, from, raw string) Target {
	name, found := resolveInclude(ws, from, raw)
	switch {
	case isPlaceholder(raw), found == includeOutside:
		return Target{}
	case found == includeFile:
		return Target{Kind: TargetFile, Path: name}
	case found == includeFolder:
		return Target{Kind: TargetFolder, Path: name}
	}
	return Target{Kind: TargetNowhere, Path: name}
}

// resolveWiki finds the target of a wiki link: a path like that of any link, or the name of a document
// wherever in the bank it is. Among several of one name the one in the same folder is meant, else the first.
func resolveWiki(ws Workspace, from, raw string) Target {
	if t, ok := parseTarget(raw); !ok || isPlaceholder(t.path) {
		return foreignTarget(raw)
	}
	name := strings.TrimPrefix(path.Clean(strings.TrimSpace(raw)), "/")
	if !isMarkdown(name) {
		if found := resolve(ws, from, raw); found.kind == RegularFile {
			return Target{Kind: TargetFile, Path: found.path}
		}
		name += ".md"
	}
	for _, b := range bases(ws.Bank().Root, from, name) {
		if p := path.Join(b.dir, name); !outside(p) && ws.Stat(p) == RegularFile {
			return Target{Kind: TargetFile, Path: p}
		}
	}
	var fit []string
	for _, p := range ws.Documents().Namesakes(path.Base(name)) {
		if path.Dir(name) == "." || strings.HasSuffix(strings.ToLower(p), "/"+strings.ToLower(name)) {
			fit = append(fit, p)
		}
	}
	for _, p := range fit {
		if path.Dir(p) == path.Dir(from) {
			return Target{Kind: TargetFile, Path: p}
		}
	}
	if len(fit) > 0 {
		return Target{Kind: TargetFile, Path: fit[0]}
	}
	return Target{Kind: TargetNowhere, Path: path.Join(ws.Bank().Root, name)}
}

// resolveTask finds the file of a task, in the folder of the index or below. An entry need not have one.
func resolveTask(ws Workspace, index, id string) Target {
	for _, p := range ws.Documents().ofTask(id) {
		if within(path.Dir(index), p) {
			return Target{Kind: TargetFile, Path: p}
		}
	}
	return Target{}
}

// line returns the line that the target names, 0 if it names none.
func (r Reference) line() int {
	if r.Kind == ReferenceMention {
		return r.mentioned
	}
	if line := lineOfFragment(r.Fragment); line > 0 {
		return line
	}
	t, _ := parseTarget(r.Path)
	return readLines(t.suffix, 0).first
}

// lineOfFragment returns the line of "L10" and the like, else 0.
func lineOfFragment(fragment string) int {
	if !isLineFragment(fragment) {
		return 0
	}
	return readLines("#"+fragment, 0).first
}
