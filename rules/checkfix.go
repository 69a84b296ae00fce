package rules

import (
	"errors"
	"fmt"
	"slices"

	"cortex/markdown"
)

// checkFix tells what is wrong with a fix, given those before it in the same diagnostic.
func (d *driver) checkFix(f Fix, before []Fix) error {
	if f.Title == "" {
		return errors.New("it has no title")
	}
	if slices.ContainsFunc(before, func(o Fix) bool { return o.Title == f.Title }) {
		return errors.New("its title is used twice")
	}
	if len(f.Changes) == 0 {
		return errors.New("it changes nothing")
	}
	for _, c := range f.Changes {
		if err := d.checkChange(c); err != nil {
			return fmt.Errorf("changing %q: %w", c.Path, err)
		}
	}
	return nil
}

func (d *driver) checkChange(c Change) error {
	kinds := 0
	for _, set := range []bool{len(c.Edits) > 0, c.Create != nil, c.Rename != ""} {
		if set {
			kinds++
		}
	}
	switch {
	case c.Path == "":
		return errors.New("no path")
	case kinds != 1:
		return fmt.Errorf("%d of edits, create and rename are set, want one", kinds)
	case c.Create != nil && d.ws.Stat(c.Path) != NoFile:
		return errors.New("created, but it exists")
	case c.Rename != "" && d.ws.Stat(c.Rename) != NoFile:
		return fmt.Errorf("renamed to %q, which exists", c.Rename)
	case len(c.Edits) == 0:
		return nil
	}
	text, ok := d.text(c.Path)
	if !ok {
		return errors.New("edited, but it is no document")
	}
	if !markdown.Fits(c.Edits, len(text)) {
		return markdown.ErrConflict
	}
	if !slices.ContainsFunc(c.Edits, func(e markdown.Edit) bool { return e.Span.In(text) != e.New }) {
		return errors.New("its edits change nothing")
	}
	return nil
}
