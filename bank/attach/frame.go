package attach

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"time"
)

// Version is that of the protocol: both sides must have the same.
const Version = 1

const (
	// maxFrame bounds a message in bytes. A byte of a text takes six at most.
	maxFrame = 64 << 20
	// maxText bounds the texts of a message, but for one that is more than that alone.
	maxText = 4 << 20
)

// Document is a document that an editor has open.
type Document struct {
	// Path is relative to the bank, with slashes.
	Path string `json:"path"`
	// Version is the editor's.
	Version int32  `json:"version"`
	Text    string `json:"text"`
	// Unknown tells that the text is another one, which cannot be told.
	Unknown bool `json:"unknown,omitempty"`
}

// Change is a change of one file: of a text, or of its name.
type Change struct {
	// Path is relative to the bank, with slashes.
	Path string `json:"path"`
	// Old and New are the texts before and after; To is the new path of what is only renamed.
	Old *string `json:"old,omitempty"`
	New *string `json:"new,omitempty"`
	To  string  `json:"to,omitempty"`
}

// Refusal is the error of changes that an editor does not make. None of them is made.
type Refusal struct {
	// Stale tells that the editor has another text than the one that the changes are about.
	Stale bool `json:"stale"`
	// Message says why, and what to do.
	Message string `json:"message"`
}

// Error implements error.
func (r *Refusal) Error() string { return r.Message }

// question is what an agent sends: changes to make, or none to be told of documents.
type question struct {
	Version int      `json:"version"`
	Changes []Change `json:"changes,omitempty"`
}

// answer is what a language server sends.
type answer struct {
	Version int `json:"version"`
	// Documents are those that differ from what was answered before, Closed the paths of those that are not open any more.
	Documents []Document `json:"documents,omitempty"`
	Closed    []string   `json:"closed,omitempty"`
	// More tells that there is more to ask for.
	More    bool     `json:"more,omitempty"`
	Refusal *Refusal `json:"refusal,omitempty"`
}

// newScanner returns what reads messages.
func newScanner(r io.Reader) *bufio.Scanner {
	s := bufio.NewScanner(r)
	s.Buffer(nil, maxFrame)
	return s
}

// receive reads a message.
func receive(s *bufio.Scanner, message any) error {
	if !s.Scan() {
		if err := s.Err(); err != nil {
			return err
		}
		return io.EOF
	}
	if err := json.Unmarshal(s.Bytes(), message); err != nil {
		return fmt.Errorf("decoding a message: %w", err)
	}
	return nil
}

var errTooLarge = errors.New("the message is too large")

// send writes a message, and waits with patience for the other side to take it.
func send(conn net.Conn, message any) error {
	line, err := json.Marshal(message)
	if err != nil {
		return fmt.Errorf("encoding a message: %w", err)
	}
	if len(line) >= maxFrame {
		return errTooLarge
	}
	if err := conn.SetWriteDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	_, err = conn.Write(append(line, '\n'))
	return err
}
