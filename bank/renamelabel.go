package bank

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"cortex/markdown"
	"cortex/rules"
)

// RenameLabel returns the change that gives a link's label, as it is written or normalised, another text: in its definitions
// and where it is used. Links without a text of their own, [label] and [label][], show the new one.
func (s *Snapshot) RenameLabel(path, label, name string) ([]rules.Change, error) {
	doc := s.judgedDocument(path)
	if doc == nil {
		return nil, fmt.Errorf("there is no document %q in a bank", path)
	}
	name = strings.TrimSpace(name)
	places := labelled(doc, label)
	switch {
	case len(places) == 0:
		return nil, fmt.Errorf("there is no label %q in %q", label, path)
	case name == "" || strings.ContainsAny(name, "\r\n"):
		return nil, errors.New("a label is some text on one line")
	}
	var edits []markdown.Edit
	for _, r := range places {
		span := r.Target
		if r.Kind == rules.ReferenceDefinition {
			span = r.Text
		}
		edits = append(edits, markdown.Edit{Span: span, New: name})
	}
	after, err := s.edited(doc, edits)
	if err != nil {
		return nil, err
	}
	if err := checkLabels(doc, after, label, name); err != nil {
		return nil, err
	}
	return []rules.Change{{Path: path, Edits: edits}}, nil
}

// checkLabels tells why a new label does not lead where the old one led.
func checkLabels(before, after *markdown.Document, label, name string) error {
	was, now := labelsOf(before), labelsOf(after)
	if len(was) != len(now) {
		return fmt.Errorf("%q does not make a label", name)
	}
	renamed := ""
	for i, r := range was {
		switch {
		case r.Kind != now[i].Kind:
			return fmt.Errorf("%q does not make a label", name)
		case r.Label == label:
			renamed = now[i].Label
		}
	}
	if renamed != label && slices.ContainsFunc(was, func(r rules.Reference) bool { return r.Label == renamed }) {
		return fmt.Errorf("there is a label %q already", name)
	}
	return nil
}

// labelsOf returns the references of a document that have a label.
func labelsOf(doc *markdown.Document) []rules.Reference {
	return slices.DeleteFunc(rules.References(doc), func(r rules.Reference) bool { return r.Label == "" })
}
