package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"cortex/bank"
	"cortex/rules"
)

// defaultProfile is the convention that most banks follow.
const defaultProfile = "cline"

// initFlags are the flags of "init".
type initFlags struct {
	profile         string
	declare, dryRun bool
}

func newInit(env environment) *cobra.Command {
	var flags initFlags
	cmd := &cobra.Command{
		Use:   "init [DIR]",
		Short: "Start a memory bank",
		Long: `Init writes the files with which a memory bank of a profile begins into DIR, by
default the folder that is usual for the profile, below the current one. A file
that exists, also in another spelling of its name, stays as it is.

It also writes .cortex.yaml at the root of the workspace, which declares the profile:
what a declared profile asks for is demanded, what is only detected is advised. An
existing .cortex.yaml stays as it is.

Without --profile it asks on a terminal, and takes ` + defaultProfile + ` elsewhere.`,
		Example: `  cortex init                              ask for the profile
  cortex init --profile kilo               Kilo's files in .kilocode/rules/memory-bank
  cortex init --profile cline docs/bank    in a folder of your choice
  cortex init --profile roo --dry-run      show what would be written`,
		Args: cobra.MaximumNArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveFilterDirs
		},
		RunE: func(cmd *cobra.Command, args []string) error { return initBank(cmd.Context(), env, flags, args) },
	}
	cmd.Flags().StringVar(&flags.profile, "profile", "", "the convention that the bank follows")
	cmd.Flags().BoolVar(&flags.declare, "declare", true, "write .cortex.yaml with the profile, unless there is one")
	cmd.Flags().BoolVar(&flags.dryRun, "dry-run", false, "say what would be written and write nothing")
	registerCompletion(cmd, "profile", completeProfiles)
	return cmd
}

// completeProfiles completes the names of profiles.
func completeProfiles(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var names []cobra.Completion
	for _, p := range profilesByName() {
		names = append(names, cobra.CompletionWithDesc(p.Name, p.Title))
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

func profilesByName() []*rules.Profile {
	return slices.SortedFunc(slices.Values(rules.Profiles()), func(a, b *rules.Profile) int { return strings.Compare(a.Name, b.Name) })
}

func initBank(ctx context.Context, env environment, flags initFlags, args []string) error {
	profile, err := chooseProfile(env, flags.profile)
	if err != nil {
		return err
	}
	folder := env.abs(filepath.FromSlash(profile.Folder))
	if len(args) > 0 {
		folder = env.abs(args[0])
	}
	root := initRoot(env, folder)
	rel, err := filepath.Rel(root, folder)
	if err != nil {
		return fmt.Errorf("resolving %q: %w", folder, err)
	}
	plan, err := bank.PlanInit(ctx, root, bank.InitOptions{Profile: profile, Folder: filepath.ToSlash(rel), Declare: flags.declare})
	if err != nil {
		return err
	}
	done := plan.Changes
	if !flags.dryRun {
		done, err = bank.Write(root, plan.Changes)
	}
	return errors.Join(err, initReport{env, root, profile, plan, flags.dryRun}.print(done))
}

// initRoot returns the workspace that a new bank belongs to: that of the current folder, or of the folder itself if that
// lies elsewhere.
func initRoot(env environment, folder string) string {
	root, _ := bank.FindRoot(env.dir)
	if rel, err := filepath.Rel(root, folder); err == nil && filepath.IsLocal(rel) {
		return root
	}
	for dir := folder; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) || dir == filepath.Dir(dir) {
			root, _ = bank.FindRoot(dir)
			return root
		}
	}
}

// chooseProfile returns the profile of that name. Without one it asks whoever sits at the terminal.
func chooseProfile(env environment, name string) (*rules.Profile, error) {
	if name == "" && env.inTerminal && env.outTerminal {
		listProfiles(env.out)
		fmt.Fprintf(env.out, "\nprofile [%s]: ", defaultProfile)
		line, err := bufio.NewReader(env.in).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("reading the answer: %w", err)
		}
		name = strings.TrimSpace(line)
	}
	if name == "" {
		name = defaultProfile
	}
	if p := rules.LookupProfile(name); p != nil {
		return p, nil
	}
	var names []string
	for _, p := range profilesByName() {
		names = append(names, p.Name)
	}
	return nil, fmt.Errorf("unknown profile %q%s", name, suggestion(name, names, "want one of "+strings.Join(names, ", ")))
}

// listProfiles prints each profile with the first sentence about it.
func listProfiles(out io.Writer) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, p := range profilesByName() {
		sentence, _, _ := strings.Cut(strings.Join(strings.Fields(p.Description), " "), ". ")
		fmt.Fprintf(w, "%s\t%s\n", p.Name, strings.TrimSuffix(sentence, "."))
	}
	w.Flush()
}

// initReport says what "init" did, or would do.
type initReport struct {
	env     environment
	root    string
	profile *rules.Profile
	plan    *bank.InitPlan
	dryRun  bool
}

func (r initReport) print(done []bank.FileChange) error {
	verb := "created"
	if r.dryRun {
		verb = "would create"
	}
	w := bufio.NewWriter(r.env.out)
	for _, p := range r.plan.Existing {
		fmt.Fprintf(w, "kept %s, which exists\n", r.shown(p))
	}
	for _, c := range done {
		fmt.Fprintf(w, "%s %s\n", verb, r.shown(c.Path))
	}
	if r.plan.Undeclared {
		fmt.Fprintf(w, "kept %s: write \"profile: %s\" into it to declare the profile\n", r.shown(bank.ConfigFile), r.profile.Name)
	}
	if !r.dryRun && len(done) > 0 {
		fmt.Fprintf(w, "next: replace each line that begins with \"To be written:\", then run \"cortex check\"\n")
	}
	return w.Flush()
}

func (r initReport) shown(p string) string {
	return harmless(r.env.display(filepath.Join(r.root, filepath.FromSlash(p))))
}
