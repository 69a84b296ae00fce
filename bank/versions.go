package bank

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"time"
)

// Version is a text that a file of a bank held until Cortex changed it, or a renaming.
type Version struct {
	// ID counts the versions of a bank from 1; none is used twice.
	ID   int
	Time time.Time
	// By is the operation that changed the file: "edit", "fix", "rename", "restore".
	By string
	// Path is where the file was.
	Path string
	// To is where the file or folder was renamed to. Such a version has no text: the file took it along.
	To string
	// Now is Path, or where renamings have taken the file since. Only Snapshot.Version tells.
	Now string
	// Hash names the text, as HashOf does; Size is its length in bytes.
	Hash string
	Size int

	// folder is that of the bank, object the name of the text there.
	folder, object string
	// latest is the latest time up to that version, by which it is compared with those of other banks.
	latest time.Time
}

// ErrNoVersion is returned for a version that does not exist, or not any more.
var ErrNoVersion = errors.New("no such version")

// Versions returns the versions of a file, also under the names that it had before it was renamed, or of what is in a
// folder, newest first. Path is "." for all. A symbolic link has those of what it leads to.
func (s *Snapshot) Versions(path string) ([]Version, error) {
	r, err := os.OpenRoot(s.root)
	if err != nil {
		return nil, fmt.Errorf("opening workspace: %w", err)
	}
	defer r.Close()
	if t, err := (target{r, path}).resolve(); err == nil {
		path = t.path
	}
	all, err := s.allVersions(r, path)
	if err != nil {
		return nil, err
	}
	_, err = r.Lstat(path)
	return versionsOf(all, path, err == nil), nil
}

// allVersions returns what is kept in the folders that have versions of a path, newest first.
func (s *Snapshot) allVersions(r *os.Root, path string) ([]Version, error) {
	var all []Version
	for _, folder := range s.historyFolders(r, path) {
		found, err := versionsIn(r, folder)
		if err != nil {
			return nil, fmt.Errorf("reading the history of %q: %w", folder, reason(err))
		}
		all = append(all, found...)
	}
	slices.SortFunc(all, func(a, b Version) int {
		return cmp.Or(b.latest.Compare(a.latest), cmp.Compare(a.folder, b.folder), cmp.Compare(b.ID, a.ID))
	})
	return all, nil
}

// historyFolders returns the folders with versions of what is at or below a path, whether they are those of banks now or not.
func (s *Snapshot) historyFolders(r *os.Root, p string) []string {
	folders := []string{"."}
	for dir := p; dir != "."; dir = path.Dir(dir) {
		folders = append(folders, dir)
	}
	for folder := range s.disk.layout.folders {
		if Below(folder, p) {
			folders = append(folders, folder)
		}
	}
	slices.Sort(folders)
	return slices.DeleteFunc(slices.Compact(folders), func(folder string) bool {
		info, err := r.Lstat(path.Join(folder, versionsFolder))
		if err != nil || !info.IsDir() {
			return true
		}
		_, err = r.Lstat(path.Join(folder, versionsFolder, versionLog))
		return err != nil
	})
}

// versionsIn returns what one folder keeps.
func versionsIn(r *os.Root, folder string) ([]Version, error) {
	text, err := r.ReadFile(path.Join(folder, versionsFolder, versionLog))
	if err != nil {
		return nil, err
	}
	var all []Version
	var latest time.Time
	for _, v := range versionRecords(text) {
		if v.Time.After(latest) {
			latest = v.Time
		}
		if !v.plausible() || !fs.ValidPath(path.Join(folder, v.To)) {
			continue
		}
		found := Version{ID: v.ID, Time: v.Time, By: v.By, Path: path.Join(folder, v.Path), Size: v.Size, folder: folder, object: v.Hash, latest: latest}
		if v.To != "" {
			found.To = path.Join(folder, v.To)
		}
		found.Hash = v.Hash[:min(len(v.Hash), len(HashOf("")))]
		all = append(all, found)
	}
	return all, nil
}

// versionsOf returns those that are of a file or of what is in a folder. All are sorted, newest first: going back in
// time, a file has the name that it had before it was renamed, and what others had that name is not its history.
func versionsOf(all []Version, p string, exists bool) []Version {
	var found []Version
	for _, v := range all {
		switch {
		case v.To == "" && Below(v.Path, p), v.To != "" && Below(v.To, p) && v.To != p:
			found, exists = append(found, v), true
		case v.To != "" && Below(p, v.To):
			found = append(found, v)
			p, exists = v.Path+p[len(v.To):], true
		case v.To != "" && Below(p, v.Path):
			if exists {
				return found // what has the name came later
			}
			exists = true
		}
	}
	return found
}

// followed returns where what had a path at the time of a version is after the renamings since. All are sorted, newest first.
func followed(all []Version, v Version) string {
	now := v.Path
	for _, later := range slices.Backward(all) {
		if later.folder == v.folder && later.ID > v.ID && later.To != "" && Below(now, later.Path) {
			now = later.To + now[len(later.Path):]
		}
	}
	return now
}

// VersionText returns the text of a version. The error is ErrNoVersion for a renaming and for a text that is gone or damaged.
func (s *Snapshot) VersionText(v Version) (string, error) {
	if v.object == "" {
		return "", fmt.Errorf("version %d is the renaming of %q to %q and has no text: %w", v.ID, v.Path, v.To, ErrNoVersion)
	}
	r, err := os.OpenRoot(s.root)
	if err != nil {
		return "", fmt.Errorf("opening workspace: %w", err)
	}
	defer r.Close()
	text, err := r.ReadFile(path.Join(v.folder, versionsFolder, objectName(v.object)))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("the text of version %d has been pruned: %w", v.ID, ErrNoVersion)
	case err != nil:
		return "", fmt.Errorf("reading version %d: %w", v.ID, reason(err))
	case fullHash(string(text)) != v.object:
		return "", fmt.Errorf("the text of version %d is damaged: %w", v.ID, ErrNoVersion)
	}
	return string(text), nil
}

// Version returns the version with a number, 0 for the newest, of a file or, with path ".", of any bank, as long as only one
// has it.
func (s *Snapshot) Version(path string, id int) (Version, error) {
	all, err := s.Versions(path)
	if err != nil {
		return Version{}, err
	}
	var found []Version
	var known []string
	for _, v := range all {
		if v.ID == id || id == 0 && v.To == "" {
			found = append(found, v)
		}
		known = append(known, fmt.Sprintf("%d (before %s, %s)", v.ID, v.By, v.Time.Format(time.DateTime)))
	}
	switch {
	case len(all) == 0:
		return Version{}, fmt.Errorf("%w: nothing is kept of %q", ErrNoVersion, path)
	case len(found) == 0:
		return Version{}, fmt.Errorf("%w %d of %q: it has %s", ErrNoVersion, id, path, FirstFew(known))
	case len(found) > 1 && path == ".":
		return Version{}, fmt.Errorf("%d memory banks have a version %d: name the file, as in %q", len(found), id, fmt.Sprintf("%s@%d", found[0].Path, id))
	}
	found[0].Now = followed(all, found[0])
	return found[0], nil
}

// Restore returns the change that gives a file the text of a version. Nil means that it has that text.
func (s *Snapshot) Restore(path string, v Version) (*FileChange, error) {
	text, err := s.VersionText(v)
	if err != nil {
		return nil, err
	}
	c := &FileChange{Path: path, Old: textAt(s, path), New: &text}
	if f := s.File(path); f == nil && c.Old == nil {
		if c.Old, err = s.textOutside(path); err != nil {
			return nil, err
		}
	}
	if c.Old != nil && *c.Old == text {
		return nil, nil
	}
	return c, nil
}

// textOutside reads a file that is of no bank, nil if there is none.
func (s *Snapshot) textOutside(p string) (*string, error) {
	found := newReader(s.origin, ScanOptions{}, func(string) *File { return nil }).findNow(nil, p, nil)
	switch {
	case found.gone:
		return nil, nil
	case found.err != nil:
		return nil, fmt.Errorf("reading %q: %w", p, found.err)
	}
	return &found.text, nil
}
