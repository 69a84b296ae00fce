package main

import "cortex/bank"

// jsonExplanation is the output of "config explain --format json". Lists are never null.
type jsonExplanation struct {
	Version int `json:"version"`
	// Path is relative to the workspace, empty for the workspace in general.
	Path string `json:"path"`
	// Judged tells whether the file is judged, Unjudged why not.
	Judged   bool   `json:"judged"`
	Unjudged string `json:"unjudged,omitempty"`
	// Bank is the folder of the memory bank, null for none.
	Bank    *string            `json:"bank"`
	Profile *jsonProfile       `json:"profile"`
	Rules   []jsonRuleSettings `json:"rules"`
}

type jsonProfile struct {
	Name     string     `json:"name"`
	Declared bool       `json:"declared"`
	From     *jsonPlace `json:"from"`
}

type jsonRuleSettings struct {
	Name     string              `json:"name"`
	Severity string              `json:"severity"`
	From     *jsonPlace          `json:"from"`
	Options  []jsonOptionSetting `json:"options"`
}

type jsonOptionSetting struct {
	Name  string     `json:"name"`
	Value any        `json:"value"`
	From  *jsonPlace `json:"from"`
}

// jsonPlace is where something was set, null for the default.
type jsonPlace struct {
	Path     string `json:"path,omitempty"`
	Line     int    `json:"line,omitempty"`
	Override int    `json:"override,omitempty"`
	Profile  string `json:"profile,omitempty"`
}

func newJSONPlace(p bank.Place) *jsonPlace {
	if p == (bank.Place{}) {
		return nil
	}
	return &jsonPlace{p.Path, p.Line, p.Override, p.Profile}
}

func newJSONExplanation(e *bank.Explanation, all bool) jsonExplanation {
	out := jsonExplanation{
		Version: jsonVersion, Path: e.Path, Unjudged: e.Unjudged,
		Judged: e.Path != "" && e.Unjudged == "", Rules: []jsonRuleSettings{},
	}
	if e.Bank != nil {
		out.Bank = &e.Bank.Root
	}
	if e.Profile.Profile != "" {
		out.Profile = &jsonProfile{e.Profile.Profile, e.Profile.Declared, newJSONPlace(e.Profile)}
	}
	for i := range e.Rules {
		r := &e.Rules[i]
		if !all && !r.Changed() {
			continue
		}
		j := jsonRuleSettings{Name: r.Rule.Name, Severity: r.Severity.String(), From: newJSONPlace(r.From), Options: []jsonOptionSetting{}}
		for _, o := range r.Options {
			j.Options = append(j.Options, jsonOptionSetting{o.Name, o.Value, newJSONPlace(o.From)})
		}
		out.Rules = append(out.Rules, j)
	}
	return out
}
