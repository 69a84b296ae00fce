package bank

import (
	"context"
	"errors"
	"path"
	"strings"

	"cortex/markdown"
	"cortex/rules"
)

// Renamable is something at a place of a document that can get another name.
type Renamable struct {
	// Span covers where the name stands that was pointed at.
	Span markdown.Span
	// Name is the name as it is: the title of a heading, a label, or the name of a file in its folder.
	Name string

	// path is that of a file to rename; with a label, or with heading set and a slug, that of the document that has it.
	path, label, slug string
	heading           bool
}

// errNothingToRename is what RenamableAt returns where nothing has a name.
var errNothingToRename = errors.New("nothing to rename here: point at a heading, a label, or a link's path or fragment")

// RenamableAt returns what stands at an offset of a document: a heading, a link's label, the section that a link's
// fragment names, or the file or folder that its path names. The error tells why there is nothing.
func (s *Snapshot) RenamableAt(path string, offset int) (Renamable, error) {
	x, ok := s.subjectAt(path, offset)
	switch {
	case !ok:
		return Renamable{}, errNothingToRename
	case x.link == nil:
		return x.renamableSection(x.origin)
	case x.onLabel:
		return x.renamableLabel(x.origin), nil
	}
	r := x.link.Reference
	on := func(part markdown.Span) bool { return part.Len() > 0 && part.Start <= offset && offset <= part.End }
	switch {
	case r.Kind == rules.ReferenceUse && !on(r.Text):
		return x.renamableLabel(r.Target), nil // beside it, on a bracket
	case r.Kind == rules.ReferenceUse:
		return Renamable{}, errNothingToRename
	case on(r.FragmentSpan) && x.anchor != nil:
		return x.renamableSection(r.FragmentSpan)
	case on(r.FragmentSpan):
		return Renamable{}, errors.New("the link names no heading that exists")
	case on(r.PathSpan):
		return x.renamableFile(offset)
	}
	return Renamable{}, errNothingToRename
}

func (x subject) renamableLabel(span markdown.Span) Renamable {
	return Renamable{Span: span, Name: span.In(x.doc.Text), path: x.doc.Path, label: x.link.Label}
}

func (x subject) renamableSection(span markdown.Span) (Renamable, error) {
	if x.anchor.Section == nil {
		return Renamable{}, errors.New("only a heading outside quotes and lists can be renamed")
	}
	name := x.anchor.Section.Content.In(x.target.Text)
	return Renamable{Span: span, Name: name, path: x.target.Path, slug: x.anchor.Section.Slug, heading: true}, nil
}

func (x subject) renamableFile(offset int) (Renamable, error) {
	r := x.link.Reference
	if to := x.link.Leads; to.Kind != rules.TargetFile && to.Kind != rules.TargetFolder || to.Path == "." {
		return Renamable{}, errors.New("the link leads to no file or folder of the workspace")
	}
	span := r.PathSpan
	if slash := strings.LastIndexAny(strings.TrimRight(span.In(x.doc.Text), "/"), `/\`); slash >= 0 && offset > span.Start+slash {
		span.Start += slash + 1
	}
	return Renamable{Span: span, Name: path.Base(x.link.Leads.Path), path: x.link.Leads.Path}, nil
}

// errOtherName is what Rename returns for what has got another name meanwhile.
var errOtherName = errors.New("what was to be renamed has another name by now")

// Rename returns the changes that give what RenamableAt has found, here or in an earlier snapshot, another name, as RenameHeading,
// RenameLabel and RenameFiles do. The name of a file is a path from the folder that it is in, or with "/" in front from the
// workspace's root. An extension that is left out stays, and a document stays one: its name may have dots.
func (s *Snapshot) Rename(ctx context.Context, x Renamable, name string) ([]rules.Change, error) {
	switch {
	case x.label != "":
		return s.RenameLabel(x.path, x.label, name)
	case x.heading:
		if section := s.Section(x.path, x.slug); section == nil || section.Content.In(s.judgedDocument(x.path).Text) != x.Name {
			return nil, errOtherName
		}
		return s.RenameHeading(ctx, x.path, x.slug, name)
	}
	to, err := s.newPath(x.path, name)
	if err != nil {
		return nil, err
	}
	return s.RenameFiles(ctx, []Renaming{{x.path, to}})
}

// newPath returns the path that a name means for the file or folder at a path.
func (s *Snapshot) newPath(file, name string) (string, error) {
	name = strings.TrimSpace(name)
	if name == "" || strings.HasSuffix(name, "/") {
		return "", errors.New("a file needs a name")
	}
	bare := path.Ext(name) == "" || isMarkdown(file) && !isMarkdown(name)
	if bare && s.stat(file) != rules.Directory {
		name += path.Ext(file)
	}
	if rooted, ok := strings.CutPrefix(name, "/"); ok {
		return path.Clean(rooted), nil
	}
	return path.Join(path.Dir(file), name), nil
}
