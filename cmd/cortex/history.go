package main

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"cortex/bank"
)

// historyFlags are the flags of "history".
type historyFlags struct{ limit int }

func newHistory(env environment, logs *logs) *cobra.Command {
	var flags historyFlags
	cmd := &cobra.Command{
		Use:   "history [PATH]",
		Short: "List what files held before Cortex changed them",
		Long: `History lists the versions that Cortex keeps: what a file held before an edit, a
fix, a renaming or a restore, by an agent or by you. Newest first, of one file, also
under its earlier names, of a folder, or of everything below the current one.

Versions are in the folder .cortex-history of each memory bank, which git leaves out.
How long they are kept is set below "history" in .cortex.yaml.`,
		Example: `  cortex history
  cortex history memory-bank/progress.md
  cortex restore memory-bank/progress.md@12 --dry-run   show what a version would change`,
		Args:              atMostOne("file or folder"),
		ValidArgsFunction: completeFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			log, err := logs.logger()
			if err != nil {
				return err
			}
			return history(cmd.Context(), env, log, flags, append(args, ".")[0])
		},
	}
	cmd.Flags().IntVar(&flags.limit, "limit", 20, "how many versions to list, 0 for all")
	return cmd
}

// history lists the versions of what an argument names, which may be gone.
func history(ctx context.Context, env environment, log *slog.Logger, flags historyFlags, name string) error {
	t, path, err := env.place(name)
	if err != nil {
		return err
	}
	s, err := t.load(ctx, log, nil)
	if err != nil {
		return err
	}
	all, err := s.Versions(path)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		fmt.Fprintf(env.out, "nothing is kept of %s: Cortex has not changed it\n", harmless(env.display(env.abs(name))))
		return nil
	}
	older := 0
	if flags.limit > 0 && len(all) > flags.limit {
		all, older = all[:flags.limit], len(all)-flags.limit
	}
	p := fixPrinter{env: env, root: t.root}
	w := tabwriter.NewWriter(env.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tKEPT\tBEFORE\tBYTES\tFILE")
	for _, v := range all {
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\n", v.ID, v.Time.Local().Format(time.DateTime), harmless(v.By), p.size(v), p.file(v))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if older > 0 {
		fmt.Fprintf(env.out, "%s: --limit 0 lists all\n", bank.Plural(older, "older version"))
	}
	return nil
}

// size returns the length of a version, "-" for a renaming.
func (p fixPrinter) size(v bank.Version) string {
	if v.To != "" {
		return "-"
	}
	return fmt.Sprint(v.Size)
}

// file says which file a version is of.
func (p fixPrinter) file(v bank.Version) string {
	if v.To == "" {
		return harmless(p.shown(v.Path))
	}
	return fmt.Sprintf("%s -> %s", harmless(p.shown(v.Path)), harmless(p.shown(v.To)))
}

// place returns the workspace of a file or folder that need not exist, and the path there.
func (e environment) place(name string) (target, string, error) {
	abs := e.abs(name)
	root, extent, _ := bank.FindRoot(abs)
	rel, err := filepath.Rel(root, abs)
	if err != nil || !filepath.IsLocal(rel) || name == "" {
		return target{}, "", fmt.Errorf("no such file or folder: %q", name)
	}
	return target{root: root, extent: extent}, filepath.ToSlash(rel), nil
}
