package rules

// unreadableFile is reported by whoever reads the files.
var unreadableFile = Rule{
	Name:  "unreadable-file",
	Title: "A file could not be read",
	Doc: `A file of the bank could not be read, or not in time, so it was not judged. The message says why: no
permission, a link that leads nowhere, a disk that does not answer.

An agent that reads the bank will probably meet the same obstacle and work without the file, so the bank
has to be mended. The other files are judged as usual.

Exclude the file in the configuration if it is not meant to be read.`,
	Severity: Warning,
	Scope:    ScopeDocument,
	Evidence: "2026-11: every file of the 76 banks at hand can be read.",
	Since:    "0.1.0",
}
