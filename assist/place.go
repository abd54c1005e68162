package assist

import (
	"context"
	"math"
	"regexp"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// place is a caret made ready for the model: what it reads, what its answer must
// begin with, and what the answer must fit to.
type place struct {
	r      *reader
	before string // the window's text up to the caret
	line   string // what follows the caret on its line
	after  string // what follows the caret, some of it
	notes  string
	lang   Language
	han    *HanWords // of Chinese text; nil: words end where the model's tokens do
	own    *ownWords // the writer's
	trust  Trust     // in the model's beliefs here
	how    manners   // of the text before the caret
	prompt []int32
	forced []byte

	behind *reader // where the whole window is still to be read; nil: it was read
	wide   []int32 // the whole window's prompt
}

// afterReach is how much of the text behind the caret is looked at, in bytes.
const afterReach = 400

// place reads the surroundings of r's caret.
func (c *Continuer) place(ctx context.Context, r Request) (*place, error) {
	w := ChooseWindow(r.Text, r.Caret, c.o.WindowBytes, r.Title, r.Notes)
	after := r.Text.Slice(r.Caret, min(r.Caret+afterReach, r.Text.Len()))
	p := &place{before: w.Text, after: after, notes: r.Title + "\n" + r.Notes, own: &c.words}
	p.line, _, _ = strings.Cut(after, "\n")
	p.lang, p.how = c.language(w.Text), mannersOf(w.Text)
	c.lang = p.lang
	if p.lang == Chinese {
		p.han = c.han()
	}
	d, err := c.desk(ctx, p.lang)
	if err != nil {
		return nil, err
	}
	p.r = d.wide
	if !r.Resting { // a guess is believed as it is
		p.trust = trustIn(d.wide.predictor, p.lang)
	}
	p.split(w)
	if near := d.allowance(); !c.o.Patient && d.near != d.wide && d.wide.fresh(p.prompt) > near {
		p.behind, p.wide = d.wide, p.prompt
		p.r = d.near
		p.split(shortWindow(r, 4*near))
	}
	return p, nil
}

// language gives the language of the paragraph at the end of before; of the text
// above where the paragraph has only begun.
func (c *Continuer) language(before string) Language {
	paragraph := before[strings.LastIndexByte(before, '\n')+1:]
	if len(strings.TrimSpace(paragraph)) < 2 {
		paragraph = before[max(0, len(before)-600):]
	}
	return DetectLanguage(paragraph, c.lang)
}

// split divides the window into the prompt's tokens and the bytes that the
// answer is forced to begin with. Tokens that end at the caret are often not the
// ones the model expects there, so the last word, or the last token of Chinese
// text, is taken back and forced.
func (p *place) split(w Window) {
	vocab := p.r.predictor.Vocabulary()
	half := halfWord(w.Text)
	head := w.Preamble + w.Text[:half]
	p.forced = []byte(w.Text[half:])
	p.prompt = vocab.Encode(head)
	last, _ := utf8.DecodeLastRuneInString(head)
	if len(p.forced) > 0 || !isHan(last) || len(p.prompt) < 2 {
		return
	}
	var back []byte
	n := len(p.prompt)
	for n > 1 && (len(back) == 0 || !utf8.RuneStart(back[0])) {
		n--
		back = append(append([]byte{}, p.r.lex.pieces[p.prompt[n]]...), back...)
	}
	if len(back) > 0 && strings.HasSuffix(head, string(back)) {
		p.prompt, p.forced = p.prompt[:n], back
	}
}

// words searches for the words that could stand next. A Chinese one is what a
// token gives: where its words end only shows when it has been continued.
func (p *place) words(ctx context.Context, evals, want int) ([]wordChoice, error) {
	s := wordSearch{r: p.r, prompt: p.prompt, forced: p.forced, evals: evals, width: 6, want: want}
	found, err := s.run(ctx)
	if err != nil {
		return nil, err
	}
	return p.mixOwn(found), nil
}

// acceptable gives the likeliest word that may be shown here at all.
func (p *place) acceptable(words []wordChoice) (wordChoice, bool) {
	for _, w := range words {
		if text, _ := p.fit(w.text); text != "" {
			return w, true
		}
	}
	return wordChoice{}, false
}

// worth reports whether the first word of e is likely enough, with chance, and
// long enough to be shown. Of Chinese, where words only show when they have been
// continued, wholeWord decides.
func (p *place) worth(e Evidence, chance float64, o ContinueOptions) bool {
	if p.lang == Chinese {
		return e.Believed >= min(likelyLonger, o.MinProbability)
	}
	return o.enough(e, chance) && e.Shown >= leastShown
}

// leastShown is how many characters a suggestion has at least: one alone is
// hardly worth a key.
const leastShown = 2

// fit cuts text to what may stand between what is before the caret and what is
// behind it; more is false when it can't grow any further. Nothing is left of a
// text that only repeats its surroundings.
func (p *place) fit(text string) (fitted string, more bool) {
	if !utf8.ValidString(text) || strings.ContainsRune(text, utf8.RuneError) {
		return "", false
	}
	prev, _ := utf8.DecodeLastRuneInString(p.before)
	if prev == ' ' || prev == '\t' || prev == '\n' || p.before == "" {
		if strings.HasPrefix(text, " ") {
			return "", false // would double the space
		}
	}
	if p.how.foreign(text, p.lang) {
		return "", false
	}
	if p.lang == Chinese {
		text = closeHan(prev, text)
	}
	text = p.how.quotes(prev, text)
	if i := naturalEnd(lastWord(p.before), text, 0); i >= 0 {
		return text[:i], false
	}
	if n, hit := overlap(text, p.line); hit {
		return strings.TrimRight(text[:n], " "), false
	}
	if p.repeats(text) || p.echoes(text) || p.answers(text) {
		return "", false
	}
	return text, true
}

// lastWord gives the end of before that tells a full stop from an abbreviation's.
func lastWord(before string) string {
	return before[strings.LastIndexAny(before, " \n")+1:]
}

// joined gives text with the space that keeps it apart from a word behind the
// caret.
func (p *place) joined(text string) string {
	if next, _ := utf8.DecodeRuneInString(p.line); isWordRune(next) && endsInWord(text) {
		return text + " "
	}
	return text
}

// closeHan drops the spaces that would stand between two Chinese characters.
func closeHan(prev rune, text string) string {
	var b strings.Builder
	runes := []rune(text)
	for i, r := range runes {
		if r == ' ' && i+1 < len(runes) && wide(prev) && wide(runes[i+1]) {
			continue
		}
		b.WriteRune(r)
		prev = r
	}
	return b.String()
}

// wide reports Chinese characters and Chinese marks.
func wide(r rune) bool {
	return isHan(r) || strings.ContainsRune("，。！？；：、“”‘’（）《》…—", r)
}

// overlap finds where text begins to repeat the line behind the caret: the
// whole of text's rest from n on is the beginning of line, or line (at least a
// word of it) begins inside text.
func overlap(text, line string) (n int, hit bool) {
	line = strings.TrimLeft(line, " ")
	if strings.TrimSpace(line) == "" {
		return 0, false
	}
	size, _ := firstUnit(line)
	word := line[:max(size, 1)]
	for i := range text {
		rest := strings.TrimLeft(text[i:], " ")
		if rest == "" {
			break
		}
		if i > 0 && endsInWord(text[:i]) && isWordRune(rune(rest[0])) && rest == text[i:] {
			continue // inside a word
		}
		if strings.HasPrefix(line, rest) && (len(rest) == len(line) || !endsInWord(rest) || !startsWithWord(line[len(rest):])) {
			return i, true
		}
		if len(word) > 1 && strings.HasPrefix(rest, word) && (len(rest) == len(word) || !startsWithWord(rest[len(word):])) {
			return i, true
		}
	}
	return 0, false
}

// repeats reports a suggestion that says again what was just said: three or more
// words that are the text before the caret, or one word for the third time.
func (p *place) repeats(text string) bool {
	t := strings.TrimSpace(text)
	if t == "" {
		return false
	}
	before := strings.TrimRight(p.before, " ")
	if words := strings.Fields(t); len(words) >= 3 && strings.HasSuffix(before, t) {
		return true
	}
	return utf8.RuneCountInString(t) >= 2 && strings.HasSuffix(before, t+t) ||
		strings.HasSuffix(before, " "+t+" "+t) && endsInWord(t)
}

// echoes reports a suggestion that recites the writer's notes or the title: five
// words, or ten Chinese characters, that stand there.
func (p *place) echoes(text string) bool {
	t := strings.TrimSpace(text)
	if len(strings.Fields(t)) < 5 && utf8.RuneCountInString(t) < 10 {
		return false
	}
	if len(strings.Fields(t)) < 5 && p.lang != Chinese {
		return false
	}
	return strings.Contains(p.notes, t)
}

// speaker is how models that learned from chats begin a paragraph that answers what is above instead of going on
// with it.
var speaker = regexp.MustCompile(`(?i)^[ >*_#"“-]*(assistant|user|human|system|chatbot|bot|ai|answer|response|question|instructions?|prompt|output|explanation|助手|用户|系统|人工智能|回答|答案?|问题?|解析|解释|指令|提示)(\pP|\s|$)`)

// answers reports a suggestion that begins a paragraph with a speaker's name, as chats do, of whom the text above
// doesn't speak.
func (p *place) answers(text string) bool {
	if strings.ContainsFunc(lastLine(p.before), unicode.IsLetter) {
		return false
	}
	name := speaker.FindStringSubmatch(text)
	return name != nil && !strings.Contains(strings.ToLower(p.before), strings.ToLower(name[1]))
}

// rankByRest puts those suggestions first that the rest of the line follows
// best: each is scored by its own probability and that of the first tokens of
// the rest behind it.
func (p *place) rankByRest(ctx context.Context, all []Suggestion) ([]Suggestion, error) {
	rest := strings.TrimRight(p.line, " ")
	if rest == "" || len(all) < 2 {
		return all, nil
	}
	score := make(map[string]float64, len(all))
	for _, s := range all {
		mean, err := p.restLogProb(ctx, s.Text, rest)
		if err != nil {
			return nil, err
		}
		score[s.Text] = math.Log(max(s.Probability, 1e-9)) + mean
	}
	sort.SliceStable(all, func(i, j int) bool { return score[all[i].Text] > score[all[j].Text] })
	return all, nil
}

// restTokens is how many tokens of the rest of the line are judged.
const restTokens = 6

// restLogProb is the log-probability of the first tokens of rest after text.
func (p *place) restLogProb(ctx context.Context, text, rest string) (float64, error) {
	vocab := p.r.predictor.Vocabulary()
	head := string(p.forced) + text
	both := vocab.Encode(head + rest)
	at := len(vocab.Encode(head))
	at = min(at, len(both))
	tokens := append(append([]int32{}, p.prompt...), both[:at]...)
	var sum float64
	for _, id := range both[at:min(len(both), at+restTokens)] {
		d, err := p.r.next(ctx, tokens)
		if err != nil {
			return 0, err
		}
		sum += float64(d[id])
		tokens = append(tokens, id)
	}
	return sum, nil
}
