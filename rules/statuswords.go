package rules

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// vocabulary knows the wordings of a status. It is immutable.
type vocabulary struct {
	// wordings are in lower case, at most maxStatusWords words each.
	wordings map[string]status
	// solid are wordings in scripts that do not separate words.
	solid []solidStatus
}

type solidStatus struct {
	text   string
	status status
}

// commonVocabulary is what banks of all kinds use.
var commonVocabulary = sync.OnceValue(func() *vocabulary {
	v := &vocabulary{make(map[string]status, 256), solidStatuses}
	for s, list := range wordingLists {
		for w := range strings.SplitSeq(list, ",") {
			v.wordings[strings.TrimSpace(w)] = status(s)
		}
	}
	delete(v.wordings, "")
	return v
})

// newVocabulary adds a profile's wordings to the common ones.
func newVocabulary(s Statuses) *vocabulary {
	common := commonVocabulary()
	if len(s.Done)+len(s.InProgress)+len(s.Pending)+len(s.Blocked)+len(s.Dropped) == 0 {
		return common
	}
	v := &vocabulary{maps.Clone(common.wordings), slices.Clone(common.solid)}
	v.add(statusDone, s.Done)
	v.add(statusActive, s.InProgress)
	v.add(statusPending, s.Pending)
	v.add(statusBlocked, s.Blocked)
	v.add(statusDropped, s.Dropped)
	return v
}

func (v *vocabulary) add(s status, words []string) {
	for _, w := range words {
		if strings.ContainsFunc(w, withoutSpaces) {
			v.solid = slices.Insert(v.solid, 0, solidStatus{w, s})
		} else if w = strings.ToLower(strings.Join(strings.Fields(w), " ")); w != "" {
			v.wordings[w] = s
		}
	}
}

// words returns the wordings that count in a bank of this kind; the nil profile has the common ones.
func (p *Profile) words() *vocabulary {
	if p == nil || p.vocabulary == nil {
		return commonVocabulary()
	}
	return p.vocabulary()
}

// wordingLists holds the common wordings by status, as real banks have them, in English, Russian,
// Ukrainian, French, German, Spanish, Portuguese, Romanian, Italian, Polish, Turkish and Vietnamese.
var wordingLists = [...]string{
	statusDone: `done, complete, completed, fully complete, fully completed, complete archived, completed archived,
		completed and archived, complete and archived, fully archived, archived, finished, closed, resolved, fixed,
		implemented, fully implemented, delivered,
		завершено, завершена, завершён, завершен, выполнено, выполнена, готово, сделано, виконано, завершена,
		terminé, terminée, complété, complétée, fini, abgeschlossen, erledigt, fertig,
		completado, completada, terminado, terminada, hecho, concluído, concluída, feito,
		finalizado, finalizada, finalizat, implementado, implementada, complet, complète, clôturé, clôturée, implémenté, implémentée,
		completato, completata, zakończone, ukończone, zrobione, tamamlandı, hoàn thành, đã hoàn thành`,
	statusActive: `in progress, ongoing, active, started, in work, work in progress, wip, doing, underway,
		в процессе, в работе, в роботі, в процесі, выполняется, en cours, in arbeit, in bearbeitung, en progreso,
		en curso, em andamento, em progresso, în lucru, in corso, w trakcie, w toku, devam ediyor, đang thực hiện, đang làm`,
	statusPending: `pending, not started, not yet started, to do, todo, planned, ready to start, queued, backlog, upcoming,
		не начато, не начата, ожидает, запланировано, заплановано, en attente, à faire, non démarré,
		geplant, ausstehend, nicht begonnen, pendiente, por hacer, pendente, a fazer, în așteptare,
		planifié, planifiée, da fare, in attesa, do zrobienia, beklemede, bekliyor, chưa bắt đầu`,
	statusBlocked: `blocked, paused, on hold, deferred, postponed,
		заблокировано, приостановлено, отложено, bloqué, en pause, blockiert, pausiert, bloqueado, pausado, em espera`,
	statusDropped: `abandoned, cancelled, canceled, superseded, obsolete, dropped, rejected,
		отменено, отменена, скасовано, abandonné, annulé, abgebrochen, verworfen, cancelado, abandonado, descartado`,
}

// solidStatuses are the common wordings in scripts that do not separate words.
var solidStatuses = []solidStatus{
	// what only begins like a wording
	{"完成度", statusUnknown}, {"完成率", statusUnknown}, {"完了予定", statusUnknown}, {"完了率", statusUnknown},
	{"完了待ち", statusUnknown}, {"완료예정", statusUnknown}, {"완료율", statusUnknown},

	{"未完成", statusPending}, {"未完了", statusPending}, {"미완료", statusPending}, {"미시작", statusPending},
	{"已归档", statusDone}, {"開発中", statusActive}, {"开发中", statusActive}, {"対応中", statusActive}, {"着手中", statusActive},
	{"対応済み", statusDone}, {"実装済み", statusDone},
	{"已完成", statusDone}, {"完成", statusDone}, {"完了", statusDone}, {"완료", statusDone},
	{"进行中", statusActive}, {"進行中", statusActive}, {"作業中", statusActive}, {"진행 중", statusActive}, {"진행중", statusActive},
	{"待处理", statusPending}, {"待开始", statusPending}, {"待办", statusPending}, {"未开始", statusPending},
	{"未着手", statusPending}, {"未対応", statusPending}, {"대기", statusPending}, {"예정", statusPending},
	{"阻塞", statusBlocked}, {"已暂停", statusBlocked}, {"暂停", statusBlocked}, {"保留", statusBlocked}, {"보류", statusBlocked},
	{"废弃", statusDropped}, {"已废弃", statusDropped}, {"已取消", statusDropped}, {"中止", statusDropped}, {"취소", statusDropped},
}
