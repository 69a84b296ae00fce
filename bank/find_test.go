package bank

import (
	"slices"
	"testing"
)

func bankFiles(s *Snapshot) map[string][]string {
	all := map[string][]string{}
	for _, b := range s.Banks() {
		all[b.Root] = b.Paths
	}
	return all
}

func clineFiles(folder string) []string {
	var all []string
	for _, name := range clineNames {
		all = append(all, folder+"/"+name)
	}
	return all
}

func TestFinding(t *testing.T) {
	for _, c := range []struct {
		name  string
		texts map[string]string
		opts  ScanOptions
		want  map[string][]string
	}{
		{"nothing in ordinary documentation", map[string]string{"README.md": "", "docs/index.md": "", "docs/progress.md": ""}, ScanOptions{}, nil},
		{"a bank and nothing beside it", withBank("memory-bank", map[string]string{"README.md": ""}), ScanOptions{},
			map[string][]string{"memory-bank": clineFiles("memory-bank")}},
		{"all Markdown in it, whatever the letter case", withBank("m", map[string]string{"m/x/a.MD": "", "m/x/b.txt": ""}), ScanOptions{},
			map[string][]string{"m": append(clineFiles("m"), "m/x/a.MD")}},
		{"banks in dot folders", withBank(".clinerules/memory-bank", nil), ScanOptions{},
			map[string][]string{".clinerules/memory-bank": clineFiles(".clinerules/memory-bank")}},
		{"not what others wrote", withBank("node_modules/x", withBank(".git/y", nil)), ScanOptions{}, nil},
		{"not backups", withBank("m", map[string]string{"m/.backups/a.md": ""}), ScanOptions{},
			map[string][]string{"m": clineFiles("m")}},
		{"nested banks, each with its own", withBank("m", withBank("m/sub", map[string]string{"m/sub/deep/x.md": "", "m/zz/y.md": ""})), ScanOptions{},
			map[string][]string{"m": append(clineFiles("m"), "m/zz/y.md"), "m/sub": append(clineFiles("m/sub"), "m/sub/deep/x.md")}},
		{"not what git ignores", withBank("m", map[string]string{"m/x.md": "", ".gitignore": "x.md\nother/", "other/progress.md": ""}), ScanOptions{},
			map[string][]string{"m": clineFiles("m")}},
		{"not ignored banks", withBank("m", map[string]string{".gitignore": "/m"}), ScanOptions{}, nil},
		{"not what is in info/exclude", withBank("m", map[string]string{".git/info/exclude": "/m"}), ScanOptions{}, nil},
		{"ignored banks that the user names", withBank("a/m", map[string]string{".gitignore": "/a", "a/x.md": "", "a/m/.gitignore": "y.md", "a/m/y.md": ""}),
			ScanOptions{Include: []string{"a/m"}}, map[string][]string{"a/m": clineFiles("a/m")}},
		{"an ignored file that the user names", withBank("m", map[string]string{".gitignore": "x*.md", "m/x1.md": "", "m/x2.md": ""}),
			ScanOptions{Include: []string{"m/x1.md"}}, map[string][]string{"m": append(clineFiles("m"), "m/x1.md")}},
		{"a folder that the user names", map[string]string{"notes/a.md": "", "notes/sub/b.md": "", "c.md": ""},
			ScanOptions{Include: []string{"notes"}}, map[string][]string{"notes": {"notes/a.md", "notes/sub/b.md"}}},
		{"no folder that holds a bank, although the user names it", withBank("a/m", map[string]string{"a/x.md": ""}),
			ScanOptions{Include: []string{"a"}}, map[string][]string{"a/m": clineFiles("a/m")}},
		{"no folder in a bank, although the user names it", withBank("m", map[string]string{"m/a/x.md": ""}),
			ScanOptions{Include: []string{"m/a"}}, map[string][]string{"m": append([]string{"m/a/x.md"}, clineFiles("m")...)}},
		{"never the workspace only because it is named", map[string]string{"a.md": ""}, ScanOptions{Include: []string{"."}}, nil},
		{"no file outside banks, although the user names it", map[string]string{"a.md": ""}, ScanOptions{Include: []string{"a.md"}}, nil},
		{"of Claude's files only those", map[string]string{"CLAUDE.md": "", "CLAUDE-activeContext.md": "", "CLAUDE-decisions.md": "", "README.md": "", "docs/CLAUDE-x.md": ""},
			ScanOptions{}, map[string][]string{".": {"CLAUDE-activeContext.md", "CLAUDE-decisions.md", "CLAUDE.md"}}},
		{"the banks of the configuration and no others", withBank("m", map[string]string{ConfigFile: "banks: [notes/, node_modules/y]", "notes/a.md": "", "node_modules/y/b.md": "", "node_modules/z/c.md": ""}),
			ScanOptions{}, map[string][]string{"notes": {"notes/a.md"}, "node_modules/y": {"node_modules/y/b.md"}}},
		{"all banks if those of the configuration lie elsewhere", withBank("m", map[string]string{ConfigFile: "banks: [../x]"}),
			ScanOptions{}, map[string][]string{"m": clineFiles("m")}},
		{"the whole workspace if the configuration says so", map[string]string{ConfigFile: "banks: [.]", "a.md": "", "b/c.md": ""},
			ScanOptions{}, map[string][]string{".": {"a.md", "b/c.md"}}},
		{"not what the configuration excludes", withBank("m", map[string]string{ConfigFile: "exclude: ['m/archive', '**/x.md']", "m/archive/a.md": "", "m/b/x.md": ""}),
			ScanOptions{Include: []string{"m/b/x.md"}}, map[string][]string{"m": clineFiles("m")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := rescan(t, memoryFolder(inMemory(c.texts), newEngine()), c.opts)
			got := bankFiles(s)
			if len(got) != len(c.want) {
				t.Errorf("banks: got %v", got)
			}
			for root, want := range c.want {
				slices.Sort(want)
				if !slices.Equal(got[root], want) {
					t.Errorf("%s: got %q, want %q", root, got[root], want)
				}
			}
		})
	}
}

func TestADeclaredProfileHoldsForBanksOfItsShape(t *testing.T) {
	texts := withBank("m", map[string]string{
		ConfigFile: "profile: cortex", "CLAUDE-decisions.md": "", "CLAUDE-activeContext.md": "", "README.md": "",
	})
	s := rescan(t, memoryFolder(inMemory(texts), newEngine()), ScanOptions{})
	m, claude := bankAt(s.Banks(), "m"), bankAt(s.Banks(), ".")
	if !m.Declared || m.Profile.Name != "cortex" {
		t.Errorf("m has profile %q, declared: %v", m.Profile.Name, m.Declared)
	}
	if claude.Declared || claude.Profile.Name != "claude" || len(claude.Paths) != 2 {
		t.Errorf("the other has profile %q, declared: %v, files %q", claude.Profile.Name, claude.Declared, claude.Paths)
	}
}

func TestBankOfIsTheInnermost(t *testing.T) {
	s := rescan(t, memoryFolder(inMemory(withBank("m", withBank("m/sub", nil))), newEngine()), ScanOptions{})
	for p, want := range map[string]string{"m/new.md": "m", "m/sub/new.md": "m/sub", "m/subway.md": "m", "x.md": ""} {
		got := ""
		if b := s.BankOf(p); b != nil {
			got = b.Root
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", p, got, want)
		}
	}
}
