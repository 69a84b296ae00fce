package bank

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode"

	"cortex/markdown"
	"cortex/rules"
)

// RenameFiles returns the changes that give files and folders other paths, with everything that names them: links
// to them and from them, includes, definitions, names in code and entries of task indexes. Edits come before the
// renamings. It refuses with an error what cannot be done, also if a single link cannot follow.
func (s *Snapshot) RenameFiles(ctx context.Context, renamings []Renaming) ([]rules.Change, error) {
	for _, r := range renamings {
		if err := s.checkRenaming(r); err != nil {
			return nil, err
		}
	}
	changes, lost, err := s.followFiles(ctx, renamings)
	if err != nil {
		return nil, err
	}
	if len(lost) > 0 {
		return nil, errors.Join(lost...)
	}
	for _, r := range renamings {
		changes = append(changes, rules.Change{Path: r.From, Rename: r.To})
	}
	return changes, nil
}

// FollowFiles returns only the edits of RenameFiles, to be made before somebody else gives the files their new
// paths. Links that cannot follow are left as they are. The error is ctx's.
func (s *Snapshot) FollowFiles(ctx context.Context, renamings []Renaming) ([]rules.Change, error) {
	changes, _, err := s.followFiles(ctx, renamings)
	return changes, err
}

// checkRenaming tells why something cannot get a path.
func (s *Snapshot) checkRenaming(r Renaming) error {
	switch {
	case s.stat(r.From) == rules.NoFile:
		return fmt.Errorf("there is no %q", r.From)
	case r.To == ".." || strings.HasPrefix(r.To, "../") || strings.HasPrefix(r.To, "/"):
		return fmt.Errorf("%q is outside the workspace", r.To)
	case !fs.ValidPath(r.To) || r.To == "." || strings.ContainsFunc(r.To, unicode.IsControl) || strings.Contains(r.To, `\`):
		return refuse(BadName, "%q is no path of a file", r.To)
	case r.From == r.To:
		return refuse(BadName, "%q has that name already", r.From)
	case r.From == ".":
		return errors.New("the workspace itself cannot be renamed")
	case Below(r.To, r.From) && s.stat(r.From) == rules.Directory:
		return fmt.Errorf("%q cannot be moved into itself", r.From)
	case s.stat(r.To) != rules.NoFile:
		return refuse(Exists, "there is a %q already", r.To)
	}
	for folder := path.Dir(r.To); folder != "."; folder = path.Dir(folder) {
		if s.stat(folder) == rules.RegularFile {
			return fmt.Errorf("%q is no folder", folder)
		}
	}
	return nil
}

// followFiles returns the edits that follow renamings, sorted by path, and the links that cannot follow.
func (s *Snapshot) followFiles(ctx context.Context, renamings []Renaming) (changes []rules.Change, lost []error, err error) {
	r := newRehearsal(s, newMoves(renamings))
	var documents []string
	err = s.graph.ask(ctx, s, func() { documents = s.graph.concerned(r.moves.touches) })
	if err != nil {
		return nil, nil, err
	}
	edits, missed := make([][]markdown.Edit, len(documents)), make([][]error, len(documents))
	err = each(ctx, len(documents), func(_ context.Context, i int) error {
		edits[i], missed[i] = r.follow(documents[i])
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	for i, p := range documents {
		if len(edits[i]) > 0 {
			changes = append(changes, rules.Change{Path: p, Edits: edits[i]})
		}
	}
	changes, lost, err = s.followTitles(ctx, changes)
	return changes, append(slices.Concat(missed...), lost...), err
}

// followTitles adds to changes what follows from those edits that are in headings: a title may name a file, and
// then its anchor is another one.
func (s *Snapshot) followTitles(ctx context.Context, changes []rules.Change) (all []rules.Change, lost []error, err error) {
	all = slices.Clone(changes)
	for _, c := range changes {
		before := s.judgedDocument(c.Path)
		if !editsHeading(before, c.Edits) {
			continue
		}
		after, err := s.edited(before, c.Edits)
		if err != nil {
			return nil, nil, err
		}
		if len(headingsOf(after)) != len(headingsOf(before)) {
			lost = append(lost, fmt.Errorf("a heading of %q would be none with the new name", c.Path))
			continue
		}
		more, missed, err := s.followAnchors(ctx, before, after, anchorsAfter(before, after), markdown.Span{Start: -1, End: -1})
		if err != nil {
			return nil, nil, err
		}
		lost = append(lost, missed...)
		for _, m := range more {
			for _, e := range m.Edits {
				all = withEdit(all, m.Path, e)
			}
		}
	}
	return all, lost, nil
}

// editsHeading tells whether an edit is in a heading of a document.
func editsHeading(doc *markdown.Document, edits []markdown.Edit) bool {
	return slices.ContainsFunc(headingsOf(doc), func(a markdown.Anchor) bool {
		return slices.ContainsFunc(edits, func(e markdown.Edit) bool { return a.Span.Contains(e.Span) })
	})
}

// concerned returns the documents, sorted, whose references may lead elsewhere if what stands at some paths changes:
// those at the paths, those that name them or ask what stands there, and those that look at lists of files.
func (g *graph) concerned(touches func(path string) bool) []string {
	found := map[string]struct{}{}
	var paths marks
	for i, p := range g.points {
		name := g.paths.name(int32(i))
		touched := touches(name)
		if p.node != nil && (touched || p.node.listed) {
			found[name] = struct{}{}
		}
		if !touched {
			continue
		}
		paths.set(int32(i), len(g.points))
		for _, id := range p.sources {
			found[g.paths.name(id)] = struct{}{}
		}
	}
	for id := range g.asking(paths) {
		found[g.paths.name(id)] = struct{}{}
	}
	return slices.Sorted(maps.Keys(found))
}

// follow returns the edits with which the references of a document follow the moves.
func (r *rehearsal) follow(from string) (edits []markdown.Edit, lost []error) {
	doc := r.snapshot.judgedDocument(from)
	if doc == nil {
		return nil, nil
	}
	f := r.following(from)
	for _, reference := range rules.References(doc) {
		to := reference.Resolve(f.Before, from)
		if reference.Path == "" || reference.Kind == rules.ReferenceUse || to.Kind != rules.TargetFile && to.Kind != rules.TargetFolder {
			continue
		}
		edit, err := f.Path(doc.Text, reference, r.moves.renamed(to.Path))
		switch {
		case err != nil:
			lost = append(lost, err)
		case edit != nil:
			edits = append(edits, *edit)
		}
	}
	return edits, lost
}
