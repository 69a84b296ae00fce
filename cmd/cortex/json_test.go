package main

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestJSONKeysAreDocumented holds docs/json.md against what is printed.
func TestJSONKeysAreDocumented(t *testing.T) {
	manual, err := os.ReadFile("../../docs/json.md")
	if err != nil {
		t.Fatal(err)
	}
	var printed bytes.Buffer
	full := jsonReport{Diagnostics: []jsonDiagnostic{{Root: "/r", Fixes: []jsonFix{{}}, Related: []jsonRelated{{}}}}}
	if err := encodeJSON(&printed, full); err != nil {
		t.Fatal(err)
	}
	keys := regexp.MustCompile(`"(\w+)":`).FindAllStringSubmatch(printed.String(), -1)
	if len(keys) < 20 {
		t.Fatalf("only %d keys printed", len(keys))
	}
	for _, key := range keys {
		if !strings.Contains(string(manual), "`"+key[1]+"`") && key[1] != "summary" && key[1] != "diagnostics" {
			t.Errorf("key %q is not in the manual", key[1])
		}
	}
	var example jsonReport
	text := regexp.MustCompile("(?s)~~~json\n(.*?)~~~").FindSubmatch(manual)
	decoder := json.NewDecoder(bytes.NewReader(text[1]))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&example); err != nil {
		t.Errorf("the manual's example: %v", err)
	}
}

func TestJSONListsAreNeverNull(t *testing.T) {
	var printed bytes.Buffer
	if err := printJSON(&printed, &report{}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(printed.String(), `"diagnostics": []`) {
		t.Errorf("printed %s", printed.String())
	}
}
