package bank

import (
	"cmp"
	"math/bits"
	"slices"

	"cortex/rules"
)

// contextStage is a reason to read sections, and those that there is it for, the most wanted first.
type contextStage struct {
	why ContextReason
	// weight is what the stage may spend as against the others, as long as all have something to take, and ahead the part of
	// the room, in hundredths, that it may take ahead of the stages after it; the rest is read last.
	weight, ahead int
	sections      []candidate
}

// stages are the reasons in the order in which sections are to be read.
func (l *contextLoader) stages() []contextStage {
	return []contextStage{
		{AskedFor, 100, 55, l.askedFor()},
		{CoreFile, 25, 15, l.coreFiles()},
		{Matches, 50, 100, l.matches},
		{LinkedTo, 10, 100, l.linked()},
		{Recent, 10, 100, l.recent()},
	}
}

// wish is a section that is worth reading.
type wish struct {
	candidate
	why ContextReason
	// turn says when it is taken, whatever the budget.
	turn int
	// place is its number among all wishes, stage by stage.
	place int
}

const (
	// headTokens is about what the line above a section takes.
	headTokens = 35
	// turns makes turns of different weights differ.
	turns = 1000
)

// wishes returns the sections worth reading, in the order in which they are taken. The stages take turns by their weights. Within
// a stage a section waits for those before it, but not for much longer ones: what does not fit must not keep out what does.
func (l *contextLoader) wishes(stages []contextStage) []wish {
	var all []wish
	first := map[candidate]int{}
	for _, s := range stages {
		var spent [bits.UintSize + 1]int // by the length of sections, in powers of two
		for _, c := range s.sections {
			cost, before := headTokens+l.estimate(c), 0
			spent[bits.Len(uint(cost))] += cost
			for _, tokens := range spent[:bits.Len(uint(cost))+1] {
				before += tokens
			}
			turn := before * turns / s.weight
			if n, known := first[c]; known {
				all[n].turn = min(all[n].turn, turn)
				continue
			}
			first[c] = len(all)
			all = append(all, wish{c, s.why, turn, len(all)})
		}
	}
	slices.SortStableFunc(all, func(a, b wish) int { return cmp.Compare(a.turn, b.turn) })
	return all
}

// estimate returns about how many tokens of a section come into the text.
func (l *contextLoader) estimate(c candidate) int {
	if l.query.Outline {
		return 0
	}
	return rules.EstimateTokens(l.body(c)).Count
}

// choose returns the wishes that there is room for, and the others, by their stages. What has the text of a section
// that was taken is neither.
func (l *contextLoader) choose(wanted []wish, room int) (taken []contextPiece, left []wish) {
	texts := map[string]bool{}
	spent := 0
	for _, w := range wanted {
		body := l.body(w.candidate)
		if texts[body] {
			continue
		}
		if l.hopeless(body, room-spent) {
			left = append(left, w)
			continue
		}
		piece := l.piece(w, body)
		if spent+piece.tokens > room {
			left = append(left, w)
			continue
		}
		texts[body] = true
		spent += piece.tokens
		taken = append(taken, piece)
	}
	slices.SortFunc(left, func(a, b wish) int { return cmp.Compare(a.place, b.place) })
	return taken, left
}

// inReadingOrder sorts pieces by the stages and puts last what goes beyond what they may take ahead of others.
func inReadingOrder(taken []contextPiece, stages []contextStage, room int) []contextPiece {
	pieces := make(map[candidate]contextPiece, len(taken))
	for _, p := range taken {
		pieces[p.candidate] = p
	}
	var all []contextPiece
	for _, s := range stages {
		spent := 0
		for _, c := range s.sections {
			p, waiting := pieces[c]
			if waiting && (spent+p.tokens)*100 <= room*s.ahead {
				spent += p.tokens
				all = append(all, p)
				delete(pieces, c)
			}
		}
	}
	for _, p := range taken {
		if _, waiting := pieces[p.candidate]; waiting {
			all = append(all, p)
		}
	}
	return all
}
