package main

import (
	"context"
	"errors"
	"log/slog"

	"github.com/spf13/cobra"

	"cortex/bank"
	"cortex/rules"
)

// checkFlags are the flags of "check".
type checkFlags struct {
	format, minSeverity, failOn, color *choice
	noCache, verbose                   bool
}

func newCheck(env environment, logs *logs) *cobra.Command {
	var flags checkFlags
	cmd := &cobra.Command{
		Use:   "check [PATH...]",
		Short: "Report what is wrong in memory banks",
		Long: `Check finds the memory banks of the workspace that each PATH is in and reports
what is wrong in the files at or below PATH. Without PATH it checks everything
below the current folder.

The workspace is the nearest folder upwards with a configuration or a .git, else
the folder around the bank that PATH is in, of which then only that bank is
searched, else PATH's own folder. Links are resolved in all of it. What git
ignores is left out unless PATH names it. --log-level debug tells which workspace
and which banks were read.

With --format json it prints one object: "version", "summary" and "diagnostics".
Paths are relative to the workspace, lines and columns count from 1, columns in
code points, offsets in bytes from 0.

Exit codes: 0 nothing as grave as --fail-on, 1 something, 2 could not check.`,
		Example: `  cortex check                             everything below this folder
  cortex check memory-bank/progress.md     one file
  cortex check --min-severity hint         also show hints
  cortex check --fail-on error             in CI: warnings do not fail the build
  cortex check --format json               for programs`,
		ValidArgsFunction: completeFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			if flags.failOn.severity() < flags.minSeverity.severity() && !cmd.Flags().Changed("min-severity") {
				flags.minSeverity.value = flags.failOn.value // never fail on what is not shown
			}
			log, err := logs.logger()
			if err != nil {
				return err
			}
			if flags.noCache {
				env.cacheDir = ""
			}
			return check(cmd.Context(), env, log, flags, args)
		},
	}
	flags.format = addChoice(cmd, "format", "human: for people; json: for programs", "human", "human", "json")
	flags.minSeverity = addChoice(cmd, "min-severity", "show diagnostics of this severity or graver",
		rules.Information.String(), "error", "warning", "information", "hint")
	flags.failOn = addFailOn(cmd)
	flags.color = addColor(cmd)
	cmd.Flags().BoolVar(&flags.noCache, "no-cache", false, "judge everything anew, and keep nothing")
	cmd.Flags().BoolVar(&flags.verbose, "verbose", false, "also tell on stderr what the cache was good for")
	return cmd
}

// check judges what args name and prints the report.
func check(ctx context.Context, env environment, log *slog.Logger, flags checkFlags, args []string) error {
	defer collectLater(commandGrowth).end()
	targets, err := env.targets(args)
	if err != nil {
		return err
	}
	var (
		result   report
		unjudged error
		failed   bool
	)
	snapshots := make([]*bank.Snapshot, len(targets))
	progress, wipe := env.startProgress()
	defer wipe()
	for i, t := range targets {
		s, results, err := t.check(ctx, log, progress)
		if err != nil {
			return err
		}
		if flags.verbose {
			printCacheUse(env, flags.noCache, results.Cache)
		}
		snapshots[i] = s
		diagnostics := t.diagnostics(s, results)
		result.add(t, s, diagnostics, flags.minSeverity.severity())
		failed = failed || reaches(diagnostics, flags.failOn.severity())
		unjudged = errors.Join(unjudged, t.unjudged(env, s))
	}
	wipe()
	if err := printReport(env, flags, &result, args); err != nil {
		return err
	}
	for i, t := range targets {
		t.keep(log, snapshots[i])
	}
	switch {
	case unjudged != nil:
		return unjudged
	case failed:
		return exitCode(exitDiagnostics)
	}
	return nil
}

// check reads the workspace and judges it.
func (t target) check(ctx context.Context, log *slog.Logger, progress bank.Progress) (*bank.Snapshot, *bank.Results, error) {
	folder, err := t.read(ctx, log, progress)
	if err != nil {
		return nil, nil, err
	}
	s, err := folder.Complete(ctx, progress)
	if err != nil {
		return nil, nil, err
	}
	results, err := s.Check(ctx, progress)
	return s, results, err
}

func printReport(env environment, flags checkFlags, r *report, args []string) error {
	if flags.format.value == "json" {
		return printJSON(env.out, r)
	}
	if r.summary.Files == 0 && r.summary.counts() == "" {
		return nil // the error that follows says it all
	}
	return printHuman(env.out, env, env.style(flags.color), r, args)
}

// reaches tells whether a diagnostic is at least as grave as threshold.
func reaches(diagnostics []rules.Diagnostic, threshold rules.Severity) bool {
	for _, d := range diagnostics {
		if d.Severity >= threshold {
			return true
		}
	}
	return false
}
