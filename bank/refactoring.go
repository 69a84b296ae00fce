package bank

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"cortex/markdown"
	"cortex/rules"
)

// RefactoringKind tells what a refactoring does.
type RefactoringKind string

const (
	Extract  RefactoringKind = "extract"  // a section into a new document
	Inline   RefactoringKind = "inline"   // an include's text in its place
	Move     RefactoringKind = "move"     // a section to another document
	Organize RefactoringKind = "organize" // link definitions at the end of the document
	Retitle  RefactoringKind = "retitle"  // the file gets the name that its title says
	Share    RefactoringKind = "share"    // a section's text becomes an include of its copy in another document
)

// Refactoring is a change of a document that keeps what it says. It holds all that is needed to carry it out later.
type Refactoring struct {
	Kind RefactoringKind
	// Title says in words what it does.
	Title string
	Path  string
	// Slug names the section that is extracted or moved, or whose text becomes an include.
	Slug string
	// Offset is where the include is that is inlined.
	Offset int
	// To is the document that a section is moved to or has its text from, or the new path of the file.
	To string
}

// Refactorings returns what may be done with what stands at an offset of a document: it is cheap to ask, and whether
// it can be done is found out by Refactor. Nil for files that are no documents of a bank.
func (s *Snapshot) Refactorings(path string, offset int) []Refactoring {
	doc := s.judgedDocument(path)
	if doc == nil {
		return nil
	}
	var all []Refactoring
	if include, ok := includeAt(doc, offset); ok {
		title := fmt.Sprintf("Inline %q", include.Target.In(doc.Text))
		all = append(all, Refactoring{Kind: Inline, Title: title, Path: path, Offset: include.Span.Start})
	}
	if section := headingAt(doc, offset); section != nil {
		all = append(all, s.sectionRefactorings(doc, section)...)
	}
	if len(doc.Definitions) > 0 {
		all = append(all, Refactoring{Kind: Organize, Title: "Organize link definitions", Path: path})
	}
	return all
}

// headingAt returns the section whose heading stands at an offset, nil if none does.
func headingAt(doc *markdown.Document, offset int) *markdown.Section {
	for section := range doc.All() {
		if section.Heading.Start <= offset && offset <= section.Heading.End {
			return section
		}
	}
	return nil
}

// maxTargets is how many documents a section is offered to be moved to.
const maxTargets = 100

func (s *Snapshot) sectionRefactorings(doc *markdown.Document, section *markdown.Section) []Refactoring {
	var all []Refactoring
	if textIn(doc.Text, section.Body).Len() > 0 && s.BankOf(doc.Path).owns(s.freePath(path.Dir(doc.Path), section.Slug)) {
		title := fmt.Sprintf("Extract section %q to a new file", section.Title)
		all = append(all, Refactoring{Kind: Extract, Title: title, Path: doc.Path, Slug: section.Slug})
	}
	all = append(all, s.sharing(doc, section)...)
	if section == doc.Sections[0] && section.Level == 1 {
		return append(all, s.retitling(doc, section)...)
	}
	for _, to := range s.moveTargets(doc, section) {
		title := fmt.Sprintf("Move section %q to %q", section.Title, rules.RelativePath(doc.Path, to))
		all = append(all, Refactoring{Kind: Move, Title: title, Path: doc.Path, Slug: section.Slug, To: to})
	}
	return all
}

// retitling gives a file the name that its title says, unless the bank's profile says how it is called, or the name is taken.
func (s *Snapshot) retitling(doc *markdown.Document, title *markdown.Section) []Refactoring {
	b, name := s.BankOf(doc.Path), strings.Trim(title.Slug, "-")
	to := path.Join(path.Dir(doc.Path), name+path.Ext(doc.Path))
	switch strings.ToLower(strings.Trim(path.Base(doc.Path), "_")) {
	case "readme.md", "index.md":
		return nil
	}
	if name == "" || b.Profile.Describes(strings.TrimPrefix(doc.Path, b.Root+"/")) || s.checkRenaming(Renaming{doc.Path, to}) != nil {
		return nil
	}
	return []Refactoring{{Kind: Retitle, Title: fmt.Sprintf("Rename the file to %q", path.Base(to)), Path: doc.Path, To: to}}
}

// moveTargets returns the documents that a section can go to, the likeliest first: those that it links to, those that its
// document links to, those that the profile describes, the others in the same folder and those at the root of the bank.
func (s *Snapshot) moveTargets(doc *markdown.Document, section *markdown.Section) []string {
	b := s.BankOf(doc.Path)
	var linked, mentioned, described, same, root []string
	for _, l := range s.Links(doc.Path) {
		switch {
		case l.Leads.Kind != rules.TargetFile || !b.has(l.Leads.Path):
		case section.Span().Contains(l.Span):
			linked = append(linked, l.Leads.Path)
		default:
			mentioned = append(mentioned, l.Leads.Path)
		}
	}
	for _, p := range b.Paths {
		switch folder := path.Dir(p); {
		case folder != path.Dir(doc.Path) && folder != b.Root:
		case b.Profile.Describes(b.relative(p)):
			described = append(described, p)
		case folder == path.Dir(doc.Path):
			same = append(same, p)
		default:
			root = append(root, p)
		}
	}
	known := map[string]bool{doc.Path: true}
	targets := slices.DeleteFunc(slices.Concat(linked, mentioned, described, same, root), func(p string) bool {
		again := known[p]
		known[p] = true
		return again
	})
	return targets[:min(len(targets), maxTargets)]
}

// Refactor returns the changes of a refactoring.
func (s *Snapshot) Refactor(ctx context.Context, r Refactoring) ([]rules.Change, error) {
	switch r.Kind {
	case Extract:
		return s.ExtractSection(ctx, r.Path, r.Slug, r.To)
	case Inline:
		return s.InlineInclude(ctx, r.Path, r.Offset)
	case Move:
		return s.MoveSection(ctx, r.Path, r.Slug, r.To)
	case Share:
		return s.ShareSection(ctx, r.Path, r.Slug)
	case Retitle:
		return s.RenameFiles(ctx, []Renaming{{r.Path, r.To}})
	case Organize:
		return s.OrganizeDefinitions(r.Path)
	}
	return nil, fmt.Errorf("unknown refactoring %q", r.Kind)
}
