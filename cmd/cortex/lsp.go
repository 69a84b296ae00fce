package main

import (
	"context"
	"fmt"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"cortex/bank/attach"
	"cortex/lsp"
)

func newLSP(env environment, logs *logs) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "lsp",
		Short: "Serve an editor over the Language Server Protocol",
		Long: `Lsp is what an editor starts: it speaks the Language Server Protocol on stdin and
stdout and ends with the editor. It reads .cortex.yaml and needs no other
configuration. The folder editors/ of the project shows how to set up each editor, and
docs/editors.md what to do then.`,
		Example: `  cortex lsp
  cortex lsp --log-level debug --log-file cortex.log     to see what goes wrong`,
		Args: noArguments,
	}
	paranoid := cmd.Flags().Bool("paranoid", false, "compare each result with one that is made anew, and log differences")
	if err := cmd.Flags().MarkHidden("paranoid"); err != nil {
		panic(err) // the flag is above
	}
	inBytes := cmd.Flags().Bool("columns-in-bytes", false, "count columns in bytes whatever the editor says: for editors that do and do not say so, as Vim with ALE")
	cmd.PersistentPreRun = untilItSpeaks
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return serve(cmd.Context(), env, logs, lsp.Options{ColumnsInBytes: *inBytes}, *paranoid)
	}
	cmd.Flags().Bool("stdio", true, "speak on stdin and stdout, as is always done; accepted because editors add it")
	return cmd
}

// serve runs the language server until the editor ends it. It fills in what the flags of lsp do not say.
func serve(ctx context.Context, env environment, logs *logs, opts lsp.Options, paranoid bool) error {
	logger, err := logs.logger()
	if err != nil {
		return err
	}
	if env.inTerminal {
		fmt.Fprintln(env.err, "cortex: waiting for an editor to speak on stdin; press Ctrl+C to leave")
	}
	opts.Cache = env.cache()
	opts.Version, opts.Manual, opts.Logger, opts.Places = currentVersion().number, manual, logger, attach.Places(env.lookupEnv)
	if paranoid {
		opts.Paranoid = func(difference string) { logger.Error("not what it is made anew", "difference", difference) }
	}
	// To write to an editor that is gone must not end the process before it has tidied up.
	signal.Ignore(syscall.SIGPIPE)
	collector := collectLater(serverGrowth)
	defer collector.end()
	opts.Resting = collector.rest
	in, out := env.streams()
	code := lsp.Serve(ctx, in, out, opts)
	if code != exitClean {
		return exitCode(code)
	}
	return nil
}
