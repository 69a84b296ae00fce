package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"cortex/bank"
)

func newSchema(env environment, logs *logs) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "schema",
		Short:   "Make a profile of your own",
		Long:    "Schema makes profiles: descriptions of the files and sections that a memory bank should have.",
		Example: "  cortex schema infer memory-bank",
		Args:    unknownCommand,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newSchemaInfer(env, logs))
	return cmd
}

func newSchemaInfer(env environment, logs *logs) *cobra.Command {
	output := ""
	cmd := &cobra.Command{
		Use:   "infer [DIR]",
		Short: "Write a profile that describes a memory bank as it is",
		Long: `Infer describes the memory bank in DIR, or the one below the current folder, as a
profile that finds nothing missing in it. It extends the profile that the bank is
recognised by, where there is one: files and sections that this one knows are required,
further sections of such files recommended, further files optional. Entries of logs,
with a date, a version or a number in their names, are left out, and of titles the
numbers and emoji, which do not count where a section is looked for.

Edit what it writes, and declare it in .cortex.yaml:

  profile: bank-profile.yaml`,
		Example: `  cortex schema infer                                  print it
  cortex schema infer memory-bank --output bank-profile.yaml`,
		Args: atMostOne("folder"),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveFilterDirs
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return inferSchema(cmd.Context(), env, logs, output, args)
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", "", "write to this file, which must not exist, instead of printing")
	registerCompletion(cmd, "output", cobra.FixedCompletions([]string{"yaml", "yml"}, cobra.ShellCompDirectiveFilterFileExt))
	return cmd
}

func inferSchema(ctx context.Context, env environment, logs *logs, output string, args []string) error {
	log, err := logs.logger()
	if err != nil {
		return err
	}
	targets, err := env.targets(args)
	if err != nil {
		return err
	}
	t := targets[0]
	s, err := t.load(ctx, log, nil)
	if err != nil {
		return err
	}
	b, err := t.onlyBank(env, s)
	if err != nil {
		return err
	}
	name := filepath.Base(t.root)
	if output != "" {
		name = strings.TrimSuffix(filepath.Base(output), filepath.Ext(output))
	}
	text, err := s.InferProfile(ctx, b, name)
	if err != nil {
		return err
	}
	if output == "" {
		_, err = io.WriteString(env.out, text)
		return err
	}
	if err := writeNew(ctx, env, output, text); err != nil {
		return err
	}
	return printInferred(env, t.root, output)
}

// printInferred says what to do with a profile that was written.
func printInferred(env environment, root, output string) error {
	config := env.display(filepath.Join(root, bank.ConfigFile))
	rel, err := filepath.Rel(root, env.abs(output))
	if err != nil || !filepath.IsLocal(rel) {
		_, err = fmt.Fprintf(env.out, "created %s\nnext: edit it, move it into the workspace, and declare it in %s\n", harmless(output), harmless(config))
		return err
	}
	_, err = fmt.Fprintf(env.out, "created %s\nnext: edit it, and write \"profile: %s\" into %s\n", harmless(output), harmless(filepath.ToSlash(rel)), harmless(config))
	return err
}

// onlyBank returns the one bank in what was named.
func (t target) onlyBank(env environment, s *bank.Snapshot) (*bank.Bank, error) {
	var found []*bank.Bank
	for _, b := range s.Banks() {
		if t.named(b.Root) && len(b.Paths) > 0 {
			found = append(found, b)
		}
	}
	if len(found) == 1 {
		return found[0], nil
	}
	if len(found) == 0 {
		return nil, t.whyUnjudged(env, s, t.paths[0])
	}
	var names []string
	for _, b := range found {
		names = append(names, env.display(filepath.Join(t.root, filepath.FromSlash(b.Root))))
	}
	return nil, fmt.Errorf("there are %d memory banks: name one of %s", len(found), strings.Join(names, ", "))
}

// writeNew writes a file that must not exist.
func writeNew(ctx context.Context, env environment, name, text string) error {
	abs := env.abs(name)
	_, err := bank.Write(ctx, filepath.Dir(abs), "schema", []bank.FileChange{{Path: filepath.Base(abs), New: &text}})
	if errors.Is(err, bank.ErrStale) {
		return fmt.Errorf("%q exists: name another file, or remove it", name)
	}
	return err
}
