package mcp

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"syscall"

	"cortex/bank"
)

// errorCode tells programs what went wrong. Codes never change their meaning.
type errorCode string

const (
	codeNoBank        errorCode = "no_bank"
	codeNotFound      errorCode = "not_found"
	codeNoSection     errorCode = "no_section"
	codeAmbiguous     errorCode = "ambiguous"
	codeOutside       errorCode = "outside"
	codeStale         errorCode = "stale"
	codeBusy          errorCode = "busy"
	codeDisk          errorCode = "disk"
	codeExists        errorCode = "exists"
	codeNoMatch       errorCode = "no_match"
	codeManyMatches   errorCode = "many_matches"
	codeWouldBreak    errorCode = "would_break"
	codeReadOnly      errorCode = "read_only"
	codeTooLarge      errorCode = "too_large"
	codeBadCursor     errorCode = "bad_cursor"
	codeBadRegex      errorCode = "bad_regex"
	codeUnknownRule   errorCode = "unknown_rule"
	codeDirtyInEditor errorCode = "dirty_in_editor"
	codeBadArgument   errorCode = "bad_argument"
	codeTimeout       errorCode = "timeout"
	codeCancelled     errorCode = "cancelled"
	codeInternal      errorCode = "internal"
)

// ErrorCode is a code and what it means.
type ErrorCode struct{ Code, Meaning string }

// ErrorCodes returns every code. It is the one list of what they mean.
func ErrorCodes() []ErrorCode {
	return []ErrorCode{
		{string(codeNoBank), "there is no memory bank to work on"},
		{string(codeNotFound), "no file, or prompt, of that name"},
		{string(codeNoSection), "no section of that name in the file"},
		{string(codeAmbiguous), "the name fits several"},
		{string(codeOutside), "the path leaves the workspace, or is of no bank"},
		{string(codeStale), "the file is not what the caller read"},
		{string(codeBusy), "somebody else is writing: try again in a moment"},
		{string(codeDisk), "the disk is full, forbids it, or has something in the way"},
		{string(codeExists), "something stands there already"},
		{string(codeNoMatch), "the text to replace does not occur"},
		{string(codeManyMatches), "the text to replace occurs several times"},
		{string(codeWouldBreak), "the change would cause diagnostics"},
		{string(codeReadOnly), "the server was started with --read-only"},
		{string(codeTooLarge), "more than can be taken or answered"},
		{string(codeBadCursor), "the cursor is of another question or another state"},
		{string(codeBadRegex), "the expression cannot be read"},
		{string(codeUnknownRule), "there is no such rule"},
		{string(codeDirtyInEditor), "the editor that has the file open does not make the change"},
		{string(codeBadArgument), "an argument is missing, unknown or out of bounds"},
		{string(codeTimeout), "the call took too long"},
		{string(codeCancelled), "the call was cancelled, or the server ends"},
		{string(codeInternal), "a defect of Cortex"},
	}
}

// toolError is what a tool refuses a call with: one sentence and the next step, which stand alone.
type toolError struct {
	code    errorCode
	message string
}

// Error returns the code and the message.
func (e *toolError) Error() string { return string(e.code) + ": " + e.message }

// maxRefusal bounds what a client is told of an error in bytes: it may quote what the client itself has sent.
const maxRefusal = 16 << 10

// words are all that a client is shown. Of what is too long the middle is left out: what is to be done stands at the end.
func (e *toolError) words() string {
	text := bank.Harmless(e.Error())
	if len(text) <= maxRefusal {
		return text
	}
	const half = maxRefusal / 2
	return strings.ToValidUTF8(text[:half], "") + " [...] " + strings.ToValidUTF8(text[len(text)-half:], "")
}

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
	case refusalOf(err) != nil:
		return refusalOf(err)
	case errors.Is(err, context.DeadlineExceeded):
		return &toolError{codeTimeout, fmt.Sprintf("the call took longer than %v: narrow it with paths or a smaller limit", callTimeout)}
	case errors.Is(err, context.Canceled):
		return &toolError{codeCancelled, "the call was cancelled: call again if the answer is still wanted"}
	case errors.As(err, new(syscall.Errno)):
		return &toolError{codeDisk, fmt.Sprintf("%v: tell the user, who can see to the disk", err)}
	}
	return &toolError{codeInternal, fmt.Sprintf("%v: call again; if it stays, look at the server's log", err)}
}

// errNoBank says where there is no bank: often the server was started elsewhere than its user thinks.
func errNoBank(a asker, looked []candidate) error {
	if len(looked) == 0 {
		return refuse(codeNoBank, "no memory bank found: %s", toFindABank(a))
	}
	var folders []string
	for _, at := range looked {
		folders = append(folders, strconv.Quote(at.folder()))
	}
	return refuse(codeNoBank, "no memory bank found in %s: %s", strings.Join(folders, ", "), toFindABank(a))
}

// toFindABank says what to do where there is no bank.
func toFindABank(a asker) string {
	if a.mayWrite() {
		return "start with --bank DIR or call bank_init"
	}
	return "have the user start the server with --bank DIR"
}

func isNoBank(err error) bool {
	var told *toolError
	return errors.As(err, &told) && told.code == codeNoBank
}
