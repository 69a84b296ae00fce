// Package bank is the workspace model: it finds memory banks below a folder,
// reads them, keeps editors' unsaved text over what is on disk, and offers the
// operations that every face of Cortex shares: check, fix, and reading what leads
// where.
//
// A [Folder] is the only mutable thing and has one owner. Each input, from an
// editor or from the disk, is a [Change]; [Folder.Apply] makes a new immutable
// [Snapshot] of it, which any goroutine may read without locks for as long as it
// likes. Apply does neither I/O nor parsing: documents are parsed when somebody
// first asks for them. What touches the disk is [Open], [Read], [Write] and, for
// files outside the banks, the look-ups of a check.
//
// The snapshots of a folder share a ledger of results, with what each depends on,
// so that [Snapshot.Check] judges again only what a change concerns, and a graph
// of links that is kept up to date in the same way. Work runs in goroutines that
// end with the call they serve; only a file that cannot be read and a text that
// cannot be judged within their limits leave one behind, which ends by itself and
// whose result nobody takes.
//
// Paths are workspace-relative with slashes, cleaned; "." is the workspace.
// Nothing outside the workspace is read or written: symbolic links that leave it
// are not followed.
package bank
