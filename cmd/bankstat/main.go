// Command bankstat judges every repository below a folder and prints how the
// diagnostics are distributed: per bank, per rule, the noisiest, the slowest
// files. With -verdicts it compares them with lines that a person judged. It is
// what a new rule is measured with:
//
//	go run ./cmd/bankstat -noisiest 10 DIR
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
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() != 1 {
		return fmt.Errorf("want one folder, got %d arguments", flags.NArg())
	}
	all, err := judgeAll(ctx, flags.Arg(0), *slowest > 0)
	if err != nil {
		return err
	}
	printTable(w, all, least)
	printNoisiest(w, all, least, *noisiest)
	printSlowest(w, all, *slowest)
	if *verdicts == "" {
		return nil
	}
	return printVerdicts(w, all, least, *verdicts)
}
