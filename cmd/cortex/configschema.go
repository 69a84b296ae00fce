package main

import (
	"io"

	"github.com/spf13/cobra"

	"cortex/docs/schema"
)

func newConfigSchema(env environment) *cobra.Command {
	profile := false
	cmd := &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of .cortex.yaml, or of profiles",
		Long: `Schema prints the JSON Schema with which editors complete and check .cortex.yaml,
or with --profile that of a profile of your own.

An editor with the YAML language server finds it through a first line such as

  # yaml-language-server: $schema=.cortex.schema.json`,
		Example: `  cortex config schema > .cortex.schema.json
  cortex config schema --profile`,
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error {
			text := schema.Config
			if profile {
				text = schema.Profile
			}
			_, err := io.WriteString(env.out, text)
			return err
		},
	}
	cmd.Flags().BoolVar(&profile, "profile", false, "the schema of profiles")
	return cmd
}
