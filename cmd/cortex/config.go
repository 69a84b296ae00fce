package main

import (
	"github.com/spf13/cobra"
)

func newConfig(env environment, logs *logs) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Explain the configuration, or print its JSON Schema",
		Long: `Config shows what is in force and where it was set, and prints the JSON Schemas of
.cortex.yaml and of profiles, with which editors complete and check them.`,
		Example: `  cortex config explain memory-bank/progress.md
  cortex config schema > .cortex.schema.json`,
		Args: unknownCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newConfigExplain(env, logs), newConfigSchema(env))
	return cmd
}
