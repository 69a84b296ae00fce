package main

import (
	"bufio"
	"encoding/json"
	"io"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
)

// helper does for the language server of VS Code what the extension of VS Code does: it reads files, and has Markdown parsed
// by another program, a line of JSON each way.
type helper struct {
	program *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
}

func startHelper(args []string) (*helper, error) {
	h := &helper{program: exec.Command(args[0], args[1:]...)}
	in, err := h.program.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := h.program.StdoutPipe()
	if err != nil {
		return nil, err
	}
	h.in, h.out = in, bufio.NewReaderSize(out, 1<<20)
	h.program.Stderr = os.Stderr
	if err := h.program.Start(); err != nil {
		return nil, err
	}
	_, err = h.parse("A first text, to warm *up*.")
	return h, err
}

func (h *helper) end() {
	h.in.Close()
	h.program.Wait()
}

func (h *helper) parse(text string) (json.RawMessage, error) {
	line, err := json.Marshal(map[string]string{"text": text})
	if err != nil {
		return nil, err
	}
	if _, err := h.in.Write(append(line, '\n')); err != nil {
		return nil, err
	}
	return h.out.ReadBytes('\n')
}

// answer answers a request of the server about files; nil where there is nothing to say.
func (h *helper) answer(m received, root string) any {
	var params struct {
		URI  string
		Text *string
	}
	if json.Unmarshal(m.Params, &params) != nil {
		return nil
	}
	name := fileOf(params.URI)
	switch m.Method {
	case "markdown/parse":
		if params.Text == nil {
			text, _ := os.ReadFile(name)
			params.Text = new(string(text))
		}
		tokens, err := h.parse(*params.Text)
		if err != nil {
			return nil
		}
		return tokens
	case "markdown/fs/readFile":
		text, _ := os.ReadFile(name)
		return numbers(text)
	case "markdown/fs/stat":
		if info, err := os.Stat(name); err == nil {
			return map[string]bool{"isDirectory": info.IsDir()}
		}
	case "markdown/fs/readDirectory":
		return entries(name)
	case "markdown/findMarkdownFilesInWorkspace":
		return markdownFiles(root)
	}
	return nil
}

func fileOf(uri string) string {
	address, err := url.Parse(uri)
	if err != nil {
		return ""
	}
	return filepath.FromSlash(address.Path)
}

// numbers is text as the server wants it: a list of bytes.
func numbers(text []byte) []int {
	all := make([]int, len(text))
	for i, c := range text {
		all[i] = int(c)
	}
	return all
}

func entries(folder string) []any {
	all := []any{}
	list, _ := os.ReadDir(folder)
	for _, e := range list {
		all = append(all, []any{e.Name(), map[string]bool{"isDirectory": e.IsDir()}})
	}
	return all
}

func markdownFiles(root string) []string {
	all := []string{}
	filepath.WalkDir(root, func(name string, e fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(name) == ".md" {
			all = append(all, address(name))
		}
		return nil
	})
	return all
}
