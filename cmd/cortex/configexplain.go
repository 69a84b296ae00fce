package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"cortex/bank"
)

// explainFlags are the flags of "config explain".
type explainFlags struct {
	format *choice
	all    bool
}

func newConfigExplain(env environment, logs *logs) *cobra.Command {
	var flags explainFlags
	cmd := &cobra.Command{
		Use:   "explain [FILE]",
		Short: "Show which settings are in force for a file, and where they come from",
		Long: `Explain tells whether FILE is judged, or why not and what to do about it; which
profile its memory bank has, and whether that was declared or detected; and every
rule that is otherwise than by default, with the place where that was set.
Without FILE it tells what holds for the workspace in general.

Later places win: the default, the profile, .cortex/validation.json, "rules" in
.cortex.yaml, and its overrides in their order.`,
		Example: `  cortex config explain memory-bank/progress.md
  cortex config explain --all              every rule
  cortex config explain --format json      for programs`,
		Args:              atMostOne("file"),
		ValidArgsFunction: completeFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			return explainConfig(cmd.Context(), env, logs, flags, args)
		},
	}
	flags.format = addChoice(cmd, "format", "human: for people; json: for programs", "human", "human", "json")
	cmd.Flags().BoolVar(&flags.all, "all", false, "also show rules that are as by default")
	return cmd
}

func explainConfig(ctx context.Context, env environment, logs *logs, flags explainFlags, args []string) error {
	log, err := logs.logger()
	if err != nil {
		return err
	}
	file := env.dir
	if len(args) > 0 {
		file = env.abs(args[0])
	}
	root, extent, _ := bank.FindRoot(file)
	path := ""
	if len(args) > 0 {
		rel, err := filepath.Rel(root, file)
		if err != nil {
			return fmt.Errorf("resolving %q: %w", args[0], err)
		}
		path = filepath.ToSlash(rel)
	}
	s, err := target{root: root, extent: extent}.load(ctx, log, nil)
	if err != nil {
		return err
	}
	e := s.Explain(path)
	if flags.format.value == "json" {
		return encodeJSON(env.out, newJSONExplanation(e, flags.all))
	}
	return printExplanation(env.out, s, e, flags.all)
}

func printExplanation(out io.Writer, s *bank.Snapshot, e *bank.Explanation, all bool) error {
	switch {
	case e.Path == "":
		fmt.Fprintf(out, "workspace: %s\n", harmless(s.Root()))
		for _, b := range s.Banks() {
			fmt.Fprintf(out, "memory bank: %s, profile %s, %s\n", harmless(b.Root), bankProfile(b), bank.Plural(len(b.Paths), "file"))
		}
	case e.Unjudged != "":
		fmt.Fprintf(out, "%s is not judged: %s\n", harmless(e.Path), harmless(e.Unjudged))
	default:
		fmt.Fprintf(out, "%s is judged, as part of the memory bank %q\n", harmless(e.Path), harmless(e.Bank.Root))
	}
	if e.Path == "" && e.Profile.Declared {
		fmt.Fprintf(out, "profile: %s, declared at %s\n", e.Profile.Profile, e.Profile)
	} else if e.Bank != nil {
		fmt.Fprintf(out, "profile: %s\n", profileText(e))
	}
	return printRuleSettings(out, e, all)
}

// printRuleSettings prints the table of rules; none for a file that no rule looks at, unless all are wanted.
func printRuleSettings(out io.Writer, e *bank.Explanation, all bool) error {
	changed := slices.ContainsFunc(e.Rules, func(r bank.RuleSetting) bool { return r.Changed() })
	switch {
	case all || changed && e.Unjudged == "":
	case e.Unjudged != "":
		return nil
	default:
		_, err := fmt.Fprintln(out, "\nall rules are as by default: add --all to see them")
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "\nRULE\tSETTING\tFROM")
	for i := range e.Rules {
		if r := &e.Rules[i]; all || r.Changed() {
			printRuleSetting(w, r, all)
		}
	}
	if err := w.Flush(); err != nil || all {
		return err
	}
	_, err := fmt.Fprintln(out, "\nall other rules are as by default: add --all to see them")
	return err
}

func printRuleSetting(w io.Writer, r *bank.RuleSetting, all bool) {
	fmt.Fprintf(w, "%s\t%s\t%s\n", r.Rule.Name, r.Severity, r.From)
	for _, o := range r.Options {
		if all || o.From != (bank.Place{}) {
			fmt.Fprintf(w, "  %s\t%s\t%s\n", o.Name, valueText(o.Value), o.From)
		}
	}
}

// valueText writes the value of an option.
func valueText(v any) string {
	if v == "" {
		return `""`
	}
	if list, ok := v.([]string); ok {
		return "[" + harmless(strings.Join(list, ", ")) + "]"
	}
	return harmless(fmt.Sprint(v))
}

// profileText says what profile the explained file is judged by.
func profileText(e *bank.Explanation) string {
	if e.Profile.Declared {
		return fmt.Sprintf("%s, declared at %s", e.Profile.Profile, e.Profile)
	}
	return bankProfile(e.Bank)
}

// bankProfile says which profile a bank has and how that is known.
func bankProfile(b *bank.Bank) string {
	switch {
	case b.Profile == nil:
		return "none recognised"
	case b.Declared:
		return fmt.Sprintf("%s, declared", b.Profile.Name)
	}
	return fmt.Sprintf("%s, detected: it only advises unless it is declared", b.Profile.Name)
}
