package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"cortex/rules"
)

// verdict is what a person said about one line of a bank.
type verdict struct {
	fine       bool
	kind, path string
	line       int
	why        string
}

// printVerdicts compares the diagnostics with a file of verdicts: fine lines that
// are reported, and for each defect which rules report it.
func printVerdicts(w io.Writer, all []workspace, least rules.Severity, file string) error {
	verdicts, err := readVerdicts(file)
	if err != nil {
		return fmt.Errorf("reading verdicts: %w", err)
	}
	byName := map[string]workspace{}
	for _, ws := range all {
		byName[ws.name] = ws
	}
	fmt.Fprintln(w, "\nverdicts")
	var fine, reportedFine, defects, missed int
	for _, v := range verdicts {
		name, path, _ := strings.Cut(v.path, "/")
		ws, ok := byName[name]
		if !ok {
			fmt.Fprintf(w, "not judged, no such workspace: %s\n", v.path)
			continue
		}
		found := ws.at(path, v.line, least, !v.fine)
		switch {
		case v.fine:
			fine++
			if len(found) > 0 {
				reportedFine++
				printVerdict(w, "fine but reported by "+ruleNames(found), v)
			}
		case len(found) == 0:
			defects++
			missed++
			printVerdict(w, "defect not reported", v)
		default:
			defects++
			printVerdict(w, "defect reported by "+ruleNames(found), v)
		}
	}
	fmt.Fprintf(w, "%d of %d fine lines reported, %d of %d defects not reported\n", reportedFine, fine, missed, defects)
	return nil
}

func printVerdict(w io.Writer, what string, v verdict) {
	fmt.Fprintf(w, "%s: %s:%d (%s: %s)\n", what, v.path, v.line, v.kind, v.why)
}

// ruleNames lists the rules of diagnostics, each once.
func ruleNames(found []rules.Diagnostic) string {
	var names []string
	for _, d := range found {
		names = append(names, d.Rule)
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ", ")
}

// at returns the diagnostics that cover a line, by their span or, where related places count, one of those.
func (w workspace) at(path string, line int, least rules.Severity, related bool) []rules.Diagnostic {
	if w.snapshot == nil {
		return nil
	}
	var found []rules.Diagnostic
	for _, d := range w.diagnostics {
		if d.Severity < least {
			continue
		}
		places := []rules.Related{{Path: d.Path, Span: d.Span}}
		if related {
			places = append(places, d.Related...)
		}
		if slices.ContainsFunc(places, func(r rules.Related) bool { return w.covers(r, path, line) }) {
			found = append(found, d)
		}
	}
	return found
}

// readVerdicts reads a tab-separated file with a header and the columns verdict, kind, path, line, why.
func readVerdicts(file string) ([]verdict, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var verdicts []verdict
	for i, row := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		if i == 0 {
			continue
		}
		v, ok := parseVerdict(row)
		if !ok {
			return nil, fmt.Errorf("%s:%d: want verdict (fine or defect), kind, path, line and why, separated by tabs", file, i+1)
		}
		verdicts = append(verdicts, v)
	}
	return verdicts, nil
}

func parseVerdict(row string) (verdict, bool) {
	cells := strings.Split(row, "\t")
	if len(cells) != 5 || cells[0] != "fine" && cells[0] != "defect" {
		return verdict{}, false
	}
	line, err := strconv.Atoi(cells[3])
	return verdict{cells[0] == "fine", cells[1], cells[2], line, cells[4]}, err == nil
}
