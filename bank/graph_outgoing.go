package bank

import "cortex/rules"

// outgoing is where the references of a document lead, with what that depends on.
type outgoing struct {
	content      *content
	bank         string
	references   codeWriter
	fingerprints []fingerprint
	targets      []rules.Target
	stats        []string
	listed       bool
}

// usualPath returns how a document nearly always writes the path of what a reference leads to.
func usualPath(from string, kind rules.TargetKind, to string) string {
	switch {
	case kind == rules.TargetURL:
		return to
	case to == from:
		return ""
	}
	return rules.RelativePath(from, to)
}

// outgoingOrNone is outgoing, and none for a text on which a resolver panics: the rules that resolve with it report that defect.
func (s *Snapshot) outgoingOrNone(path string) (o *outgoing) {
	defer func() {
		if recover() != nil {
			o = &outgoing{content: s.content(path), bank: s.BankOf(path).Root}
		}
	}()
	return s.outgoing(path)
}

// outgoing resolves the references of a document of a bank.
func (s *Snapshot) outgoing(path string) *outgoing {
	b := s.BankOf(path)
	o := &outgoing{content: s.content(path), bank: b.Root}
	doc := o.content.document(s.engine)
	if doc == nil {
		return o
	}
	o.content.keepTitles(doc) // whoever looks for one need not have all documents parsed
	l := &lookups{snapshot: s, bank: b}
	var code []byte
	for i := range rules.ReferenceCount(doc) {
		r, ok := rules.ReferenceAt(doc, i)
		if !ok {
			continue
		}
		if t := r.Resolve(l, path); t.Kind != rules.TargetNone {
			code = r.AppendCode(code[:0], usualPath(path, t.Kind, t.Path))
			if t.Line > 0 {
				o.references.number(t.Line)
			}
			o.references.text(string(code))
			o.fingerprints, o.targets = append(o.fingerprints, fingerprintOf(r)), append(o.targets, t)
		}
	}
	o.stats, o.listed = l.asked.stats, l.listed
	return o
}
