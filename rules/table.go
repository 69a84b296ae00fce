package rules

// All returns every rule in the order of the manual. The slice is shared: do not change it.
func All() []*Rule { return table }

// table is the one list of rules. The rules are package variables that nobody changes.
var table = []*Rule{
	// schema
	&missingFile,
	&fileName,
	&missingSection,
	&missingTitle,
	&sectionOrder,
	&decisionFormat,
	&dateFormat,
	// structure
	&headingLevelSkip,
	&duplicateHeading,
	&emptySection,
	&accidentalSetext,
	&unclosedFence,
	&fencedDocument,
	// tasks
	&taskStatus,
	&taskIndexRule,
	&openTaskUnderDone,
	&invalidDate,
	&logOrder,
	&dateOutOfRange,
	&staleFile,
	// links
	&brokenLink,
	&looseLink,
	&staleReference,
	&orphanFile,
	&machinePath,
	&brokenAnchor,
	&undefinedReference,
	&duplicateDefinition,
	&unusedDefinition,
	&brokenInclude,
	&includeCycle,
	// residue
	&unfilledTemplate,
	&damagedText,
	&hiddenText,
	&secret,
	&toolResidue,
	&mergeConflict,
	// size
	&tokenBudget,
	&duplicateBlock,
	// Cortex itself
	&configMistake,
	&unknownSuppression,
	&unusedSuppression,
	&unreadableFile,
	&tooComplex,
	&internalError,
}

// Lookup returns the rule of that name, nil if there is none.
func Lookup(name string) *Rule {
	for _, r := range table {
		if r.Name == name {
			return r
		}
	}
	return nil
}
