package bank

// Change is one input to a [Folder]. Kind tells which of the fields count.
type Change struct {
	Kind ChangeKind
	// Path is the file concerned; unused for OnDisk and InCommits.
	Path string
	// Text is the whole text of an Edited file.
	Text string
	// Disk is what Read found.
	Disk *Disk
	// Commits is what ReadCommits found.
	Commits *Commits
}

// ChangeKind tells what happened.
type ChangeKind uint8

const (
	Edited    ChangeKind = iota + 1 // an editor has the file open with this text, which hides the disk's
	Closed                          // the editor closed the file: the disk counts again
	OnDisk                          // the folder, or some files of it, were looked at on disk
	InCommits                       // version control was asked about the folder's files
)
