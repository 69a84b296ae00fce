package bank

import (
	"context"

	"cortex/rules"
)

// inferredHeader stands above an inferred profile.
const inferredHeader = `# The memory bank as it is. Edit what it should be, then declare this file in .cortex.yaml: "profile: path/to/this.yaml".
# Cortex demands what is required, suggests what is recommended and never misses what is optional.
`

// InferProfile returns the text of a profile that describes a bank as it is: declared, it finds nothing
// to report in the bank. It extends the bank's own profile where that is so. The error is ctx's.
func (s *Snapshot) InferProfile(ctx context.Context, b *Bank, name string) (string, error) {
	var files []rules.InferredFile
	for _, p := range b.Paths {
		files = append(files, rules.InferredFile{Name: b.relative(p), Doc: s.document(p)})
	}
	var members []string
	if b.Profile != nil {
		members = b.Profile.Members
	}
	if b.Profile != nil && rules.LookupProfile(b.Profile.Name) == b.Profile {
		text := inferredHeader + rules.InferSchema(name, b.Profile, members, files).YAML()
		if clean, err := s.cleanUnder(ctx, b, text); clean || err != nil {
			return text, err
		}
	}
	return inferredHeader + rules.InferSchema(name, nil, members, files).YAML(), ctx.Err()
}

// cleanUnder tells whether no rule about the profile would report anything in the bank if the profile were declared.
func (s *Snapshot) cleanUnder(ctx context.Context, b *Bank, profile string) (bool, error) {
	declared := *b
	declared.Declared = true
	declared.Profile, _ = rules.ReadProfile(profile, "", nil)
	set := rules.Settings{Severity: map[string]rules.Severity{}}
	for _, r := range rules.All() {
		set.Severity[r.Name] = rules.Off
		if r.Schema {
			set.Severity[r.Name] = rules.Error
		}
	}
	if len(rules.CheckBank(ctx, &lookups{snapshot: s, bank: &declared, whole: true}, set, new(rules.Survey))) > 0 {
		return false, ctx.Err()
	}
	for _, p := range b.Paths {
		doc := s.document(p)
		if doc != nil && len(rules.Check(ctx, doc, &lookups{snapshot: s, bank: &declared}, set)) > 0 {
			return false, ctx.Err()
		}
	}
	return true, ctx.Err()
}
