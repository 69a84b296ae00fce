package main

import "testing"

func TestVersionLine(t *testing.T) {
	for text, want := range map[string]string{
		"{\n  \"name\": \"x\",\n  \"version\": \"0.0.0\"\n}\n": "{\n  \"name\": \"x\",\n  \"version\": \"9\"\n}\n",
		"version = \"0.0.0\"\n":                                "version = \"9\"\n",
		"schema_version = 1\nx = { version = \"2\" }\n":        "schema_version = 1\nx = { version = \"2\" }\n",
	} {
		if got := versionLine.ReplaceAllString(text, `${1}"9"`); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}
