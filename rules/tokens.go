package rules

import "strconv"

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

// String returns "15,204 tokens" for a count and "about 23,000 tokens" for an estimate.
func (t Tokens) String() string {
	if t.Exact {
		return grouped(t.Count) + " tokens"
	}
	unit := 10
	for t.Count >= 100*unit {
		unit *= 10
	}
	return "about " + grouped((t.Count+unit/2)/unit*unit) + " tokens"
}

// grouped writes a number with commas between groups of three digits.
func grouped(n int) string {
	digits := strconv.Itoa(n)
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}

// Plus adds two lengths: the sum is as good as the worse of them.
func (t Tokens) Plus(o Tokens) Tokens { return Tokens{t.Count + o.Count, t.Exact && o.Exact} }

// near tells whether an estimate may be on the wrong side of a bound: of 2,288 real files 2 have more
// than a third more tokens than are estimated, and none has less than three quarters.
func (t Tokens) near(bound int) bool {
	return !t.Exact && t.Count/4*3 <= bound && bound <= t.Count/3*4
}
