package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/spf13/cobra"

	"cortex/bank"
	"cortex/rules"
)

// fixFlags are the flags of "fix".
type fixFlags struct {
	dryRun, unsafe bool
	rules          []string
	failOn, color  *choice
}

func newFix(env environment, logs *logs) *cobra.Command {
	var flags fixFlags
	cmd := &cobra.Command{
		Use:   "fix [PATH...]",
		Short: "Apply fixes to memory banks",
		Long: `Fix applies the safe fixes, those that keep the meaning of the text, to the files
at or below each PATH, until nothing more is found. Every file is replaced as a
whole or not at all; line endings, BOM and mode stay. A file that somebody else
changes meanwhile is left alone and reported. Nothing is written if an editor has
changes in such a file that are not saved.

With --dry-run it changes nothing and prints a unified diff that "patch -p1" takes.

Exit codes: 0 nothing as grave as --fail-on is left, 1 something is, 2 could not fix.`,
		Example: `  cortex fix --dry-run                     show what would change
  cortex fix                               everything below this folder
  cortex fix --rule tool-residue tasks/    one rule, one folder
  cortex fix --unsafe                      also fixes that may change the meaning: read the diff afterwards`,
		ValidArgsFunction: completeFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, name := range flags.rules {
				if rules.Lookup(name) == nil {
					return unknownRule(name)
				}
			}
			log, err := logs.logger()
			if err != nil {
				return err
			}
			return fix(cmd.Context(), env, log, flags, args)
		},
	}
	cmd.Flags().BoolVar(&flags.dryRun, "dry-run", false, "print a unified diff and change nothing")
	cmd.Flags().BoolVar(&flags.unsafe, "unsafe", false, "also apply fixes that may change the meaning")
	cmd.Flags().StringSliceVar(&flags.rules, "rule", nil, "apply only the fixes of this rule; may be repeated")
	registerCompletion(cmd, "rule", completeRules)
	flags.failOn = addFailOn(cmd)
	flags.color = addColor(cmd)
	return cmd
}

// fix mends what args name and says what it did.
func fix(ctx context.Context, env environment, log *slog.Logger, flags fixFlags, args []string) error {
	defer collectLater(commandGrowth).end()
	targets, err := env.targets(args)
	if err != nil {
		return err
	}
	var errs []error
	failed := false
	for _, t := range targets {
		left, err := fixTarget(ctx, env, log, flags, t)
		errs = append(errs, err)
		failed = failed || reaches(left, flags.failOn.severity())
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	if failed {
		return exitCode(exitDiagnostics)
	}
	return nil
}

// fixTarget mends one workspace and returns what is left.
func fixTarget(ctx context.Context, env environment, log *slog.Logger, flags fixFlags, t target) ([]rules.Diagnostic, error) {
	progress, wipe := env.startProgress()
	defer wipe()
	s, err := t.load(ctx, log, progress)
	if err != nil {
		return nil, err
	}
	if err := t.unjudged(env, s); err != nil {
		return nil, err
	}
	result, err := s.Fix(ctx, bank.FixOptions{Paths: t.fixPaths(s), Rules: flags.rules, Unsafe: flags.unsafe})
	if err != nil {
		return nil, err
	}
	wipe()
	p := fixPrinter{env: env, style: env.style(flags.color), root: t.root, args: t.args}
	if err = s.Whole(); err != nil {
		err = explainStale(err)
	} else if flags.dryRun {
		err = p.diff(result)
	} else if err = env.writable(s, result.Changes); err == nil {
		err = p.wrote(s.Write(ctx, "fix", result.Changes))
	}
	if err != nil {
		return nil, err
	}
	left := t.diagnostics(s, result.Left)
	p.report(result, left, flags.dryRun)
	return left, nil
}

// fixPaths returns the files to mend, nil for all of the workspace.
func (t target) fixPaths(s *bank.Snapshot) []string {
	for _, p := range t.paths {
		if p == "." {
			return nil
		}
	}
	return t.files(s)
}

// explainStale adds what to do to an error of bank.Write.
func explainStale(err error) error {
	if errors.Is(err, bank.ErrStale) || errors.Is(err, bank.ErrBusy) {
		return fmt.Errorf("%w\n  run the command again for what was left alone", err)
	}
	return err
}
