package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"
	"time"

	"cortex/rules"
)

// tally counts diagnostics, and how many banks and files they are spread over.
type tally struct {
	count        int
	banks, files map[string]bool
}

func (t *tally) add(bank, file string) {
	if t.banks == nil {
		t.banks, t.files = map[string]bool{}, map[string]bool{}
	}
	t.count++
	t.banks[bank], t.files[file] = true, true
}

// tallies counts by any key.
type tallies[K comparable] map[K]*tally

func (t tallies[K]) add(key K, bank, file string) {
	if t[key] == nil {
		t[key] = &tally{}
	}
	t[key].add(bank, file)
}

// printTable prints the distribution over banks, severities and rules. Only the
// table of severities counts what is below least.
func printTable(w io.Writer, all []workspace, least rules.Severity) {
	perBank, severities, byRule := map[string]int{}, tallies[rules.Severity]{}, tallies[string]{}
	files, took := 0, time.Duration(0)
	for _, ws := range all {
		files += ws.files
		took += ws.took
		for _, b := range ws.snapshot.Banks() {
			perBank[ws.name+"/"+b.Root] += 0
		}
		for _, d := range ws.diagnostics {
			bank, file := ws.bankOf(d), ws.name+"/"+d.Path
			severities.add(d.Severity, bank, file)
			if d.Severity >= least {
				perBank[bank]++
				byRule.add(d.Rule, bank, file)
			}
		}
	}
	counts := slices.Sorted(maps.Values(perBank))
	fmt.Fprintf(w, "%d workspaces, %d banks, %d files, judged in %v\n\n", len(all), len(counts), files, took.Round(time.Millisecond))
	fmt.Fprintf(w, "diagnostics per bank, %s and above: median %d, p90 %d, max %d, none in %d banks\n\n",
		least, quantile(counts, 0.5), quantile(counts, 0.9), quantile(counts, 1), clean(counts))
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "SEVERITY\tDIAGNOSTICS\tBANKS\tFILES")
	for _, s := range []rules.Severity{rules.Error, rules.Warning, rules.Information, rules.Hint} {
		n := severities[s]
		if n == nil {
			n = &tally{}
		}
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\n", s, n.count, len(n.banks), len(n.files))
	}
	fmt.Fprintf(t, "\nRULE\tDIAGNOSTICS\tBANKS\tFILES\n")
	for _, name := range loudest(byRule) {
		n := byRule[name]
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\n", name, n.count, len(n.banks), len(n.files))
	}
	t.Flush()
}

// loudest returns the keys with the most diagnostics first.
func loudest(t tallies[string]) []string {
	return slices.SortedFunc(maps.Keys(t), func(a, b string) int {
		return cmp.Or(cmp.Compare(t[b].count, t[a].count), cmp.Compare(a, b))
	})
}

// quantile returns the value below which a share q of the sorted counts lies, 0 for none.
func quantile(sorted []int, q float64) int {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
}

// clean counts the banks without a diagnostic.
func clean(sorted []int) int {
	n, _ := slices.BinarySearch(sorted, 1)
	return n
}

// group is what one rule reports in one bank.
type group struct {
	rule, bank string
	count      int
	example    string
}

// printNoisiest prints the groups with the most diagnostics, with an example each.
func printNoisiest(w io.Writer, all []workspace, least rules.Severity, limit int) {
	groups := map[[2]string]*group{}
	for _, ws := range all {
		for _, d := range ws.diagnostics {
			if d.Severity < least {
				continue
			}
			key := [2]string{d.Rule, ws.bankOf(d)}
			if groups[key] == nil {
				line, _ := ws.lines(d.Path, d.Span)
				groups[key] = &group{key[0], key[1], 0, fmt.Sprintf("%s/%s:%d: %s", ws.name, d.Path, line, d.Message)}
			}
			groups[key].count++
		}
	}
	list := slices.SortedFunc(maps.Values(groups), func(a, b *group) int {
		return cmp.Or(cmp.Compare(b.count, a.count), cmp.Compare(a.example, b.example))
	})
	list = list[:min(limit, len(list))]
	if len(list) > 0 {
		fmt.Fprintln(w, "\nnoisiest, with the first of each")
	}
	for _, g := range list {
		fmt.Fprintf(w, "%5d %s  %s\n", g.count, g.rule, g.example)
	}
}

// printSlowest prints the files that take longest to check again after a change.
func printSlowest(w io.Writer, all []workspace, limit int) {
	type slow struct {
		timing
		workspace string
	}
	var list []slow
	for _, ws := range all {
		for _, t := range ws.timings {
			list = append(list, slow{t, ws.name})
		}
	}
	slices.SortStableFunc(list, func(a, b slow) int { return cmp.Compare(b.took, a.took) })
	list = list[:min(limit, len(list))]
	if len(list) > 0 {
		fmt.Fprintln(w, "\nslowest to check again after a change")
	}
	for _, s := range list {
		fmt.Fprintf(w, "%10v %8d bytes  %s/%s\n", s.took.Round(10*time.Microsecond), s.size, s.workspace, s.path)
	}
}
