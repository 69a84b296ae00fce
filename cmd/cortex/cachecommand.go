package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"cortex/bank"
)

// errNoCache is for a system that has no place for the cache of a user.
var errNoCache = errors.New("there is no cache: the system names no folder for it")

func newCache(env environment) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "cache",
		Short: "Show or remove what checks have kept",
		Long: `Check keeps what it has found, so that the next one judges only what has changed and
what looks at that. Each workspace has one file in a folder of the user's, which
"info" names. What is damaged, or was written by another build of Cortex, is not
used, and nothing is lost when it is removed.`,
		Example: `  cortex cache info            where it is, how large, of which workspaces
  cortex cache clean           remove all of it
  cortex check --no-cache      judge everything anew, and keep nothing
  cortex check --verbose       tell what was judged again, and why`,
		Args: unknownCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(
		&cobra.Command{
			Use:   "info",
			Short: "Show where the cache is and what it holds",
			Args:  noArguments,
			RunE:  func(*cobra.Command, []string) error { return cacheInfo(env, env.cache()) },
		},
		&cobra.Command{
			Use:   "clean",
			Short: "Remove the cache",
			Args:  noArguments,
			RunE:  func(*cobra.Command, []string) error { return cleanCache(env, env.cache()) },
		},
	)
	return cmd
}

func cacheInfo(env environment, cache *bank.Cache) error {
	if cache == nil {
		return errNoCache
	}
	files, err := cache.Files()
	if err != nil {
		return fmt.Errorf("looking at the cache: %w", err)
	}
	total := int64(0)
	for _, f := range files {
		total += f.Size
	}
	fmt.Fprintf(env.out, "%s\n%s, %s\n", harmless(env.cacheDir), bank.Plural(len(files), "workspace"), size(total))
	for _, f := range files {
		root := f.Root
		if root == "" {
			root = "(not readable)"
		}
		if len(f.Extent) > 0 {
			root += ": " + strings.Join(f.Extent, ", ")
		}
		fmt.Fprintf(env.out, "  %s  %9s  %s\n", f.Written.Format(time.DateTime), size(f.Size), harmless(root))
	}
	return nil
}

func cleanCache(env environment, cache *bank.Cache) error {
	if cache == nil {
		return errNoCache
	}
	files, bytes, err := cache.Clean()
	fmt.Fprintf(env.out, "removed %s, %s\n", bank.Plural(files, "file"), size(bytes))
	if err != nil {
		return fmt.Errorf("removing the cache: %w", err)
	}
	return nil
}

// size shows a number of bytes, in kilobytes where megabytes would look like nothing.
func size(bytes int64) string {
	if bytes < 1e6 {
		return fmt.Sprintf("%.1f kB", float64(bytes)/1e3)
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
}
