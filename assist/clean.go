package assist

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Chatter that instruct models put around an answer.
var (
	opening = regexp.MustCompile(`(?i)^(sure|certainly|of course|absolutely|okay|ok|great|here(?:'s| is| are)|the (?:rewritten|edited|revised|shorter|longer|simplified|translated)|(?:rewritten|edited|revised|shorter|longer|simplified) (?:passage|version|text)|translation|summary|passage|answer)\b[^\n]{0,80}[:：]\s*`)
	// A pleasantry without a colon is chatter only on a line of its own.
	pleasantry     = regexp.MustCompile(`(?i)^(sure|certainly|of course|absolutely)[!,.][^\n]{0,60}\n+`)
	openingChinese = regexp.MustCompile(`^(好的|当然|可以|没问题|以下是|下面是|这是|修改后|改写后|译文|翻译|摘要|答案)[^\n。]{0,30}[:：]\s*`)
	closing        = regexp.MustCompile(`(?is)\n+\s*(?:\(?note:|i hope|let me know|feel free|please let me|this (?:version|revision|passage)|changes made|explanation:|（?注[:：]|希望|如有|如果您).*$`)
	assistantTalk  = regexp.MustCompile(`(?i)\bas an? (?:ai|artificial intelligence|language model|assistant)\b|作为(?:一个|一名)?(?:AI|人工智能|语言模型|助手)|\bI(?:'m| am) sorry, (?:but )?I (?:can(?:'t|not)|am unable)|(?:抱歉|对不起)，(?:但)?我(?:不能|无法)`)
)

// cleaned takes the chatter off an answer to a request about source. It does
// so on a part of an answer too, as while it is being written.
func cleaned(answer, source string) string {
	text := strings.TrimSpace(answer)
	text = withoutFence(text, source)
	for range 2 {
		for _, chatter := range []*regexp.Regexp{opening, pleasantry, openingChinese} {
			if at := chatter.FindStringIndex(text); at != nil && !strings.HasPrefix(source, text[:at[1]]) {
				text = strings.TrimSpace(text[at[1]:])
			}
		}
	}
	text = strings.TrimSpace(closing.ReplaceAllString(text, ""))
	return withoutQuotes(text, source)
}

// withoutFence unwraps an answer that is one block of code where the source
// has none.
func withoutFence(text, source string) string {
	if !strings.HasPrefix(text, "```") || strings.Contains(source, "```") {
		return text
	}
	if _, rest, ok := strings.Cut(text, "\n"); ok {
		text = rest
	}
	return strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "```"))
}

// withoutQuotes takes away quotation marks that enclose the whole answer and
// not the source.
func withoutQuotes(text, source string) string {
	for _, pair := range [][2]string{{`"`, `"`}, {"“", "”"}, {"「", "」"}, {"'", "'"}} {
		inner, ok := strings.CutPrefix(text, pair[0])
		if !ok {
			continue
		}
		inner, ok = strings.CutSuffix(inner, pair[1])
		if ok && !strings.Contains(inner, pair[0]) && !strings.Contains(inner, pair[1]) && !strings.HasPrefix(source, pair[0]) {
			return strings.TrimSpace(inner)
		}
	}
	return text
}

// withoutCircles cuts an answer that says the same sentence or line a third
// time behind its second, and one that gets caught in a phrase behind the
// sentence before; it says whether it did.
func withoutCircles(text string) (string, bool) {
	seen := map[string]int{}
	start := 0
	for i, r := range text {
		if !strings.ContainsRune(sentenceEnds, r) {
			continue
		}
		end := i + len(string(r))
		sentence := strings.Join(strings.Fields(text[start:end]), " ")
		if len(sentence) > 12 {
			if seen[sentence]++; seen[sentence] > 2 {
				return strings.TrimSpace(text[:start]), true
			}
		}
		start = end
	}
	if caughtInPhrase(text[start:]) {
		return strings.TrimSpace(text[:start]), true
	}
	return text, false
}

const sentenceEnds = ".!?。！？\n"

// A phrase of at most longestPhrase runes that ends a text and stands there
// phraseRounds times running is a circle; shorter ones have to go on over
// leastCircle runes.
const (
	longestPhrase = 60
	phraseRounds  = 4
	leastCircle   = 32
)

// caughtInPhrase reports whether a sentence ends in the same phrase over and
// over. Rows of marks, such as a rule, are no phrase.
func caughtInPhrase(sentence string) bool {
	runes := []rune(sentence)
	for period := 2; period <= longestPhrase; period++ {
		length := max(phraseRounds*period, leastCircle)
		if length > len(runes) {
			return false
		}
		tail := runes[len(runes)-length:]
		same := true
		for i := period; same && i < length; i++ {
			same = tail[i] == tail[i-period]
		}
		if same && slices.ContainsFunc(tail[:period], unicode.IsLetter) {
			return true
		}
	}
	return false
}

// protected are the parts of a text that a rewrite has to keep: numbers,
// links, code and placeholders.
var protected = regexp.MustCompile("https?://[^\\s)\\]]+|`[^`\n]+`|\\{\\{?[\\w .-]+\\}?\\}|\\d+(?:[.,:/-]\\d+)*")

// lostParts gives the protected parts of source that are not in text. A
// number that is written out as a word there counts as kept.
func lostParts(source, text string) []string {
	var lost []string
	for _, part := range protected.FindAllString(source, -1) {
		if strings.Contains(text, part) || smallNumber(part) {
			continue
		}
		lost = append(lost, part)
	}
	return lost
}

// smallNumber reports numbers that good style may write out.
func smallNumber(part string) bool {
	return len(part) <= 2 && unicode.IsDigit(rune(part[0])) && (len(part) == 1 || part <= "12")
}

// sameText compares two texts without regard to white space.
func sameText(a, b string) bool {
	return strings.Join(strings.Fields(a), " ") == strings.Join(strings.Fields(b), " ")
}
