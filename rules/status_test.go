package rules

import "testing"

func TestStatusIsReadAsPeopleWriteIt(t *testing.T) {
	for text, want := range map[string]status{
		"Completed":                          statusDone,
		"Completed ✅ (2026-03-01)":           statusDone,
		"✅ **COMPLETED & ARCHIVED**":         statusDone,
		"Completed on 2026-03-01":            statusDone,
		"100% Complete":                      statusDone,
		"[x] done":                           statusDone,
		"[ ]":                                statusPending,
		"✅":                                  statusDone,
		"Complete rewrite of the parser":     statusUnknown,
		"Partially complete":                 statusUnknown,
		"Not complete":                       statusUnknown,
		"Phase 2 complete":                   statusUnknown,
		"Completed (Phase 1 & 2)":            statusUnknown,
		"Done - tests pending":               statusUnknown,
		"Completed, 2 items remain":          statusUnknown,
		"Completed/Archived":                 statusDone,
		"[Pending/In Progress/Completed]":    statusUnknown,
		"Pending | Completed":                statusUnknown,
		"In Progress - Phase 1 Complete":     statusActive,
		"in-progress":                        statusActive,
		"IN_PROGRESS":                        statusActive,
		"85% complete":                       statusActive,
		"🔄":                                  statusActive,
		"Not Started - 0%":                   statusPending,
		"0%":                                 statusPending,
		"⏳ To Do":                            statusPending,
		"Blocked (User Validation Required)": statusBlocked,
		"Deferred":                           statusBlocked,
		"Cancelled":                          statusDropped,
		"已完成（2026-01-01）":                    statusDone,
		"進行中":                                statusActive,
		"완료":                                 statusDone,
		"Завершено":                          statusDone,
		"En cours":                           statusActive,
		"Complète":                           statusDone,
		"Completato":                         statusDone,
		"Đang thực hiện":                     statusActive,
		"Planifiée":                          statusPending,
		"未完成":                                statusPending,
		"完成度 80%":                            statusUnknown,
		"完了予定":                               statusUnknown,
		"":                                   statusUnknown,
		"🎉":                                  statusUnknown,
		"\xff\xfe":                           statusUnknown,
	} {
		if got := commonVocabulary().readStatus(text); got != want {
			t.Errorf("readStatus(%q) = %v, want %v", text, got, want)
		}
	}
}

func TestOnlyWhatIsUnderstoodDisagrees(t *testing.T) {
	all := []status{statusUnknown, statusPending, statusActive, statusBlocked, statusDone, statusDropped}
	for _, a := range all {
		for _, b := range all {
			if a.agrees(b) != b.agrees(a) {
				t.Errorf("%v and %v do not agree alike", a, b)
			}
		}
		if !a.agrees(statusUnknown) || !a.agrees(a) {
			t.Errorf("%v does not agree with itself or the unknown", a)
		}
	}
	if statusDone.agrees(statusBlocked) || statusDone.agrees(statusActive) || statusPending.agrees(statusActive) {
		t.Error("done, blocked, pending and in progress are told apart")
	}
}

func TestTaskIdentifiers(t *testing.T) {
	for text, want := range map[string]string{
		"TASK012-slug":    "TASK12",
		"TASK-12":         "TASK12",
		"task_12 text":    "TASK12",
		"US-WEB-001-slug": "USWEB1",
		"M15":             "M15",
		"TASK000":         "TASK0",
		"TASK001.2":       "", // a part
		"TASK001..007":    "", // a range
		"TASK001-003":     "",
		"TASK":            "",
		"-12":             "",
		"v2alpha":         "",
		"feature/12":      "",
		"":                "",
	} {
		if got, _ := taskID(text); got != want {
			t.Errorf("taskID(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestProfilesAddWordsToTheVocabulary(t *testing.T) {
	p := parsed(t, "name: mine\nextends: roo\nstatuses:\n  done: [Shipped To All, 上线]\n  pending: [idea]\n", nil)
	for text, want := range map[string]status{
		"Shipped to all (2026-01-05)": statusDone, "上线了": statusDone, "Idea": statusPending, "Completed": statusDone, "shipped": statusUnknown,
	} {
		if got := p.words().readStatus(text); got != want {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
	if commonVocabulary().readStatus("Idea") != statusUnknown || (*Profile)(nil).words() != commonVocabulary() {
		t.Error("the words are the profile's own")
	}
	base := parsed(t, "name: base\nstatuses: {done: [live]}\n", nil)
	leaf := parsed(t, "name: leaf\nextends: base.yaml\nstatuses: {done: [shipped]}\n", base)
	if leaf.words().readStatus("live") != statusDone || base.words().readStatus("shipped") != statusUnknown {
		t.Error("words are inherited, and only one way")
	}
}
