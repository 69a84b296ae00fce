package main

import (
	"fmt"
	"path"
	"slices"

	"cortex/bank"
	"cortex/bank/attach"
)

// writable returns an error if an editor has a text of a file that would be changed, and that is not saved: it would lie over what is
// written, and be saved over it.
func (e environment) writable(s *bank.Snapshot, changes []bank.FileChange) error {
	unsaved := slices.DeleteFunc(e.unsaved(s), func(p string) bool {
		return !slices.ContainsFunc(changes, func(c bank.FileChange) bool { return bank.Below(p, c.Path) })
	})
	if len(unsaved) == 0 {
		return nil
	}
	slices.Sort(unsaved)
	return fmt.Errorf("nothing is written, since an editor has changes that are not saved: %s\n  save them there and run the command again",
		harmless(bank.FirstFew(slices.Compact(unsaved))))
}

// unsaved returns the paths of the documents that editors have open with another text than the disk. One that does not answer has none.
func (e environment) unsaved(s *bank.Snapshot) []string {
	var paths []string
	places := attach.Places(e.lookupEnv)
	for _, b := range s.Banks() {
		for _, socket := range attach.Sockets(places, s.RealFolder(b)) {
			for _, d := range openIn(socket) {
				p := path.Join(b.Root, d.Path)
				if saved := s.Saved(p); d.Unknown || saved == nil || !saved.Has(d.Text) {
					paths = append(paths, p)
				}
			}
		}
	}
	return paths
}

func openIn(socket string) []attach.Document {
	client, err := attach.Dial(socket)
	if err != nil {
		return nil
	}
	defer client.Close()
	news, err := client.Documents()
	if err != nil {
		return nil
	}
	return news.Documents
}
