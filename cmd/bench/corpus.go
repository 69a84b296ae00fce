package main

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// fileSize is how long a file of a bank is, about.
const fileSize = 4 << 10

// coreFiles are what the bank is recognised by.
var coreFiles = []string{
	"README.md", "projectbrief.md", "productContext.md", "activeContext.md", "systemPatterns.md", "techContext.md", "progress.md",
}

var vocabulary = strings.Fields(`the system service request token cache index build deploy memory bank agent context progress decision
record module parser server client handler session user account storage queue worker batch stream event schema migration release branch
commit review test coverage latency budget error retry timeout policy default option value field table column row key query plan step goal
task owner status active blocked done pending next risk note reference heading section folder tree graph node edge walk scan read write`)

// author writes the files of one bank of n files: the same ones each time.
type author struct {
	*rand.Rand
	n int
	strings.Builder
}

func newAuthor(n int) *author { return &author{Rand: rand.New(rand.NewPCG(1, uint64(n))), n: n} }

// writeBank makes a bank of n files, unless it is there.
func writeBank(folder string, n int) error {
	if _, err := os.Stat(folder); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	a := newAuthor(n)
	unfinished := folder + ".new"
	for i := range n {
		if err := writeFile(filepath.Join(unfinished, filepath.FromSlash(pathOf(i))), a.file(i, fileSize)); err != nil {
			return err
		}
	}
	// The folder is a repository of its own, so that no program looks above it.
	if err := errors.Join(
		writeFile(filepath.Join(unfinished, ".git", "HEAD"), "ref: refs/heads/main\n"),
		os.MkdirAll(filepath.Join(unfinished, ".git", "objects"), 0o777),
		os.MkdirAll(filepath.Join(unfinished, ".git", "refs"), 0o777),
	); err != nil {
		return err
	}
	return os.Rename(unfinished, folder)
}

func writeFile(name, text string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	return os.WriteFile(name, []byte(text), 0o666)
}

// pathOf says where file i of a bank is.
func pathOf(i int) string {
	if i < len(coreFiles) {
		return coreFiles[i]
	}
	kind := []string{"decisions", "tasks", "logs", "notes"}[i%4]
	return fmt.Sprintf("%s/group-%03d/%s-%06d.md", kind, i/200, strings.TrimSuffix(kind, "s"), i)
}

// file returns file i with about size bytes.
func (a *author) file(i, size int) string {
	a.Reset()
	fmt.Fprintf(a, "# Subject %d\n", i)
	for part := 1; a.Len() < size; part++ {
		fmt.Fprintf(a, "\n## Part %d\n\n", part)
		for range 3 {
			a.block(i)
		}
	}
	return a.String()
}

// block writes a paragraph, list, table or the like.
func (a *author) block(i int) {
	switch a.IntN(6) {
	case 0, 1:
		a.sentence(12)
		a.sentence(9)
		fmt.Fprintf(a, "See %s and %s.\n\n", a.link(i), a.link(i))
	case 2:
		for range 4 {
			a.WriteString("- ")
			a.sentence(7)
		}
		a.WriteByte('\n')
	case 3:
		for _, mark := range "x x" {
			fmt.Fprintf(a, "- [%c] ", mark)
			a.sentence(6)
		}
		a.WriteByte('\n')
	case 4:
		a.WriteString("```go\nfunc main() {\n\tprintln(\"[not](a-link.md)\")\n}\n```\n\n")
	case 5:
		a.WriteString("| Name | Owner | Where |\n| --- | --- | --- |\n")
		for range 3 {
			fmt.Fprintf(a, "| %s | %s | %s |\n", a.word(), a.word(), a.link(i))
		}
		a.WriteByte('\n')
	}
}

func (a *author) word() string { return vocabulary[a.IntN(len(vocabulary))] }

func (a *author) sentence(words int) {
	first := a.word()
	a.WriteString(strings.ToUpper(first[:1]) + first[1:])
	for range words - 1 {
		format := " %s"
		switch a.IntN(20) {
		case 0:
			format = " **%s**"
		case 1:
			format = " `%s`"
		}
		fmt.Fprintf(a, format, a.word())
	}
	a.WriteString(".\n")
}

// link writes a link from file i to a near file, sometimes to one of the core; one in a hundred is broken.
func (a *author) link(i int) string {
	other := min(max(0, i+a.IntN(64)-32), a.n-1)
	if a.IntN(16) == 0 {
		other = a.IntN(min(len(coreFiles), a.n))
	}
	target, err := filepath.Rel(path.Dir(pathOf(i)), pathOf(other))
	if err != nil || a.IntN(100) == 0 {
		return fmt.Sprintf("[%s](missing-%d.md)", a.word(), a.IntN(1000))
	}
	fragment := []string{"", "#part-1", "#part-2"}[a.IntN(3)]
	return fmt.Sprintf("[%s](%s%s)", a.word(), filepath.ToSlash(target), fragment)
}
