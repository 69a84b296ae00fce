package bank

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"cortex/markdown"
)

// frontMatterAround returns the front matter that the place is in, up to its line if it is not closed yet; nil if it is in none.
func (w *writing) frontMatterAround() *markdown.FrontMatter {
	if m := w.doc.FrontMatter; m != nil {
		if m.Content.Start <= w.offset && w.offset <= m.Content.End && w.offset < m.Span.End {
			return m
		}
		return nil
	}
	const largest = 4 << 10 // what is longer and not closed is no front matter
	start := w.offset - len(w.before)
	if start == 0 || start > largest || strings.HasPrefix(w.before, "---") {
		return nil
	}
	m := markdown.Parse(w.doc.Path, w.doc.Text[:start]+"---\n").FrontMatter
	if m == nil || m.Content.End != start {
		return nil
	}
	return m
}

var (
	frontMatterKey   = pattern(`^[\pL\d_$-]*$`)
	frontMatterValue = pattern(`^([\pL\d_$][^:]*):[ \t](?:[ \t]*)(.*)$`)
	frontMatterItem  = pattern(`^[ \t]*-[ \t]+(.*)$`)
)

// frontMatter proposes the keys that other documents of the bank have, and behind a key the values that they give it.
func (w *writing) frontMatter(ctx context.Context, m *markdown.FrontMatter) Completion {
	if item := frontMatterItem().FindStringSubmatch(w.before); item != nil {
		return w.frontMatterValues(ctx, w.keyAbove(m), item[1])
	}
	if value := frontMatterValue().FindStringSubmatch(w.before); value != nil {
		written := value[2]
		if list, ok := strings.CutPrefix(written, "["); ok {
			written = strings.TrimLeft(list[strings.LastIndexByte(list, ',')+1:], " \t")
		}
		return w.frontMatterValues(ctx, value[1], written)
	}
	if frontMatterKey().MatchString(w.before) {
		return w.frontMatterKeys(ctx, m)
	}
	return Completion{}
}

// keyAbove returns the key whose value the line is in.
func (w *writing) keyAbove(m *markdown.FrontMatter) string {
	name := ""
	for _, k := range m.Keys {
		if k.Key.Start < w.offset {
			name = k.Name
		}
	}
	return name
}

// frontMatters calls yield with the keys of each document of the bank but the one that is written.
func (w *writing) frontMatters(ctx context.Context, yield func(doc *markdown.Document, key markdown.FrontMatterKey)) {
	for _, p := range w.bank.Paths {
		if ctx.Err() != nil {
			return
		}
		doc := w.snapshot.document(p)
		if doc == nil || doc.FrontMatter == nil || p == w.doc.Path {
			continue
		}
		for _, k := range doc.FrontMatter.Keys {
			yield(doc, k)
		}
	}
}

func (w *writing) frontMatterKeys(ctx context.Context, m *markdown.FrontMatter) Completion {
	taken := map[string]bool{}
	for _, k := range m.Keys {
		taken[k.Name] = k.Key.End < w.offset-len(w.before) || k.Key.Start > w.offset
	}
	counts := map[string]int{}
	w.frontMatters(ctx, func(_ *markdown.Document, k markdown.FrontMatterKey) {
		if !taken[k.Name] {
			counts[k.Name]++
		}
	})
	maps.DeleteFunc(counts, func(name string, _ int) bool { return !frontMatterKey().MatchString(name) })
	after := w.wordAfter("-")
	tail := ": "
	if strings.HasPrefix(w.after[after:], ":") {
		tail = ""
	}
	return narrowed(w.around(len(w.before), after), w.before, counted(CandidateKey, counts, tail))
}

func (w *writing) frontMatterValues(ctx context.Context, key, written string) Completion {
	counts := map[string]int{}
	w.frontMatters(ctx, func(doc *markdown.Document, k markdown.FrontMatterKey) {
		if k.Name != key {
			return
		}
		for _, value := range valuesOf(k.Value.In(doc.Text)) {
			counts[value]++
		}
	})
	form := ""
	maps.DeleteFunc(counts, func(value string, _ int) bool {
		f, ok := formOf(value)
		form = cmp.Or(form, f)
		return ok
	})
	end := indexOrEnd(w.after, ",]#")
	end = len(strings.TrimRight(w.after[:end], " \t"))
	c := narrowed(w.around(len(written), end), written, counted(CandidateValue, counts, ""))
	if form != "" {
		c.Candidates = append(w.today(written, "", form, "").Candidates, c.Candidates...)
	}
	return c
}

// longestValue bounds the values that are proposed: what is longer is text.
const longestValue = 80

// valuesOf returns the values of a key: one, or those of a list in one of YAML's two forms.
func valuesOf(value string) []string {
	items := []string{value}
	if inner, ok := strings.CutPrefix(value, "["); ok {
		items = strings.Split(strings.TrimSuffix(inner, "]"), ",")
	} else if strings.HasPrefix(value, "- ") {
		items = strings.Split(value, "\n")
		for i := range items {
			items[i] = strings.TrimPrefix(strings.TrimSpace(items[i]), "- ")
		}
	}
	var values []string
	for _, item := range items {
		if item = strings.TrimSpace(item); item != "" && len(item) <= longestValue && !strings.ContainsAny(item, "\r\n|>{}") {
			values = append(values, item)
		}
	}
	return values
}

// counted makes candidates of names, those that are used most first.
func counted(kind CandidateKind, counts map[string]int, tail string) []Candidate {
	names := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(a, b))
	})
	all := make([]Candidate, len(names))
	for i, name := range names {
		all[i] = Candidate{Kind: kind, Label: name, Insert: name + tail, Filter: name, Detail: fmt.Sprintf("used %d times", counts[name])}
		if counts[name] == 1 {
			all[i].Detail = "used once"
		}
	}
	return all
}
