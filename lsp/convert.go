package lsp

import (
	"slices"
	"strings"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/bank"
	"cortex/markdown"
	"cortex/rules"
)

// negotiated returns the encoding of positions for a client that offers these: UTF-8,
// which costs nothing here, else UTF-16, which every client knows, unless the client
// knows UTF-32 alone.
func negotiated(c said) positionEncodingKind {
	offers := func(kind positionEncodingKind) bool { return c.lists("general.positionEncodings", string(kind)) }
	switch {
	case offers(inUTF8):
		return inUTF8
	case !offers(inUTF16) && offers(inUTF32):
		return inUTF32
	}
	return inUTF16
}

// positionOffset returns the byte offset of a position, clamped to the text.
func (e positionEncodingKind) positionOffset(x *markdown.LineIndex, p protocol.Position) int {
	line, column := int(p.Line), int(p.Character)
	switch e {
	case inUTF8:
		return x.LineCol8Offset(line, column)
	case inUTF32:
		return x.LineCol32Offset(line, column)
	}
	return x.LineCol16Offset(line, column)
}

// offsetPosition is the inverse of positionOffset.
func (e positionEncodingKind) offsetPosition(x *markdown.LineIndex, offset int) protocol.Position {
	var line, column int
	switch e {
	case inUTF8:
		line, column = x.OffsetLineCol8(offset)
	case inUTF32:
		line, column = x.OffsetLineCol32(offset)
	default:
		line, column = x.OffsetLineCol16(offset)
	}
	return protocol.Position{Line: uint32(line), Character: uint32(column)}
}

// rangeSpan returns the bytes that a range covers. A range that ends before it starts is empty.
func (e positionEncodingKind) rangeSpan(x *markdown.LineIndex, r protocol.Range) markdown.Span {
	start := e.positionOffset(x, r.Start)
	return markdown.Span{Start: start, End: max(start, e.positionOffset(x, r.End))}
}

// spanRange is the inverse of rangeSpan.
func (e positionEncodingKind) spanRange(x *markdown.LineIndex, s markdown.Span) protocol.Range {
	return protocol.Range{Start: e.offsetPosition(x, s.Start), End: e.offsetPosition(x, s.End)}
}

// edited applies the content changes of one didChange, in order, to a text and its
// index, which may be nil: each counts in the text that the one before it made.
func (e positionEncodingKind) edited(text string, x *markdown.LineIndex, changes []contentChange) string {
	for i, c := range slices.Backward(changes) {
		if c.Range == nil {
			text, x, changes = c.Text, nil, changes[i+1:]
			break
		}
	}
	if len(changes) == 0 {
		return text
	}
	if x == nil {
		x = markdown.NewLineIndex(text)
	}
	if len(changes) == 1 {
		s := e.rangeSpan(x, *changes[0].Range)
		return text[:s.Start] + changes[0].Text + text[s.End:]
	}
	lines := splitLines(text, x)
	for _, c := range changes {
		lines = lines.replaced(e, *c.Range, c.Text)
	}
	return strings.Join(lines, "")
}

// textEdits converts edits of the text that x indexes.
func (e positionEncodingKind) textEdits(x *markdown.LineIndex, edits []markdown.Edit) []protocol.TextEdit {
	converted := make([]protocol.TextEdit, len(edits))
	for i, edit := range edits {
		converted[i] = protocol.TextEdit{Range: e.spanRange(x, edit.Span), NewText: edit.New}
	}
	return converted
}

// diagnostic converts a diagnostic of a folder as the client understands it.
func (v *view) diagnostic(f folder, d rules.Diagnostic) protocol.Diagnostic {
	source, severity := "cortex", protocolSeverity(d.Severity)
	converted := protocol.Diagnostic{
		Range:    v.rangeOf(f, d.Path, d.Span),
		Severity: &severity,
		Code:     &protocol.IntegerOrString{Value: d.Rule},
		Source:   &source,
		Message:  d.Message,
	}
	if v.client.codeDescription && v.settings.Manual != "" {
		converted.CodeDescription = &protocol.CodeDescription{HRef: v.settings.Manual + d.Rule + ".md"}
	}
	if rule := rules.Lookup(d.Rule); v.client.unnecessaryTag && rule != nil && rule.Unnecessary {
		converted.Tags = []protocol.DiagnosticTag{protocol.DiagnosticTagUnnecessary}
	}
	if v.client.diagnosticData {
		converted.Data = named(d)
	}
	if v.client.relatedInformation {
		for _, r := range d.Related {
			converted.RelatedInformation = append(converted.RelatedInformation, protocol.DiagnosticRelatedInformation{
				Location: v.location(f, r.Path, r.Span), Message: r.Message,
			})
		}
	}
	return converted
}

// named returns what names a diagnostic together with its rule.
func named(d rules.Diagnostic) diagnosticData { return diagnosticData{d.Span.Start, d.Span.End} }

// location converts a place in a folder.
func (v *view) location(f folder, rel string, span markdown.Span) protocol.Location {
	return protocol.Location{URI: v.uri(f, rel), Range: v.rangeOf(f, rel, span)}
}

// rangeOf converts a part of a file. Where the text is not known it is the file's start.
func (v *view) rangeOf(f folder, rel string, span markdown.Span) protocol.Range {
	if x := f.lines(rel); x != nil {
		return v.client.encoding.spanRange(x, span)
	}
	return protocol.Range{}
}

func protocolSeverity(s rules.Severity) protocol.DiagnosticSeverity {
	switch s {
	case rules.Error:
		return protocol.DiagnosticSeverityError
	case rules.Warning:
		return protocol.DiagnosticSeverityWarning
	case rules.Information:
		return protocol.DiagnosticSeverityInformation
	}
	return protocol.DiagnosticSeverityHint
}

// beginning returns the diagnostics that share a byte or a border with the start of a range.
func (v *view) beginning(found []rules.Diagnostic, x *markdown.LineIndex, start protocol.Position) []rules.Diagnostic {
	at := v.client.encoding.positionOffset(x, start)
	return slices.DeleteFunc(slices.Clone(found), func(d rules.Diagnostic) bool {
		return !d.Span.Touches(markdown.Span{Start: at, End: at})
	})
}

// pointedAt returns the diagnostics of a document that a request for actions is about: those that share a byte or a border with its
// range, then those that the client names. If there are none, those that begin on the line of a cursor.
func (v *view) pointedAt(all []rules.Diagnostic, x *markdown.LineIndex, params *codeActionParams) []rules.Diagnostic {
	span := v.client.encoding.rangeSpan(x, params.Range)
	var touched, named, beside []rules.Diagnostic
	for _, d := range all {
		switch {
		case d.Span.Touches(span):
			touched = append(touched, d)
		case slices.ContainsFunc(params.Context.Diagnostics, func(known protocol.Diagnostic) bool {
			return known.Code != nil && known.Code.Value == d.Rule && known.Range == v.client.encoding.spanRange(x, d.Span)
		}):
			named = append(named, d)
		case span.Len() == 0 && x.OffsetLine(d.Span.Start) == x.OffsetLine(span.Start):
			beside = append(beside, d)
		}
	}
	if found := append(touched, named...); len(found) > 0 {
		return found
	}
	return beside
}

// place is a position in a document of a bank.
type place struct {
	folder folder
	rel    string
	offset int
}

// place returns the place that a request is about, false outside banks.
func (v *view) place(params protocol.TextDocumentPositionParams) (place, bool) {
	f, rel, ok := v.banked(params.TextDocument.URI)
	if !ok {
		return place{}, false
	}
	return place{f, rel, v.client.encoding.positionOffset(f.lines(rel), params.Position)}, true
}

// ranges converts spans of one file.
func (v *view) ranges(f folder, rel string, spans []markdown.Span) []protocol.Range {
	converted := make([]protocol.Range, len(spans))
	for i, s := range spans {
		converted[i] = v.rangeOf(f, rel, s)
	}
	return converted
}

// locationLink converts where a place leads. A file whose text is not known is shown at a line.
func (v *view) locationLink(p place, d bank.Definition) protocol.LocationLink {
	origin := v.rangeOf(p.folder, p.rel, d.Origin)
	link := protocol.LocationLink{OriginSelectionRange: &origin, TargetURI: v.uri(p.folder, d.Path)}
	if p.folder.lines(d.Path) == nil {
		line := protocol.Position{Line: uint32(max(d.Line-1, 0))}
		link.TargetRange = protocol.Range{Start: line, End: line}
		link.TargetSelectionRange = link.TargetRange
		return link
	}
	link.TargetRange = v.rangeOf(p.folder, d.Path, d.Whole)
	link.TargetSelectionRange = v.rangeOf(p.folder, d.Path, d.Selection)
	return link
}
