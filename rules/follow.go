package rules

import (
	"fmt"
	"path"
	"strings"

	"cortex/markdown"
)

// Following writes the references of one document so that they lead on to what they lead to, after files, folders or
// the document itself got other paths. What need not change stays as it is written.
type Following struct {
	// Before and After are the workspace before and after that, as seen from the document's bank.
	Before, After Workspace
	// From and To are the document's path before and after.
	From, To string
	// Renamed returns the path that what stands at a path has afterwards.
	Renamed func(string) string
}

// Path returns the edit with which a reference of the document, whose text is given, leads to the file or folder
// want, a path afterwards. It is nil if the reference does so already. The error tells that its syntax cannot name
// want. A reference without a path leads to its own document and gets one if that is not want.
func (f Following) Path(text string, r Reference, want string) (*markdown.Edit, error) {
	if r.Path == "" {
		return f.addPath(text, r, want)
	}
	was, now := locate(f.Before, f.From, r.Kind, r.Path), locate(f.After, f.To, r.Kind, r.Path)
	w := wayOfWriting(f, text, r, was)
	// What other programs read relative to the file must not be left to a guess that was none before.
	if now.path == want && (now.by <= was.by || !w.isDestination()) {
		return nil, nil
	}
	if r.Kind == ReferenceTask {
		return w.task(want)
	}
	written, ok := w.bySegments(want)
	if !ok {
		written, ok = w.anew(want)
	}
	switch {
	case ok:
		return &markdown.Edit{Span: r.PathSpan, New: written}, nil
	case r.Kind == ReferenceInclude && !within(f.After.Bank().Root, want):
		return nil, fmt.Errorf("%q is outside the bank, and %q includes it", want, f.From)
	}
	return nil, fmt.Errorf("%q in %q cannot lead to %q, as its name is written", r.PathSpan.In(text), f.From, want)
}

// addPath puts a path before the fragment of a reference that has only this.
func (f Following) addPath(text string, r Reference, want string) (*markdown.Edit, error) {
	if want == f.To {
		return nil, nil
	}
	was := located{f.From, foundRelative}
	if r.Kind == ReferenceWiki {
		was.by = foundByName
	}
	w := wayOfWriting(f, text, r, was)
	w.raw, w.bare = "", r.Kind == ReferenceWiki
	written, ok := w.anew(want)
	if !ok {
		return nil, fmt.Errorf("%q cannot name %q", r.Target.In(text), want)
	}
	return &markdown.Edit{Span: markdown.Span{Start: r.Target.Start, End: r.Target.Start}, New: written}, nil
}

// located is where a path leads.
type located struct {
	path string
	by   found
}

// locate resolves the path of a reference of any kind but a use.
func locate(ws Workspace, from string, kind ReferenceKind, raw string) located {
	switch kind {
	case ReferenceTask:
		return located{resolveTask(ws, from, raw).Path, foundByName}
	case ReferenceInclude:
		name, found := resolveInclude(ws, from, raw)
		if found != includeFile {
			return located{}
		}
		if name == path.Join(path.Dir(from), strings.ReplaceAll(raw, `\`, "/")) {
			return located{name, foundRelative}
		}
		return located{name, foundBank}
	case ReferenceWiki:
		return locateWiki(ws, from, raw)
	}
	r := resolve(ws, from, raw)
	return located{r.path, r.by}
}

func locateWiki(ws Workspace, from, raw string) located {
	to := resolveWiki(ws, from, raw)
	if to.Kind != TargetFile {
		return located{}
	}
	name := strings.TrimPrefix(path.Clean(strings.TrimSpace(raw)), "/")
	for _, b := range bases(ws.Bank().Root, from, name) {
		if p := path.Join(b.dir, name); strings.Contains(name, "/") && (p == to.Path || p+".md" == to.Path) {
			return located{to.Path, b.by}
		}
	}
	return located{to.Path, foundByName}
}
