package lsp

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/markdown"
)

var (
	update = flag.Bool("update", false, "rewrite the results in testdata/*.txtar")
	binary = flag.String("binary", "", "run the scenarios of testdata against this program over stdio")
)

// TestScenarios plays testdata/*.txtar; testdata/README.md describes them.
func TestScenarios(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	for _, p := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(p), ".txtar"), func(t *testing.T) {
			if *binary != "" {
				play(t, p, connectBinary(t))
				return
			}
			inBubble(t, func(t *testing.T) { play(t, p, connect(t, nil)) })
		})
	}
}

// scenario is a session with a workspace.
type scenario struct {
	*session
	root string
	// texts are the files as the client knows them, and versions those of open documents.
	texts    map[string]string
	versions map[string]int32
	encoding positionEncodingKind
	// options are what the client says with initialize, resultID is the name of the last answer that had one.
	options  json.RawMessage
	resultID any
}

// play lays out the files of an archive, takes its steps and compares the results.
func play(t *testing.T, p string, c *session) {
	archive, err := txtar.ParseFile(p)
	if err != nil {
		t.Fatal(err)
	}
	if strings.TrimSpace(string(archive.Comment)) == "" {
		t.Error("it does not begin with a sentence")
	}
	s := &scenario{session: c, root: cleanPath(t.TempDir(), windows), texts: map[string]string{}, versions: map[string]int32{}}
	capabilities := map[string]any{}
	s.unmarshal(ableClient, &capabilities)
	var steps *txtar.File
	for i, f := range archive.Files {
		switch f.Name {
		case "client":
			patch := map[string]any{}
			s.unmarshal(string(f.Data), &patch)
			merge(capabilities, patch)
		case "settings":
			s.options = f.Data
		case "steps":
			steps = &archive.Files[i]
		default:
			s.texts[f.Name] = string(f.Data)
			writeFile(t, filepath.Join(s.root, filepath.FromSlash(f.Name)), string(f.Data))
		}
	}
	s.start(capabilities)
	got := s.run(string(steps.Data))
	if *update && *binary == "" {
		steps.Data = []byte(got)
		if err := os.WriteFile(p, txtar.Format(archive), 0o666); err != nil {
			t.Fatal(err)
		}
	} else if diff := cmp.Diff(string(steps.Data), got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	c.end()
}

func (s *scenario) unmarshal(text string, v any) {
	s.t.Helper()
	if err := json.Unmarshal([]byte(text), v); err != nil {
		s.t.Fatal(err)
	}
}

// merge puts the values of patch over those of another object.
func merge(into, patch map[string]any) {
	for key, value := range patch {
		inner, isObject := value.(map[string]any)
		below, hasObject := into[key].(map[string]any)
		if isObject && hasObject {
			merge(below, inner)
		} else {
			into[key] = value
		}
	}
}

// start begins the session and waits until the workspace has been read.
func (s *scenario) start(capabilities map[string]any) {
	s.t.Helper()
	var answer struct {
		Capabilities struct{ PositionEncoding positionEncodingKind }
	}
	s.mustCall("initialize", map[string]any{
		"processId":        os.Getpid(),
		"workspaceFolders": []protocol.WorkspaceFolder{{URI: pathURI(s.root), Name: "scenario"}},
		"capabilities":     capabilities,

		"initializationOptions": s.options,
	}, &answer)
	s.encoding = answer.Capabilities.PositionEncoding
	s.notify("initialized", struct{}{})
	for range 100_000 {
		var symbols []any
		if s.mustCall("workspace/symbol", protocol.WorkspaceSymbolParams{}, &symbols); len(symbols) > 0 {
			return
		}
	}
	s.t.Fatal("the workspace has no section")
}

// run takes the steps, each a line that is not indented, and returns them with their results.
func (s *scenario) run(steps string) string {
	var b strings.Builder
	for steps != "" {
		line, wanted := "", ""
		line, steps, _ = strings.Cut(steps, "\n")
		for strings.HasPrefix(steps, "  ") {
			answer, rest, _ := strings.Cut(steps, "\n")
			wanted, steps = wanted+answer+"\n", rest
		}
		b.WriteString(line + "\n")
		if words := s.words(line); len(words) > 0 && !strings.HasPrefix(words[0], "#") {
			b.WriteString(s.settled(wanted, func() string { return s.step(words[0], words[1:]) }))
		}
	}
	return b.String()
}

// settled takes a step when the server has done what came before. A process cannot be seen to rest: it is
// asked again until the answer is as wanted, or it is too late.
func (s *scenario) settled(wanted string, step func() string) string {
	if *binary == "" {
		synctest.Wait()
		return step()
	}
	end := time.Now().Add(deadline / 4)
	for {
		if got := step(); got == wanted || time.Now().After(end) {
			return got
		}
	}
}

// words splits a step; what stands in quotes is one word.
func (s *scenario) words(line string) []string {
	var words []string
	for line = strings.TrimSpace(line); line != ""; line = strings.TrimSpace(line) {
		if quoted, err := strconv.QuotedPrefix(line); err == nil {
			word, _ := strconv.Unquote(quoted)
			words = append(words, word)
			line = line[len(quoted):]
			continue
		}
		word, rest, _ := strings.Cut(line, " ")
		words = append(words, word)
		line = rest
	}
	return words
}

func (s *scenario) step(name string, args []string) string {
	s.t.Helper()
	switch name {
	case "open":
		s.versions[args[0]] = 1
		s.didOpen(s.uri(args[0]), s.texts[args[0]])
	case "close":
		s.didClose(s.uri(args[0]))
	case "change":
		s.change(args[0], args[1], args[2])
	case "write":
		writeFile(s.t, filepath.Join(s.root, filepath.FromSlash(args[0])), args[1])
		s.texts[args[0]] = args[1]
		s.watched(uint32(protocol.FileChangeTypeCreated), s.root+"/"+args[0])
	case "move":
		s.move(args[0], args[1])
	default:
		return "  " + strings.Join(s.request(name, args), "\n  ") + "\n"
	}
	return ""
}

// move renames a file as an editor does.
func (s *scenario) move(from, to string) {
	s.t.Helper()
	writeFile(s.t, filepath.Join(s.root, filepath.FromSlash(to)), s.texts[from])
	if err := os.Remove(filepath.Join(s.root, filepath.FromSlash(from))); err != nil {
		s.t.Fatal(err)
	}
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

// request sends a request about a place and describes the result.
func (s *scenario) request(method string, args []string) []string {
	s.t.Helper()
	params := map[string]any{}
	switch {
	case strings.HasPrefix(method, "workspace/symbol"):
		params["query"] = args[0]
	case strings.HasPrefix(method, "textDocument/codeAction"):
		position := s.position(args[0], args[1])
		params["textDocument"] = map[string]any{"uri": s.uri(args[0])}
		params["range"] = protocol.Range{Start: position, End: position}
		params["context"] = map[string]any{"diagnostics": []any{}, "only": args[2:]}
	case method == "workspace/willRenameFiles":
		params["files"] = s.renames(args)
	case method == "workspace/willDeleteFiles":
		var files []protocol.FileDelete
		for _, p := range args {
			files = append(files, protocol.FileDelete{URI: s.uri(p)})
		}
		params["files"] = files
	default:
		params["textDocument"] = map[string]any{"uri": s.uri(args[0])}
		params["previousResultId"] = s.resultID
		params["range"] = protocol.Range{End: s.encoding.offsetPosition(s.index(args[0]), len(s.texts[args[0]]))}
		if len(args) > 1 {
			position := s.position(args[0], args[1])
			params["position"], params["positions"] = position, []protocol.Position{position}
			params["range"] = protocol.Range{Start: position, End: position}
		}
		if len(args) > 2 {
			params["newName"] = args[2]
		}
		params["context"] = map[string]any{"includeDeclaration": len(args) > 2 && args[2] == "declaration"}
	}
	first, _, _ := strings.Cut(method, "+")
	var result any
	if err := s.call(first, params, &result); err != nil {
		return []string{"error: " + err.Error()}
	}
	if named, ok := result.(map[string]any); ok && named["resultId"] != nil {
		s.resultID = named["resultId"]
	}
	for _, next := range strings.Split(method, "+")[1:] {
		result = s.followUp(next, result)
	}
	return append(s.describe(result, ""), s.told()...)
}

// told returns what the server has told the user since.
func (s *scenario) told() []string {
	var lines []string
	for {
		select {
		case message := <-s.messages:
			lines = append(lines, "message: "+message)
		default:
			return lines
		}
	}
}

// followUp sends what a client sends with each item of an answer.
func (s *scenario) followUp(method string, result any) any {
	s.t.Helper()
	items, _ := result.([]any)
	if list, ok := result.(map[string]any); ok {
		items, _ = list["items"].([]any)
	}
	all := []any{}
	for _, item := range items {
		var answer any
		if strings.HasPrefix(method, "callHierarchy/") {
			item = map[string]any{"item": item}
		}
		if err := s.call(method, item, &answer); err != nil {
			answer = "error: " + err.Error()
		}
		all = append(all, answer)
	}
	return all
}

func (s *scenario) index(path string) *markdown.LineIndex {
	return markdown.NewLineIndex(s.texts[path])
}

func (s *scenario) uri(path string) string { return pathURI(s.root + "/" + path) }

// position finds a place by the text around it, in which "|" stands for the place.
func (s *scenario) position(path, around string) protocol.Position {
	s.t.Helper()
	before, after, found := strings.Cut(around, "|")
	if text := s.texts[path]; !found || strings.Count(text, before+after) != 1 {
		s.t.Fatalf("%q is not once in %s", around, path)
	}
	return s.encoding.offsetPosition(s.index(path), strings.Index(s.texts[path], before+after)+len(before))
}
