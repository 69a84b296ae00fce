package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// newMan is for those who package the program, and therefore in no list.
func newMan(env environment) *cobra.Command {
	return &cobra.Command{
		Use:    "man FOLDER",
		Short:  "Write the manual pages of all commands",
		Long:   "Man writes a manual page in the format of man(1) for each command into a folder, which must be there.",
		Hidden: true,
		Args:   oneFolder,
		RunE: func(cmd *cobra.Command, args []string) error {
			return writeManPages(cmd.Root(), env.abs(args[0]))
		},
	}
}

func oneFolder(cmd *cobra.Command, args []string) error {
	if len(args) == 1 {
		return nil
	}
	return fmt.Errorf("%q takes one folder, not %d", cmd.CommandPath(), len(args))
}

// writeManPages writes the page of a command and of those below it.
func writeManPages(cmd *cobra.Command, folder string) error {
	if err := os.WriteFile(filepath.Join(folder, manName(cmd)+".1"), []byte(manPage(cmd)), 0o644); err != nil {
		return fmt.Errorf("writing a manual page: %w", err)
	}
	for _, c := range shownCommands(cmd) {
		if err := writeManPages(c, folder); err != nil {
			return err
		}
	}
	return nil
}

func manName(cmd *cobra.Command) string { return strings.ReplaceAll(cmd.CommandPath(), " ", "-") }

// shownCommands returns the commands below cmd that its help lists, but for help itself.
func shownCommands(cmd *cobra.Command) []*cobra.Command {
	var shown []*cobra.Command
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() && c.Name() != "help" {
			shown = append(shown, c)
		}
	}
	return shown
}

// manPage returns the page of one command. It bears no date, so that the same program always writes the same page.
func manPage(cmd *cobra.Command) string {
	var b strings.Builder
	fmt.Fprintf(&b, ".TH %q 1 \"\" %q \"Cortex\"\n", strings.ToUpper(manName(cmd)), "Cortex "+currentVersion().number)
	fmt.Fprintf(&b, ".SH NAME\n%s \\- %s\n", manText(manName(cmd)), manText(cmd.Short))
	usage := cmd.UseLine()
	if !cmd.Runnable() || cmd.HasAvailableSubCommands() {
		usage = cmd.CommandPath() + " COMMAND [flags]"
	}
	fmt.Fprintf(&b, ".SH SYNOPSIS\n%s\n", manText(usage))
	if cmd.Long != "" {
		b.WriteString(".SH DESCRIPTION\n" + manParagraphs(cmd.Long))
	}
	manCommands(&b, cmd)
	cmd.InitDefaultHelpFlag()
	manFlags(&b, "OPTIONS", cmd.NonInheritedFlags())
	manFlags(&b, "OPTIONS OF ALL COMMANDS", cmd.InheritedFlags())
	if cmd.Example != "" {
		b.WriteString(".SH EXAMPLES\n" + manVerbatim(cmd.Example))
	}
	if cmd.HasParent() {
		fmt.Fprintf(&b, ".SH SEE ALSO\n\\fB%s\\fP(1)\n", manText(manName(cmd.Parent())))
	}
	return b.String()
}

func manCommands(b *strings.Builder, cmd *cobra.Command) {
	shown := shownCommands(cmd)
	if len(shown) == 0 {
		return
	}
	b.WriteString(".SH COMMANDS\n")
	for _, c := range shown {
		fmt.Fprintf(b, ".TP\n\\fB%s\\fP(1)\n%s\n", manText(manName(c)), manText(c.Short))
	}
}

func manFlags(b *strings.Builder, title string, flags *pflag.FlagSet) {
	if !flags.HasAvailableFlags() {
		return
	}
	fmt.Fprintf(b, ".SH %s\n", title)
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		name := "--" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", " + name
		}
		fmt.Fprintf(b, ".TP\n\\fB%s\\fP", manText(name))
		if value != "" {
			fmt.Fprintf(b, " \\fI%s\\fP", manText(value))
		}
		fmt.Fprintf(b, "\n%s%s\n", manText(usage), manText(shownDefault(f)))
	})
}

// shownDefault says what a flag is without being set, as help does; "" where that is nothing.
func shownDefault(f *pflag.Flag) string {
	switch {
	case f.DefValue == "" || f.DefValue == "false" || f.DefValue == "0" || f.DefValue == "[]":
		return ""
	case f.Value.Type() == "string":
		return fmt.Sprintf(" (default %q)", f.DefValue)
	}
	return fmt.Sprintf(" (default %s)", f.DefValue)
}

// manParagraphs sets a text whose indented lines are shown as they are.
func manParagraphs(text string) string {
	var b strings.Builder
	verbatim := false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		switch indented := strings.HasPrefix(line, " "); {
		case line == "":
			b.WriteString(".PP\n")
			continue
		case indented != verbatim:
			b.WriteString(map[bool]string{true: ".nf\n", false: ".fi\n"}[indented])
			verbatim = indented
		}
		b.WriteString(manText(line) + "\n")
	}
	if verbatim {
		b.WriteString(".fi\n")
	}
	return b.String()
}

func manVerbatim(text string) string {
	var b strings.Builder
	b.WriteString(".nf\n")
	for line := range strings.Lines(text) {
		b.WriteString(manText(strings.TrimRight(line, "\n")) + "\n")
	}
	return b.String() + ".fi\n"
}

// manText escapes what the format gives a meaning: backslashes, hyphens that are to be copied, and what looks like a request at the start of a line.
func manText(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, "\n", " ").Replace(text)
	if strings.HasPrefix(text, ".") || strings.HasPrefix(text, "'") {
		text = `\&` + text
	}
	return text
}
