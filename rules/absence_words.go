package rules

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// absenceStarts are how words begin that tell of what is not there: not yet, not any more, not here, or as an example.
var absenceStarts = newWordList(strings.Fields(`
	creat delet remov renam migr deprecat obsolet replac propos generat temporar option rewrit rewrot extract consolidat convert
	introduc eliminat relocat reorgani restructur refactor discard suggest recommend exampl sampl hypothet retir archiv backup cleaned cleanup
	plann supersed dropp upload download ignor exclud rever scaffold untrack emit writ wrote
	созда добав удал перен переимен замен планир пример устар сгенерир создад генерир бывш убра
	cré supprim renomm déplac remplac prévu exempl génér ancien ajout
	erstell gelösch lösch entfern umbenann verscho geplant beispiel ersetz generier veralt
	cread eliminad crea borrad renombrad movid reemplaz planead ejempl gener añad antigu
	cria removid excluíd renomead substitu planejad adicion
	șters mutat redenumit înlocuit planificat adăug exempl
	creato eliminat rimoss rinominat sostituit pianificat esemp
	створ додан видал перейменов замін заплан приклад`)...)

// absenceWords are whole words that tell the same.
var absenceWords = newWordList(strings.Fields(`
	add adds added adding new newly move moved moves moving merge merged merging legacy old older former formerly previous previously plan plans
	planning will would should could shall todo future next upcoming later if missing absent nonexistent longer originally original was were
	had used unused eg like similar such output outputs produces produced split into instead initial cancelled not doesn't don't isn't didn't
	template placeholder say need needs must want consider when once either or example where
	новый новая новые нужно нет если будет старый
	nouveau nouvelle neu neue neuer nuevo nueva novo nova nou nouă vechi alte alt ancienne si wenn falls sera wird será`)...)

// absenceParts tell the same in scripts that do not separate words, and as symbols.
var absenceParts = newWordList(
	"创建", "新建", "新增", "添加", "删除", "移除", "重命名", "迁移", "移动", "替换", "计划", "将", "废弃", "弃用", "旧", "示例", "例如", "比如", "如果", "生成",
	"重构", "整合", "合并", "不存在", "缺失", "待", "未来", "建议", "输出", "归档", "備份", "备份", "清理", "拆分",
	"作成", "追加", "削除", "移動", "変更", "予定", "計画", "廃止", "旧", "例", "生成", "出力", "統合", "新規", "置き換え",
	"생성", "추가", "삭제", "제거", "이동", "변경", "예정", "계획", "폐기", "예시", "예:", "신규", "통합", "출력", "작성",
	"→", "➜", "->", "❌", "🗑", "~~", "⏳", "🔜", "📋", "⬜", "🆕", "✨", "➕",
)

// saysAbsent tells whether a text tells of files that need not be there.
func saysAbsent(text string) bool {
	return absenceWords.isWordIn(text, letterOrApostrophe) || absenceStarts.beginsWordIn(text, letterOrApostrophe) || absenceParts.in(text)
}

func letterOrApostrophe(r rune) bool {
	if r < utf8.RuneSelf {
		return isASCIILetter(byte(r)) || r == '\''
	}
	return unicode.IsLetter(r) || r == '’'
}
