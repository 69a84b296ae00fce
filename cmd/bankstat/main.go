// Command bankstat judges every repository below a folder and prints how the
// diagnostics are distributed: per bank, per rule, the noisiest, the slowest
// files. With -verdicts it compares them with lines that a person judged, with
// -draw it draws some at random for a person to read, and with -fix it checks the
// safe fixes. With -questions it measures how soon the sections that answer questions come in a loaded context. With -faces it compares what the faces
// of a cortex say about each folder that is named. Nothing is written. It is what a new rule is measured with:
//
//	go run ./cmd/bankstat -noisiest 10 DIR
//	go run ./cmd/bankstat -faces ./cortex DIR/*
//	go run ./cmd/bankstat -draw 20 -seed 1 -rule missing-section DIR
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"

	"cortex/rules"
)

func main() {
	if err := run(context.Background(), os.Stdout, os.Args[1:]); err != nil {
		fmt.Fprintf(os.Stderr, "bankstat: %v\n", err)
		os.Exit(2)
	}
}

// run prints the statistics that args ask for to w.
func run(ctx context.Context, w io.Writer, args []string) error {
	o, err := parse(args)
	if err != nil {
		return err
	}
	if o.faces != "" {
		return compareFaces(ctx, w, o.faces, o.dirs)
	}
	if o.agents != "" {
		return measureAgents(ctx, w, o.agents, o.dir)
	}
	if o.questions != "" {
		return printAnswers(ctx, w, o.dir, o.questions)
	}
	all, err := judgeAll(ctx, o.dir, o.slowest > 0 && o.draw.count == 0 && !o.fix)
	switch {
	case err != nil:
		return err
	case o.fix:
		return checkFixes(ctx, w, all)
	case o.draw.count > 0:
		printDraw(w, all, o.least, o.draw)
		return nil
	}
	printTable(w, all, o.least)
	printNoisiest(w, all, o.least, o.noisiest)
	printSlowest(w, all, o.slowest)
	if o.verdicts == "" {
		return nil
	}
	return printVerdicts(w, all, o.least, o.verdicts)
}

// options is what the command line asks for.
type options struct {
	dir               string
	least             rules.Severity
	noisiest, slowest int
	verdicts          string
	questions         string
	// faces is the program whose faces are compared, on dirs.
	faces string
	// agents is the program that is measured as it serves an agent.
	agents string
	dirs   []string
	draw   draw
	fix    bool
}

func parse(args []string) (options, error) {
	o := options{least: rules.Information}
	flags := flag.NewFlagSet("bankstat", flag.ContinueOnError)
	flags.Usage = func() {
		fmt.Fprintln(flags.Output(), "usage: bankstat [flags] DIR, where each folder in DIR is a repository")
		flags.PrintDefaults()
	}
	flags.Func("severity", "count diagnostics of this severity and above (default information)", func(name string) (err error) {
		o.least, err = rules.ParseSeverity(name)
		return err
	})
	flags.IntVar(&o.noisiest, "noisiest", 10, "show this many of the noisiest groups: one rule in one bank")
	flags.IntVar(&o.slowest, "slowest", 5, "show this many of the slowest files")
	flags.StringVar(&o.verdicts, "verdicts", "", "compare with this tab-separated `file`: verdict (defect or fine), kind, DIR-relative path, line, why")
	flags.StringVar(&o.questions, "questions", "", "instead load the context for the questions of this tab-separated `file`: repository, question, path, title and a part of the text of the section with the answer")
	flags.IntVar(&o.draw.count, "draw", 0, "instead print this many diagnostics, drawn at random, of each of the most frequent rules")
	flags.Uint64Var(&o.draw.seed, "seed", 1, "draw with this `number`: the same draws the same")
	flags.StringVar(&o.draw.rule, "rule", "", "draw diagnostics of this rule only")
	flags.StringVar(&o.faces, "faces", "", "instead compare what \"check\", the language server and bank_validate of this `program` say about each DIR, a repository itself")
	flags.StringVar(&o.agents, "agents", "", "instead measure how this `program` serves an agent the bank in DIR: time, memory, and tokens beside those of whole files")
	flags.BoolVar(&o.fix, "fix", false, "instead check that safe fixes converge, change nothing the second time, and keep line ends and byte order marks")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if o.faces != "" {
		o.dirs = flags.Args()
		return o, nil
	}
	if flags.NArg() != 1 {
		return o, fmt.Errorf("want one folder, got %d arguments", flags.NArg())
	}
	o.dir = flags.Arg(0)
	if o.draw.rule != "" && rules.Lookup(o.draw.rule) == nil {
		return o, fmt.Errorf("no rule %q", o.draw.rule)
	}
	return o, nil
}
