package rules

import (
	"slices"
	"strings"
)

// pastWords say that something has come about.
var pastWords = wordSet(`
		completed complete completion finished done updated update modified changed created added logged archived
		archive resolved fixed closed merged implemented deployed verified tested reviewed approved decided recorded
		reflection timestamp delivered shipped accepted executed performed edited revised written started
		завершено завершена завершён завершен завершения выполнено выполнена обновлено обновление изменено создано добавлено
		оновлено створено додано виконано
		terminé terminée achevé créé créée ajouté modifié jour abgeschlossen aktualisiert erstellt hinzugefügt geändert
		completado actualizado actualización creado añadido modificado finalizado terminado
		concluído conclusão atualizado atualização criado adicionado
		finalizat finalizării completării actualizat actualizării actualizări creat adăugat arhivare arhivării`)

// solidPastWords are the same in scripts that do not separate words.
var solidPastWords = []string{
	"完成", "归档", "歸檔", "更新", "创建", "添加", "修改", "完了", "作成", "追加", "記録", "완료", "업데이트", "수정", "생성", "추가", "작성",
}

func pastInside(word string) bool {
	return strings.ContainsFunc(word, withoutSpaces) && containsAny(word, solidPastWords)
}

// beginningWords say that something came into being, updateWords that it was brought up to date.
var (
	beginningWords = newWordChoice("created", "started", "start", "begin", "began", "kickoff", "início", "inicio", "début", "beginn", "начала", "начало", "începerii",
		"开始", "開始", "시작", "创建", "作成", "생성", "создано", "створено", "créé", "créée", "erstellt", "creado", "criado", "creat")
	updateWords = newWordChoice(
		"updated", "update", "обновлено", "оновлено", "actualizado", "actualización", "atualizado", "atualização", "aktualisiert", "actualizat",
		"actualizării", "更新", "最后更新", "最終更新", "업데이트",
	)
	// otherDateWords name dates on which nothing was done.
	otherDateWords = newWordChoice("effective", "birth", "cutoff")
	dateWords      = newWordChoice("date", "data", "datum", "fecha", "дата", "日期", "日付", "날짜")
	// foreignWords stand in headings above what others have done.
	foreignWords = newWordList("version", "versions", "release", "releases", "changelog", "dependencies", "references", "sources", "research", "background")
)

// stampWords are all that a stamp says which is about the text as a whole, not about one thing in it.
var stampWords = wordSet(`
		last latest most recently updated update date time timestamp status version by on at in as of the this was
		file document doc page memory bank context progress
		последнее последняя дата обновлено обновления обновление останнє оновлено в от
		última ultima data fecha actualizado actualización atualizado atualização actualizat actualizării em de el la le
		zuletzt letzte aktualisiert datum am dernière mise à jour`)

// solidStampWords are the same in scripts that do not separate words.
var solidStampWords = strings.NewReplacer(
	"更新", "", "最后", "", "最後", "", "最終", "", "最近", "", "最新", "", "文档", "", "文件", "", "时间", "", "時間", "", "日期", "", "日時", "", "日", "", "于", "",
	"업데이트", "", "마지막", "", "최종", "", "최근", "", "문서", "", "날짜", "", "일시", "",
)

// ofTheWhole tells whether all words are those of a stamp.
func ofTheWhole(words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !stampWords()[w] && solidStampWords.Replace(w) != "" })
}

// connectives may stand between a word and its date.
var connectives = map[string]bool{
	"on": true, "at": true, "in": true, "as": true, "of": true, "the": true, "date": true, "le": true, "am": true, "em": true, "el": true, "в": true, "от": true,
}

// planPrefixes begin the words of what is to come.
var planPrefixes = newWordList(
	"target", "deadline", "due", "plan", "eta", "next", "upcoming", "schedul", "expect", "estimat", "goal", "milestone", "expir", "until",
	"todo", "future", "forecast", "roadmap", "renew", "proposed", "pending", "timeline", "calendar", "sprint", "week", "quarter", "launch", "tentative",
	"срок", "дедлайн", "следующ", "оценк", "запланир", "наступн", "próxim", "prochain", "nächst", "fällig", "frist", "échéance", "prazo", "previst",
	"prevu", "prévu", "geplant", "objetivo", "vencimiento", "termen", "următo", "urmato", "estimad",
)

// solidPlans are the same in scripts that do not separate words.
var solidPlans = newWordList("计划", "計劃", "截止", "预计", "預計", "下次", "目标", "予定", "期限", "計画", "目標", "예정", "마감", "목표", "계획")

// plans tells whether a text is about what is to come.
func plans(text string) bool {
	return planPrefixes.beginsWordIn(text, letterOrMark) || !allASCII(text) && solidPlans.in(text)
}

// wordsOf returns the words of a text in lower case.
func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !letterOrMark(r) })
}

// wordChoice is a list of words of which others are looked for.
type wordChoice struct {
	words []string
	// solid are those in scripts that do not separate words.
	solid []string
}

func newWordChoice(words ...string) *wordChoice {
	solid := func(w string) bool { return strings.ContainsFunc(w, withoutSpaces) }
	return &wordChoice{words, filter(words, solid)}
}

// anyOf tells whether one of words is chosen, or holds what is chosen in a script that does not separate words.
func (c *wordChoice) anyOf(words []string) bool {
	for _, w := range words {
		if slices.Contains(c.words, w) || !allASCII(w) && containsAny(w, c.solid) {
			return true
		}
	}
	return false
}
