package lsp

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"github.com/sourcegraph/jsonrpc2"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

const (
	// maxMessage bounds a message's body. Larger ones are refused, not read into memory.
	maxMessage = 64 << 20
	// readAhead is how much is read at a time. A message that is not longer is read into a buffer of its length.
	readAhead = 64 << 10
	// maxHeaderLines bounds a header; the specification knows two lines.
	maxHeaderLines = 32
)

// stream frames messages as the base protocol does. It implements
// jsonrpc2.ObjectStream. A body that is not a message is refused and skipped; a
// header that makes no sense ends the stream, because nobody knows where the next begins.
//
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#baseProtocol
type stream struct {
	in    *bufio.Reader
	close func() error
	// received takes requests and notifications.
	received func(*jsonrpc2.Request)
	// refuse takes the answer to a body that is no message. It must not block.
	refuse func(answer *errorResponse)
	// ended is told once that nothing more will be read. The connection closes when it returns.
	ended func(error)

	mu  sync.Mutex // guards out: messages are written whole
	out io.Writer
}

// ReadObject reads the next message into v that is not for received. It fails only where the stream ends.
func (s *stream) ReadObject(v any) error {
	for {
		body, refusal, err := s.readBody()
		if err != nil {
			s.ended(err)
			return err
		}
		if refusal == nil {
			if m := requestIn(body); m != nil {
				s.received(m)
				continue
			}
			// What a message refused before has left in v is no part of this one.
			reflect.ValueOf(v).Elem().SetZero()
			err := json.Unmarshal(body, v)
			if err == nil {
				return nil
			}
			refusal = malformed(body, err)
		}
		s.refuse(refusal)
	}
}

// requestEnvelope tells requests and notifications from what else a body may be.
type requestEnvelope struct {
	ID            *json.RawMessage
	Method        *string
	Params        *json.RawMessage
	Result, Error json.RawMessage
}

// requestIn returns the request or notification that a body is, nil for anything else: jsonrpc2 goes over one six times, which
// takes longer than to judge what a keystroke has changed.
func requestIn(body []byte) *jsonrpc2.Request {
	var envelope requestEnvelope
	if decodeShort(body, &envelope) != nil || envelope.Method == nil || envelope.Result != nil || envelope.Error != nil {
		return nil
	}
	m := &jsonrpc2.Request{Method: *envelope.Method, Params: envelope.Params, Notif: envelope.ID == nil}
	if !m.Notif && json.Unmarshal(*envelope.ID, &m.ID) != nil {
		return nil
	}
	return m
}

// readBody reads one frame. A body that is too large is skipped, and answered with the refusal.
func (s *stream) readBody() (body []byte, refusal *errorResponse, err error) {
	length, err := s.readHeader()
	if err != nil {
		return nil, nil, err
	}
	if length > maxMessage {
		message := fmt.Sprintf("message of %d bytes exceeds the limit of %d", length, maxMessage)
		_, err := io.CopyN(io.Discard, s.in, length)
		return nil, refused(nil, jsonrpc2.CodeInvalidRequest, message), err
	}
	// The buffer grows with what arrives, not with what the header claims.
	var buffer bytes.Buffer
	buffer.Grow(bytes.MinRead + int(min(length, readAhead)))
	if _, err := io.CopyN(&buffer, s.in, length); err != nil {
		return nil, nil, fmt.Errorf("reading a message of %d bytes: %w", length, err)
	}
	return buffer.Bytes(), nil, nil
}

// readHeader reads up to the empty line and returns the content length.
func (s *stream) readHeader() (int64, error) {
	length := int64(-1)
	for range maxHeaderLines {
		line, err := s.in.ReadSlice('\n')
		if err != nil {
			if errors.Is(err, io.EOF) && len(line) > 0 {
				err = io.ErrUnexpectedEOF
			}
			return 0, err
		}
		text := strings.TrimRight(string(line), "\r\n")
		if text == "" && length >= 0 {
			return length, nil
		}
		name, value, found := strings.Cut(text, ":")
		if !found {
			return 0, fmt.Errorf("bad header line %q", text)
		}
		if strings.EqualFold(strings.TrimSpace(name), "Content-Length") {
			n, err := strconv.ParseUint(strings.TrimSpace(value), 10, 40)
			if err != nil {
				return 0, fmt.Errorf("bad header line %q: %w", text, err)
			}
			length = int64(n)
		}
	}
	return 0, fmt.Errorf("header of more than %d lines", maxHeaderLines)
}

// WriteObject writes v as one message. A client that cannot be written to is
// gone: the stream is closed.
func (s *stream) WriteObject(v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encoding a message: %w", err)
	}
	return s.writeBody(body)
}

// writeResult writes the answer to a request. The envelope is put around the result as it is encoded: jsonrpc2 goes over what it sends
// five times.
func (s *stream) writeResult(id jsonrpc2.ID, result any) error {
	name, err := id.MarshalJSON()
	if err != nil {
		return fmt.Errorf("encoding the number of a request: %w", err)
	}
	body, err := json.Marshal(result)
	if err != nil {
		return fmt.Errorf("encoding an answer: %w", err)
	}
	return s.writeBody([]byte(`{"jsonrpc":"2.0","id":`), name, []byte(`,"result":`), body, []byte(`}`))
}

// writeDiagnostics sends diagnostics as they are encoded: an encoder would go over them once more.
func (s *stream) writeDiagnostics(params publishDiagnosticsParams) error {
	uri, err := json.Marshal(params.URI)
	if err != nil {
		return fmt.Errorf("encoding an address: %w", err)
	}
	version := ""
	if params.Version != nil {
		version = `,"version":` + strconv.Itoa(int(*params.Version))
	}
	const head = `{"jsonrpc":"2.0","method":"` + protocol.ServerTextDocumentPublishDiagnostics + `","params":{"uri":`
	return s.writeBody([]byte(head), uri, []byte(version+`,"diagnostics":`), params.Diagnostics, []byte(`}}`))
}

// writeBody writes one frame, whose body comes in parts.
func (s *stream) writeBody(parts ...[]byte) error {
	length := 0
	for _, part := range parts {
		length += len(part)
	}
	frame := fmt.Appendf(make([]byte, 0, length+32), "Content-Length: %d\r\n\r\n", length)
	for _, part := range parts {
		frame = append(frame, part...)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.out.Write(frame); err != nil {
		return errors.Join(fmt.Errorf("writing a message: %w", err), s.Close())
	}
	return nil
}

// Close closes both directions; a blocked read or write ends if the medium allows that.
func (s *stream) Close() error { return s.close() }

// malformed is the answer to a body that could not be decoded. It carries the
// message's id if there is one to be found.
func malformed(body []byte, err error) *errorResponse {
	if !json.Valid(body) {
		return refused(nil, jsonrpc2.CodeParseError, "message is not JSON: "+err.Error())
	}
	var envelope struct {
		ID *jsonrpc2.ID `json:"id"`
	}
	if json.Unmarshal(body, &envelope) != nil {
		envelope.ID = nil
	}
	return refused(envelope.ID, jsonrpc2.CodeInvalidRequest, "message is neither a request nor a response: "+err.Error())
}

// errorResponse is a response whose id may be null, which jsonrpc2.Response cannot express.
type errorResponse struct {
	Version string          `json:"jsonrpc"`
	ID      *jsonrpc2.ID    `json:"id"`
	Error   *jsonrpc2.Error `json:"error"`
}

// notification is one that is encoded once.
type notification struct {
	Version string `json:"jsonrpc"`
	Method  string `json:"method"`
	Params  any    `json:"params,omitempty"`
}

func refused(id *jsonrpc2.ID, code int64, message string) *errorResponse {
	return &errorResponse{Version: "2.0", ID: id, Error: &jsonrpc2.Error{Code: code, Message: message}}
}
