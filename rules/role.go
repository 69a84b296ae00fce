package rules

// RoleOf says in a word what a file of a bank is for, by its path within the bank: "required", "recommended" or "optional" if
// the profile describes it, "task", "design" or "template", "history" for what is put away, else "other".
func RoleOf(profile *Profile, rel string) string {
	switch occasionOf(rel) {
	case ownTask:
		return "task"
	case creativePhase:
		return "design"
	case forCopying:
		return "template"
	case history:
		return "history"
	}
	if profile != nil {
		if f := profile.file(rel); f != nil && f.Need != 0 {
			return f.Need.String()
		}
	}
	return "other"
}

// Missing returns the names of the files that a profile requires and that are not there, in reading order.
func (d *Documents) Missing(profile *Profile) []string {
	var missing []string
	if profile == nil {
		return nil
	}
	existing := d.filesOf(profile).existing
	for i, f := range profile.Files {
		if f.Need == Required && existing[i] == "" {
			missing = append(missing, f.Name)
		}
	}
	return missing
}

// BudgetOf returns what the rule token-budget allows in a bank.
func BudgetOf(b Bank, set Settings) Budget {
	p := &Pass{Rule: &tokenBudget, Bank: b, options: set.Options[tokenBudget.Name]}
	return p.budget()
}

// ReadInEverySession tells whether a file of a bank counts for the bank's budget, by its path within the bank.
func ReadInEverySession(rel string) bool { return occasionOf(rel) == everySession }

// IsHistory tells whether a file of a bank was put away, so that it has no budget, by its path within the bank.
func IsHistory(rel string) bool { return occasionOf(rel) == history }
