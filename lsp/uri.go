package lsp

import (
	"fmt"
	"path"
	"strconv"
	"strings"
)

// uriPath returns the path that a file URI names: absolute, cleaned, with
// slashes. It is lenient: schemes in any letter case, escapes that are none and
// characters that should have been escaped are taken as they are. Other URIs
// ("untitled:", "git:") name no path. On Windows a drive letter comes out in upper case
// and a host makes a UNC path.
func uriPath(uri string, windows bool) (string, bool) {
	scheme, rest, found := strings.Cut(uri, ":")
	if !found || !strings.EqualFold(scheme, "file") || !strings.HasPrefix(rest, "/") {
		return "", false
	}
	host := ""
	if authority, found := strings.CutPrefix(rest, "//"); found {
		host, rest, _ = strings.Cut(authority, "/")
		rest = "/" + rest
	}
	file := percentDecoded(rest)
	if strings.ContainsRune(file, 0) {
		return "", false
	}
	if host != "" && !strings.EqualFold(host, "localhost") {
		if !windows {
			return "", false
		}
		file = "//" + percentDecoded(host) + file
	}
	return cleanPath(file, windows), true
}

// cleanPath brings an absolute path, native or from a URI, to the form that this package uses.
func cleanPath(file string, windows bool) string {
	file = slashed(file, windows)
	if !windows {
		return path.Clean(file)
	}
	if share := path.Clean("/" + strings.TrimPrefix(file, "/")); strings.HasPrefix(file, "//") && share != "/" {
		return "/" + share
	}
	if drive := strings.TrimPrefix(file, "/"); len(drive) >= 2 && letter(drive[0]) && drive[1] == ':' {
		return strings.ToUpper(drive[:1]) + ":" + path.Clean("/"+drive[2:])
	}
	return path.Clean(file)
}

func slashed(file string, windows bool) string {
	if !windows {
		return file
	}
	return strings.ReplaceAll(file, `\`, "/")
}

// pathURI is the inverse of uriPath for a path in this package's form. It escapes as
// VS Code does: everything but letters, digits, slashes and "-._~".
func pathURI(file string) string {
	if strings.HasPrefix(file, "//") {
		return "file:" + percentEncoded(file)
	}
	if !strings.HasPrefix(file, "/") {
		file = "/" + strings.ToLower(file[:1]) + file[1:]
	}
	return "file://" + percentEncoded(file)
}

// percentEncoded returns most paths as they are.
func percentEncoded(s string) string {
	var encoded []byte
	for i := range len(s) {
		switch c := s[i]; {
		case !plain(c):
			if encoded == nil {
				encoded = append(make([]byte, 0, 2*len(s)), s[:i]...)
			}
			encoded = fmt.Appendf(encoded, "%%%02X", c)
		case encoded != nil:
			encoded = append(encoded, c)
		}
	}
	if encoded == nil {
		return s
	}
	return string(encoded)
}

func plain(c byte) bool {
	return letter(c) || '-' <= c && c <= '9' || c == '_' || c == '~' // with "." and "/" between "-" and "0"
}

func letter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

// percentDecoded leaves what is no escape as it is.
func percentDecoded(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if c, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				b.WriteByte(byte(c))
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// relative returns file relative to the folder root, and whether it lies in it;
// the folder itself is ".". Both are in this package's form.
func relative(root, file string) (string, bool) {
	if file == root {
		return ".", true
	}
	return strings.CutPrefix(file, strings.TrimSuffix(root, "/")+"/")
}
