package bank

import (
	"hash/fnv"
	"slices"

	"cortex/rules"
)

// fingerprint is a short hash of the fragment of a reference: another fingerprint is another fragment. So most references to a file that
// many name can be passed over without a look at their documents.
type fingerprint uint16

// anyFingerprint is that of references that name a section by more than its slug.
const anyFingerprint fingerprint = 0

func fingerprintOf(r rules.Reference) fingerprint {
	if r.Kind == rules.ReferenceInclude || r.Kind == rules.ReferenceWiki {
		return anyFingerprint
	}
	return fingerprintOfFragment(rules.CleanFragment(r.Fragment))
}

func fingerprintOfFragment(clean string) fingerprint {
	h := fnv.New32a()
	h.Write([]byte(clean))
	return max(fingerprint(h.Sum32()), 1)
}

// fingerprints are those that may name one of some fragments.
type fingerprints []fingerprint

func fingerprintsOf(fragments []string) fingerprints {
	all := fingerprints{anyFingerprint}
	for _, f := range fragments {
		all = append(all, fingerprintOfFragment(f))
	}
	slices.Sort(all)
	return all
}

func (f fingerprints) has(one fingerprint) bool {
	_, found := slices.BinarySearch(f, one)
	return found
}
