package main

import (
	"context"
	"fmt"
	"log/slog"
	"strings"

	"github.com/spf13/cobra"

	"cortex/bank/attach"
	"cortex/mcp"
)

// mcpFlags are the flags of "mcp".
type mcpFlags struct {
	bank     string
	readOnly bool
	// http is the address to serve clients at that come over HTTP; "" for a session on stdin and stdout.
	http string
	// client asks for the configuration of a client instead of a session; "" for none.
	client string
}

func newMCP(env environment, logs *logs) *cobra.Command {
	var flags mcpFlags
	cmd := &cobra.Command{
		Use:   "mcp",
		Short: "Serve an agent over the Model Context Protocol",
		Long: `Mcp is what an agent starts: it speaks the Model Context Protocol on stdin and
stdout and ends with the agent. Agents read, search and check the memory bank
with its tools.

The bank is looked for at --bank, then at $CORTEX_BANK, then in the project of
$CLAUDE_PROJECT_DIR, then from the current folder upwards to a .git, then in the
folders that the agent says it works in. Nothing is read before the agent asks.

With --http it serves several agents of this machine at once, until it is
interrupted. They send a token: that in $CORTEX_MCP_TOKEN, or else one that is made
up and printed when the server starts.`,
		Example: `  cortex mcp
  cortex mcp --bank ~/project/memory-bank --read-only
  cortex mcp --http 127.0.0.1:8417
  cortex mcp --print-config claude-code      what .mcp.json needs for Claude Code to start it`,
		Args: noArguments,
	}
	cmd.Flags().StringVar(&flags.bank, "bank", "", "the folder of the memory bank, or one around it")
	cmd.Flags().BoolVar(&flags.readOnly, "read-only", false, "offer only the tools that change nothing")
	cmd.Flags().StringVar(&flags.http, "http", "", "serve HTTP at an address of this machine, as 127.0.0.1:8417, instead of stdin and stdout")
	cmd.Flags().StringVar(&flags.client, "print-config", "", "print what to write into the configuration of a client: "+strings.Join(mcpClientNames(), ", "))
	registerCompletion(cmd, "print-config", cobra.FixedCompletions(mcpClientNames(), cobra.ShellCompDirectiveNoFileComp))
	cmd.MarkFlagsMutuallyExclusive("http", "print-config")
	cmd.PersistentPreRun = untilItSpeaks
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if cmd.Flags().Changed("print-config") {
			return printMCPConfig(env, flags.client, flags)
		}
		if cmd.Flags().Changed("http") {
			return serveMCPOverHTTP(cmd.Context(), env, logs, flags)
		}
		return serveMCP(cmd.Context(), env, logs, flags)
	}
	return cmd
}

// serveMCP runs the server until the agent hangs up.
func serveMCP(ctx context.Context, env environment, logs *logs, flags mcpFlags) error {
	logger, err := logs.logger()
	if err != nil {
		return err
	}
	if env.inTerminal {
		fmt.Fprintln(env.err, "cortex: waiting for an agent to speak on stdin; press Ctrl+C to leave")
	}
	defer collectLater(serverGrowth).end()
	in, out := env.streams()
	return newMCPServer(env, logger, flags).Serve(ctx, in, out)
}

func newMCPServer(env environment, logger *slog.Logger, flags mcpFlags) *mcp.Server {
	return mcp.New(mcp.Options{
		Version:  currentVersion().number,
		Logger:   logger,
		ReadOnly: flags.readOnly,
		Place:    mcp.Place{Bank: flags.bank, LookupEnv: env.lookupEnv, Dir: env.dir},
		Editors:  attach.Places(env.lookupEnv),
		Cache:    env.cache(),
	})
}
