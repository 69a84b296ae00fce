package main

import (
	"encoding/xml"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
)

// picture draws a check of the sample bank, as the program prints it on a terminal.
func picture(root string) (string, error) {
	const command = "cortex check"
	cmd := exec.Command("go", "run", "cortex/cmd/cortex", "check", "--color", "always")
	cmd.Dir = filepath.Join(root, "testdata", "banks", "sample")
	output, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || len(output) == 0) { // diagnostics are expected
		return "", fmt.Errorf("running %q: %w", command, err)
	}
	return terminalSVG(command, string(output)), nil
}

// Metrics of the picture in pixels: a monospaced cell of the font size below.
const (
	fontSize   = 14
	cellWidth  = 8.4
	cellHeight = 20
	margin     = 16
	titleBar   = 36
)

// palette maps the SGR parameters that the command line uses to colours that are
// readable on the picture's dark background. Bold is set apart.
var palette = map[string]string{"31": "#ff7b72", "32": "#7ee787", "33": "#e3b341", "34": "#79c0ff", "35": "#d2a8ff", "36": "#76e3ea", "2": "#8b949e", "90": "#8b949e"}

// terminalSVG draws what a terminal shows after running command: output is the
// text with SGR escape sequences as the command printed it.
func terminalSVG(command, output string) string {
	lines := append([]string{"\x1b[32m$\x1b[0m " + command}, strings.Split(strings.TrimRight(output, "\n"), "\n")...)
	widest := 0
	for _, line := range lines {
		widest = max(widest, len([]rune(plain(line))))
	}
	width := int(float64(widest)*cellWidth) + 2*margin
	height := titleBar + len(lines)*cellHeight + margin

	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img">`+"\n", width, height, width, height)
	fmt.Fprintf(&b, "<title>%s</title>\n", escape(command))
	fmt.Fprintf(&b, `<rect width="%d" height="%d" rx="8" fill="#0d1117"/>`+"\n", width, height)
	for i, colour := range []string{"#ff5f57", "#febc2e", "#28c840"} {
		fmt.Fprintf(&b, `<circle cx="%d" cy="18" r="6" fill="%s"/>`+"\n", margin+6+i*20, colour)
	}
	fmt.Fprintf(&b, `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="%d" fill="#e6edf3" xml:space="preserve">`+"\n", fontSize)
	for i, line := range lines {
		fmt.Fprintf(&b, `<text x="%d" y="%d">%s</text>`+"\n", margin, titleBar+i*cellHeight+fontSize, tspans(line))
	}
	b.WriteString("</g>\n</svg>\n")
	return b.String()
}

// tspans converts one line with SGR sequences to SVG text content.
func tspans(line string) string {
	var b strings.Builder
	colour, bold := "", false
	for line != "" {
		text, rest, found := strings.Cut(line, "\x1b[")
		if text != "" {
			weight := ""
			if bold {
				weight = ` font-weight="bold"`
			}
			if colour != "" {
				weight += fmt.Sprintf(` fill="%s"`, colour)
			}
			fmt.Fprintf(&b, "<tspan%s>%s</tspan>", weight, escape(text))
		}
		if !found {
			break
		}
		codes, after, _ := strings.Cut(rest, "m")
		for code := range strings.SplitSeq(codes, ";") {
			switch c, known := palette[code]; {
			case code == "1":
				bold = true
			case known:
				colour = c
			default:
				colour, bold = "", false
			}
		}
		line = after
	}
	return b.String()
}

// plain removes SGR sequences.
func plain(line string) string {
	var b strings.Builder
	for {
		text, rest, found := strings.Cut(line, "\x1b[")
		b.WriteString(text)
		if !found {
			return b.String()
		}
		_, line, _ = strings.Cut(rest, "m")
	}
}

func escape(text string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(text)) // writing to a Builder never fails
	return b.String()
}
