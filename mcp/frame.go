package mcp

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
)

// maxLine bounds a line. Longer ones are refused, not read into memory.
const maxLine = 16 << 20

// frame is a line that was read: a message, or why it is none.
type frame struct {
	message jsonrpc.Message
	refusal *refusalMessage
}

// refusalMessage is an error answer whose id may be null, which the SDK's cannot express.
type refusalMessage struct {
	Version string        `json:"jsonrpc"`
	ID      any           `json:"id"`
	Error   jsonrpc.Error `json:"error"`
}

func newRefusal(id any, code int64, format string, args ...any) frame {
	return frame{refusal: &refusalMessage{"2.0", id, jsonrpc.Error{Code: code, Message: fmt.Sprintf(format, args...)}}}
}

// frames reads messages.
type frames struct{ in *bufio.Reader }

func newFrames(in io.Reader) *frames { return &frames{bufio.NewReaderSize(in, 64<<10)} }

// next returns the next message or refusal; the error is that of the stream. Blank lines are passed over, and a
// last line without its end counts.
func (f *frames) next() (frame, error) {
	for {
		line, err := f.line()
		switch {
		case errors.Is(err, errLineTooLong):
			return newRefusal(nil, jsonrpc.CodeInvalidRequest, "message of more than %d bytes: send less at a time", maxLine), nil
		case len(bytes.TrimSpace(line)) > 0:
			return decoded(line), nil
		case err != nil:
			return frame{}, err
		}
	}
}

var errLineTooLong = errors.New("line is too long")

// line reads up to the end of a line. What is too long is skipped.
func (f *frames) line() ([]byte, error) {
	var line []byte
	tooLong := false
	for {
		part, err := f.in.ReadSlice('\n')
		if tooLong = tooLong || len(line)+len(part) > maxLine; tooLong {
			line = nil
		} else {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case tooLong:
			return nil, errLineTooLong
		default:
			return line, err
		}
	}
}

// decoded returns the message on a line, or what to answer to it, with its id if there is one to be found.
func decoded(line []byte) frame {
	m, err := jsonrpc.DecodeMessage(line)
	if err == nil {
		return frame{message: m}
	}
	if !json.Valid(line) {
		return newRefusal(nil, jsonrpc.CodeParseError, "the line is not JSON: send one message on each line")
	}
	if bytes.HasPrefix(bytes.TrimSpace(line), []byte("[")) {
		return newRefusal(nil, jsonrpc.CodeInvalidRequest, "batches are not understood: send one message on each line")
	}
	var envelope struct {
		ID any `json:"id"`
	}
	if json.Unmarshal(line, &envelope) != nil {
		envelope.ID = nil
	}
	switch envelope.ID.(type) {
	case string, float64:
	default:
		envelope.ID = nil
	}
	return newRefusal(envelope.ID, jsonrpc.CodeInvalidRequest, "the line is no message: %v", err)
}
