package main

import "testing"

// A command that is alone, as it is when it is run, is what it is among all commands.
func TestACommandNeedsNoOther(t *testing.T) {
	all, _ := newRoot(environment{}, nil)
	all.InitDefaultHelpCmd()
	for _, c := range all.Commands() {
		code, alone, _ := inFolder(t, t.TempDir(), "", c.Name(), "--help")
		if _, among, _ := inFolder(t, t.TempDir(), "", "help", c.Name()); code != exitClean || alone != among {
			t.Errorf("%s: exit %d, and as help says:\n%s\nwant\n%s", c.Name(), code, alone, among)
		}
		one, _ := newRoot(environment{}, []string{c.Name()})
		if n := len(one.Commands()); n != 1 && c.Name() != "man" && c.Name() != "help" && c.Name() != "completion" {
			t.Errorf("%s is made with %d commands", c.Name(), n)
		}
	}
}
