package mcp

import (
	"context"
	"path"
	"slices"
	"strings"

	"cortex/bank"
	"cortex/rules"
)

type renameInput struct {
	Path    string `json:"path" doc:"file or folder"`
	Section string `json:"section,omitempty" doc:"rename this heading of the file"`
	NewName string `json:"new_name" doc:"a name in the same folder, a path to move to, or the new heading"`
	Apply   bool   `json:"apply" default:"false" doc:"write; else only show"`
	Diff    string `json:"diff,omitempty" enum:"none|stat|full" doc:"how much of the diff to answer: full if only shown, else stat, unless set"`
}

func renameTool() Tool {
	return newTool(Tool{
		Name:        "bank_rename",
		Title:       "Rename a file, folder or heading",
		Description: "Renames or moves, and changes every link, include and mention that names it, in all files.",
		Effect:      Destroys,
	}, (*call).rename)
}

func (c *call) rename(ctx context.Context, in renameInput) (changeAnswer, error) {
	v, err := c.informed(ctx)
	if err != nil {
		return changeAnswer{}, err
	}
	var changes []rules.Change
	if in.Section != "" {
		changes, err = v.renamedHeading(ctx, in)
	} else {
		changes, err = v.renamedFile(ctx, in)
	}
	if err != nil {
		return changeAnswer{}, err
	}
	files, err := v.FileChanges(changes)
	if err != nil {
		return changeAnswer{}, err
	}
	a, err := c.finish(ctx, v, "rename", files, in.Apply, in.Diff)
	if i := slices.IndexFunc(files, func(f bank.FileChange) bool { return f.To != "" }); a.Applied && i >= 0 {
		a.remark("to undo all of it: path=%q new_name=%q", files[i].To, "./"+files[i].Path)
	}
	return a, err
}

func (v *view) renamedHeading(ctx context.Context, in renameInput) ([]rules.Change, error) {
	p, err := v.file(in.Path)
	if err != nil {
		return nil, err
	}
	section, err := v.FindSection(p, in.Section)
	if err != nil {
		return nil, err
	}
	title := strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(in.NewName), "#"))
	changes, err := v.RenameHeading(ctx, p, section.Slug, title)
	if err != nil {
		return nil, wouldBreak(ctx, err)
	}
	return changes, nil
}

func (v *view) renamedFile(ctx context.Context, in renameInput) ([]rules.Change, error) {
	from, isFolder, err := v.fileOrFolder(in.Path)
	if err != nil {
		return nil, err
	}
	to, err := v.renamedPath(from, isFolder, in.NewName)
	if err != nil {
		return nil, err
	}
	if v.File(to) != nil && !strings.EqualFold(from, to) {
		return nil, refuse(codeExists, "%q exists already: choose another name", to)
	}
	changes, err := v.RenameFiles(ctx, []bank.Renaming{{From: from, To: to}})
	if err != nil {
		return nil, wouldBreak(ctx, err)
	}
	return changes, nil
}

// fileOrFolder returns the served file or folder within a bank that a caller names.
func (v *view) fileOrFolder(name string) (p string, isFolder bool, err error) {
	clean, err := v.cleaned(name)
	if err != nil {
		return "", false, err
	}
	folders := []string{clean}
	for _, b := range v.banks() {
		folders = append(folders, path.Join(b.Root, clean))
	}
	for _, folder := range folders {
		inBank := slices.ContainsFunc(v.banks(), func(b *bank.Bank) bool { return folder != b.Root && bank.Below(folder, b.Root) })
		if inBank && slices.ContainsFunc(v.files(), func(p string) bool { return p != folder && bank.Below(p, folder) }) {
			return folder, true, nil
		}
	}
	p, err = v.file(name)
	return p, false, err
}

// renamedPath returns the path in a bank that a new name means. A name that ends with a slash is a folder to move into.
func (v *view) renamedPath(from string, isFolder bool, name string) (string, error) {
	clean, err := v.cleaned(name)
	if err != nil {
		return "", err
	}
	if strings.HasSuffix(strings.TrimSpace(name), "/") {
		clean = path.Join(clean, path.Base(from))
	} else if !isFolder && path.Ext(clean) == "" {
		clean += path.Ext(from)
	}
	switch {
	case !strings.Contains(strings.TrimSpace(name), "/"):
		clean = path.Join(path.Dir(from), clean)
	case v.bankAt(clean, isFolder) == nil:
		if b := v.bankAt(from, isFolder); b != nil {
			clean = path.Join(b.Root, clean)
		}
	}
	if v.bankAt(clean, isFolder) == nil || !bank.Below(clean, v.scope) {
		return "", refuse(codeOutside, "%q would leave the memory bank: name a path in one of %s", clean, bank.FirstFew(v.roots()))
	}
	return clean, nil
}

// bankAt returns the bank that a file or folder at a path is of by its place; nil if there is none.
func (v *view) bankAt(p string, isFolder bool) *bank.Bank {
	if isFolder {
		p = path.Join(p, "x.md")
	}
	return v.BankOf(p)
}
