// Package lsp is the Language Server Protocol face of Cortex: connection,
// dispatch, conversion, and a small file per method.
//
// [Serve] runs one session. The goroutine that reads messages only hands them
// on; a single owner goroutine (type server) holds all that changes: the open
// documents and one [bank.Folder] per workspace folder. It neither parses, checks
// nor touches the disk. Each change makes a new immutable view, and requests run
// concurrently on the view that was current when they were dispatched. The
// diagnoser checks the newest view in a goroutine of its own and is the only one
// to know what has been published. Disk work runs in goroutines that post what
// they found back to the owner.
//
// A file can lie in several workspace folders. One of them answers for it (view.locate): what is shown, counted or
// edited is asked of that one.
//
// Paths in this package are absolute with slashes ("/a/b.md", "C:/a/b.md",
// "//host/share/b.md"), or workspace-relative as in package bank. Positions of
// the wire and byte spans meet in convert.go only, columns in the unit that was
// negotiated with the client.
//
// Agents see what is open through the sockets of package attach, on the view that is current when they
// ask, and their edits are made by the client.
//
// What an agent or the command line would need too is not here but in bank.
package lsp
