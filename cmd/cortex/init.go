package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
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

Without --profile a memory bank that is there already, in DIR or in the workspace, keeps
its profile and gets the files that it lacks. Where there is none, init asks on a
terminal, and takes ` + defaultProfile + ` elsewhere.`,
		Example: `  cortex init                              ask for the profile
  cortex init --profile kilo               Kilo's files in .kilocode/rules/memory-bank
  cortex init --profile cline docs/bank    in a folder of your choice
  cortex init --profile roo --dry-run      show what would be written`,
		Args: atMostOne("folder"),
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
	start, err := chooseStart(ctx, env, flags, args)
	if err != nil {
		return err
	}
	rel, err := filepath.Rel(start.root, start.folder)
	if err != nil {
		return fmt.Errorf("resolving %q: %w", start.folder, err)
	}
	plan, err := bank.PlanInit(ctx, start.root, bank.InitOptions{Profile: start.profile, Folder: filepath.ToSlash(rel), Declare: flags.declare})
	if err != nil {
		return err
	}
	done := plan.Changes
	if !flags.dryRun {
		done, err = bank.Write(ctx, start.root, "init", plan.Changes)
	}
	return errors.Join(err, initReport{env, start, plan, flags.dryRun}.print(done))
}

// initStart says where a bank begins, and how.
type initStart struct {
	root, folder string
	// extent is what of the workspace is searched for a bank that is there already.
	extent  bank.Extent
	profile *rules.Profile
	// existing tells that the folder holds a bank of that profile already, declared that the configuration says so.
	existing, declared bool
}

// chooseStart finds out what is to be started where. Only what the arguments say is taken from a bank that is there
// already: a second one of another convention beside it is nothing that anybody means without saying so.
func chooseStart(ctx context.Context, env environment, flags initFlags, args []string) (initStart, error) {
	folder := env.dir
	if len(args) > 0 {
		folder = env.abs(args[0])
	}
	start := initStart{folder: folder}
	start.root, start.extent = initRoot(env, folder)
	if info, err := os.Stat(start.root); err != nil || !info.IsDir() {
		return start, fmt.Errorf("there is no folder %q in which to start the memory bank: create it first", env.display(start.root))
	}
	if flags.profile == "" {
		if found, err := start.banks(ctx, len(args) > 0); err != nil || len(found) > 0 {
			return start.continuing(env, found, err)
		}
	}
	profile, err := chooseProfile(env, flags.profile)
	if err == nil && len(args) == 0 {
		start.folder = env.abs(filepath.FromSlash(profile.Folder))
	}
	start.profile = profile
	return start, err
}

// banks returns the banks of a profile in the workspace, or only that in the folder.
func (s initStart) banks(ctx context.Context, onlyFolder bool) ([]*bank.Bank, error) {
	extent := s.extent
	if rel, err := filepath.Rel(s.root, s.folder); onlyFolder && err == nil && rel != "." {
		extent = bank.Extent{filepath.ToSlash(rel)}
	}
	folder := bank.NewFolder(s.root, extent...)
	if err := folder.Open(ctx, bank.ScanOptions{}); err != nil {
		return nil, err
	}
	var found []*bank.Bank
	for _, b := range folder.Snapshot().Banks() {
		if b.Profile != nil && (!onlyFolder || filepath.Join(s.root, filepath.FromSlash(b.Root)) == s.folder) {
			found = append(found, b)
		}
	}
	return found, nil
}

// continuing starts nothing new but goes on with the one bank that was found.
func (s initStart) continuing(env environment, found []*bank.Bank, err error) (initStart, error) {
	if err != nil {
		return s, err
	}
	if len(found) > 1 {
		var names []string
		for _, b := range found {
			names = append(names, env.display(filepath.Join(s.root, filepath.FromSlash(b.Root))))
		}
		return s, fmt.Errorf("there are %d memory banks (%s): name the folder of one, or with --profile the convention of a new one",
			len(found), strings.Join(names, ", "))
	}
	s.profile, s.existing, s.declared = found[0].Profile, true, found[0].Declared
	s.folder = filepath.Join(s.root, filepath.FromSlash(found[0].Root))
	return s, nil
}

// initRoot returns the workspace that a new bank belongs to: that of the current folder, or, if the bank's folder lies
// elsewhere, the one that check will find from there.
func initRoot(env environment, folder string) (root string, extent bank.Extent) {
	root, extent, _ = bank.FindRoot(env.dir)
	if rel, err := filepath.Rel(root, folder); err == nil && filepath.IsLocal(rel) {
		return root, extent
	}
	return bank.NewRoot(folder), nil
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
	env    environment
	start  initStart
	plan   *bank.InitPlan
	dryRun bool
}

func (r initReport) print(done []bank.FileChange) error {
	verb := "created"
	if r.dryRun {
		verb = "would create"
	}
	w := bufio.NewWriter(r.env.out)
	if r.start.existing {
		fmt.Fprintf(w, "found the memory bank %s, profile %s\n", r.shown(r.plan.Folder), r.start.profile.Name)
	}
	for _, p := range r.plan.Existing {
		fmt.Fprintf(w, "kept %s, which exists\n", r.shown(p))
	}
	for _, c := range done {
		fmt.Fprintf(w, "%s %s\n", verb, r.shown(c.Path))
	}
	r.printConfig(w)
	switch {
	case len(r.plan.Changes) == 0:
		fmt.Fprintf(w, "nothing to create: run \"cortex check\"\n")
	case !r.dryRun && len(done) > 0:
		fmt.Fprintf(w, "next: replace each line that begins with \"To be written:\", then run \"cortex check\"\n")
	}
	return w.Flush()
}

// printConfig says what to do about a configuration that declares something else.
func (r initReport) printConfig(w io.Writer) {
	switch config, name := r.shown(bank.ConfigFile), r.start.profile.Name; {
	case !r.plan.Undeclared || r.start.declared:
	case r.plan.Declared != "":
		fmt.Fprintf(w, "kept %s, which declares the profile %q for all banks: change it to %q if that is what they follow\n",
			config, harmless(r.plan.Declared), name)
	default:
		fmt.Fprintf(w, "kept %s: write \"profile: %s\" into it to declare the profile\n", config, name)
	}
}

func (r initReport) shown(p string) string {
	return harmless(r.env.display(filepath.Join(r.start.root, filepath.FromSlash(p))))
}
