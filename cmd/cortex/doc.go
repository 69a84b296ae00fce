// Command cortex checks memory banks: folders of Markdown that AI coding
// assistants read at the start of a task and write at its end.
//
// This package holds what a command line needs and nothing else: commands,
// flags, printing and exit codes. The work is done by the packages bank and lsp.
// A command is one function that makes a *cobra.Command from an [environment];
// it never touches the process's own streams, so a test runs it in-process.
//
// Exit codes: 0 nothing at or above the threshold, 1 diagnostics at or above it,
// 2 the command could not run.
package main
