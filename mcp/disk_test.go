package mcp

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"cortex/bank"
)

func TestAServerThatOnlyReadsNamesNoToolThatWrites(t *testing.T) {
	root := t.TempDir()
	c := connect(t, New(Options{Place: Place{Bank: root}, ReadOnly: true}), nil)
	told := c.InitializeResult().Instructions + c.refusal("bank_overview", nil)
	for _, tool := range Tools() {
		if tool.Effect != Reads && strings.Contains(told, tool.Name) {
			t.Errorf("%s is not offered: %s", tool.Name, told)
		}
	}
	if !strings.Contains(told, "bank_load_context") || !strings.Contains(told, "no_bank: ") {
		t.Error(told)
	}
}

// TestWhatTheDiskRefusesIsNoDefect of Cortex.
func TestWhatTheDiskRefusesIsNoDefect(t *testing.T) {
	root := newWorkspace(t, editedBank)
	c := serve(t, root)
	for _, err := range []error{syscall.ENOSPC, syscall.EACCES, &fs.PathError{Op: "open", Path: "x", Err: syscall.EROFS}} {
		if told := refusal(fmt.Errorf("writing %q: %w", "x.md", err)); told.code != codeDisk || !strings.Contains(told.message, "x.md") {
			t.Errorf("%v: %v", err, told)
		}
	}
	if err := os.Symlink(".", filepath.Join(root, "memory-bank", ".cortex-history")); err != nil {
		t.Skip(err)
	}
	edit := arguments{"path": briefPath, "if_hash": bank.HashOf(textAt(t, root, briefPath)), "edits": arguments{"op": "replace_text", "old": "Much", "text": "More"}}
	if why := c.refusal("bank_edit", edit); !strings.HasPrefix(why, "disk: ") || !strings.Contains(why, ".cortex-history") {
		t.Error(why)
	}
}

func TestARenamingIsRefusedForWhatItIs(t *testing.T) {
	c := serve(t, newWorkspace(t, editedBank))
	for want, in := range map[string]arguments{
		"exists: ":                      {"path": progressPath, "section": "Next", "new_name": "Status"},
		"bad_argument: a title is one":  {"path": progressPath, "section": "Next", "new_name": "a\nb"},
		"bad_argument: the heading":     {"path": progressPath, "section": "Next", "new_name": "Next"},
		"bad_argument: \"memory-bank/p": {"path": progressPath, "new_name": "p\tq.md"},
	} {
		if why := c.refusal("bank_rename", in); !strings.HasPrefix(why, want) || !strings.HasSuffix(why, ": choose another name") {
			t.Errorf("%v: %s", in, why)
		}
	}
}
