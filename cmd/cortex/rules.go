package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"cortex/rules"
)

func newRules(env environment) *cobra.Command {
	var format *choice
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List all rules",
		Long: `Rules lists every rule with its default severity, what one run of it judges, and
whether it can mend what it reports. Severities are set in .cortex.yaml:

  rules:
    missing-title: off`,
		Example: "  cortex rules\n  cortex rules --format json",
		Args:    noArguments,
		RunE: func(*cobra.Command, []string) error {
			if format.value == "json" {
				return printRulesJSON(env)
			}
			return printRules(env)
		},
	}
	format = addChoice(cmd, "format", "human: for people; json: for programs", "human", "human", "json")
	return cmd
}

func printRules(env environment) error {
	w := tabwriter.NewWriter(env.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "RULE\tSEVERITY\tSCOPE\tFIX\tTITLE")
	for _, r := range rules.All() {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", r.Name, r.Severity, r.Scope, r.Fixable, r.Title)
	}
	return w.Flush()
}

// jsonRule is one element of the list that "rules --format json" prints.
type jsonRule struct {
	Name     string       `json:"name"`
	Title    string       `json:"title"`
	Severity string       `json:"severity"`
	Scope    string       `json:"scope"`
	Fix      string       `json:"fix"`
	Since    string       `json:"since"`
	Options  []jsonOption `json:"options"`
}

type jsonOption struct {
	Name    string   `json:"name"`
	Doc     string   `json:"doc"`
	Default any      `json:"default"`
	Values  []string `json:"values,omitempty"`
}

func printRulesJSON(env environment) error {
	list := []jsonRule{}
	for _, r := range rules.All() {
		j := jsonRule{
			Name: r.Name, Title: r.Title, Severity: r.Severity.String(),
			Scope: r.Scope.String(), Fix: r.Fixable.String(), Since: r.Since, Options: []jsonOption{},
		}
		for _, o := range r.Options {
			j.Options = append(j.Options, jsonOption(o))
		}
		list = append(list, j)
	}
	return encodeJSON(env.out, list)
}
