package bank

import "fmt"

// Refusal is the error of an operation that cannot be done as it was asked for. Its message says what is wrong and what
// to do instead.
type Refusal struct {
	Code    RefusalCode
	Message string
}

// Error implements error.
func (r *Refusal) Error() string { return r.Message }

// RefusalCode tells programs why. Codes never change their meaning.
type RefusalCode string

const (
	NotFound    RefusalCode = "not_found"    // there is no such file or version
	NoSection   RefusalCode = "no_section"   // the file has no section of that name
	Ambiguous   RefusalCode = "ambiguous"    // the name fits several sections
	NoMatch     RefusalCode = "no_match"     // the text to replace does not occur
	ManyMatches RefusalCode = "many_matches" // the text to replace occurs several times
	Exists      RefusalCode = "exists"       // something stands there already
	Outside     RefusalCode = "outside"      // the path is not one of a bank's files
	Stale       RefusalCode = "stale"        // the file is not what the caller read
	TooLarge    RefusalCode = "too_large"    // the text is longer than what is judged
	Obstructed  RefusalCode = "disk"         // something on the disk is in the way
	BadName     RefusalCode = "bad_argument" // nothing can be called so
	WouldBreak  RefusalCode = "would_break"  // the structure around it, or the checks, would suffer
)

func refuse(code RefusalCode, format string, args ...any) *Refusal {
	return &Refusal{code, fmt.Sprintf(format, args...)}
}
