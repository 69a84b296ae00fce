package rules

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"cortex/markdown"
)

// writing is how a reference writes its path.
type writing struct {
	Following
	kind ReferenceKind
	// raw is the path as written, and span says where.
	raw  string
	span markdown.Span
	// target holds the path with all escapes resolved.
	target
	// was is what the path named, by which kind of start.
	was located
	// bracketed tells a destination in <>, bare that the extension is left out.
	bracketed, bare bool
}

func wayOfWriting(f Following, text string, r Reference, was located) writing {
	w := writing{Following: f, kind: r.Kind, raw: r.PathSpan.In(text), span: r.PathSpan, was: was, target: target{path: r.Path}}
	if w.isDestination() {
		w.target, _ = parseTarget(r.Path)
		w.bracketed = destination{target: r.Target}.bracketed(text)
	}
	w.bare = !isMarkdown(w.path) && isMarkdown(was.path)
	return w
}

func (w writing) isDestination() bool {
	return w.kind == ReferenceLink || w.kind == ReferenceDefinition
}

// leads tells whether a path, with escapes resolved, leads to want.
func (w writing) leads(p, want string) bool {
	return locate(w.After, w.To, w.kind, w.prefix+p+w.suffix).path == want
}

// anew writes the path of want from the same kind of start, or if that leads elsewhere from another.
func (w writing) anew(want string) (string, bool) {
	others := []found{foundRelative, foundBank, foundWorkspace}
	if w.kind == ReferenceWiki {
		others = []found{foundBank, foundRelative, foundWorkspace}
	}
	for _, by := range slices.Insert(others, 0, w.was.by) {
		p, ok := w.from(by, want)
		if !ok || !w.leads(p, want) {
			continue
		}
		if escaped, ok := w.escape(p); ok {
			return w.prefix + escaped + w.suffixAsWritten(), true
		}
	}
	return "", false
}

// suffixAsWritten returns what follows the file in the path with its escapes.
func (w writing) suffixAsWritten() string {
	if strings.HasSuffix(w.raw, w.suffix) {
		return w.suffix
	}
	return escapeTarget(w.suffix, w.bracketed)
}

// from returns the path of want from one kind of start, false if there is none.
func (w writing) from(by found, want string) (string, bool) {
	p, root := want, w.After.Bank().Root
	switch {
	case by == foundByName:
		p = path.Base(want)
	case by == foundBank && root != ".":
		if !within(root, want) {
			return "", false
		}
		p = relativeTo(root, want)
	case by == foundRelative:
		p = RelativePath(w.To, want)
		if strings.HasPrefix(w.path, "./") && !strings.HasPrefix(p, "../") {
			p = "./" + p
		}
	}
	if by != foundRelative && strings.HasPrefix(w.path, "/") {
		p = "/" + p
	}
	return w.shortened(p), true
}

// shortened leaves the extension out where it was left out before.
func (w writing) shortened(p string) string {
	if stem := withoutExt(p); w.bare && isMarkdown(p) && (path.Ext(stem) == "" || w.kind == ReferenceWiki) {
		return stem
	}
	return p
}

// bySegments changes only those names in the path that are others now. False tells that this does not lead to want.
func (w writing) bySegments(want string) (string, bool) {
	raw, isPrefixed := strings.CutPrefix(w.raw, w.prefix)
	raw, isSuffixed := strings.CutSuffix(raw, w.suffix)
	separators := "/"
	if !w.isDestination() {
		separators = `/\`
	}
	if !isPrefixed || !isSuffixed || w.was.by == foundByName || w.isDestination() && strings.ContainsAny(raw, `\&`) {
		return "", false
	}
	var written, plain strings.Builder
	for at := w.start(); ; {
		end := strings.IndexAny(raw, separators)
		last := end < 0
		if last {
			end = len(raw)
		}
		name, now, ok := w.segment(raw[:end], &at, last)
		if !ok {
			return "", false
		}
		written.WriteString(name)
		plain.WriteString(now)
		if last {
			break
		}
		written.WriteByte(raw[end])
		plain.WriteByte('/')
		raw = raw[end+1:]
	}
	found := locate(w.After, w.To, w.kind, w.prefix+plain.String()+w.suffix)
	return w.prefix + written.String() + w.suffix, found.path == want && found.by <= w.was.by
}

// start returns the folder that the path starts at.
func (w writing) start() string {
	switch w.was.by {
	case foundRelative:
		return path.Dir(w.From)
	case foundBank:
		return w.Before.Bank().Root
	}
	return "."
}

// segment returns one segment of the path as it is to be written, and the same with escapes resolved. At is the folder
// that it stands in, and becomes what it names.
func (w writing) segment(raw string, at *string, last bool) (written, plain string, ok bool) {
	plain = raw
	if w.isDestination() {
		decoded, err := url.PathUnescape(raw)
		if err != nil || strings.Contains(decoded, "/") {
			return "", "", false
		}
		plain = decoded
	}
	*at = path.Join(*at, plain)
	if plain == "" || plain == "." || plain == ".." {
		return raw, plain, true
	}
	before := *at
	if last {
		before = w.was.path
	}
	now := path.Base(w.Renamed(before))
	if now == path.Base(before) {
		return raw, plain, true
	}
	if last {
		now = w.shortened(now)
	}
	written, ok = w.escape(now)
	return written, now, ok
}

// escape writes a path as the syntax wants it, false if it cannot hold the path.
func (w writing) escape(p string) (string, bool) {
	switch w.kind {
	case ReferenceWiki:
		return p, !strings.ContainsAny(p, "[]|#\n") && strings.TrimSpace(p) == p
	case ReferenceInclude:
		return p, !strings.ContainsAny(p, "{}|#\n") && strings.TrimSpace(p) == p
	case ReferenceMention:
		if strings.Contains(w.raw, `\`) && !strings.Contains(w.raw, "/") {
			p = strings.ReplaceAll(p, "/", `\`)
		}
		return p, !strings.ContainsAny(p, "`\n")
	}
	escaped := escapeTarget(p, w.bracketed)
	if encodesLetters(w.raw) {
		escaped = percentEncodeLetters(escaped)
	}
	return escaped, true
}

// task writes the identifier of the new file into the entry of an index. Where there is none the entry
// stays: it need not have a file.
func (w writing) task(want string) (*markdown.Edit, error) {
	name := path.Base(want)
	id, length := taskID(withoutExt(name))
	if id == "" || !w.leads(id, want) {
		return nil, nil
	}
	return &markdown.Edit{Span: w.span, New: name[:length]}, nil
}

// encodesLetters tells whether a target writes letters beyond ASCII as percent-encoded bytes.
func encodesLetters(raw string) bool {
	for i := 0; i+2 < len(raw); i++ {
		if raw[i] == '%' && strings.IndexByte("89abcdefABCDEF", raw[i+1]) >= 0 {
			return true
		}
	}
	return false
}

func percentEncodeLetters(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if s[i] < 0x80 {
			b.WriteByte(s[i])
		} else {
			fmt.Fprintf(&b, "%%%02X", s[i])
		}
	}
	return b.String()
}
