package lsp

import (
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// step is what a line of a scenario can do besides sending a request and showing the answer.
type step struct {
	// method is what the client sends.
	method string
	take   func(s *scenario, args []string)
}

// steps returns them by name.
func steps() map[string]step {
	return map[string]step{
		"open":     {"textDocument/didOpen", (*scenario).openFile},
		"close":    {"textDocument/didClose", (*scenario).closeFile},
		"change":   {"textDocument/didChange", func(s *scenario, args []string) { s.change(args[0], args[1], args[2]) }},
		"save":     {"textDocument/didSave", (*scenario).save},
		"write":    {"workspace/didChangeWatchedFiles", (*scenario).write},
		"delete":   {"workspace/didChangeWatchedFiles", (*scenario).delete},
		"move":     {"workspace/didRenameFiles", func(s *scenario, args []string) { s.move(args[0], args[1]) }},
		"settings": {"workspace/didChangeConfiguration", (*scenario).changeSettings},
		"folders":  {"workspace/didChangeWorkspaceFolders", (*scenario).moveFolder},
		"spell":    {"", func(s *scenario, args []string) { s.spelled[args[0]] = args[1] }},
		"notify":   {"", func(s *scenario, args []string) { s.notify(args[0], json.RawMessage(args[1])) }},
		"send":     {"", (*scenario).send},
		"cancel":   {"$/cancelRequest", func(s *scenario, _ []string) { s.notify("$/cancelRequest", map[string]any{"id": sentID}) }},
	}
}

func (s *scenario) openFile(args []string) {
	s.versions[args[0]] = 1
	s.didOpen(s.uri(args[0]), s.texts[args[0]])
}

// closeFile drops what was not saved.
func (s *scenario) closeFile(args []string) {
	s.didClose(s.uri(args[0]))
	if text, err := os.ReadFile(s.file(args[0])); err == nil {
		s.texts[args[0]] = string(text)
	}
}

// save writes an open document as the editor does.
func (s *scenario) save(args []string) {
	s.t.Helper()
	writeFile(s.t, s.file(args[0]), s.texts[args[0]])
	s.didSave(s.uri(args[0]))
}

// write is another program's.
func (s *scenario) write(args []string) {
	s.t.Helper()
	writeFile(s.t, s.file(args[0]), args[1])
	s.texts[args[0]] = args[1]
	s.report(protocol.FileChangeTypeCreated, args[0])
}

// delete is another program's.
func (s *scenario) delete(args []string) {
	s.t.Helper()
	remove(s.t, s.file(args[0]))
	s.report(protocol.FileChangeTypeDeleted, args[0])
}

// report tells the server what another program has done, if the client does that.
func (s *scenario) report(kind uint32, p string) {
	if s.watches {
		s.watched(kind, s.root+"/"+p)
	}
}

// changeSettings tells the server of settings, or that they are others now if it asks for them.
func (s *scenario) changeSettings(args []string) {
	s.settings = json.RawMessage(args[0])
	s.set(s.settings)
}

// moveFolder adds a folder to the workspace or removes it.
func (s *scenario) moveFolder(args []string) {
	s.t.Helper()
	folder := []string{path.Join(s.root, args[1])}
	switch args[0] {
	case "added":
		s.changeFolders(folder, nil)
	case "removed":
		s.changeFolders(nil, folder)
	default:
		s.t.Fatalf("folders are added or removed, not %q", args[0])
	}
}

// move renames a file as an editor does.
func (s *scenario) move(from, to string) {
	s.t.Helper()
	writeFile(s.t, s.file(to), s.texts[from])
	remove(s.t, s.file(from))
	s.texts[to] = s.texts[from]
	delete(s.texts, from)
	s.notify("workspace/didRenameFiles", protocol.RenameFilesParams{Files: s.renames([]string{from, to})})
}

// renames makes pairs of old and new paths.
func (s *scenario) renames(paths []string) []protocol.FileRename {
	var files []protocol.FileRename
	for pair := range slices.Chunk(paths, 2) {
		files = append(files, protocol.FileRename{OldURI: s.uri(pair[0]), NewURI: s.uri(pair[1])})
	}
	return files
}

// change edits the one place of an open document that reads before.
func (s *scenario) change(path, before, after string) {
	s.t.Helper()
	text := s.texts[path]
	if strings.Count(text, before) != 1 {
		s.t.Fatalf("%q is not once in %s", before, path)
	}
	at := strings.Index(text, before)
	r := protocol.Range{Start: s.encoding.offsetPosition(s.index(path), at), End: s.encoding.offsetPosition(s.index(path), at+len(before))}
	s.versions[path]++
	s.texts[path] = text[:at] + after + text[at+len(before):]
	s.didChange(s.uri(path), s.versions[path], protocol.TextDocumentContentChangeEvent{Range: &r, Text: after})
}

func (s *scenario) file(p string) string { return filepath.Join(s.root, filepath.FromSlash(p)) }

// uri is what the client calls a file of the workspace, or a document of another kind.
func (s *scenario) uri(p string) string {
	if strings.HasPrefix(p, "untitled:") {
		return p
	}
	if spelled, ok := s.spelled[p]; ok {
		return pathURI(s.root) + "/" + spelled
	}
	return pathURI(s.root + "/" + p)
}
