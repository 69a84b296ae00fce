package bank

import (
	"fmt"

	"github.com/aymanbagabas/go-udiff"
)

// UnifiedDiff returns the unified diff of a file's texts, nil for a text that does not exist.
func UnifiedDiff(name string, before, after *string) (string, error) {
	text, _, _, err := diffOf(name, before, after)
	return text, err
}

// diffOf is UnifiedDiff with how many lines it adds and removes.
func diffOf(name string, before, after *string) (text string, added, removed int, err error) {
	from, to, old, now := "a/"+name, "b/"+name, "", ""
	if before != nil {
		old = *before
	} else {
		from = "/dev/null"
	}
	if after != nil {
		now = *after
	} else {
		to = "/dev/null"
	}
	diff, err := udiff.ToUnifiedDiff(from, to, old, udiff.Lines(old, now), udiff.DefaultContextLines)
	if err != nil {
		return "", 0, 0, fmt.Errorf("comparing the texts of %q: %w", name, err)
	}
	// udiff 0.4.1 leaves out the equal lines within a hunk when it counts where the next one begins.
	for _, hunk := range diff.Hunks {
		hunk.ToLine = hunk.FromLine + added - removed
		for _, line := range hunk.Lines {
			switch line.Kind {
			case udiff.Insert:
				added++
			case udiff.Delete:
				removed++
			}
		}
	}
	return diff.String(), added, removed, nil
}
