package bank

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"cortex/rules"
)

// Differences makes anew what the snapshots of a folder take over from one another, from the same texts, and
// says where what Check and the links and titles of s tell is something else: each would be a defect. It
// costs as much as the first check of a folder. There are none where a text cannot be had any more. The error is ctx's.
func (s *Snapshot) Differences(ctx context.Context) ([]string, error) {
	anew := s.anew()
	found, err := s.Check(ctx, nil)
	if err != nil {
		return nil, err
	}
	wanted, err := anew.Check(ctx, nil)
	if err != nil || len(s.Lost()) > 0 {
		return nil, err // a text that was let go is another by now
	}
	differences := differing("diagnostics", maps.Collect(found.Found.All()), maps.Collect(wanted.Found.All()))
	var links, wantedLinks portrait
	if err := s.graph.ask(ctx, s, func() { links = s.graph.portrait() }); err != nil {
		return nil, err
	}
	if err := anew.graph.ask(ctx, anew, func() { wantedLinks = anew.graph.portrait() }); err != nil {
		return nil, err
	}
	differences = append(differences, differing("targets", links.Targets, wantedLinks.Targets)...)
	differences = append(differences, differing("sources", links.Naming, wantedLinks.Naming)...)
	differences = append(differences, differing("kinds", links.Kinds, wantedLinks.Kinds)...)
	differences = append(differences, differing("askers", links.Askers, wantedLinks.Askers)...)
	titles, err := s.allTitles(ctx)
	if err != nil {
		return nil, err
	}
	wantedTitles, err := anew.allTitles(ctx)
	if err != nil {
		return nil, err
	}
	return append(differences, differing("titles", titles.portrait(), wantedTitles.portrait())...), nil
}

// anew returns a snapshot with the same texts that shares nothing with any other but what is known about
// the disk outside the banks.
func (s *Snapshot) anew() *Snapshot {
	next := *s
	disk := *s.disk
	disk.files, disk.recalled = withoutContents(s.disk.files), nil
	next.disk, next.overlay = &disk, withoutContents(s.overlay)
	next.ledger, next.graph, next.titles = newLedger(s.engine), newGraph(), &titleTables{}
	next.banks, next.arranged = nil, nil
	next.arrange(&Snapshot{})
	return &next
}

// withoutContents returns the files with contents of their own.
func withoutContents(files map[string]*File) map[string]*File {
	own := make(map[string]*File, len(files))
	for p, f := range files {
		switch {
		case f == nil:
			own[p] = nil
		case f.Err() != nil:
			own[p] = unreadableFile(p, f.Err())
		default:
			own[p] = newFile(p, f.Text())
		}
	}
	return own
}

// differing describes where two maps differ.
func differing[V any](what string, got, want map[string]V) []string {
	var all []string
	keys := maps.Clone(got)
	maps.Copy(keys, want)
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		if !reflect.DeepEqual(got[key], want[key]) {
			all = append(all, fmt.Sprintf("%s of %q: %+v, made anew %+v", what, key, got[key], want[key]))
		}
	}
	return all
}

// portrait is all that a graph knows, in a form that can be compared.
type portrait struct {
	Targets map[string][]string
	Naming  map[string][]string
	Kinds   map[string]rules.FileKind
	Askers  map[string][]string
}

// portrait describes the graph; it is called by a question.
func (g *graph) portrait() portrait {
	p := portrait{map[string][]string{}, map[string][]string{}, map[string]rules.FileKind{}, map[string][]string{}}
	for i, at := range g.points {
		name := g.paths.name(int32(i))
		if at.node != nil {
			p.Targets[name] = []string{}
			for _, l := range g.outOf(name) {
				p.Targets[name] = append(p.Targets[name], fmt.Sprint(l.Reference, l.Leads))
			}
		}
		for _, id := range g.naming(name) {
			p.Naming[name] = append(p.Naming[name], g.paths.name(id))
		}
		if at.askers > 0 {
			p.Kinds[name], p.Askers[name] = at.kind, append(p.Askers[name], fmt.Sprint(at.askers))
		}
		for _, asked := range at.stats() {
			p.Askers[g.paths.name(asked)] = append(p.Askers[g.paths.name(asked)], name)
		}
	}
	for _, askers := range p.Askers {
		slices.Sort(askers)
	}
	return p
}

// portrait describes the table by file.
func (t *titleTable) portrait() map[string][]title {
	all := map[string][]title{}
	for file, p := range t.paths {
		if titles := decodedTitles(t.codes[file]); len(titles) > 0 {
			all[p] = titles
		}
	}
	return all
}
