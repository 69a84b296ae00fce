// Command bench measures Cortex beside other programs for Markdown on the machine it runs on, and writes what it finds as the
// page of the manual. Every figure that the manual gives comes from here. The machine should do nothing else meanwhile.
//
//	go run ./cmd/bench -o docs/performance.md
//
// Others are measured where -peers names a folder in which .ci/packages.sh has installed them; .ci/bench.sh does both. With
// -quick it tries everything on little.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

func main() {
	if err := run(os.Stdout, os.Stderr, os.Args[1:]); err != nil {
		fmt.Fprintf(os.Stderr, "bench: %v\n", err)
		os.Exit(1)
	}
}

// bench is what is measured with.
type bench struct {
	// root is the folder of this repository, source that of this command, work one for what is made for measuring.
	root, source, work string
	// cortex is the program, keeps tells that it keeps results. peers is the node_modules of the others, "" for none.
	cortex string
	keeps  bool
	peers  string
	// rounds is how often each thing is measured, calls how often the tool for agents is called.
	rounds, calls int
	// sizes are the banks in files, the largest last. typing are the files that somebody types in.
	sizes  []int
	typing []longFile
	// hostileSize is how many bytes a hostile text has, limit how long a program may work on one.
	hostileSize int
	limit       time.Duration
	// idle is how long nobody asks a server anything before its memory is measured, and then while it is.
	idle time.Duration
	// only are the names of the measurements that are wanted; none for all.
	only []string
	log  io.Writer
}

func run(out, log io.Writer, args []string) error {
	b := &bench{
		root: ".", rounds: 9, calls: 300, sizes: []int{50, 1000, 10_000}, hostileSize: 1 << 20, limit: 5 * time.Second, idle: 10 * time.Second, log: log,
		typing: []longFile{{"4 KB", 4 << 10, 300}, {"100 KB", 100 << 10, 100}, {"1 MB", 1 << 20, 15}},
	}
	page, err := b.parse(args)
	if err != nil {
		return err
	}
	if b.work == "" {
		if b.work, err = os.MkdirTemp("", "cortex-bench-"); err != nil {
			return err
		}
		defer os.RemoveAll(b.work)
	}
	if err := b.prepare(); err != nil {
		return err
	}
	text, err := b.page()
	if err != nil || page == "" {
		fmt.Fprint(out, text)
		return err
	}
	return os.WriteFile(page, []byte(text), 0o666)
}

// parse reads the command line and returns the name of the page.
func (b *bench) parse(args []string) (string, error) {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	page := flags.String("o", "", "write the page to this `file` instead of printing it")
	quick := flags.Bool("quick", false, "try everything on little; the figures mean nothing")
	large := flags.Bool("large", false, "also check a bank of 100,000 files, which takes several minutes")
	only := flags.String("only", "", "measure only these `names`, with commas: "+strings.Join(measurementNames(), ", "))
	flags.IntVar(&b.rounds, "rounds", b.rounds, "measure each thing so often")
	flags.StringVar(&b.cortex, "cortex", "", "measure this `program` instead of one that is built now")
	flags.StringVar(&b.peers, "peers", "", "compare with the programs that .ci/packages.sh has installed in this `folder`")
	flags.StringVar(&b.work, "work", "", "keep the banks in this `folder` for the next time; else they are removed")
	if err := flags.Parse(args); err != nil {
		return "", err
	}
	if flags.NArg() > 0 {
		return "", fmt.Errorf("%q is no flag", flags.Arg(0))
	}
	if *only != "" {
		b.only = strings.Split(*only, ",")
	}
	for _, name := range b.only {
		if !slices.Contains(measurementNames(), name) {
			return "", fmt.Errorf("there is no measurement %q", name)
		}
	}
	switch {
	case *quick:
		b.rounds, b.calls, b.sizes, b.hostileSize, b.limit, b.idle = 1, 20, []int{50, 100}, 4<<10, 2*time.Second, 0
		b.typing = []longFile{{"4 KB", 4 << 10, 5}, {"20 KB", 20 << 10, 2}}
	case *large:
		b.sizes = append(b.sizes, 100_000)
	}
	return *page, nil
}

// prepare makes all paths absolute and builds the program.
func (b *bench) prepare() error {
	for _, folder := range []*string{&b.root, &b.work, &b.peers, &b.cortex} {
		if *folder == "" {
			continue
		}
		absolute, err := filepath.Abs(*folder)
		if err != nil {
			return err
		}
		*folder = absolute
	}
	b.source = filepath.Join(b.root, "cmd", "bench")
	if err := os.MkdirAll(b.work, 0o777); err != nil {
		return err
	}
	if b.cortex == "" {
		b.cortex = filepath.Join(b.work, "cortex")
		if err := b.build(); err != nil {
			return err
		}
	}
	if b.peers != "" {
		if err := copyProgram(b.rumdl(), b.peer("@rumdl/cli-linux-x64/rumdl")); err != nil {
			return err
		}
	}
	var err error
	b.keeps, err = keepsResults(b.cortex)
	return err
}

// build builds the program as it is released.
func (b *bench) build() error {
	linked := b.cortex + ".linked"
	build := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", linked, "./cmd/cortex")
	build.Dir, build.Env = b.root, append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("building: %w\n%s", err, out)
	}
	if err := copyProgram(b.cortex, linked); err != nil {
		return err
	}
	return os.Remove(linked)
}

// copyProgram has all programs that start quickly lie alike in the memory of the system. What a linker or an archiver has just written lies
// there in small pieces until it is read from the disk again, and starts more slowly.
func copyProgram(to, from string) error {
	program, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, program, 0o777)
}

// peer returns the path of what npm has installed.
func (b *bench) peer(name string) string {
	return filepath.Join(b.peers, "node_modules", filepath.FromSlash(name))
}

func (b *bench) rumdl() string { return filepath.Join(b.work, "rumdl") }

// bank returns the folder for the bank of a size.
func (b *bench) bank(size int) string { return filepath.Join(b.work, fmt.Sprintf("bank-%d", size)) }
