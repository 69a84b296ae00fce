package rules

import (
	"path"
	"strconv"
	"strings"

	"cortex/markdown"
)

// mention is a file that a code span names, as in `src/app.go:42`.
type mention struct {
	// span covers the path as written, without what follows it.
	span markdown.Span
	// path has slashes in place of backslashes.
	path  string
	lines lineNumbers
}

// lineNumbers is a line, or first and last line of a range, as written behind a path, from 1. Zero for none.
type lineNumbers struct {
	// span covers the numbers as written.
	span        markdown.Span
	first, last int
}

// fileExtensions are those by which a code span is known to name a file.
var fileExtensions = wordSet(`.md .mdc .mdx .txt .rst .adoc .pdf .csv .json .jsonc .json5 .yaml .yml .toml .ini .cfg .conf .xml .xsd .html .htm
	.css .scss .sass .less .js .mjs .cjs .jsx .ts .mts .cts .tsx .vue .svelte .astro .go .py .pyi .ipynb .rb .rs .java .kt .kts .gradle .scala
	.groovy .swift .m .mm .c .h .cc .cpp .cxx .hpp .hh .cs .csproj .sln .fs .vb .xaml .razor .cshtml .php .twig .dart .lua .pl .r .jl .ex .exs
	.erl .hs .ml .clj .sol .move .tf .sql .prisma .graphql .gql .proto .sh .bash .zsh .ps1 .bat .cmd .svg .png .jpg .jpeg .gif .ico .webp
	.wxml .wxss .gd .tscn .shader .glsl .wgsl .lock`)

// readMention reads a code span that is nothing but the path of a file. It returns false for what only
// looks like one: patterns, placeholders, scopes, URLs, commands, calls.
func readMention(doc *markdown.Document, c markdown.CodeSpan) (mention, bool) {
	text := c.Content.In(doc.Text)
	start := c.Content.Start + len(text) - len(strings.TrimLeft(text, " "))
	text = strings.Trim(text, " ")
	name, behind := text, ""
	if i := endsName.index(text); i >= 0 {
		name, behind = text[:i], text[i:]
	}
	r := mention{
		span: markdown.Span{Start: start, End: start + len(name)},
		path: strings.ReplaceAll(name, `\`, "/"),
	}
	if !isFileName(r.path) || strings.Contains(behind, "//") || strings.ContainsAny(behind, " \t\r\n") {
		return mention{}, false
	}
	r.lines = readLines(behind, r.span.End)
	return r, true
}

var endsName = newByteSet(":#?")

var notInNames = newByteSet(" \t\r\n\"'`,;=!&+%^()")

// isFileName tells whether a text that stands alone is the path of a file.
func isFileName(name string) bool {
	ext := path.Ext(name) // first, since most code has none
	if ext == "" || !fileExtensions()[strings.ToLower(ext)] || len(path.Base(name)) == len(ext) {
		return false
	}
	return !notInNames.anyIn(name) && !isPlaceholder(name) && !strings.HasPrefix(name, "/") && !strings.Contains(name, "//")
}

// readLines reads ":12", ":12-20", ":12:5", "#L10" and "#L10-L20" behind a path that ends at offset.
func readLines(behind string, offset int) lineNumbers {
	digits := func(from int) int {
		end := from
		for end < len(behind) && '0' <= behind[end] && behind[end] <= '9' {
			end++
		}
		return end
	}
	from := 1
	if strings.HasPrefix(behind, "#L") || strings.HasPrefix(behind, ":L") {
		from = 2
	} else if !strings.HasPrefix(behind, ":") {
		return lineNumbers{}
	}
	end := digits(from)
	first, err := strconv.Atoi(behind[from:end])
	if err != nil {
		return lineNumbers{}
	}
	l := lineNumbers{span: markdown.Span{Start: offset + from, End: offset + end}, first: first, last: first}
	if next, ok := strings.CutPrefix(behind[end:], "-"); ok {
		from = len(behind) - len(strings.TrimPrefix(next, "L"))
		end = digits(from)
		if last, err := strconv.Atoi(behind[from:end]); err == nil {
			l.last, l.span.End = last, offset+end
		}
	}
	if end < len(behind) && behind[end] != ':' && behind[end] != 'C' { // a column may follow
		return lineNumbers{}
	}
	return l
}
