package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"cortex/rules"
)

// choice is the value of a flag that takes one of a few words.
type choice struct {
	value   string
	allowed []string
}

func (c *choice) String() string { return c.value }

func (c *choice) Type() string { return strings.Join(c.allowed, "|") }

// Set takes one of the allowed words; "info" stands for "information" where that is one.
func (c *choice) Set(word string) error {
	if info := rules.Information.String(); word == "info" && slices.Contains(c.allowed, info) {
		word = info
	}
	if !slices.Contains(c.allowed, word) {
		return fmt.Errorf("want one of %s", strings.Join(c.allowed, ", "))
	}
	c.value = word
	return nil
}

// severity returns the threshold that the word names; "never" is above every severity.
func (c *choice) severity() rules.Severity {
	if s, err := rules.ParseSeverity(c.value); err == nil {
		return s
	}
	return rules.Error + 1
}

// addChoice defines a flag on cmd with its completion.
func addChoice(cmd *cobra.Command, name, usage string, def string, allowed ...string) *choice {
	c := &choice{value: def, allowed: allowed}
	cmd.Flags().Var(c, name, usage)
	registerCompletion(cmd, name, cobra.FixedCompletions(allowed, cobra.ShellCompDirectiveNoFileComp))
	return c
}

// addColor defines the flag --color on cmd.
func addColor(cmd *cobra.Command) *choice {
	return addChoice(cmd, "color", "when to use colours; auto: on a terminal, unless NO_COLOR is set", "auto", "auto", "always", "never")
}

// addFailOn defines the flag --fail-on on cmd.
func addFailOn(cmd *cobra.Command) *choice {
	return addChoice(cmd, "fail-on", "exit with 1 if there is a diagnostic of this severity or graver",
		rules.Warning.String(), "error", "warning", "information", "hint", "never")
}

// registerCompletion attaches a completion to a flag that was just defined.
func registerCompletion(cmd *cobra.Command, flag string, f cobra.CompletionFunc) {
	if err := cmd.RegisterFlagCompletionFunc(flag, f); err != nil {
		panic(err) // the flag does not exist: a slip in this package that every test shows
	}
}

// completeRules completes the names of rules.
func completeRules(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var names []cobra.Completion
	for _, r := range rules.All() {
		names = append(names, cobra.CompletionWithDesc(r.Name, r.Title))
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// completeFiles completes folders and Markdown files.
func completeFiles(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return []cobra.Completion{"md"}, cobra.ShellCompDirectiveFilterFileExt
}
