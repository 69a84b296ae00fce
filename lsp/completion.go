package lsp

import (
	"fmt"

	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/bank"
)

// completionTriggers are the characters after which something may be proposed. A space would ask after every word.
func completionTriggers() []string { return []string{"(", "[", "#", "/", "{", ":", "|", "<"} }

// completion proposes what can be written at a place. What was typed since it was asked does not matter: clients choose among
// the items by that.
func (v *view) completion(c *glsp.Context, params *protocol.CompletionParams) (any, error) {
	p, ok := v.place(params.TextDocumentPositionParams)
	if !ok {
		return nil, nil
	}
	found, err := p.folder.snapshot.Complete(c.Context, p.rel, p.offset)
	if err != nil {
		return nil, err
	}
	if len(found.Candidates) == 0 && !found.Partial {
		return nil, nil
	}
	replaced := v.rangeOf(p.folder, p.rel, found.Span)
	list := completionList{IsIncomplete: found.Partial, Items: make([]completionItem, 0, len(found.Candidates)+1)}
	for i, candidate := range found.Candidates {
		item := completionItem{
			Label: candidate.Label, Kind: completionKind(candidate.Kind), Detail: candidate.Detail, FilterText: candidate.Filter,
			SortText: fmt.Sprintf("%04d", i), TextEdit: &protocol.TextEdit{Range: replaced, NewText: candidate.Insert},
		}
		if item.FilterText == item.Label { // which is what clients compare then
			item.FilterText = ""
		}
		if candidate.Path != "" {
			item.Data = &sectionData{v.uri(p.folder, candidate.Path), candidate.Slug}
		}
		list.Items = append(list.Items, item)
	}
	if found.More > 0 {
		written := found.Span.In(p.folder.snapshot.File(p.rel).Text())
		list.Items = append(list.Items, moreItem(found, protocol.TextEdit{Range: replaced, NewText: written}))
	}
	return list, nil
}

// moreItem shows that there are more candidates. It changes nothing when it is chosen.
func moreItem(found bank.Completion, same protocol.TextEdit) completionItem {
	return completionItem{
		Label: fmt.Sprintf("… %d more: type on", found.More), Kind: protocol.CompletionItemKindText,
		FilterText: same.NewText, SortText: "9999", TextEdit: &same,
	}
}

func completionKind(k bank.CandidateKind) protocol.CompletionItemKind {
	switch k {
	case bank.CandidateFile:
		return protocol.CompletionItemKindFile
	case bank.CandidateFolder:
		return protocol.CompletionItemKindFolder
	case bank.CandidateSection, bank.CandidateLabel, bank.CandidateMissing:
		return protocol.CompletionItemKindReference
	case bank.CandidateWord:
		return protocol.CompletionItemKindKeyword
	case bank.CandidateKey:
		return protocol.CompletionItemKindProperty
	}
	return protocol.CompletionItemKindValue
}

// completionItemResolve adds the beginning of what an item leads to. An item whose target is gone comes back as it was.
func (v *view) completionItemResolve(_ *glsp.Context, item *completionItem) (any, error) {
	if item.Data == nil {
		return item, nil
	}
	f, rel, ok := v.banked(item.Data.URI)
	if !ok {
		return item, nil
	}
	if text, ok := f.snapshot.Preview(rel, item.Data.Slug); ok && text != "" {
		kind := protocol.MarkupKindPlainText
		if v.client.markdownCompletion {
			kind = protocol.MarkupKindMarkdown
		}
		item.Documentation = &protocol.MarkupContent{Kind: kind, Value: text}
	}
	return item, nil
}
