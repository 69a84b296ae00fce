package mcp

import (
	"context"
	"errors"
	"fmt"
)

// errorCode tells programs what went wrong. Codes never change their meaning.
type errorCode string

const (
	codeNoBank        errorCode = "no_bank"         // there is no memory bank to work on
	codeNotFound      errorCode = "not_found"       // no file, or prompt, of that name
	codeNoSection     errorCode = "no_section"      // no section of that name in the file
	codeAmbiguous     errorCode = "ambiguous"       // the name fits several
	codeOutside       errorCode = "outside"         // the path leaves the workspace, or is of no bank
	codeStale         errorCode = "stale"           // the file is not what the caller read
	codeExists        errorCode = "exists"          // something stands there already
	codeNoMatch       errorCode = "no_match"        // the text to replace does not occur
	codeManyMatches   errorCode = "many_matches"    // the text to replace occurs several times
	codeWouldBreak    errorCode = "would_break"     // the change would cause diagnostics
	codeReadOnly      errorCode = "read_only"       // the server was started with --read-only
	codeTooLarge      errorCode = "too_large"       // more than can be taken or answered
	codeBadCursor     errorCode = "bad_cursor"      // the cursor is of another question or another state
	codeBadRegex      errorCode = "bad_regex"       // the expression cannot be read
	codeUnknownRule   errorCode = "unknown_rule"    // there is no such rule
	codeDirtyInEditor errorCode = "dirty_in_editor" // the editor holds unsaved text of the file
	codeBadArgument   errorCode = "bad_argument"    // an argument is missing, unknown or out of bounds
	codeTimeout       errorCode = "timeout"         // the call took too long
	codeCancelled     errorCode = "cancelled"       // the call was cancelled, or the server ends
	codeInternal      errorCode = "internal"        // a defect of Cortex
)

// errorCodes returns every code, for the manual.
func errorCodes() []errorCode {
	return []errorCode{
		codeNoBank, codeNotFound, codeNoSection, codeAmbiguous, codeOutside, codeStale, codeExists, codeNoMatch,
		codeManyMatches, codeWouldBreak, codeReadOnly, codeTooLarge, codeBadCursor, codeBadRegex, codeUnknownRule,
		codeDirtyInEditor, codeBadArgument, codeTimeout, codeCancelled, codeInternal,
	}
}

// toolError is what a tool refuses a call with: one sentence and the next step, which stand alone.
type toolError struct {
	code    errorCode
	message string
}

// Error returns the code and the message: all that a client is shown.
func (e *toolError) Error() string { return string(e.code) + ": " + e.message }

// refuse returns a toolError. The message says what is wrong and then what to do.
func refuse(code errorCode, format string, args ...any) error {
	return &toolError{code, fmt.Sprintf(format, args...)}
}

// refusal returns err as a client is told it. What is no toolError is the end of the call's time or
// a failure of the system, whose own words are all there is.
func refusal(err error) *toolError {
	var told *toolError
	switch {
	case errors.As(err, &told):
		return told
	case errors.Is(err, context.DeadlineExceeded):
		return &toolError{codeTimeout, fmt.Sprintf("the call took longer than %v: narrow it with paths or a smaller limit", callTimeout)}
	case errors.Is(err, context.Canceled):
		return &toolError{codeCancelled, "the call was cancelled: call again if the answer is still wanted"}
	}
	return &toolError{codeInternal, fmt.Sprintf("%v: call again; if it stays, look at the server's log", err)}
}
