package bank

import "fmt"

// Plural counts with a noun: "1 file", "2 files". That of "information" is the same.
func Plural(n int, noun string) string {
	if n == 1 || noun == "information" {
		return fmt.Sprintf("%d %s", n, noun)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
