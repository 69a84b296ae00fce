package main

import (
	"context"
	"fmt"
	"log/slog"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"cortex/bank"
)

// restoreFlags are the flags of "restore".
type restoreFlags struct {
	dryRun bool
	color  *choice
}

func newRestore(env environment, logs *logs) *cobra.Command {
	var flags restoreFlags
	cmd := &cobra.Command{
		Use:   "restore ID|FILE@ID",
		Short: "Give a file the text of an earlier version",
		Long: `Restore gives a file the text that it held before Cortex changed it, by the number
that "cortex history" lists. ID is enough where one memory bank has that number;
FILE@ID names the file, also one that is gone or had another name then.

What the file holds now is kept as a version, too: a restore can be undone by another.
With --dry-run it changes nothing and prints a unified diff.

Exit codes: 0 restored, 2 could not.`,
		Example: `  cortex restore 12
  cortex restore --dry-run 12                    show what would change
  cortex restore memory-bank/progress.md@12`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: completeVersions(env, logs),
		RunE: func(cmd *cobra.Command, args []string) error {
			log, err := logs.logger()
			if err != nil {
				return err
			}
			return restore(cmd.Context(), env, log, flags, args[0])
		},
	}
	cmd.Flags().BoolVar(&flags.dryRun, "dry-run", false, "print a unified diff and change nothing")
	flags.color = addColor(cmd)
	return cmd
}

// completeVersions completes numbers, and after the @ of a file those of that file.
func completeVersions(env environment, logs *logs) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		name, lead := ".", ""
		if file, _, found := strings.Cut(typed, "@"); found {
			name, lead = file, file+"@"
		} else if strings.Trim(typed, "0123456789") != "" {
			return completeFiles(cmd, args, typed)
		}
		all, err := env.versions(cmd.Context(), logs, name)
		if err != nil || len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		var found []cobra.Completion
		for _, v := range all {
			if v.To == "" {
				found = append(found, cobra.CompletionWithDesc(lead+strconv.Itoa(v.ID), fmt.Sprintf("%s before %s", v.Path, v.By)))
			}
		}
		return found, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
	}
}

// versions returns the versions of a file or folder, which need not exist.
func (e environment) versions(ctx context.Context, logs *logs, name string) ([]bank.Version, error) {
	log, err := logs.logger()
	if err != nil {
		return nil, err
	}
	t, path, err := e.place(name)
	if err != nil {
		return nil, err
	}
	s, err := t.load(ctx, log, nil)
	if err != nil {
		return nil, err
	}
	return s.Versions(path)
}

// restore restores what an argument names and says what it did.
func restore(ctx context.Context, env environment, log *slog.Logger, flags restoreFlags, arg string) error {
	name, id, err := splitVersion(arg)
	if err != nil {
		return err
	}
	t, path, err := env.place(name)
	if err != nil {
		return err
	}
	s, err := t.load(ctx, log, nil)
	if err != nil {
		return err
	}
	v, err := s.Version(path, id)
	if err != nil {
		return fmt.Errorf("%w\n  \"cortex history\" lists the versions there are", err)
	}
	if name == "." {
		path = v.Now
	}
	c, err := s.Restore(path, v)
	if err != nil {
		return err
	}
	p := fixPrinter{env: env, style: env.style(flags.color), root: t.root, edited: "restored"}
	switch {
	case c == nil:
		fmt.Fprintf(env.out, "%s has the text of version %d already\n", harmless(p.shown(path)), id)
		return nil
	case flags.dryRun:
		return p.diff(&bank.FixResult{Changes: []bank.FileChange{*c}})
	}
	if err := env.writable(s, []bank.FileChange{*c}); err != nil {
		return err
	}
	return p.wrote(s.WriteConfined(ctx, "restore", []bank.FileChange{*c})) // a history may come with a repository, from whoever
}

// splitVersion splits FILE@ID; the file of a number alone is ".".
func splitVersion(arg string) (name string, id int, err error) {
	name, number := ".", arg
	if at := strings.LastIndex(arg, "@"); at >= 0 {
		name, number = arg[:at], arg[at+1:]
	}
	id, err = strconv.Atoi(number)
	if err != nil || id < 1 {
		return "", 0, fmt.Errorf("%q names no version: want a number that \"cortex history\" lists, as in %q or %q", arg, "12", "memory-bank/progress.md@12")
	}
	return name, id, nil
}
