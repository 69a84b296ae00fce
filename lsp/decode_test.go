package lsp

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// TestShortTextsAreDecodedAsLongOnes puts pieces into messages at random.
func TestShortTextsAreDecodedAsLongOnes(t *testing.T) {
	const message = `{"jsonrpc":"2.0","method":"m","id":1,"params":{"textDocument":{"uri":"u","version":3},"contentChanges":[` +
		`{"range":{"start":{"line":1,"character":2},"end":{"line":1,"character":2}},"text":"x"}]}}`
	pieces := []string{
		`{`, `}`, `[`, `]`, `,`, `:`, `"id"`, `"ID"`, `"Method"`, `"params"`, `"result"`, `"error"`, `"uri"`, `"version"`, `"range"`, `"text"`, `"x"`,
		`null`, `true`, `1`, `-1`, `1.5`, `1e3`, `01`, `1.`, `-`, ` `, "\n", `"a\ud800b"`, `"\ud83d\ude00"`, `"\u0061"`, "\"\xff\"", `"\x"`, "\"\t\"", `"é"`, `"<"`,
	}
	r := rand.New(rand.NewPCG(5, 5))
	valid := 0
	for range 100_000 {
		text := message[strings.Index(message, `{"textDocument`)*r.IntN(2):]
		for range 1 + r.IntN(3) {
			from := r.IntN(len(text) + 1)
			to := min(len(text), from+r.IntN(8))
			text = text[:from] + pieces[r.IntN(len(pieces))] + text[to:]
		}
		for _, kind := range []any{requestEnvelope{}, didChangeParams{}} {
			short, long := reflect.New(reflect.TypeOf(kind)), reflect.New(reflect.TypeOf(kind))
			err, want := decodeShort([]byte(text), short.Interface()), json.Unmarshal([]byte(text), long.Interface())
			if (err == nil) != (want == nil) || err == nil && !reflect.DeepEqual(short.Interface(), long.Interface()) {
				t.Fatalf("%q is decoded as %+v, %v, not %+v, %v", text, short, err, long, want)
			}
			if err == nil {
				valid++
			}
		}
	}
	if valid < 1000 {
		t.Errorf("only %d texts are valid", valid)
	}
}
