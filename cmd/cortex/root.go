package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"cortex/rules"
)

const (
	exitClean = iota
	exitDiagnostics
	exitError
)

// exitCode ends a command that has said what there is to say.
type exitCode int

func (c exitCode) Error() string { return fmt.Sprintf("exit %d", int(c)) }

// run executes one command line and returns the exit code.
func run(ctx context.Context, env environment, args []string) int {
	root, closeLog := newRoot(env, args)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	err = errors.Join(err, closeLog())
	var code exitCode
	switch {
	case err == nil:
		return exitClean
	case errors.As(err, &code):
		return int(code)
	case ctx.Err() != nil:
		fmt.Fprintln(env.err, "cortex: interrupted")
	default:
		printError(env, err)
	}
	return exitError
}

// printError writes each line of err with the program's name before it, except
// indented lines, which continue the one above.
func printError(env environment, err error) {
	for line := range strings.Lines(err.Error()) {
		if !strings.HasPrefix(line, " ") {
			line = "cortex: " + line
		}
		fmt.Fprintln(env.err, harmless(strings.TrimSuffix(line, "\n")))
	}
}

// newRoot returns the command that args are for and what it is found by: all commands if need be. It also returns a function that
// ends the log.
func newRoot(env environment, args []string) (root *cobra.Command, closeLog func() error) {
	root = &cobra.Command{
		Use:   "cortex",
		Short: "Check the memory banks that AI coding assistants read and write",
		Long: `Cortex checks memory banks: folders of Markdown such as memory-bank/ that AI
coding assistants read at the start of a task and write at its end. It finds
broken links and includes, missing sections, fences that were never closed, and
what an assistant's edits left behind. Files outside memory banks are none of
its business.`,
		Example: `  cortex check              check every memory bank below this folder
  cortex fix                apply all fixes that keep the meaning of the text
  cortex rename PATH NEW    rename a file, folder or heading; links follow
  cortex explain RULE       what a rule means and how to switch it off`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          unknownCommand,
	}
	addVersionFlag(root, env)
	root.PersistentPreRun = func(*cobra.Command, []string) { env.interruptible(func() {}) }
	noFiles := cobra.ShellCompDirectiveNoFileComp
	root.CompletionOptions.DefaultShellCompDirective = &noFiles
	root.SetIn(env.in)
	root.SetOut(env.out)
	root.SetErr(env.err)
	root.SetFlagErrorFunc(flagError)
	logs := addLogFlags(root, env)
	if len(args) > 0 && addCommand(root, env, logs, args[0]) {
		root.CompletionOptions.DisableDefaultCmd = true
		return root, logs.close
	}
	for _, name := range slices.Concat(slices.Collect(maps.Keys(commands())), slices.Collect(maps.Keys(loggingCommands()))) {
		addCommand(root, env, logs, name)
	}
	root.AddCommand(newMan(env))
	root.InitDefaultCompletionCmd()
	strictCompletion(root)
	root.InitDefaultHelpCmd()
	strictHelp(root)
	return root, logs.close
}

// addVersionFlag has root tell its version or, without the flag, its help. cobra would do it with a template, but what makes of templates calls
// methods by their names, for which the linker keeps all that there are: a tenth of the program.
func addVersionFlag(root *cobra.Command, env environment) {
	version := root.Flags().BoolP("version", "v", false, "version for cortex")
	root.RunE = func(cmd *cobra.Command, _ []string) error {
		if *version {
			return printVersion(env)
		}
		return cmd.Help()
	}
}

// commands and loggingCommands are all commands by their names, but for the one that looks at all of them.
func commands() map[string]func(environment) *cobra.Command {
	return map[string]func(environment) *cobra.Command{
		"init": newInit, "explain": newExplain, "rules": newRules, "cache": newCache, "version": newVersion,
	}
}

func loggingCommands() map[string]func(environment, *logs) *cobra.Command {
	return map[string]func(environment, *logs) *cobra.Command{
		"check": newCheck, "fix": newFix, "rename": newRename, "history": newHistory, "restore": newRestore,
		"config": newConfig, "schema": newSchema, "lsp": newLSP, "mcp": newMCP,
	}
}

// addCommand adds the command of that name, if there is one. Who starts a server or a check waits for no other.
func addCommand(root *cobra.Command, env environment, logs *logs, name string) bool {
	if command := commands()[name]; command != nil {
		root.AddCommand(command(env))
		return true
	}
	if command := loggingCommands()[name]; command != nil {
		root.AddCommand(command(env, logs))
		return true
	}
	return false
}

// strictCompletion lets the command that cobra adds refuse a shell that it has no script for.
func strictCompletion(root *cobra.Command) {
	for _, c := range root.Commands() {
		if c.Name() != "completion" {
			continue
		}
		c.Args = unknownCommand
		c.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
		for _, shell := range c.Commands() {
			shell.Args = noArguments
		}
	}
}

// strictHelp lets the command that cobra adds refuse what there is no help about.
func strictHelp(root *cobra.Command) {
	i := slices.IndexFunc(root.Commands(), func(c *cobra.Command) bool { return c.Name() == "help" })
	help := root.Commands()[i]
	help.Run, help.RunE = nil, func(_ *cobra.Command, args []string) error {
		topic, rest, err := root.Find(args)
		switch {
		case err != nil:
			return err
		case len(rest) == 0:
			topic.InitDefaultHelpFlag()
			return topic.Help()
		case topic.HasAvailableSubCommands():
			return unknownCommand(topic, rest)
		}
		return fmt.Errorf("there is no help about %q: run %q", strings.Join(args, " "), "cortex help "+topic.Name())
	}
}

// noArguments refuses arguments of a command that takes none.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return fmt.Errorf("%q takes no argument such as %q: run %q for what it takes", cmd.CommandPath(), args[0], cmd.CommandPath()+" --help")
}

// atMostOne refuses more than one argument of a kind.
func atMostOne(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) <= 1 {
			return nil
		}
		return fmt.Errorf("%q takes one %s, not %d", cmd.CommandPath(), what, len(args))
	}
}

// unknownCommand refuses arguments of the root command: a command that does not exist.
func unknownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return fmt.Errorf("unknown command %q%s", args[0], suggestion(args[0], names, "want one of "+strings.Join(names, ", ")))
}

// flagError names the nearest flag for one that is unknown.
func flagError(cmd *cobra.Command, err error) error {
	if invalid := new(pflag.InvalidValueError); errors.As(err, &invalid) {
		return err
	}
	var unknown *pflag.NotExistError
	hint := fmt.Sprintf("run %q for the list of flags", cmd.CommandPath()+" --help")
	switch {
	case !errors.As(err, &unknown):
		return fmt.Errorf("%w: %s", err, hint)
	case len(unknown.GetSpecifiedName()) < 2:
		return fmt.Errorf("unknown flag %q: %s", "-"+unknown.GetSpecifiedName(), hint)
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
	name := "--" + unknown.GetSpecifiedName()
	return fmt.Errorf("unknown flag %q%s", name, suggestion(name, names, hint))
}

// suggestion continues an error about an unknown word with the nearest known one, or with the hint.
func suggestion(word string, known []string, hint string) string {
	if nearest, ok := rules.Nearest(word, known); ok {
		return fmt.Sprintf(": did you mean %q?", nearest)
	}
	return ": " + hint
}
