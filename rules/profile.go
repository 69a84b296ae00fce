package rules

// Profile is a convention for memory banks, read from YAML.
type Profile struct {
	Name string
}
