// Package rules judges memory banks. It holds the contract between a rule and
// its driver, every rule, the one table that lists them, and the schema and
// profile data that the structural rules read.
//
// A [Rule] is a constant value; its run function sees a document or a whole
// bank through a [Pass] and reports [Diagnostic] values. [Check] and
// [CheckBank] are the driver: they stamp severities, honour suppression
// comments and validate every fix when it is reported.
//
// Positions are byte spans of the judged text. Rules do no I/O: what they need
// to know about other files they ask the [Workspace]. Everything in this package
// is safe for concurrent use.
package rules
