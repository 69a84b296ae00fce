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
	for _, f := range v.folders {
		var paths []string
		for _, file := range params.Files {
			if p, ok := f.relativeURI(file.URI); ok && p != "." {
				paths = append(paths, p)
			}
		}
		if len(paths) == 0 || !f.snapshot.Scanned() {
			continue
		}
		links, err := f.snapshot.LinksInto(c.Context, paths)
		if err != nil {
			return nil, err
		}
		if len(links) > 0 {
			c.Notify(protocol.ServerWindowShowMessage, protocol.ShowMessageParams{Type: protocol.MessageTypeWarning, Message: deletionWarning(links)})
			return nil, nil
		}
	}
	return nil, nil
}

// deletionWarning says how many links break, and where.
func deletionWarning(links []bank.Location) string {
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
		return "1 link leads to what is deleted: in " + named
	}
	return fmt.Sprintf("%d links lead to what is deleted: in %s", len(links), named)
}
