package rules

import "strings"

// machinePlace is an absolute path that means something on one machine.
type machinePlace struct {
	// elements are the names below the home folder or the drive.
	elements []string
	// personal tells a home folder of a person, account one below /home, where servers have theirs, too.
	personal, account bool
}

// placeAt reads a text that is an absolute path of one machine and nothing else.
func placeAt(s string) (machinePlace, bool) {
	// All that is tried below begins in one of three ways, which is quickly seen.
	if len(s) < len("/home/a/b") || s[0] != '/' && s[1] != ':' && !strings.HasPrefix(s, "file://") || strings.ContainsAny(s, "\r\n{}<>$*|%…") || strings.Contains(s, "...") {
		return machinePlace{}, false
	}
	switch s[0] {
	case 'f':
		rest, ok := strings.CutPrefix(s, "file://")
		if !ok {
			return machinePlace{}, false
		}
		return placeOfURL(rest)
	case '/':
		for _, mount := range []string{"/mnt/c/Users/", "/c/Users/"} {
			if rest, ok := strings.CutPrefix(s, mount); ok {
				return homeOf(strings.Split(rest, "/"), 1)
			}
		}
		return placeOfUnix(s)
	}
	return placeOnDrive(s)
}

// placeOfURL reads what follows "file://". It is a place even where a bare path would not be one.
func placeOfURL(rest string) (machinePlace, bool) {
	if place, ok := placeAt(strings.TrimPrefix(rest, "/")); ok {
		return place, true
	}
	if place, ok := placeOfUnix(rest); ok {
		return place, true
	}
	elements := realNames(strings.Split(rest, "/"))
	if !strings.HasPrefix(rest, "/") || len(elements) < 2 || isExampleName(elements[len(elements)-1]) ||
		len(elements) > 1 && isExampleName(elements[1]) {
		return machinePlace{}, false
	}
	return machinePlace{elements: elements}, true
}

func placeOfUnix(s string) (machinePlace, bool) {
	if rest, ok := strings.CutPrefix(s, "/Users/"); ok {
		return homeOf(strings.Split(rest, "/"), 1)
	}
	if rest, ok := strings.CutPrefix(s, "/home/"); ok {
		// "/home/settings/profile" may be a route of a web site, "/home/ana/dev/app" not.
		place, ok := homeOf(strings.Split(rest, "/"), 2)
		place.account = true
		return place, ok
	}
	return machinePlace{}, false
}

func placeOnDrive(s string) (machinePlace, bool) {
	letter := s[0] | 0x20
	if letter < 'a' || letter > 'z' || s[1] != ':' || s[2] != '\\' && s[2] != '/' {
		return machinePlace{}, false
	}
	elements := realNames(strings.FieldsFunc(s[3:], func(r rune) bool { return r == '\\' || r == '/' }))
	if len(elements) < 2 {
		return machinePlace{}, false
	}
	switch first := strings.ToLower(elements[0]); {
	case first == "users":
		return homeOf(elements[1:], 1)
	case isSystemFolder(first) || isExampleName(first) || isExampleName(elements[len(elements)-1]):
		return machinePlace{}, false
	}
	return machinePlace{elements: elements}, true
}

// homeOf reads the path of a home folder from the account's name on, with at least so many names behind it.
func homeOf(elements []string, least int) (machinePlace, bool) {
	elements = realNames(elements)
	if len(elements) < 1+least || isExampleName(elements[0]) || isServiceAccount(elements[0]) || isExampleName(elements[len(elements)-1]) {
		return machinePlace{}, false
	}
	return machinePlace{elements: elements[1:], personal: true}, true
}

// realNames returns the elements of a path without empty ones and dots.
func realNames(elements []string) []string {
	return filter(elements, func(e string) bool { return e != "" && e != "." })
}

// isSystemFolder tells folders that every installation of Windows, or of a well-known program, has.
func isSystemFolder(name string) bool {
	switch name {
	case "program files", "program files (x86)", "programdata", "windows", "inetpub", "temp", "tmp", "xampp", "msys64", "mingw64", "tools", "bin":
		return true
	}
	return strings.HasPrefix(name, "python")
}

// isServiceAccount tells accounts that belong to images and services, not to people.
func isServiceAccount(name string) bool {
	switch strings.ToLower(name) {
	case "shared", "public", "default", "all users", "administrator", "containeradministrator", "admin", "root",
		"node", "app", "appuser", "ubuntu", "debian", "vscode", "runner", "circleci", "vagrant", "jovyan", "coder", "gitpod",
		"codespace", "linuxbrew", "pptruser", "nonroot", "opc", "ec2-user", "azureuser", "pi", "git", "deploy", "deployer",
		"www", "www-data", "docker", "container", "jenkins", "postgres", "frappe", "dev", "developer", "claude", "agent", "sandbox":
		return true
	}
	return false
}

// isExampleName tells names that stand for any other: whose who writes about paths uses.
func isExampleName(name string) bool {
	name = strings.ToLower(strings.TrimRight(name, ".:"))
	switch name {
	case "", "user", "users", "username", "user-name", "user_name", "you", "me", "name", "someone", "xxx", "x", "path", "path-to", "to", "file", "folder", "dir",
		"foo", "bar", "hoge", "test", "example", "examples", "sample", "project", "projects", "project-name", "repo",
		"john", "jane", "johndoe", "jdoe", "john.doe", "alice", "bob", "file.txt", "test.txt", "id", ":id":
		return true
	}
	return strings.HasPrefix(name, "your") || strings.HasPrefix(name, "my-") || strings.HasPrefix(name, "my_") ||
		strings.HasPrefix(name, "myproj") || strings.HasPrefix(name, "myapp") || strings.HasPrefix(name, ":") ||
		strings.Trim(name, "0123456789") == ""
}
