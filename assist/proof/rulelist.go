package proof

// RuleInfo describes a rule to the writer who may want to switch it off.
type RuleInfo struct {
	Name     string // as in Finding.Rule and Settings.Disabled
	Kind     Kind
	Language Language // EnUS for English of either dialect, or Chinese
	// Title says in plain words what the rule looks for, in English and in Chinese.
	Title, TitleChinese string
}

// Rules lists the rules that can be switched off, English before Chinese, in the order in which they are
// applied.
func Rules() []RuleInfo {
	var out []RuleInfo
	seen := make(map[string]bool)
	list := func(language Language, rules []*rule) {
		for _, r := range rules {
			if !seen[r.name] {
				seen[r.name] = true
				out = append(out, RuleInfo{r.name, r.kind, language, ruleTitles[r.name][0], ruleTitles[r.name][1]})
			}
		}
	}
	list(EnUS, append(englishRules(), correctionRules[Style]))
	list(Chinese, chineseRules())
	return out
}

// ruleTitles names every rule in English and in Chinese.
var ruleTitles = map[string][2]string{
	"spelling":            {"Unknown words", "拼写"},
	"rare-word":           {"Rare words close to common ones", "形近常用词的生僻词"},
	"irregular-past":      {"Irregular pasts", "不规则过去式"},
	"dialect":             {"Spellings of the other English", "英美拼写"},
	"missing-apostrophe":  {"Missing apostrophes", "缺撇号"},
	"joined-words":        {"Words written together or apart", "连写与分写"},
	"capital-start":       {"Capital at the start of a sentence", "句首大写"},
	"capital-i":           {"The pronoun I", "代词 I 大写"},
	"proper-name":         {"Capitals of names", "专名大写"},
	"a-an":                {"A or an", "a 与 an"},
	"doubled-word":        {"Doubled words", "重复的词"},
	"could-of":            {"“Could of” for “could have”", "could of 与 could have"},
	"phrase":              {"Redundant and garbled phrases", "冗余与误用的短语"},
	"confused-pattern":    {"Confused words, by their neighbours", "易混词（据上下文）"},
	"subject-verb":        {"Subject and verb", "主谓一致"},
	"noun-verb":           {"Noun and verb", "名词与动词一致"},
	"compound-subject":    {"Verb of two subjects", "并列主语的动词"},
	"indefinite-verb":     {"Verb after everyone, nobody", "everyone、nobody 后的动词"},
	"plural-verb":         {"Verb of plural subjects", "复数主语的动词"},
	"ing-form":            {"Enjoy doing, interested in", "enjoy doing 与 interested in"},
	"past-time":           {"Past tense after yesterday, last week", "yesterday、last week 后的过去时"},
	"there-is":            {"There is, there are", "there is 与 there are"},
	"modal-verb":          {"Verb after can, will, to", "情态动词与 to 后的动词"},
	"modal-be":            {"Be after can, will", "情态动词后的 be"},
	"object-pronoun":      {"Object forms of pronouns", "代词宾格"},
	"lot-of":              {"A lot of", "a lot of"},
	"missing-to":          {"To between verbs", "动词之间的 to"},
	"uncountable-article": {"A before uncountable nouns", "不可数名词前的 a"},
	"lots-plural":         {"Plural behind a lot of", "a lot of 后的复数"},
	"perfect":             {"Participle after have", "have 后的过去分词"},
	"bad-plural":          {"Plurals that do not exist", "不存在的复数"},
	"determiner-noun":     {"This and these, every and many", "限定词与名词的数"},
	"quantifier":          {"Many and much, fewer and less", "many 与 much"},
	"comparative":         {"Double comparatives", "重复的比较级"},
	"space-before-mark":   {"Blank before a mark", "标点前的空格"},
	"space-after-mark":    {"Missing blank behind a mark", "标点后缺空格"},
	"double-space":        {"Several blanks", "多余的空格"},
	"sentence-end":        {"Missing full stop", "句末缺句号"},
	"introductory-comma":  {"Comma behind an introduction", "引导语后的逗号"},
	"clause-comma":        {"Comma between clauses", "从句后的逗号"},
	"conjunction-comma":   {"Comma before but and so", "but、so 前的逗号"},
	"phrase-comma":        {"Comma behind an opening phrase", "句首短语后的逗号"},
	"especially-comma":    {"Comma before especially", "especially 前的逗号"},
	"repeated-mark":       {"Repeated marks", "重复的标点"},
	"ordinal":             {"Endings of ordinals", "序数词词尾"},
	"impossible-date":     {"Impossible dates", "不存在的日期"},
	"confused-word":       {"Confused words, by the model", "易混词（由模型判断）"},
	"near-word":           {"Words close in spelling", "拼写相近的词"},
	"verb-form":           {"Forms and tenses of verbs", "动词形式与时态"},
	"noun-number":         {"Singular, plural and possessive", "名词单复数与所有格"},
	"adjective-form":      {"Adjective and adverb", "形容词与副词"},
	"preposition":         {"Prepositions", "介词"},
	"article":             {"Articles", "冠词"},
	"small-word":          {"Missing or needless small words", "缺少或多余的小词"},
	"pronoun":             {"Pronouns and determiners", "代词与限定词"},
	"comma":               {"Commas", "逗号"},
	"word-order":          {"Order of words", "语序"},
	correctionRule:        {"Corrections by the instruct model", "指令模型的修改"},
	"zh-word":             {"Wrong characters in words", "词中的错别字"},
	"zh-character":        {"Wrong characters of like sound or shape", "音近形近的错别字"},
	"zh-traditional":      {"Traditional characters in simplified text", "简体文中的繁体字"},
	"zh-missing":          {"Missing characters in set phrases", "成语缺字"},
	"zh-particle":         {"的, 地 and 得", "的、地、得"},
	"zh-repeat":           {"Repeated characters", "重复的字"},
	"zh-measure":          {"Measure words", "量词"},
	"zh-pinyin":           {"Left-over pinyin", "残留的拼音"},
	"zh-width":            {"Full-width marks", "全角标点"},
	"zh-spacing":          {"Blanks between Chinese and Latin", "中西文之间的空格"},
	"zh-wide-letters":     {"Full-width letters and digits", "全角字母和数字"},
}
