package assist

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// manners are how a text is written, as far as what goes on with it should be
// written the same way.
type manners struct {
	curly bool // the text has typographic quotes and apostrophes
	plain bool // it has typewriter's ones
	latin bool // it has words in Latin letters
	han   bool // it has Chinese characters
}

// mannersOf looks at the text before a caret.
func mannersOf(text string) manners {
	return manners{
		curly: strings.ContainsAny(text, "’‘“”"),
		plain: strings.ContainsAny(text, "'\""),
		latin: strings.ContainsFunc(text, func(r rune) bool { return r < utf8.RuneSelf && unicode.IsLetter(r) }),
		han:   strings.ContainsFunc(text, isHan),
	}
}

// foreign reports a suggestion that begins to speak another language than text of
// lang with these manners: Chinese in English, or Latin letters in Chinese that
// had none.
func (m manners) foreign(text string, lang Language) bool {
	switch lang {
	case English:
		return !m.han && strings.ContainsFunc(text, isHan)
	case Chinese:
		return !m.latin && strings.ContainsFunc(text, func(r rune) bool { return r < utf8.RuneSelf && unicode.IsLetter(r) })
	}
	return false
}

// quotes writes the quotes and apostrophes of text, which stands behind the
// character prev, as the text around it has them. Text that has both kinds, or
// none, leaves them as they come.
func (m manners) quotes(prev rune, text string) string {
	if m.curly == m.plain || !strings.ContainsAny(text, "'\"’‘“”") {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if m.plain {
			switch r {
			case '’', '‘':
				r = '\''
			case '“', '”':
				r = '"'
			}
		} else {
			opens := prev == utf8.RuneError || unicode.IsSpace(prev) || strings.ContainsRune(openers+"—–-", prev)
			switch {
			case r == '\'' && opens:
				r = '‘'
			case r == '\'':
				r = '’'
			case r == '"' && opens:
				r = '“'
			case r == '"':
				r = '”'
			}
		}
		b.WriteRune(r)
		prev = r
	}
	return b.String()
}
