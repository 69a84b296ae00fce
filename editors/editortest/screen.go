package editortest

import (
	"regexp"
	"strings"
)

// Line is one of a screen: its text, and those parts of it that are underlined.
type Line struct {
	Text       string
	Underlined []string
}

// style is a sequence that changes how the text behind it looks.
var style = regexp.MustCompile(`\x1b\[([0-9;:]*)m`)

// parseScreen reads what tmux captures.
func parseScreen(screen string) []Line {
	var lines []Line
	underlined := false
	for row := range strings.SplitSeq(screen, "\n") {
		var line Line
		line, underlined = parseRow(row, underlined)
		lines = append(lines, line)
	}
	return lines
}

// parseRow reads a row at whose beginning text is underlined or not, and tells whether it is at its end.
func parseRow(row string, underlined bool) (Line, bool) {
	var line Line
	run := "" // what is underlined goes on where other styles change, such as colours
	end := func() {
		if run != "" {
			line.Underlined = append(line.Underlined, run)
		}
		run = ""
	}
	add := func(text string) {
		line.Text += text
		if underlined {
			run += text
		} else if text != "" {
			end()
		}
	}
	from := 0
	for _, at := range style.FindAllStringSubmatchIndex(row, -1) {
		add(row[from:at[0]])
		underlined = underlines(row[at[2]:at[3]], underlined)
		from = at[1]
	}
	add(row[from:])
	end()
	return line, underlined
}

// underlines tells whether text is underlined behind a sequence with these parameters (ECMA-48, SGR).
func underlines(params string, before bool) bool {
	fields := strings.Split(params, ";")
	for i := 0; i < len(fields); i++ {
		switch kind, sub, _ := strings.Cut(fields[i], ":"); kind {
		case "", "0", "24":
			before = false
		case "4":
			before = sub != "0"
		case "38", "48", "58": // a colour, whose numbers follow in the same field or in the next ones
			if sub == "" && i+1 < len(fields) {
				i += map[string]int{"5": 2, "2": 4}[fields[i+1]]
			}
		}
	}
	return before
}
