package bank

import (
	"fmt"

	"cortex/markdown"
	"cortex/rules"
)

// FileChanges returns what Write has to do for changes that RenameFiles and the like returned, edits before renamings.
func (s *Snapshot) FileChanges(changes []rules.Change) ([]FileChange, error) {
	var all []FileChange
	for _, c := range changes {
		switch {
		case c.Create != nil:
			all = append(all, FileChange{Path: c.Path, New: c.Create})
		case c.Rename != "":
			all = append(all, FileChange{Path: c.Path, To: c.Rename})
		default:
			before := textAt(s, c.Path)
			if before == nil {
				return nil, fmt.Errorf("there is no text of %q to edit", c.Path)
			}
			after, err := markdown.Apply(*before, c.Edits)
			if err != nil {
				return nil, fmt.Errorf("editing %q: %w", c.Path, err)
			}
			all = append(all, FileChange{Path: c.Path, Old: before, New: &after})
		}
	}
	return all, nil
}
