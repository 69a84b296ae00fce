package lsp

import (
	"encoding/json"
	"flag"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	protocol "github.com/tliron/glsp/protocol_3_16"
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
	// folders are those of the workspace, by their paths.
	folders []string
	// watches tells that the client reports what other programs do.
	watches bool
	// texts are the files as the client knows them, and versions those of open documents.
	texts    map[string]string
	versions map[string]int32
	// spelled are URIs that the client writes in its own way, below the workspace.
	spelled  map[string]string
	encoding positionEncodingKind
	// options are what the client says with initialize, able is what the server says that it can.
	options json.RawMessage
	able    map[string]any
	// results are the names of results by method and URI, and names what is written for them.
	results map[string]map[string]string
	names   map[any]int
	// sent waits for the request that was sent last.
	sent func() any
	// observed are the parameters of what the server has sent, by method, and by method and file or token.
	observed  map[string]any
	observing sync.Mutex
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
	s := &scenario{
		session: c, folders: []string{"."}, root: cleanPath(t.TempDir(), windows), texts: map[string]string{}, versions: map[string]int32{}, spelled: map[string]string{},
		results: map[string]map[string]string{}, names: map[any]int{}, observed: map[string]any{},
	}
	c.observe, c.answers = s.keep, map[string]any{"workspace/applyEdit": map[string]any{"applied": true}}
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
		case "folders":
			s.folders = strings.Fields(string(f.Data))
		case "steps":
			steps = &archive.Files[i]
		default:
			s.texts[f.Name] = string(f.Data)
			writeFile(t, s.file(f.Name), string(f.Data))
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
	folders := []protocol.WorkspaceFolder{}
	for _, f := range s.folders {
		folders = append(folders, protocol.WorkspaceFolder{URI: pathURI(path.Join(s.root, f)), Name: f})
	}
	_, s.watches = capabilities["workspace"].(map[string]any)["didChangeWatchedFiles"].(map[string]any)
	var answer struct{ Capabilities map[string]any }
	s.mustCall("initialize", map[string]any{
		"processId":        os.Getpid(),
		"workspaceFolders": folders,
		"capabilities":     capabilities,

		"initializationOptions": s.options,
	}, &answer)
	s.able = answer.Capabilities
	s.encoding = positionEncodingKind(s.able["positionEncoding"].(string))
	s.notify("initialized", struct{}{})
	if len(folders) == 0 {
		return
	}
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
			if words[0] == "server" {
				s.forget(words[1:])
			}
		}
	}
	return b.String()
}

// settled takes a step when the server has done what came before, and a moment has passed. A process cannot be seen to
// rest: it is asked again until the answer is as wanted, or it is too late.
func (s *scenario) settled(wanted string, step func() string) string {
	if *binary == "" {
		time.Sleep(2 * time.Second)
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

// step takes one and returns its result.
func (s *scenario) step(name string, args []string) string {
	s.t.Helper()
	if step, ok := steps()[name]; ok {
		step.take(s, args)
		return ""
	}
	switch name {
	case "initialize":
		return s.lines(s.able)
	case "server":
		return s.lines(s.fromServer(args))
	case "answer":
		return s.lines(s.sent())
	}
	return s.request(name, args)
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
