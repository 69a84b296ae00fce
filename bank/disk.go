package bank

import (
	"context"
	"time"
)

// Disk is what was found on disk: the result of one Scan or Read. It is immutable.
type Disk struct{}

// ScanOptions bounds the work on the disk. The zero value means the defaults.
type ScanOptions struct {
	// Timeout bounds reading one file; 0 means 10 seconds. A file that takes longer
	// gets a diagnostic, the others are judged.
	Timeout time.Duration
	// MaxFileSize in bytes; 0 means 10 MB. A larger file gets a diagnostic instead of being judged.
	MaxFileSize int64
	// Include names files or folders that are read even if they are ignored by git,
	// workspace-relative; what the user names explicitly.
	Include []string
	// Progress is told about files as they are read; nil for nobody.
	Progress Progress
}

// Progress hears about long work. Calls may come from any goroutine.
type Progress interface {
	// Progress says that done of total steps of a stage such as "reading" or "checking" are finished.
	Progress(stage string, done, total int)
}

// Scan reads the configuration of the folder at root, finds its banks and reads
// their files concurrently. Errors of single files and mistakes in the
// configuration are part of the result; the error is for a root that cannot be
// read at all, or ctx.
func Scan(ctx context.Context, root string, opts ScanOptions) (*Disk, error) {
	return &Disk{}, nil
}

// Read reads the named files afresh, and tells whether banks or the configuration
// are concerned. Paths outside the banks only forget what was known about them.
// A path that needs everything read again (the configuration, a file that
// makes or unmakes a bank) gives a result as from Scan.
func Read(ctx context.Context, s *Snapshot, paths []string, opts ScanOptions) (*Disk, error) {
	return &Disk{}, nil
}
