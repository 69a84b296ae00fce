package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"cortex/rules"
)

func newExplain(env environment) *cobra.Command {
	var color *choice
	cmd := &cobra.Command{
		Use:   "explain RULE",
		Short: "Show the manual page of a rule",
		Long: `Explain shows what a rule means, why it matters, a bad and a good example, its
options and the evidence it rests on. The name of the rule stands in brackets at
the end of each diagnostic.`,
		Example:           "  cortex explain broken-link",
		Args:              oneRule,
		ValidArgsFunction: completeRules,
		RunE: func(_ *cobra.Command, args []string) error {
			r := rules.Lookup(args[0])
			if r == nil {
				return unknownRule(args[0])
			}
			_, err := io.WriteString(env.out, paintManual(env.style(color), r.Manual()))
			return err
		},
	}
	color = addColor(cmd)
	return cmd
}

func oneRule(_ *cobra.Command, args []string) error {
	if len(args) == 1 {
		return nil
	}
	return fmt.Errorf(`explain takes the name of one rule: run "cortex rules" for the list`)
}

// unknownRule names the nearest rule, or says where the list is.
func unknownRule(name string) error {
	var names []string
	for _, r := range rules.All() {
		names = append(names, r.Name)
	}
	return fmt.Errorf("unknown rule %q%s", name, suggestion(name, names, `run "cortex rules" for the list`))
}

// paintManual makes the headings of a manual page stand out.
func paintManual(s style, page string) string {
	var b strings.Builder
	fenced := false
	for line := range strings.Lines(page) {
		text := strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(text, "~~~"), strings.HasPrefix(text, "```"):
			fenced = !fenced
		case !fenced && strings.HasPrefix(text, "#"):
			text = s.paint(bold, text)
		}
		b.WriteString(text + "\n")
	}
	return b.String()
}
