package bank

// Change is one input to a [Folder]. Kind tells which of the fields count.
type Change struct {
	Kind ChangeKind
	// Path is the file concerned; unused for Scanned and OnDisk.
	Path string
	// Text is the whole text of an Opened or Edited file.
	Text string
	// Version is the editor's version of an Opened or Edited file.
	Version int32
	// Disk is what Read or Scan found.
	Disk *Disk
}

// ChangeKind tells what happened.
type ChangeKind uint8

const (
	Opened  ChangeKind = iota + 1 // an editor opened the file: its text hides the disk's
	Edited                        // the editor's text changed
	Closed                        // the editor closed the file: the disk counts again
	Scanned                       // the whole folder was read afresh
	OnDisk                        // some files were created, changed or deleted on disk
)
