package markdown

// addInline records [text](target), of which only the spans are known.
func (f *facts) addInline(l Link) {
	l.Kind = LinkInline
	l.destination = destinationAt(f.text, l.Target)
	f.links = append(f.links, l)
}

// addReference records a reference link; raw is the definition's destination as written.
func (f *facts) addReference(l Link, raw string) {
	l.Kind = LinkReference
	l.Destination, l.form = unescape(raw), formLabel
	f.links = append(f.links, l)
}

// addAutolink records <target>, which knows no escapes.
func (f *facts) addAutolink(span Span, email bool) {
	target := Span{span.Start + 1, span.End - 1}
	l := Link{Kind: LinkAutolink, Span: span, Text: target, destination: literalAt(f.text, target)}
	if l.form = formIn(l.Destination); email {
		l.Destination, l.form = "mailto:"+l.Destination, formEncoded
	}
	f.links = append(f.links, l)
}

// addDefinition records [label]: target. End is where its last line ends.
func (f *facts) addDefinition(start, end int, target Span, name string) {
	if target.End < len(f.text) && f.text[target.End] == '>' && f.text[target.Start-1] == '<' {
		end = max(end, target.End+1)
	}
	f.definitions = append(f.definitions, Definition{
		Span: Span{start, max(end, target.End)}, Label: f.labelAt(start), Name: name, destination: destinationAt(f.text, target),
	})
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
