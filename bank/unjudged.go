package bank

import (
	"fmt"
	"path"
	"strconv"

	"cortex/rules"
)

// WhyUnjudged says why the file or folder at a workspace-relative path is not judged and what to do about it, in words
// that continue "it is not judged: "; empty for a file that is.
func (s *Snapshot) WhyUnjudged(p string) string {
	return s.whyUnjudged(p, newExplainer(s))
}

func (s *Snapshot) whyUnjudged(p string, x *explainer) string {
	if b := s.BankOf(p); b != nil && b.has(p) {
		return ""
	}
	kind := s.stat(p)
	switch {
	case !inWorkspace(p):
		return "it lies outside the workspace"
	case s.HasSettings(p):
		return "it is configuration, which is read but is no part of a bank"
	case kind == rules.NoFile:
		return "it does not exist"
	case kind == rules.Directory:
		return "it is a folder; name a file in it"
	case !isMarkdown(p):
		return "it is not Markdown; only files that end in .md are judged"
	}
	if why := s.whyLeftOut(p, x); why != "" {
		return why
	}
	switch {
	case s.BankOf(p) != nil:
		return "it is a link that leads out of the workspace"
	case len(s.Config().bankRoots()) > 0:
		return fmt.Sprintf(`no folder under "banks" at %s holds it; add its folder there`, x.place(&layer{file: ConfigFile}, []string{"banks"}))
	}
	return fmt.Sprintf(`it is in no memory bank; name its folder under "banks:" in %s if it is one`, ConfigFile)
}

// whyLeftOut says what hides a file or a folder around it; empty if nothing does.
func (s *Snapshot) whyLeftOut(p string, x *explainer) string {
	for i, glob := range s.Config().Exclude {
		if matchGlob(glob, p) {
			at := x.place(&layer{file: ConfigFile}, []string{"exclude", strconv.Itoa(i)})
			return fmt.Sprintf("the pattern %q at %s excludes it; take that out to have it judged", glob, at)
		}
	}
	for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
		if skipFolder(path.Base(dir)) {
			return fmt.Sprintf(`%q is not searched for banks; name the bank's folder under "banks:" in %s`, dir, ConfigFile)
		}
	}
	parts := elements(p)
	for n := range parts {
		hidden := path.Join(parts[:n+1]...)
		if isDir := n < len(parts)-1; s.disk.layout.hides(hidden, isDir) {
			return fmt.Sprintf("git ignores %q; take it out of git's ignore files, or name it when you check", hidden)
		}
	}
	return ""
}
