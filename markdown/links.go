package markdown

import "strings"

// addInline records [text](target), of which only the spans are known.
func (f *facts) addInline(l Link) {
	l.Kind = LinkInline
	l.Destination, l.PathSpan, l.FragmentSpan = resolveTarget(f.text, l.Target)
	l.Path, l.Fragment, l.HasFragment = splitDestination(l.Destination)
	f.links = append(f.links, l)
}

// addReference records a reference link; raw is the definition's destination as written.
func (f *facts) addReference(l Link, raw string) {
	l.Kind = LinkReference
	l.Destination = unescape(raw)
	l.Path, l.Fragment, l.HasFragment = splitDestination(l.Destination)
	l.PathSpan, l.FragmentSpan = l.Target, l.Target
	f.links = append(f.links, l)
}

// addAutolink records <target>, which knows no escapes.
func (f *facts) addAutolink(span Span, email bool) {
	target := Span{span.Start + 1, span.End - 1}
	l := Link{Kind: LinkAutolink, Span: span, Text: target, Target: target, Destination: target.In(f.text)}
	hash := strings.IndexByte(l.Destination, '#')
	l.PathSpan, l.FragmentSpan = splitSpan(target, Span{target.Start + hash, target.Start + hash + 1}, hash >= 0)
	if email {
		l.Destination = "mailto:" + l.Destination
	}
	l.Path, l.Fragment, l.HasFragment = splitDestination(l.Destination)
	f.links = append(f.links, l)
}

// addDefinition records [label]: target. End is where its last line ends.
func (f *facts) addDefinition(start, end int, target Span, name string) {
	d := Definition{Label: f.labelAt(start), Target: target, Name: name}
	if target.End < len(f.text) && f.text[target.End] == '>' && f.text[target.Start-1] == '<' {
		end = max(end, target.End+1)
	}
	d.Span = Span{start, max(end, target.End)}
	d.Destination, d.PathSpan, d.FragmentSpan = resolveTarget(f.text, target)
	d.Path, d.Fragment, d.HasFragment = splitDestination(d.Destination)
	f.definitions = append(f.definitions, d)
}

// labelAt returns the span of the label whose "[" is at start.
func (f *facts) labelAt(start int) Span {
	for i := start + 1; i < len(f.text); i++ {
		switch f.text[i] {
		case '\\':
			i++
		case ']':
			return Span{start + 1, i}
		}
	}
	return Span{start + 1, len(f.text)}
}

// hideRepeated marks the definitions that an earlier one of the same name hides.
func hideRepeated(definitions []Definition) []Definition {
	if len(definitions) < 2 {
		return definitions
	}
	seen := make(map[string]bool, len(definitions))
	for i := range definitions {
		definitions[i].Hidden = seen[definitions[i].Name]
		seen[definitions[i].Name] = true
	}
	return definitions
}

// resolveTarget resolves escapes and entities of a target and finds its parts.
func resolveTarget(text string, target Span) (destination string, path, fragment Span) {
	hash, found := findHash(text, target)
	path, fragment = splitSpan(target, hash, found)
	return unescape(target.In(text)), path, fragment
}

// findHash returns the span of the first "#" of the resolved target: it may be written "\#" or "&num;".
func findHash(text string, target Span) (Span, bool) {
	raw := target.In(text)
	for i := 0; i < len(raw); {
		value, size := unit(raw[i:])
		if value == "#" {
			return Span{target.Start + i, target.Start + i + size}, true
		}
		i += size
	}
	return Span{}, false
}

// splitSpan splits target at hash. A part that is missing is empty at the target's end.
func splitSpan(target, hash Span, found bool) (path, fragment Span) {
	end := Span{target.End, target.End}
	if !found {
		return target, end
	}
	path, fragment = Span{target.Start, hash.Start}, Span{hash.End, target.End}
	if path.Len() == 0 {
		path = end
	}
	return path, fragment
}

func splitDestination(destination string) (path, fragment string, hasFragment bool) {
	path, fragment, hasFragment = strings.Cut(destination, "#")
	return unpercent(path), unpercent(fragment), hasFragment
}

// unpercent decodes "%20" and the like; a "%" without two hexadecimal digits stays.
func unpercent(s string) string {
	if strings.IndexByte(s, '%') < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) && unhex(s[i+1]) >= 0 && unhex(s[i+2]) >= 0 {
			b.WriteByte(byte(unhex(s[i+1])<<4 | unhex(s[i+2])))
			i += 2
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// unhex returns the value of a hexadecimal digit, or -1.
func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
