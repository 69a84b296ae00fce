package faces

import (
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"slices"
)

// command returns the sorted diagnostics of "cortex check".
func command(start Start, root string) ([]string, error) {
	p, err := start(root, "check", "--format", "json", "--min-severity", "hint")
	if err != nil {
		return nil, err
	}
	defer p.Close()
	text, err := io.ReadAll(p.Out)
	if err != nil || len(text) == 0 {
		return nil, cmp.Or(err, errors.New("it prints no report"))
	}
	var report struct {
		Diagnostics []struct {
			Path, Rule, Severity, Message string
			Start                         struct{ Line, Column int }
		}
	}
	if err := json.Unmarshal(text, &report); err != nil {
		return nil, err
	}
	var lines []string
	for _, d := range report.Diagnostics {
		lines = append(lines, line(d.Path, d.Start.Line, d.Start.Column, d.Severity, d.Rule, d.Message))
	}
	slices.Sort(lines)
	return lines, nil
}
