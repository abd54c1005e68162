package assist

import (
	"context"
	"strings"
)

// languageNames are the languages that have a short code, in English and in
// Chinese.
var languageNames = map[string][2]string{
	"en": {"English", "英文"}, "zh": {"Chinese", "中文"}, "de": {"German", "德文"}, "fr": {"French", "法文"}, "es": {"Spanish", "西班牙文"},
	"it": {"Italian", "意大利文"}, "pt": {"Portuguese", "葡萄牙文"}, "ru": {"Russian", "俄文"}, "ja": {"Japanese", "日文"}, "ko": {"Korean", "韩文"},
	"nl": {"Dutch", "荷兰文"}, "ar": {"Arabic", "阿拉伯文"}, "vi": {"Vietnamese", "越南文"}, "th": {"Thai", "泰文"}, "pl": {"Polish", "波兰文"},
}

// Translate gives text in another language, paragraph by paragraph. to is a
// code ("en", "zh") or the name of a language. show gets what there is so far.
func (w *Writer) Translate(ctx context.Context, text, to string, show func(soFar string)) (string, error) {
	paragraphs, between := paragraphsOf(text)
	var done strings.Builder
	for i, paragraph := range paragraphs {
		translated := paragraph
		if hasWords(paragraph) && string(DetectLanguage(paragraph, English)) != strings.ToLower(to) {
			var err error
			translated, err = w.translateParagraph(ctx, paragraph, to, func(soFar string) { show(done.String() + soFar) })
			if err != nil {
				return "", err
			}
		}
		done.WriteString(translated + between[i])
	}
	if sameText(done.String(), text) {
		return "", ErrUnchanged
	}
	return done.String(), nil
}

func (w *Writer) translateParagraph(ctx context.Context, text, to string, show func(string)) (string, error) {
	lang := DetectLanguage(text, English)
	sections, err := readPrompts("tasks", lang)
	if err != nil {
		return "", err
	}
	name := to
	if names, ok := languageNames[strings.ToLower(to)]; ok {
		name = names[0]
		if lang == Chinese {
			name = names[1]
		}
	}
	s := sections["translate"]
	messages := []Message{{"system", s.first("system")}, {"user", filled(s.first("ask"), "language", name) + "\n\n" + text}}
	return w.usable(ctx, messages, GenerateOptions{MaxTokens: 3*tokensFor(text, 1) + 40, Repetition: 1.02}, text, show, func(answer string) error {
		return checkTranslation(text, answer, strings.ToLower(to))
	})
}

// checkTranslation says what keeps a translation from being used. Only English
// and Chinese can be told apart for sure.
func checkTranslation(source, answer, to string) error {
	got := DetectLanguage(answer, Other)
	switch {
	case to == "zh" && got != Chinese, to == "en" && got != English:
		return &UnusableError{"it did not come in the language that was asked for."}
	case sameText(source, answer):
		return &UnusableError{"the text came back untranslated."}
	}
	for _, part := range protected.FindAllString(source, -1) {
		if len(part) > 2 && !strings.Contains(strings.ReplaceAll(answer, ",", ""), strings.ReplaceAll(part, ",", "")) && strings.ContainsAny(part, "/`{") {
			return &UnusableError{"it lost “" + part + "”."}
		}
	}
	return nil
}
