package lsp

import "testing"

func TestURIPath(t *testing.T) {
	tests := []struct {
		uri, unix, windows string
	}{
		{"file:///a/b.md", "/a/b.md", "/a/b.md"},
		{"FILE:///a/b.md", "/a/b.md", "/a/b.md"},
		{"file:/a/b.md", "/a/b.md", "/a/b.md"},
		{"file://localhost/a/b.md", "/a/b.md", "/a/b.md"},
		{"file:///a/caf%C3%A9%20x.md", "/a/café x.md", "/a/café x.md"},
		{"file:///a/café x.md", "/a/café x.md", "/a/café x.md"},
		{"file:///a/50%.md", "/a/50%.md", "/a/50%.md"},
		{"file:///a/%zz%2.md", "/a/%zz%2.md", "/a/%zz%2.md"},
		{"file:///a/c#.md", "/a/c#.md", "/a/c#.md"},
		{"file:///a/%2e%2e/b.md", "/b.md", "/b.md"},
		{"file:///../../b.md", "/b.md", "/b.md"},
		{"file:///a/", "/a", "/a"},
		{"file:///", "/", "/"},
		{"file:///c%3A/x/y.md", "/c:/x/y.md", "C:/x/y.md"},
		{"file:///c:/x/y.md", "/c:/x/y.md", "C:/x/y.md"},
		{"file:///C:/x/y.md", "/C:/x/y.md", "C:/x/y.md"},
		{"file:///c%253A/x", "/c%3A/x", "/c%3A/x"},
		{"file:///c:", "/c:", "C:/"},
		{`file:///c:\x\y.md`, `/c:\x\y.md`, "C:/x/y.md"},
		{"file://server/share/x.md", "", "//server/share/x.md"},
		{"file://server/share/../../x.md", "", "//x.md"},
		{"file://server", "", "//server"},
		{"file:", "", ""},
		{"file:a.md", "", ""},
		{"file:///a%00b", "", ""},
		{"untitled:Untitled-1", "", ""},
		{"git:/a/b.md?x", "", ""},
		{"/a/b.md", "", ""},
		{"", "", ""},
	}
	for _, tt := range tests {
		for _, system := range []struct {
			windows bool
			want    string
		}{{false, tt.unix}, {true, tt.windows}} {
			got, ok := uriPath(tt.uri, system.windows)
			if got != system.want || ok != (system.want != "") {
				t.Errorf("uriPath(%q, %v) = %q, %v, want %q", tt.uri, system.windows, got, ok, system.want)
			}
		}
	}
}

func TestPathURI(t *testing.T) {
	tests := []struct{ path, want string }{
		{"/a/b.md", "file:///a/b.md"},
		{"/a/café x#1+2.md", "file:///a/caf%C3%A9%20x%231%2B2.md"},
		{"C:/x/y.md", "file:///c%3A/x/y.md"},
		{"//server/share/x.md", "file://server/share/x.md"},
		{"/", "file:///"},
	}
	for _, tt := range tests {
		if got := pathURI(tt.path); got != tt.want {
			t.Errorf("pathURI(%q) = %q, want %q", tt.path, got, tt.want)
		}
		if back, ok := uriPath(tt.want, true); !ok || back != tt.path {
			t.Errorf("uriPath(%q) = %q, want %q", tt.want, back, tt.path)
		}
	}
}

func TestNativePathsAreCleaned(t *testing.T) {
	tests := []struct {
		path    string
		windows bool
		want    string
	}{
		{"/a/b/", false, "/a/b"},
		{`/a\b`, false, `/a\b`},
		{`c:\a\b\`, true, "C:/a/b"},
		{`\\server\share\a`, true, "//server/share/a"},
	}
	for _, tt := range tests {
		if got := cleanPath(tt.path, tt.windows); got != tt.want {
			t.Errorf("cleanPath(%q, %v) = %q, want %q", tt.path, tt.windows, got, tt.want)
		}
	}
}

func TestRelative(t *testing.T) {
	tests := []struct {
		root, file, want string
		in               bool
	}{
		{"/a", "/a/b/c.md", "b/c.md", true},
		{"/a", "/a", ".", true},
		{"/a", "/ab/c.md", "/ab/c.md", false},
		{"/", "/a.md", "a.md", true},
		{"C:/", "C:/a.md", "a.md", true},
	}
	for _, tt := range tests {
		got, in := relative(tt.root, tt.file)
		if got != tt.want || in != tt.in {
			t.Errorf("relative(%q, %q) = %q, %v, want %q, %v", tt.root, tt.file, got, in, tt.want, tt.in)
		}
		if in && joined(tt.root, got) != tt.file {
			t.Errorf("joined(%q, %q) = %q, want %q", tt.root, got, joined(tt.root, got), tt.file)
		}
	}
}

func FuzzURI(f *testing.F) {
	f.Add("/a/b c#%.md")
	f.Add("//server/x")
	f.Fuzz(func(t *testing.T, s string) {
		for _, windows := range []bool{false, true} {
			file, ok := uriPath(s, windows)
			if !ok {
				file, ok = uriPath("file:///"+s, windows)
			}
			if !ok {
				continue
			}
			if back, ok := uriPath(pathURI(file), windows); !ok || back != file {
				t.Errorf("%q names %q, whose URI %q names %q", s, file, pathURI(file), back)
			}
		}
	})
}
