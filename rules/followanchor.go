package rules

import (
	"fmt"
	"strings"

	"cortex/markdown"
)

// FollowAnchor returns the edit with which a reference, in the document of that text, names another anchor: was before, and want,
// one of anchors, afterwards. Names are written as they were: as heading or as slug. It is nil if the reference does so already; the
// error tells that it cannot.
func (r Reference) FollowAnchor(text string, was, want markdown.Anchor, anchors *Anchors) (*markdown.Edit, error) {
	if now, ok := anchors.Find(r); ok && now.Span == want.Span {
		return nil, nil
	}
	outer := r.FragmentSpan.In(text)
	start := 0
	if r.Kind == ReferenceInclude || r.Kind == ReferenceWiki {
		start = strings.LastIndexByte(outer, '#') + 1 // "a#b" names b below a
	} else if strings.HasPrefix(outer, "user-content-") {
		start = len("user-content-")
	}
	for _, name := range r.namesOf(outer[start:], was, want) {
		renamed := r
		renamed.Fragment = outer[:start] + name
		if found, ok := anchors.Find(renamed); !ok || found.Span != want.Span {
			continue
		}
		span := markdown.Span{Start: r.FragmentSpan.Start + start, End: r.FragmentSpan.End}
		return &markdown.Edit{Span: span, New: r.escapeFragment(text, name)}, nil
	}
	return nil, fmt.Errorf("%q cannot name the heading any more: another has its anchor", r.Target.In(text))
}

// namesOf returns the ways to name an anchor in a reference, the one in which it was named first.
func (r Reference) namesOf(written string, was, want markdown.Anchor) []string {
	names := []string{want.Slug}
	if r.Kind != ReferenceInclude && r.Kind != ReferenceWiki || want.Section == nil || !canName(r.Kind, want.Section.Title) {
		return names
	}
	title := want.Section.Title
	if was.Section != nil && foldTitle(written) == foldTitle(was.Section.Title) && written != was.Slug {
		return []string{title, want.Slug}
	}
	return []string{want.Slug, title}
}

// IncludeName returns how an include names a section: by its heading if it can hold that, else by the slug.
func IncludeName(s *markdown.Section) string {
	if canName(ReferenceInclude, s.Title) {
		return s.Title
	}
	return s.Slug
}

// canName tells whether a wiki link or include can hold the text of a heading.
func canName(kind ReferenceKind, title string) bool {
	if kind == ReferenceWiki {
		return title != "" && !strings.ContainsAny(title, "[]|#\r\n")
	}
	return title != "" && !strings.ContainsAny(title, "|,{}#\r\n")
}

func (r Reference) escapeFragment(text, name string) string {
	if r.Kind == ReferenceInclude || r.Kind == ReferenceWiki {
		return name
	}
	escaped := EscapeTarget(name, destination{target: r.Target}.bracketed(text))
	if encodesLetters(r.FragmentSpan.In(text)) {
		return percentEncodeLetters(escaped)
	}
	return escaped
}
