package lsp

import (
	"github.com/tliron/glsp"

	"cortex/bank"
)

// overviewAnswer describes all banks, for a picture of them.
type overviewAnswer struct {
	Banks []bankOverview `json:"banks"`
}

type bankOverview struct {
	URI string `json:"uri"`
	// Folder is the URI of the workspace folder that paths are relative to.
	Folder string `json:"folder"`
	Path   string `json:"path"`
	// Profile is the name of the convention, "" for none, and Declared tells that the configuration names it.
	Profile  string `json:"profile"`
	Declared bool   `json:"declared"`
	// Tokens is what an agent reads in every session, Budget what the rule token-budget allows for that. Estimated tells that tokens are not counted.
	Tokens    int  `json:"tokens"`
	Budget    int  `json:"budget"`
	Estimated bool `json:"estimated"`
	// Missing are the names of files that the profile requires.
	Missing []string       `json:"missing"`
	Files   []fileOverview `json:"files"`
	Links   []linkOverview `json:"links"`
}

type fileOverview struct {
	URI  string `json:"uri"`
	Path string `json:"path"`
	Role string `json:"role"`
	// Budget is 0 for a file that has none. Session tells that an agent reads the file in every session.
	Tokens  int  `json:"tokens"`
	Budget  int  `json:"budget"`
	Session bool `json:"session"`
	// Severities counts diagnostics.
	Severities map[string]int `json:"severities"`
}

// linkOverview counts what leads from a file to another, or to one that does not exist, by their paths.
type linkOverview struct {
	From   string `json:"from"`
	To     string `json:"to"`
	Links  int    `json:"links"`
	Broken int    `json:"broken"`
}

// overviewCommand tells what there is to see of the banks: files, their tokens, diagnostics and links.
func (v *view) overviewCommand(c *glsp.Context, _ commandArguments, p *progress) (any, error) {
	answer := overviewAnswer{Banks: []bankOverview{}}
	for i, f := range v.folders {
		results, err := f.snapshot.Check(c.Context, p.part(i, len(v.folders)))
		if err != nil {
			return nil, err
		}
		for _, b := range f.snapshot.Banks() {
			if len(b.Paths) == 0 || !v.answers(f, b.Paths[0]) {
				continue
			}
			links, err := f.snapshot.FileLinks(c.Context, b)
			if err != nil {
				return nil, err
			}
			answer.Banks = append(answer.Banks, v.bankOverview(f, f.snapshot.Overview(b), results, links))
		}
	}
	return answer, nil
}

func (v *view) bankOverview(f folder, o bank.Overview, results *bank.Results, links []bank.FileLink) bankOverview {
	b := bankOverview{
		URI: v.uri(f, o.Root), Folder: pathURI(f.root), Path: o.Root, Declared: o.Declared,
		Tokens: o.Session.Count, Budget: o.Budget, Estimated: !o.Session.Exact,
		Missing: append([]string{}, o.Missing...), Files: make([]fileOverview, len(o.Files)), Links: make([]linkOverview, len(links)),
	}
	if o.Profile != nil {
		b.Profile = o.Profile.Name
	}
	for i, file := range o.Files {
		severities := map[string]int{}
		for _, d := range results.Found.In(file.Path) {
			severities[d.Severity.String()]++
		}
		b.Files[i] = fileOverview{
			URI: v.uri(f, file.Path), Path: file.Path, Role: file.Role,
			Tokens: file.Tokens.Count, Budget: file.Budget, Session: file.Session, Severities: severities,
		}
	}
	for i, l := range links {
		b.Links[i] = linkOverview(l)
	}
	return b
}
