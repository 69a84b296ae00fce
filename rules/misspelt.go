package rules

import "cortex/markdown"

// MisspeltFiles returns what tells whether a workspace-relative path at which nothing stands is one that broken-link takes
// for another spelling of a file that is there. From is the document that names it.
func MisspeltFiles(ws Workspace, from string) func(path string) bool {
	near := newTargetSuggester(ws, from)
	return func(path string) bool {
		t, _ := parseTarget(RelativePath(from, path))
		_, ok := near.suggest(t, path)
		return ok
	}
}

// MisspeltAnchors returns what tells whether a fragment that names nothing in a document is one that broken-anchor takes for
// another spelling of an anchor.
func MisspeltAnchors(doc *markdown.Document) func(fragment string) bool {
	near := newAnchorSuggester(slugsOf(doc))
	return func(fragment string) bool {
		slug, _ := near.suggest(fragment)
		return slug != ""
	}
}
