package rules

import (
	"strings"
	"sync"

	"cortex/markdown"
)

// Anchors finds what the fragments of references into one document mean. It is
// safe for concurrent use.
type Anchors struct {
	bySlug map[string]markdown.Anchor
	byName func() map[string]*markdown.Section
}

// AnchorsOf returns the anchors of a document, found at the first call.
func AnchorsOf(doc *markdown.Document) *Anchors { return anchorsOf.Of(doc) }

var anchorsOf = markdown.Derive(newAnchors)

func newAnchors(doc *markdown.Document) *Anchors {
	a := &Anchors{map[string]markdown.Anchor{}, sync.OnceValue(func() map[string]*markdown.Section { return sectionsByName(doc) })}
	for _, anchor := range doc.Anchors {
		slug := strings.ToLower(anchor.Slug)
		if _, taken := a.bySlug[slug]; !taken {
			a.bySlug[slug] = anchor
		}
	}
	return a
}

// Find returns the anchor that the fragment of a reference to the document names. False tells that it
// names none: because there is no fragment, or no such anchor.
func (a *Anchors) Find(r Reference) (markdown.Anchor, bool) {
	fragment := CleanFragment(r.Fragment)
	if r.Kind != ReferenceInclude {
		if found, ok := a.bySlug[fragment]; ok && fragment != "" {
			return found, true
		}
	}
	if fragment == "" || r.Kind != ReferenceInclude && r.Kind != ReferenceWiki {
		return markdown.Anchor{}, false
	}
	// Obsidian names a heading below another one "a#b".
	name := r.Fragment[strings.LastIndexByte(r.Fragment, '#')+1:]
	s := namedSection(a.byName(), name)
	if s == nil {
		return markdown.Anchor{}, false
	}
	return markdown.Anchor{Kind: markdown.AnchorHeading, Slug: s.Slug, Span: s.Heading, Section: s}, true
}

// CleanFragment returns a fragment as anchors are compared: in lower case, without what GitHub puts
// before it, and "" where it names a line.
func CleanFragment(fragment string) string {
	fragment = strings.TrimPrefix(fragment, "user-content-")
	if isLineFragment(fragment) {
		return ""
	}
	return strings.ToLower(fragment)
}
