package proof

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// class is what sort of token something is.
type class uint8

const (
	word   class = iota // letters with apostrophes and hyphens inside
	number              // begins with a digit
	mark                // one punctuation character, or a run of the same full stop, dash or mark
	opaque              // masked: read as a noun of which nothing is known
	han                 // one Chinese character
	other               // symbols, emoji
)

// token is a word or mark of a sentence.
type token struct {
	start, end int    // byte offsets in the paragraph
	text       string // as written
	lower      string // lower case, straight apostrophe
	class      class
	gap        bool // white space stands before it
	quoted     bool // inside quotation marks
}

// sentence is one sentence of a paragraph with what its rules need to know.
type sentence struct {
	para   *paragraph
	masks  *masks
	tokens []token
	// first and last tell whether it opens or closes its paragraph.
	first, last bool
	language    Language
	// mended is how many slips of it were mended before it is looked at.
	mended float64
}

// start and end are the sentence's bytes in the paragraph.
func (s *sentence) start() int { return s.tokens[0].start }
func (s *sentence) end() int   { return s.tokens[len(s.tokens)-1].end }

// at returns the token at index i, or an empty mark beyond the ends.
func (s *sentence) at(i int) token {
	if i < 0 || i >= len(s.tokens) {
		return token{class: mark}
	}
	return s.tokens[i]
}

// word returns the lower-case text of the word at index i, or "" where there is none.
func (s *sentence) word(i int) string {
	if t := s.at(i); t.class == word {
		return t.lower
	}
	return ""
}

// words is the number of words; Chinese characters count for two thirds of one each.
func (s *sentence) words() int {
	n, chinese := 0, 0
	for _, t := range s.tokens {
		switch t.class {
		case word:
			n++
		case han:
			chinese++
		}
	}
	return n + chinese*2/3
}

// tokenize cuts a paragraph into tokens, leaving markup out.
func tokenize(text string, m *masks) []token {
	var out []token
	gap := true
	quotes := quoteState{}
	for at := 0; at < len(text); {
		if s, ok := covering(m.markup, at); ok {
			at = s.end
			continue
		}
		if s, ok := covering(m.opaque, at); ok {
			out = append(out, token{start: s.start, end: s.end, text: text[s.start:s.end], class: opaque, gap: gap, quoted: quotes.open()})
			at, gap = s.end, false
			continue
		}
		r, size := utf8.DecodeRuneInString(text[at:])
		if unicode.IsSpace(r) {
			at, gap = at+size, true
			continue
		}
		t := token{start: at, gap: gap}
		t.class, t.end = scan(text, at, r, size)
		if s := nextSpan(m, at); s < t.end {
			t.end = s
		}
		t.text = text[t.start:t.end]
		t.lower = t.text
		if t.class == word {
			t.lower = strings.ReplaceAll(strings.ToLower(t.text), "’", "'")
		}
		if t.class == mark {
			quotes.see(text, t)
		}
		t.quoted = quotes.open()
		out = append(out, t)
		at, gap = t.end, false
	}
	return out
}

// nextSpan is the start of the first masked stretch after at.
func nextSpan(m *masks, at int) int {
	next := int(^uint(0) >> 1)
	for _, spans := range [][]span{m.opaque, m.markup} {
		for _, s := range spans {
			if s.start > at {
				next = min(next, s.start)
				break
			}
		}
	}
	return next
}

// dotted matches abbreviations such as "e.g." and "U.S.A.".
var dotted = regexp.MustCompile(`^(?:\pL\.){2,}`)

// scan finds the class and the end of the token that begins at byte at with rune r.
func scan(text string, at int, r rune, size int) (class, int) {
	switch {
	case unicode.Is(unicode.Han, r):
		return han, at + size
	case unicode.IsDigit(r):
		return number, at + run(text[at:], func(r, next rune) bool {
			return unicode.IsDigit(r) || unicode.IsLetter(r) && r < 0x2000 || strings.ContainsRune(".,:/'’", r) && unicode.IsDigit(next)
		})
	case letter(r) && dotted.MatchString(text[at:]):
		return word, at + len(dotted.FindString(text[at:]))
	case letter(r):
		return word, at + run(text[at:], func(r, next rune) bool {
			return letter(r) || unicode.IsDigit(r) || (r == '\'' || r == '’' || r == '-' || r == '\u00ad') && letter(next)
		})
	case r == '.' || r == '-' || r == '!' || r == '?' || r == '…' || r == '—' || r == '。':
		return mark, at + run(text[at:], func(x, _ rune) bool { return x == r })
	case unicode.IsPunct(r) || strings.ContainsRune("`^=+<>|~$", r):
		return mark, at + size
	}
	return other, at + size
}

func letter(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsMark(r)) && !unicode.Is(unicode.Han, r)
}

// run is the length in bytes of the head of text whose runes pass keep.
func run(text string, keep func(r, next rune) bool) int {
	n := 0
	for n < len(text) {
		r, size := utf8.DecodeRuneInString(text[n:])
		next, _ := utf8.DecodeRuneInString(text[n+size:])
		if n > 0 && !keep(r, next) {
			break
		}
		n += size
	}
	return n
}

// quoteState follows quotation marks through a paragraph.
type quoteState struct {
	straight bool
	depth    int
}

func (q *quoteState) see(text string, t token) {
	switch t.text {
	case `"`:
		q.straight = !q.straight
	case "“", "「", "『":
		q.depth++
	case "”", "」", "』":
		q.depth = max(0, q.depth-1)
	}
}

func (q *quoteState) open() bool { return q.straight || q.depth > 0 }

// sentences cuts a tokenized paragraph into sentences.
func sentences(p *paragraph, m *masks, tokens []token, language Language) []sentence {
	var out []sentence
	begin := 0
	for i := range tokens {
		if i+1 < len(tokens) && !endsSentence(tokens, i) {
			continue
		}
		out = append(out, sentence{para: p, masks: m, tokens: tokens[begin : i+1], language: language})
		begin = i + 1
	}
	if len(out) > 0 {
		out[0].first, out[len(out)-1].last = true, true
	}
	return out
}

// abbreviations after which a full stop does not end a sentence, even before a capital.
const abbreviations = " mr mrs ms dr prof st sr jr rev hon gen col capt lt sgt sen rep gov pres messrs mme mlle vs no nos vol vols fig figs pp ed eds al cf viz approx dept est inc ltd co corp jan feb mar apr jun jul aug sep sept oct nov dec e.g i.e eg ie "

// endsSentence tells whether a sentence ends behind token i, which is not the last one.
func endsSentence(tokens []token, i int) bool {
	t, next := tokens[i], tokens[i+1]
	switch t.text {
	case "。", "！", "？", "；":
		return !closing(next)
	}
	if closing(t) {
		// A closing mark belongs to the sentence before it.
		j := i
		for j >= 0 && closing(tokens[j]) {
			j--
		}
		return j >= 0 && j < i && terminal(tokens[j]) && !closing(next) && (next.class == han || fullWidth(tokens[j]) || next.gap && beginsUpper(next) && endsAt(tokens, j))
	}
	if !terminal(t) || closing(next) {
		return false
	}
	if fullWidth(t) {
		return true
	}
	return next.gap && beginsUpper(next) && endsAt(tokens, i)
}

func fullWidth(t token) bool {
	return t.text == "！" || t.text == "？" || strings.HasPrefix(t.text, "。")
}

// endsAt tells whether the mark at i is a sentence end rather than that of an abbreviation or initial.
func endsAt(tokens []token, i int) bool {
	if tokens[i].text != "." || i == 0 || tokens[i].gap {
		return true
	}
	before := tokens[i-1]
	if before.class != word {
		return true
	}
	if len(before.text) == 1 && before.text != "I" && unicode.IsUpper(rune(before.text[0])) {
		return false
	}
	return !strings.Contains(abbreviations, " "+before.lower+" ")
}

func terminal(t token) bool {
	return t.class == mark && (strings.Trim(t.text, ".!?…。！？") == "")
}

func closing(t token) bool {
	switch t.text {
	case ")", "]", "”", "’", "»", "」", "』", "）", "】", "》":
		return true
	case `"`, "'":
		return !t.gap
	}
	return false
}

func beginsUpper(t token) bool {
	r, _ := utf8.DecodeRuneInString(t.text)
	return t.class == han || t.class == opaque || t.class == number || unicode.IsUpper(r) || t.class == mark && strings.ContainsRune("\"'“‘([*_—-", r) || t.class == other
}
