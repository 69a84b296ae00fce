package bank

import (
	"cortex/markdown"
	"cortex/rules"
)

// Link is a reference of a document with its target.
type Link struct {
	rules.Reference
	Leads rules.Target
}

// Links returns the references of a document in order, nil if it is none of a bank.
func (s *Snapshot) Links(path string) []Link {
	doc := s.judgedDocument(path)
	if doc == nil {
		return nil
	}
	return newLinks(doc, newNode(s, path).targets)
}

func newLinks(doc *markdown.Document, targets []rules.Target) []Link {
	references := rules.References(doc)
	links := make([]Link, len(references))
	for i, r := range references {
		links[i] = Link{r, targets[i]}
	}
	return links
}
