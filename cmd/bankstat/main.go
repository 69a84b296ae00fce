// Command bankstat judges every repository below a folder and prints how the
// diagnostics are distributed: per bank, per rule, the noisiest, the slowest
// files. With -verdicts it compares them with lines that a person judged, with
// -draw it draws some at random for a person to read, and with -fix it checks the
// safe fixes. Nothing is written. It is what a new rule is measured with:
//
//	go run ./cmd/bankstat -noisiest 10 DIR
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
	flags := flag.NewFlagSet("bankstat", flag.ContinueOnError)
	flags.Usage = func() {
		fmt.Fprintln(flags.Output(), "usage: bankstat [flags] DIR, where each folder in DIR is a repository")
		flags.PrintDefaults()
	}
	least := rules.Information
	flags.Func("severity", "count diagnostics of this severity and above (default information)", func(name string) (err error) {
		least, err = rules.ParseSeverity(name)
		return err
	})
	noisiest := flags.Int("noisiest", 10, "show this many of the noisiest groups: one rule in one bank")
	slowest := flags.Int("slowest", 5, "show this many of the slowest files")
	verdicts := flags.String("verdicts", "", "compare with this tab-separated `file`: verdict (defect or fine), kind, DIR-relative path, line, why")
	var d draw
	flags.IntVar(&d.count, "draw", 0, "instead print this many diagnostics, drawn at random, of each of the most frequent rules")
	flags.Uint64Var(&d.seed, "seed", 1, "draw with this `number`: the same draws the same")
	flags.StringVar(&d.rule, "rule", "", "draw diagnostics of this rule only")
	fix := flags.Bool("fix", false, "instead check that safe fixes converge, change nothing the second time, and keep line ends and byte order marks")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() != 1 {
		return fmt.Errorf("want one folder, got %d arguments", flags.NArg())
	}
	if d.rule != "" && rules.Lookup(d.rule) == nil {
		return fmt.Errorf("no rule %q", d.rule)
	}
	all, err := judgeAll(ctx, flags.Arg(0), *slowest > 0 && d.count == 0 && !*fix)
	switch {
	case err != nil:
		return err
	case *fix:
		return checkFixes(ctx, w, all)
	case d.count > 0:
		printDraw(w, all, least, d)
		return nil
	}
	printTable(w, all, least)
	printNoisiest(w, all, least, *noisiest)
	printSlowest(w, all, *slowest)
	if *verdicts == "" {
		return nil
	}
	return printVerdicts(w, all, least, *verdicts)
}
