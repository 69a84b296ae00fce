package bank

import (
	"slices"
	"strings"

	"cortex/markdown"
	"cortex/rules"
)

// Location is a part of a file.
type Location struct {
	// Path is workspace-relative.
	Path string
	Span markdown.Span
}

// entity is what references name. It is comparable.
type entity struct {
	// path is that of a file, there or not, or a URL.
	path string
	// fragment is the folded slug of an anchor, or where there is no such anchor what is
	// written in its place; "" for the whole file.
	fragment string
	// label is the label of a link definition in the file, in place of a fragment.
	label string
	// title tells that the anchor is the title of the file, and so stands for the file, too.
	title bool
}

// subject is what stands at a place of a document: a reference, or an anchor to which others may lead.
type subject struct {
	entity
	doc *markdown.Document
	// origin covers what was pointed at.
	origin markdown.Span
	// link is nil on an anchor; onLabel tells that the label of the link is meant, not its target.
	link    *Link
	onLabel bool
	// target is the document that is named, nil if it is none of a bank; anchor the one in it, if any.
	target *markdown.Document
	anchor *markdown.Anchor
}

// document returns the parsed file of a bank, nil for other files.
func (s *Snapshot) judgedDocument(path string) *markdown.Document {
	if f := s.judged(path); f != nil {
		return f.content.document(s.engine)
	}
	return nil
}

// subjectAt returns what stands at an offset of a document, false if it is nothing that has a name.
func (s *Snapshot) subjectAt(path string, offset int) (subject, bool) {
	doc := s.judgedDocument(path)
	if doc == nil {
		return subject{}, false
	}
	if r, ok := referenceAt(doc, offset); ok {
		return s.linkSubject(doc, Link{r, s.resolve(r, path)}, offset), true
	}
	for _, a := range doc.Anchors {
		if a.Span.Start <= offset && offset <= a.Span.End {
			return anchorSubject(doc, a), true
		}
	}
	return subject{}, false
}

// referenceAt returns the innermost reference at an offset.
func referenceAt(doc *markdown.Document, offset int) (rules.Reference, bool) {
	var found rules.Reference
	ok := false
	for _, r := range rules.References(doc) {
		if r.Span.Start <= offset && offset <= r.Span.End && (!ok || r.Span.Len() <= found.Span.Len()) {
			found, ok = r, true
		}
	}
	return found, ok
}

// resolve returns where a reference of a document leads.
func (s *Snapshot) resolve(r rules.Reference, from string) rules.Target {
	return r.Resolve(&lookups{snapshot: s, bank: s.BankOf(from)}, from)
}

func (s *Snapshot) linkSubject(doc *markdown.Document, l Link, offset int) subject {
	x := subject{doc: doc, origin: l.Target, link: &l}
	if offset < l.Target.Start || l.Target.End < offset {
		x.origin = l.Span
	}
	label := l.Kind == rules.ReferenceUse && l.Target.Start <= offset && offset <= l.Target.End ||
		l.Kind == rules.ReferenceDefinition && l.Text.Start-1 <= offset && offset <= l.Text.End+1
	if label {
		x.onLabel, x.entity = true, entity{path: doc.Path, label: l.Label}
		x.origin = l.Text
		if l.Kind == rules.ReferenceUse {
			x.origin = l.Target
		}
		return x
	}
	if l.Kind == rules.ReferenceUse {
		x.origin = l.Span
	}
	var anchors *rules.Anchors
	if l.Leads.Kind == rules.TargetFile {
		if x.target = s.judgedDocument(l.Leads.Path); x.target != nil {
			anchors = rules.AnchorsOf(x.target)
			if a, ok := anchors.Find(l.Reference); ok {
				x.anchor = &a
			}
		}
	}
	x.entity = entityOf(l, anchors)
	x.title = x.anchor != nil && isTitle(x.target, *x.anchor)
	return x
}

// entityOf returns what a link names; anchors are those of its target, nil if it is no document of a bank.
func entityOf(l Link, anchors *rules.Anchors) entity {
	e := entity{path: l.Leads.Path}
	if l.Leads.Kind == rules.TargetURL {
		return e
	}
	e.fragment = rules.CleanFragment(l.Fragment)
	if anchors != nil {
		if a, ok := anchors.Find(l.Reference); ok {
			e.fragment = strings.ToLower(a.Slug)
		}
	}
	return e
}

func anchorSubject(doc *markdown.Document, a markdown.Anchor) subject {
	e := entity{path: doc.Path, fragment: strings.ToLower(a.Slug), title: isTitle(doc, a)}
	origin := a.Span
	if a.Section != nil {
		origin = a.Section.Content
	}
	return subject{entity: e, doc: doc, origin: origin, target: doc, anchor: &a}
}

// isTitle tells whether an anchor is the heading that names the whole document.
func isTitle(doc *markdown.Document, a markdown.Anchor) bool {
	return a.Section != nil && a.Section.Level == 1 && len(doc.Sections) > 0 && doc.Sections[0] == a.Section
}

// namedBy tells whether a link names the entity; anchors are those of the entity's file.
func (e entity) namedBy(l Link, anchors *rules.Anchors) bool {
	if l.Leads.Path != e.path || l.Leads.Kind == rules.TargetNone {
		return false
	}
	if e.fragment == "" || e.title && rules.CleanFragment(l.Fragment) == "" {
		return l.Path != "" || l.Leads.Kind == rules.TargetURL
	}
	return entityOf(l, anchors).fragment == e.fragment
}

// labelled returns the links of a document that carry a label: its definitions and their uses.
func labelled(doc *markdown.Document, label string) []rules.Reference {
	return slices.DeleteFunc(rules.References(doc), func(r rules.Reference) bool {
		return r.Label != label || r.Kind != rules.ReferenceUse && r.Kind != rules.ReferenceDefinition
	})
}
