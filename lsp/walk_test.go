package lsp

import (
	"encoding/json"
	"flag"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/bank"
)

var (
	walkSteps = flag.Int("walk", 150, "how many steps each random walk takes")
	walkSeed  = flag.Uint64("walkseed", 1, "where random walks begin")
)

// TestRandomWalk takes random steps of an editor and of other programs on a copy of a bank. Each check is compared
// with one made anew, and what the client shows and is answered with what a server says that begins at that moment.
func TestRandomWalk(t *testing.T) {
	encodings := map[clientModel]positionEncodingKind{pushed: inUTF8, likeVSCode: inUTF16, likeNeovim: inUTF32}
	inEachModel(t, func(t *testing.T, m clientModel) {
		newWalk(t, m, encodings[m], true, *walkSeed, bank.NewFolder).take(*walkSteps)
	})
}

// TestRandomWalkApart judges few documents as very many are judged.
func TestRandomWalkApart(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		newWalk(t, pushed, inUTF8, true, *walkSeed, func(root string, extent ...string) *bank.Folder {
			f := bank.NewFolder(root, extent...)
			f.JudgeApart(1, 2)
			return f
		}).take(*walkSteps)
	})
}

// TestRandomWalkUnreported has a client that does not tell what other programs do.
func TestRandomWalkUnreported(t *testing.T) {
	inBubble(t, func(t *testing.T) { newWalk(t, pushed, inUTF16, false, *walkSeed, bank.NewFolder).take(*walkSteps) })
}

// take takes some steps and compares now and then.
func (w *walk) take(steps int) {
	w.t.Helper()
	for i := range steps {
		w.step()
		w.drain()
		if i%20 == 19 {
			w.compare()
		}
		if w.t.Failed() {
			w.t.Fatalf("after step %d: %q", i, w.log[max(0, len(w.log)-25):])
		}
	}
	w.compare()
	w.renameAtLast()
	w.compare()
	w.c.end()
}

// renameAtLast renames a heading where nothing that the walk has left can be in the way: else all renamings might have been refused.
func (w *walk) renameAtLast() {
	w.t.Helper()
	w.log = append(w.log, "rename at last")
	const last, other = "memory-bank/last.md", "memory-bank/other.md"
	if !w.folders[w.root] {
		w.c.changeFolders([]string{w.root}, nil)
		w.folders[w.root] = true
	}
	for _, file := range [][2]string{{".gitignore", ""}, {bank.ConfigFile, "banks: [memory-bank]\n"}, {last, ""}, {other, "[last](last.md#last)\n"}} {
		w.close(file[0])
		w.put(file[0], file[1])
	}
	w.open[last], w.versions[last] = "# Last\n", 1
	w.c.didOpen(w.uri(last), w.open[last])
	w.compare() // which waits
	before := w.renamed
	w.renameIn(last)
	text, err := os.ReadFile(filepath.Join(w.root, other))
	if err != nil || w.renamed == before || strings.HasSuffix(string(text), "#last)\n") {
		w.t.Errorf("no link has followed %q: %q, %v", w.open[last], text, err)
	}
}

// walk is a session with what the client and the disk are known to hold.
type walk struct {
	t        *testing.T
	random   *rand.Rand
	c        *session
	server   *server
	latest   *atomic.Pointer[view] // of the server, whose own field belongs to its goroutine
	root     string
	encoding positionEncodingKind
	// open are the texts of open documents by path, versions theirs.
	open     map[string]string
	versions map[string]int32
	// folders are those of the workspace.
	folders map[string]bool
	// watches tells that the client reports what other programs do; touched counts what it does not report.
	watches bool
	touched int64
	// renamed counts the renamings that have succeeded.
	renamed int
	// silent tells that the user wants no diagnostics.
	silent bool
	log    []string
}

func newWalk(t *testing.T, m clientModel, encoding positionEncodingKind, watches bool, seed uint64, newFolder folderMaker) *walk {
	w := &walk{t: t, random: rand.New(rand.NewPCG(seed, 7)), encoding: encoding, watches: watches, open: map[string]string{}, versions: map[string]int32{}}
	w.root = cleanPath(t.TempDir(), windows)
	if err := os.CopyFS(w.root, os.DirFS("../testdata/banks/sample")); err != nil {
		t.Fatal(err)
	}
	w.folders = map[string]bool{w.root: true}
	cache := w.cached()
	w.c = connect(t, func(s *server) {
		w.server, w.latest = s, s.view.latest
		s.newFolder = newFolder
		s.cache = cache // which is not written again: that would ask for all results
	})
	var capabilities map[string]any
	if err := json.Unmarshal([]byte(m.capabilities(t)), &capabilities); err != nil {
		t.Fatal(err)
	}
	merge(capabilities, map[string]any{
		"general":   map[string]any{"positionEncodings": []positionEncodingKind{encoding}},
		"workspace": map[string]any{"didChangeWatchedFiles": map[string]any{"dynamicRegistration": watches}},
	})
	text, err := json.Marshal(capabilities)
	if err != nil {
		t.Fatal(err)
	}
	w.c.beginWith(m, string(text), w.root)
	return w
}

// snippets are what is written.
var snippets = []string{
	"# Title\n", "## Goals\n\nText.\n", "#### Deep\n", "[a](progress.md#goals)", "[b](none.md)", "[c](notes/n1.md)", "![x](img.png)", "[[progress]]",
	"{{include: techContext.md}}", "{{include: notes/n1.md#Goals}}", "```go\n", "```\n", "🚀🎉 é\u0301", "日本語", "\r\n", "\r", "\n\n", "- [ ] task\n", "- [x] done 2024-13-45\n",
	"<!-- cortex-disable broken-link -- why -->\n", "<!-- cortex-enable -->", "<!-- cortex-disable-next-line -->\n", "---\ntitle: x\n---\n", "| a | b |\n|---|---|\n",
	"<<<<<<< HEAD\n", "[ref]: progress.md\n", "[ref]", "**bold** ", "TODO 2023-01-01", "> quote\n", "`src/main.go`", "\x00", "\ufeff",
}

// typed are the snippets that somebody can type: editors hide a byte order mark, and positions do not count it.
func typed() []string { return snippets[:len(snippets)-1] }

var configs = []string{
	"", "profile: cline\n", "rules:\n  broken-link: off\n", "rules:\n  broken-link: error\n  nonsense: off\n", "exclude: [\"**/notes/**\"]\n",
	"banks: [memory-bank]\n", "banks: [memory-bank/notes]\n", "rules: [\n", "check: change\n", "profile: team.yaml\n", "profile: team.yaml\nbanks: [memory-bank, other/memory-bank]\n",
	"extends: cline\n", "extends: base.yml\nfiles: [{name: progress.md, sections: [{id: works}]}]\n",
}

// files that the walk plays with, as paths.
var walkFiles = []string{
	"memory-bank/progress.md", "memory-bank/activeContext.md", "memory-bank/techContext.md", "memory-bank/notes/n1.md", "memory-bank/notes/n2.md",
	"memory-bank/notes/deep/ü n3.md", "memory-bank/img.png", "README.md", ".cortex.yaml", ".gitignore", "src/main.go", "team.yaml", "base.yml", "other/memory-bank/progress.md",
}

func (w *walk) pick(from []string) string { return from[w.random.IntN(len(from))] }

func (w *walk) uri(p string) string { return pathURI(w.root + "/" + p) }

func (w *walk) step() {
	p := w.pick(walkFiles)
	steps := []struct {
		name   string
		weight int
		act    func(p string)
	}{
		{"open", 3, w.openFile}, {"edit", 14, w.edit}, {"save", 2, w.save}, {"close", 2, w.close},
		{"write", 4, w.write}, {"delete", 2, w.delete}, {"rename", 1, w.rename}, {"configure", 1, w.configure},
		{"request", 8, w.request}, {"refactor", 3, w.refactor}, {"rest", 2, func(string) { time.Sleep(pause * time.Duration(1+w.random.IntN(3))) }},
		{"folder", 1, func(string) { w.toggleFolder() }}, {"settings", 1, func(string) { w.settings() }},
	}
	total := 0
	for _, s := range steps {
		total += s.weight
	}
	n := w.random.IntN(total)
	for _, s := range steps {
		if n -= s.weight; n < 0 {
			w.log = append(w.log, s.name+" "+p)
			s.act(p)
			return
		}
	}
}

func (w *walk) openFile(p string) {
	if _, isOpen := w.open[p]; isOpen || strings.HasSuffix(p, ".png") {
		return
	}
	text, err := os.ReadFile(filepath.Join(w.root, p))
	if err != nil || w.random.IntN(5) == 0 {
		text = []byte(w.pick(typed()))
	}
	w.open[p], w.versions[p] = strings.ReplaceAll(string(text), "\ufeff", ""), 1
	w.c.didOpen(w.uri(p), w.open[p])
}

// edit changes an open document in one to three places at once, each in the text that the one before it made.
func (w *walk) edit(string) {
	if len(w.open) == 0 {
		w.openFile(w.pick(walkFiles[:3]))
		return
	}
	p := w.pick(slices.Sorted(maps.Keys(w.open)))
	text := w.open[p]
	var changes []any
	for range 1 + w.random.IntN(3) {
		s := randomSpan(w.random, text)
		if w.random.IntN(3) > 0 || s.Len() > 200 && w.random.IntN(8) > 0 {
			s.End = s.Start
		}
		insert := ""
		if s.Len() == 0 || w.random.IntN(2) == 0 {
			insert = w.pick(typed())
		}
		changes = append(changes, protocol.TextDocumentContentChangeEvent{
			Range: &protocol.Range{Start: referencePosition(text, s.Start, w.encoding), End: referencePosition(text, s.End, w.encoding)},
			Text:  insert,
		})
		text = text[:s.Start] + insert + text[s.End:]
	}
	w.versions[p]++
	w.open[p] = text
	w.c.didChange(w.uri(p), w.versions[p], changes...)
}

func (w *walk) save(string) {
	for _, p := range slices.Sorted(maps.Keys(w.open)) {
		w.put(p, w.open[p])
		w.c.didSave(w.uri(p))
	}
}

func (w *walk) close(p string) {
	if _, isOpen := w.open[p]; isOpen {
		delete(w.open, p)
		w.c.didClose(w.uri(p))
	}
}

// put writes a file and has it reported.
func (w *walk) put(p, text string) {
	_, err := os.Stat(filepath.Join(w.root, p))
	kind := protocol.FileChangeTypeChanged
	if err != nil {
		kind = protocol.FileChangeTypeCreated
	}
	writeFile(w.t, filepath.Join(w.root, p), text)
	w.report(uint32(kind), p)
}

func (w *walk) write(p string) {
	text := w.pick(snippets)
	if before, err := os.ReadFile(filepath.Join(w.root, p)); err == nil && w.random.IntN(2) == 0 {
		text = string(before) + text
	}
	w.put(p, text)
}

func (w *walk) delete(p string) {
	if w.random.IntN(4) == 0 {
		p = filepath.ToSlash(filepath.Dir(p))
	}
	if p == "." || p == "memory-bank" && w.random.IntN(3) > 0 {
		return
	}
	remove(w.t, filepath.Join(w.root, p))
	w.report(protocol.FileChangeTypeDeleted, p)
}

// report tells of what another program has done, if the client does that. If not, the time of the change is another than that
// of all before: clocks of disks are coarse.
func (w *walk) report(kind uint32, p string) {
	if w.watches {
		w.c.watched(kind, w.root+"/"+p)
		return
	}
	w.touched++
	at := time.Unix(1_000_000_000+w.touched, 0)
	for ; p != "."; p = path.Dir(p) {
		// What is gone has no time.
		_ = os.Chtimes(filepath.Join(w.root, p), at, at)
	}
	_ = os.Chtimes(w.root, at, at)
}

// makeFolder makes a folder, and has it reported if it is new.
func (w *walk) makeFolder(p string) {
	if _, err := os.Stat(filepath.Join(w.root, p)); err == nil {
		return
	}
	if err := os.MkdirAll(filepath.Join(w.root, p), 0o755); err != nil {
		w.t.Fatal(err)
	}
	w.report(protocol.FileChangeTypeCreated, p)
}

func (w *walk) rename(p string) {
	to := w.pick(walkFiles)
	w.makeFolder(path.Dir(to))
	if os.Rename(filepath.Join(w.root, p), filepath.Join(w.root, to)) == nil {
		w.report(protocol.FileChangeTypeDeleted, p)
		w.report(protocol.FileChangeTypeCreated, to)
	}
}

// configure writes one of the texts that settings are made of, nearly always where it belongs.
func (w *walk) configure(string) {
	w.put(w.pick([]string{bank.ConfigFile, bank.ConfigFile, bank.ConfigFile, "team.yaml", "base.yml"}), w.pick(configs))
}

// settings has the user change his mind about what he wants to see.
func (w *walk) settings() {
	w.silent = w.random.IntN(4) == 0
	w.c.set(map[string]any{"diagnostics": !w.silent, "codeLens": w.random.IntN(3) > 0, "inlayHints": w.random.IntN(3) > 0})
}

// toggleFolder takes the folder, or one in it, out of the workspace or puts it back.
func (w *walk) toggleFolder() {
	folder := []string{w.root + w.pick([]string{"", "/other", "/memory-bank/notes"})}
	if w.folders[folder[0]] {
		w.c.changeFolders(nil, folder)
	} else {
		w.c.changeFolders(folder, nil)
	}
	w.folders[folder[0]] = !w.folders[folder[0]]
}

// drain takes what has come in.
func (w *walk) drain() {
	for {
		select {
		case p := <-w.c.published:
			w.c.shown[p.URI] = p
		case <-w.c.calls:
		default:
			return
		}
	}
}
