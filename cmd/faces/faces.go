package faces

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// Program is a running cortex: its two streams, and Close, which hangs up and waits until it has ended.
type Program struct {
	In    io.Writer
	Out   io.Reader
	Close func()
	// PID is the number of its process, 0 if it has none of its own.
	PID int
}

// Start runs cortex with arguments in a folder.
type Start func(dir string, args ...string) (Program, error)

// Compare returns how many diagnostics "cortex check" has for a folder, an absolute path, and what another face says
// differently: a line for each diagnostic that only one of them has.
func Compare(start Start, root string) (count int, differences []string, err error) {
	checked, err := command(start, root)
	if err != nil {
		return 0, nil, fmt.Errorf("cortex check: %w", err)
	}
	served, err := languageServer(start, root, checked)
	if err != nil {
		return 0, nil, fmt.Errorf("cortex lsp: %w", err)
	}
	told, err := agentServer(start, root)
	if err != nil {
		return 0, nil, fmt.Errorf("cortex mcp: %w", err)
	}
	return len(checked), slices.Concat(between(checked, served, "lsp"), between(checked, told, "mcp")), nil
}

// line is a diagnostic in a form that every face can have: lines and columns from 1, columns in code points, the message
// on one line.
func line(path string, line, column int, severity, rule, message string) string {
	return fmt.Sprintf("%s:%d:%d: %s %s: %s", path, line, column, severity, rule, strings.Join(strings.Fields(message), " "))
}

// between compares sorted lines of "cortex check" with those of another face.
func between(checked, others []string, face string) []string {
	var found []string
	for len(checked) > 0 || len(others) > 0 {
		switch {
		case len(others) == 0 || len(checked) > 0 && checked[0] < others[0]:
			found = append(found, "only check, not "+face+": "+checked[0])
			checked = checked[1:]
		case len(checked) == 0 || others[0] < checked[0]:
			found = append(found, "only "+face+", not check: "+others[0])
			others = others[1:]
		default:
			checked, others = checked[1:], others[1:]
		}
	}
	return found
}
