package bank

import (
	"path"
	"strings"
)

// matchGlob tells whether pattern matches name or a folder above it. Both are
// slash-separated; "**" stands for any number of folders, the rest is as in
// path.Match. A malformed pattern matches nothing.
func matchGlob(pattern, name string) bool {
	want, have := strings.Split(cleanGlob(pattern), "/"), strings.Split(name, "/")
	// As for "*" within a word, only the last "**" is ever worth another try.
	retry, from := -1, 0
	i, j := 0, 0
	for i < len(want) {
		switch {
		case want[i] == "**":
			retry, from = i+1, j
			i++
		case j < len(have) && matchElement(want[i], have[j]):
			i++
			j++
		case retry >= 0 && from < len(have):
			from++
			i, j = retry, from
		default:
			return false
		}
	}
	// At the end "**" wants something: "a/**" is what lies in a, not a itself.
	return want[len(want)-1] != "**" || j < len(have)
}

func matchElement(pattern, name string) bool {
	ok, err := path.Match(pattern, name)
	return err == nil && ok
}

func cleanGlob(pattern string) string {
	return strings.TrimPrefix(strings.TrimSuffix(pattern, "/"), "./")
}
