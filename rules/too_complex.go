package rules

// tooComplex is reported by whoever reads and checks the files.
var tooComplex = Rule{
	Name:  "too-complex",
	Title: "A file exceeds a limit and was not judged",
	Doc: `The file is larger than the limit, nests quotes or lists very deeply, or could not be judged in time.
Nothing is known about it: that nothing else is reported does not mean that all is well.

Such a file does not serve an agent either: it does not fit into what an agent reads at
the start of a task. Split it, or move what is old into an archive.

Exclude the file in the configuration if it has to be as it is.`,
	Severity: Information,
	Scope:    ScopeDocument,
	Evidence: "2026-11: 99 % of 1,938 files in 145 real banks have at most 66 KB, the largest 336 KB, far below the limit.",
	Since:    "0.1.0",
}
