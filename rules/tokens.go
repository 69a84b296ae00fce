package rules

// Tokens is the length of a text in tokens of a language model.
type Tokens struct {
	Count int
	// Exact tells a count by a tokenizer from an estimate by the length of the text.
	Exact bool
}

// Budget bounds the tokens of a bank. Zero means no bound of its own.
type Budget struct {
	// File is the bound for one file, Bank that for all files together.
	File int `yaml:"file"`
	Bank int `yaml:"bank"`
}
