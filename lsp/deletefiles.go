package lsp

import (
	"fmt"
	"strings"

	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/bank"
)

// maxNamed is how many documents a warning names.
const maxNamed = 5

// willDeleteFiles warns of links that will lead nowhere. It changes nothing and cannot prevent it: what a link to a
// deleted file should become is not known.
func (v *view) willDeleteFiles(c *glsp.Context, params *protocol.DeleteFilesParams) (any, error) {
	var uris []string
	for _, file := range params.Files {
		if !v.ignoresFile(file.URI) {
			uris = append(uris, file.URI)
		}
	}
	return nil, v.warn(c, "deleted", func(f folder) []string { return f.within(uris) })
}

// within returns the paths of what of some URIs lies in the folder.
func (f folder) within(uris []string) []string {
	var paths []string
	for _, uri := range uris {
		if p, ok := f.relativeURI(uri); ok && p != "." {
			paths = append(paths, p)
		}
	}
	return paths
}

// warn tells the user how many links lead to files of each folder with which something is done that they cannot follow.
func (v *view) warn(c *glsp.Context, done string, files func(folder) []string) error {
	var all []bank.Location
	for _, f := range v.folders {
		paths := files(f)
		if len(paths) == 0 || !f.snapshot.Scanned() {
			continue
		}
		links, err := f.snapshot.LinksInto(c.Context, paths)
		if err != nil {
			return err
		}
		for _, l := range links {
			if v.answers(f, l.Path) {
				all = append(all, l)
			}
		}
	}
	if len(all) > 0 {
		c.Notify(protocol.ServerWindowShowMessage, protocol.ShowMessageParams{Type: protocol.MessageTypeWarning, Message: brokenWarning(all, done)})
	}
	return nil
}

// brokenWarning says how many links break, and where.
func brokenWarning(links []bank.Location, done string) string {
	var documents []string
	for _, l := range links {
		if len(documents) == 0 || documents[len(documents)-1] != l.Path {
			documents = append(documents, l.Path)
		}
	}
	named := strings.Join(documents[:min(len(documents), maxNamed)], ", ")
	if more := len(documents) - maxNamed; more > 0 {
		named += fmt.Sprintf(" and %d more", more)
	}
	if len(links) == 1 {
		return fmt.Sprintf("1 link leads to what is %s: in %s", done, named)
	}
	return fmt.Sprintf("%d links lead to what is %s: in %s", len(links), done, named)
}
