package main

import (
	"encoding/xml"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// picture draws a check of the sample bank, as the program prints it on a terminal. In
// the bank's own folder, where paths are short: a wide picture is shown small. The bank is
// copied, so that the history of this repository does not show.
func picture(root string) (string, error) {
	const command = "cortex check"
	work, err := os.MkdirTemp("", "gendoc")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(work)
	program, sample := filepath.Join(work, "cortex.exe"), filepath.Join(work, "sample")
	build := exec.Command("go", "build", "-o", program, "cortex/cmd/cortex")
	build.Dir = root
	if message, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building %q: %w\n%s", command, err, message)
	}
	if err := os.CopyFS(sample, os.DirFS(filepath.Join(root, "testdata", "banks", "sample"))); err != nil {
		return "", fmt.Errorf("copying the sample bank: %w", err)
	}
	cmd := exec.Command(program, "check", "--no-cache", "--color", "always") // the cache of who draws it stays as it is
	cmd.Dir = filepath.Join(sample, "memory-bank")
	output, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || len(output) == 0) { // diagnostics are expected
		return "", fmt.Errorf("running %q: %w", command, err)
	}
	return terminalSVG(command, string(output)), nil
}

// Metrics of the picture in pixels: a monospaced cell of the font size below, and
// how many of them a line of the terminal has.
const (
	fontSize   = 14
	cellWidth  = 8.4
	cellHeight = 20
	margin     = 16
	titleBar   = 36
	columns    = 126
)

// palette maps the SGR parameters that the command line uses to colours that are
// readable on the picture's dark background. Bold is set apart.
var palette = map[string]string{"31": "#ff7b72", "32": "#7ee787", "33": "#e3b341", "34": "#79c0ff", "35": "#d2a8ff", "36": "#76e3ea", "2": "#8b949e", "90": "#8b949e"}

// terminalSVG draws what a terminal shows after running command: output is the
// text with SGR escape sequences as the command printed it. Each piece of text is
// put where its column is, so that no reader's font or emoji moves the carets.
func terminalSVG(command, output string) string {
	rows := layOut("\x1b[32m$\x1b[0m " + command + "\n" + strings.TrimRight(output, "\n"))
	widest := 0
	for _, row := range rows {
		for _, p := range row {
			widest = max(widest, p.column+p.width)
		}
	}
	width := int(float64(widest)*cellWidth) + 2*margin
	height := titleBar + len(rows)*cellHeight + margin

	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img">`+"\n", width, height, width, height)
	fmt.Fprintf(&b, "<title>%s</title>\n", escape(command))
	fmt.Fprintf(&b, `<rect width="%d" height="%d" rx="8" fill="#0d1117"/>`+"\n", width, height)
	for i, colour := range []string{"#ff5f57", "#febc2e", "#28c840"} {
		fmt.Fprintf(&b, `<circle cx="%d" cy="18" r="6" fill="%s"/>`+"\n", margin+6+i*20, colour)
	}
	fmt.Fprintf(&b, `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="%d" fill="#e6edf3" xml:space="preserve">`+"\n", fontSize)
	for i, row := range rows {
		for _, p := range row {
			b.WriteString(p.svg(titleBar + i*cellHeight + fontSize))
		}
	}
	b.WriteString("</g>\n</svg>\n")
	return b.String()
}

// look is how text is painted.
type look struct {
	colour string
	bold   bool
}

// after returns the look that a SGR sequence with these parameters leads to.
func (l look) after(parameters string) look {
	for code := range strings.SplitSeq(parameters, ";") {
		switch colour, known := palette[code]; {
		case code == "1":
			l.bold = true
		case known:
			l.colour = colour
		default:
			l = look{}
		}
	}
	return l
}

// piece is text of one look in one row.
type piece struct {
	look
	text          string
	column, width int
	// emoji tells a single character that takes two columns.
	emoji bool
}

// svg returns the element that shows the piece on a baseline; space shows nothing.
func (p piece) svg(baseline int) string {
	text := strings.TrimLeft(p.text, " ")
	column := p.column + len(p.text) - len(text)
	if text = strings.TrimRight(text, " "); text == "" {
		return ""
	}
	attributes := fmt.Sprintf(`x="%.1f" y="%d"`, margin+float64(column)*cellWidth, baseline)
	if !p.emoji {
		attributes += fmt.Sprintf(` textLength="%.1f"`, float64(len([]rune(text)))*cellWidth)
	}
	if p.bold {
		attributes += ` font-weight="bold"`
	}
	if p.colour != "" {
		attributes += fmt.Sprintf(` fill="%s"`, p.colour)
	}
	return fmt.Sprintf("<text %s>%s</text>\n", attributes, escape(text))
}

// firstEmoji is where the characters of two columns begin, as far as pictures show them.
const firstEmoji = '\U0001f300'

// layOut puts text with SGR sequences into the rows of a terminal, which breaks
// lines that are too long.
func layOut(text string) [][]piece {
	var rows [][]piece
	for line := range strings.SplitSeq(text, "\n") {
		var row []piece
		column, now := 0, look{}
		for line != "" {
			if rest, ok := strings.CutPrefix(line, "\x1b["); ok {
				var parameters string
				parameters, line, _ = strings.Cut(rest, "m")
				now = now.after(parameters)
				continue
			}
			r, size := utf8.DecodeRuneInString(line)
			p := piece{look: now, text: line[:size], column: column, width: 1, emoji: r >= firstEmoji}
			if p.emoji {
				p.width = 2
			}
			if column+p.width > columns {
				rows, row = append(rows, row), nil
				p.column = 0
			}
			row = appended(row, p)
			column, line = p.column+p.width, line[size:]
		}
		rows = append(rows, row)
	}
	return rows
}

// appended adds a character to a row: to the last piece if it looks the same.
func appended(row []piece, p piece) []piece {
	if n := len(row); n > 0 && row[n-1].look == p.look && !row[n-1].emoji && !p.emoji {
		row[n-1].text += p.text
		row[n-1].width += p.width
		return row
	}
	return append(row, p)
}

func escape(text string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(text)) // writing to a Builder never fails
	return b.String()
}
