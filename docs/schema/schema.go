// Package schema holds the JSON Schemas that cmd/gendoc writes, for programs that
// print or serve them. It is data: what the schemas say is decided where the structs are.
package schema

import _ "embed"

// Config is the schema of .cortex.yaml.
//
//go:embed config.schema.json
var Config string

// Profile is the schema of a profile.
//
//go:embed profile.schema.json
var Profile string
