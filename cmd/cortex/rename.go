package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"cortex/bank"
	"cortex/rules"
)

// renameFlags are the flags of "rename".
type renameFlags struct {
	dryRun bool
	color  *choice
}

func newRename(env environment, logs *logs) *cobra.Command {
	var flags renameFlags
	cmd := &cobra.Command{
		Use:   "rename PATH[#HEADING] NEW",
		Short: "Rename a file, folder or heading, and let links follow",
		Long: `Rename gives a file, a folder or a heading another name, and changes every link,
include, definition and file name in code in the memory banks of the workspace
that names it, also those in what is renamed. Each keeps the way it is written.

A heading is named by its text or its anchor. NEW is then its new text. Else NEW
is a name in the same folder, or with a slash in it a path from here; a path of a
folder that exists, or one that ends with a slash, is where PATH is moved to.

With --dry-run it changes nothing and prints a unified diff of the texts.

Exit codes: 0 renamed, 2 could not.`,
		Example: `  cortex rename memory-bank/notes.md decisions.md
  cortex rename memory-bank/tasks memory-bank/archive/
  cortex rename "memory-bank/progress.md#What works" "What is done"`,
		Args:              cobra.ExactArgs(2),
		ValidArgsFunction: completeFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			log, err := logs.logger()
			if err != nil {
				return err
			}
			return rename(cmd.Context(), env, log, flags, args[0], args[1])
		},
	}
	cmd.Flags().BoolVar(&flags.dryRun, "dry-run", false, "print a unified diff and change nothing")
	flags.color = addColor(cmd)
	return cmd
}

// rename renames what an argument names and says what it did.
func rename(ctx context.Context, env environment, log *slog.Logger, flags renameFlags, from, to string) error {
	name, heading := env.splitHeading(from)
	targets, err := env.targets([]string{name})
	if err != nil {
		return err
	}
	t := targets[0]
	s, err := t.load(ctx, log, nil)
	if err != nil {
		return err
	}
	changes, err := renamed(ctx, env, s, t, heading, to)
	if err != nil {
		return err
	}
	files, err := s.FileChanges(changes)
	if err != nil {
		return err
	}
	p := fixPrinter{env: env, style: env.style(flags.color), root: t.root, args: t.args, edited: "edited"}
	if err := s.Whole(); err != nil {
		return explainStale(err)
	}
	if flags.dryRun {
		return p.previewRename(files)
	}
	if err := env.writable(s, files); err != nil {
		return err
	}
	return p.wrote(s.Write(ctx, "rename", files))
}

// splitHeading splits PATH#HEADING, unless a file has such a name.
func (e environment) splitHeading(arg string) (name, heading string) {
	name, heading, _ = strings.Cut(arg, "#")
	if _, err := os.Stat(e.abs(arg)); err == nil {
		return arg, ""
	}
	return name, heading
}

// renamed returns the changes that a new name makes.
func renamed(ctx context.Context, env environment, s *bank.Snapshot, t target, heading, to string) ([]rules.Change, error) {
	from := t.paths[0]
	if heading == "" {
		path, err := env.newPath(t.root, from, to)
		if err != nil {
			return nil, err
		}
		return s.RenameFiles(ctx, []bank.Renaming{{From: from, To: path}})
	}
	if !s.Judges(from) {
		return nil, fmt.Errorf("%q is no document of a memory bank", t.args[0])
	}
	section := s.SectionNamed(from, heading)
	if section == nil {
		return nil, fmt.Errorf("no heading %q in %q", heading, t.args[0])
	}
	return s.RenameHeading(ctx, from, section.Slug, to)
}

// newPath returns the workspace-relative path that a new name means for the file or folder at a path.
func (e environment) newPath(root, from, to string) (string, error) {
	if to == "" {
		return "", errors.New("the new name is empty")
	}
	if !strings.ContainsAny(filepath.ToSlash(to), "/") {
		return path.Join(path.Dir(from), to), nil
	}
	abs := e.abs(to)
	if info, err := os.Stat(abs); err == nil && info.IsDir() || strings.HasSuffix(filepath.ToSlash(to), "/") {
		abs = filepath.Join(abs, path.Base(from))
	}
	rel, err := filepath.Rel(root, abs)
	if err != nil {
		return "", fmt.Errorf("resolving %q: %w", to, err)
	}
	return filepath.ToSlash(rel), nil
}

// previewRename prints the changes of texts as a diff, and the others on stderr.
func (p fixPrinter) previewRename(files []bank.FileChange) error {
	var edits bank.FixResult
	for _, c := range files {
		if c.To == "" {
			edits.Changes = append(edits.Changes, c)
			continue
		}
		defer fmt.Fprintf(p.env.err, "would rename %s to %s\n", harmless(p.shown(c.Path)), harmless(p.shown(c.To)))
	}
	return p.diff(&edits)
}
