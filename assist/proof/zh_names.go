package proof

import (
	"strings"

	"inkling/assist/proof/lexicon"
)

// surnames are the commonest surnames of one character that seldom stand for anything else.
const surnames = "王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯董萧肖程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊陆郝孔崔邱秦史顾侯邵孟龙段钱汤尹黎易常武乔贺赖龚厉聂楚柳穆"

// inName tells whether the character at index at of a run seems to be part of somebody's name: a surname, or one of
// two characters behind it, where the surname makes no word with what stands beside it. To a model most names are odd
// words, which it would rather have usual.
func inName(zh *lexicon.Chinese, run []rune, at int) bool {
	word := func(start int) bool {
		if start < 0 || start+2 > len(run) {
			return false
		}
		_, ok := zh.Level(string(run[start : start+2]))
		return ok
	}
	for start := max(0, at-2); start <= at && start+1 < len(run); start++ {
		if strings.ContainsRune(surnames, run[start]) && !word(start) && !word(start-1) && (at < start+2 || !word(at)) {
			return true
		}
	}
	return false
}
