package markdown

// eachSpan calls visit with every span of the document, so that all can be
// moved at once.
func (d *Document) eachSpan(visit func(*Span)) {
	d.outlineSpans(visit)
	d.linkSpans(visit)
	d.blockSpans(visit)
	for i := range d.Dates {
		visit(&d.Dates[i].Span)
	}
}

func (d *Document) outlineSpans(visit func(*Span)) {
	if m := d.FrontMatter; m != nil {
		visit(&m.Span)
		visit(&m.Content)
		for i := range m.Keys {
			visit(&m.Keys[i].Key)
			visit(&m.Keys[i].Value)
		}
	}
	for s := range d.All() {
		visit(&s.Heading)
		visit(&s.Content)
		visit(&s.Body)
		visit(&s.Own)
	}
	for i := range d.Anchors {
		visit(&d.Anchors[i].Span)
	}
}

func (d *Document) linkSpans(visit func(*Span)) {
	for i := range d.Links {
		l := &d.Links[i]
		visit(&l.Span)
		visit(&l.Text)
		visit(&l.Target)
	}
	for i := range d.Definitions {
		def := &d.Definitions[i]
		visit(&def.Span)
		visit(&def.Label)
		visit(&def.Target)
	}
	for i := range d.Includes {
		inc := &d.Includes[i]
		visit(&inc.Span)
		visit(&inc.Target)
		visit(&inc.PathSpan)
		visit(&inc.SectionSpan)
		for j := range inc.Options {
			visit(&inc.Options[j].Span)
		}
	}
}

func (d *Document) blockSpans(visit func(*Span)) {
	for i := range d.CodeSpans {
		visit(&d.CodeSpans[i].Span)
		visit(&d.CodeSpans[i].Content)
	}
	for i := range d.Fences {
		f := &d.Fences[i]
		visit(&f.Span)
		visit(&f.Open)
		visit(&f.Close)
		visit(&f.Info)
		visit(&f.Content)
	}
	for i := range d.CodeBlocks {
		visit(&d.CodeBlocks[i])
	}
	for i := range d.Comments {
		visit(&d.Comments[i].Span)
		visit(&d.Comments[i].Content)
	}
	for i := range d.HTML {
		visit(&d.HTML[i])
	}
	for i := range d.Items {
		visit(&d.Items[i])
	}
	for i := range d.Tasks {
		visit(&d.Tasks[i].Box)
		visit(&d.Tasks[i].Text)
	}
	for i := range d.Unparsed {
		visit(&d.Unparsed[i].Span)
	}
	for i := range d.Tables {
		visit(&d.Tables[i].Span)
		for _, row := range d.Tables[i].Rows {
			for j := range row {
				visit(&row[j].Span)
			}
		}
	}
}
