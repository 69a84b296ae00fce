package main

import (
	"cortex/rules"
)

// style paints text for a terminal; the zero value leaves it plain.
type style struct{ on bool }

const (
	bold   = "1"
	dim    = "2"
	red    = "31"
	green  = "32"
	yellow = "33"
	blue   = "34"
	cyan   = "36"
)

// style resolves the flag --color.
func (e environment) style(color *choice) style {
	switch color.value {
	case "always":
		return style{on: true}
	case "never":
		return style{}
	}
	noColor, _ := e.lookupEnv("NO_COLOR")
	term, _ := e.lookupEnv("TERM")
	return style{on: e.outTerminal && noColor == "" && term != "dumb"}
}

func (s style) paint(code, text string) string {
	if !s.on || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (s style) severity(v rules.Severity, text string) string {
	if !s.on {
		return text // which happens thousands of times
	}
	code := map[rules.Severity]string{rules.Error: red, rules.Warning: yellow, rules.Information: blue, rules.Hint: cyan}[v]
	return s.paint(bold+";"+code, text)
}
