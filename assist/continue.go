package assist

import (
	"context"
	"math"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"
)

// Request is a caret in a text that asks to be continued.
type Request struct {
	Revision uint64 // of the text; handed back in the Suggestion
	Text     Text   // the whole document, or as much of it as there is
	Caret    int    // byte offset
	Title    string // of the document
	Notes    string // the writer's notes for it: genre, people, style
	Always   bool   // the writer asked: show the best there is, however unlikely
	Resting  bool   // the writer has stopped for a while: a guess of a sentence is welcome
}

// Limits for a writer who rests, chosen on training texts: a guess may be less
// likely than for one who types on, since nothing is in its way.
const (
	restingWord     = 0.05 // least probability of the first word
	restingHalfWord = 0.2  // of the rest of a word
	restingMean     = -2.6 // least mean log-probability
	restingFloor    = 0.02 // least probability of a later word
	restingWords    = 16
	restingTokens   = 28
)

// How likely the first word must be that is shown while the writer types, fitted
// on training texts so that six of ten are right with some to spare. Of Chinese,
// where words are short, models believe too much.
const (
	likelyEnough = 0.37
	likelyHan    = 0.6
	likelyLonger = 0.25 // of a Chinese word that goes on from a likelier, shorter one
)

// trustIn is how far a model's beliefs can be trusted in lang.
func trustIn(model Predictor, lang Language) Trust {
	if c, ok := model.(Calibrated); ok {
		if t := c.Trust(lang); t.Least > 0 {
			return t
		}
	}
	if lang == Chinese {
		return Trust{Least: likelyHan}
	}
	return Trust{Least: likelyEnough}
}

// limits gives the options that count for r at a place.
func (c *Continuer) limits(p *place, r Request) ContinueOptions {
	o := c.o.in(p.lang)
	if o.MinProbability == 0 {
		o.MinProbability, o.minLong = p.trust.Least, p.trust.Long
	}
	if r.Resting {
		o.MinProbability, o.minLong = restingWord, 0
		o.MinMeanLogProb, o.Floors = restingMean, []float64{restingFloor}
		o.MaxWords, o.MaxTokens = restingWords, restingTokens
	}
	if r.Always {
		o.MinProbability, o.minLong, o.MinMeanLogProb = 0, 0, math.Inf(-1)
	}
	return o
}

// enough reports whether a first word with this chance is to be shown.
func (o ContinueOptions) enough(e Evidence, chance float64) bool {
	return Trust{Least: o.MinProbability, Long: o.minLong}.Enough(e, chance)
}

// Suggestion is a continuation at a caret.
type Suggestion struct {
	Revision    uint64
	Caret       int
	Text        string  // to be inserted at the caret
	Words       []int   // ends of its words in Text, bytes, ascending: where "accept a word" stops
	Probability float64 // that its first word is what the writer means, 0 to 1
	Evidence            // for it
	LogProb     float64 // of the whole text, natural logarithm
	MeanLogProb float64 // by token
	Final       bool    // it won't grow any more
}

// extend makes text, which begins with the suggestion's text so far, the
// suggestion's text at p.
func (s *Suggestion) extend(p *place, text string, logp float64, tokens int) {
	s.Text, s.LogProb, s.MeanLogProb = text, logp, logp/float64(tokens)
	s.Words = p.han.unitEnds(p.before, text)
}

// Models gives the model that continues text in a language. It may take long the
// first time, and fails where there is none.
type Models interface {
	Prose(ctx context.Context, lang Language) (Predictor, error)
}

// ContinueOptions set a Continuer's limits. The zero value is what the window
// uses.
type ContinueOptions struct {
	WindowBytes    int     // text before the caret that the model reads; 0: 4096, about 1000 tokens
	MaxTokens      int     // longest suggestion; 0: 16
	MaxWords       int     // longest suggestion; 0: 8
	MinProbability float64 // least probability of the first word to be shown; 0: what is known of the model, else 0.37, for Chinese 0.6; negative: none
	MinMeanLogProb float64 // least mean log-probability to be shown; 0: -1.8
	// Floors are the least probabilities of the second word, the third and so on,
	// the last for all that follow; a less likely one ends the suggestion. The
	// longer it is, the more a wrong word spoils: then not all of it can be taken
	// with one key. nil: DefaultFloors.
	Floors      []float64
	Evaluations int // model calls spent on finding the first word; 0: 6
	// Words gives the list that completes words while the model isn't ready; nil:
	// nothing is suggested then.
	Words       func() *WordList
	Patient     bool    // reads the whole window first, however long it takes
	Sentence    bool    // goes on behind commas, to the end of the sentence
	Temperature float64 // 0 takes the likeliest; above, words and tokens are drawn
	Seed        uint64  // of the draw; equal seeds give equal text

	minLong float64 // MinProbability of first words of two characters and more; 0: the same
}

func (o ContinueOptions) withDefaults() ContinueOptions {
	def := func(v *int, d int) {
		if *v == 0 {
			*v = d
		}
	}
	defF := func(v *float64, d float64) {
		if *v == 0 {
			*v = d
		}
	}
	def(&o.WindowBytes, 4096)
	def(&o.MaxTokens, 16)
	def(&o.MaxWords, 8)
	def(&o.Evaluations, 6)
	defF(&o.MinMeanLogProb, -1.8)
	return o
}

// in gives the options with what depends on the language.
func (o ContinueOptions) in(lang Language) ContinueOptions {
	if o.Floors == nil {
		o.Floors = DefaultFloors(lang)
	}
	return o
}

// DefaultFloors gives ContinueOptions.Floors as they are by default. Chinese, where
// more than a character or two is seldom foreseen, has the same for all words.
func DefaultFloors(lang Language) []float64 {
	if lang == Chinese {
		return []float64{0.4}
	}
	return []float64{0.15, 0.35, 0.5, 0.6}
}

// Continuer continues text at a caret. The latest request wins: a new one
// cancels the one before it. Safe for concurrent use.
type Continuer struct {
	models Models
	o      ContinueOptions

	mu       sync.Mutex
	cancel   context.CancelFunc // of the request in work
	requests uint64             // made so far
	own      []string           // the writer's texts to learn from
	words    ownWords           // of those texts and of the writer's dictionary
	work     sync.Mutex         // held by the request in work
	widening sync.WaitGroup     // reading of whole windows behind the last request

	desks map[Predictor]*desk // guarded by work
	lang  Language            // of the last paragraph that had letters; guarded by work
	han   func() *HanWords    // nil where the list can't be read
	stats Stats               // guarded by work
}

// Stats says what the last finished request cost.
type Stats struct {
	ToWord time.Duration // from the request to its first word; 0 if nothing was shown
	Total  time.Duration
	Evals  int // calls of the model
}

// NewContinuer returns a Continuer that asks models.
func NewContinuer(models Models, o ContinueOptions) *Continuer {
	return &Continuer{models: models, o: o.withDefaults(), desks: map[Predictor]*desk{}, lang: English, han: hanOnce()}
}

// start makes r the latest request: the one before is cancelled and waited for.
func (c *Continuer) start(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	c.mu.Lock()
	if c.cancel != nil {
		c.cancel()
	}
	c.cancel = cancel
	c.requests++
	c.mu.Unlock()
	c.work.Lock()
	return ctx, func() {
		c.work.Unlock()
		cancel()
	}
}

// Cancel ends the request in work, if there is one.
func (c *Continuer) Cancel() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cancel != nil {
		c.cancel()
	}
}

// Forget drops what the Continuer remembers of its models' answers; call it when
// a model was changed (an adapter applied, a model unloaded).
func (c *Continuer) Forget() {
	c.Cancel()
	c.work.Lock()
	defer c.work.Unlock()
	for _, d := range c.desks {
		d.near.forget()
		d.wide.forget()
	}
}

// LastStats gives the cost of the last finished request.
func (c *Continuer) LastStats() Stats {
	c.work.Lock()
	defer c.work.Unlock()
	return c.stats
}

// Suggest yields a suggestion for r and then longer ones that begin with it;
// yield returns false to stop. Nothing is yielded where nothing is likely enough.
// In the middle of a line that is asked for, the one is yielded that the rest of
// the line follows best. It returns context.Canceled when a newer request came.
func (c *Continuer) Suggest(ctx context.Context, r Request, yield func(Suggestion) bool) error {
	ctx, done := c.start(ctx)
	defer done()
	if err := ctx.Err(); err != nil {
		return err
	}
	began := time.Now()
	c.stats = Stats{}
	if c.unready(r) {
		if s, ok := c.word(r); ok {
			yield(s)
			_, err := c.place(ctx, r) // loads the model for the next request
			return err
		}
	}
	p, err := c.place(ctx, r)
	if err != nil {
		return err
	}
	defer func(evals int) {
		c.stats.Total, c.stats.Evals = time.Since(began), p.r.evals-evals
		c.widen(ctx, p)
	}(p.r.evals)
	told := func(s Suggestion) bool {
		if c.stats.ToWord == 0 {
			c.stats.ToWord = time.Since(began)
		}
		return yield(s)
	}
	return c.suggestAt(ctx, p, r, told)
}

// suggestAt is Suggest at a place that was made ready.
func (c *Continuer) suggestAt(ctx context.Context, p *place, r Request, told func(Suggestion) bool) error {
	if r.Always && !AtLineEnd(p.line) {
		all, err := c.alternatives(ctx, p, r, fillChoices)
		if err == nil && len(all) > 0 {
			told(all[0])
		}
		return err
	}
	draw := c.o.draw()
	want := 1
	if draw != nil {
		want = drawnFrom
	}
	words, err := p.words(ctx, c.o.Evaluations+2*(want-1), want)
	if err != nil {
		return err
	}
	o := c.limits(p, r)
	if p.lang == Chinese && draw == nil {
		told = p.wholeWord(o, words, told)
		words = longestLikely(words, likelyLonger)
	}
	w, ok := p.acceptable(draw.word(words))
	if r.Resting && !r.Always && endsInWord(p.before) && !strings.HasPrefix(w.text, " ") {
		o.MinProbability = restingHalfWord
	}
	if !ok {
		return nil
	}
	text, _ := p.fit(w.text)
	evidence := p.evidence(text, w.p)
	chance := p.trust.Chance(evidence)
	if !r.Always && !p.worth(evidence, chance, o) {
		return nil
	}
	g := p.phrase(w, o)
	g.draw = draw
	if g.logp < o.MinMeanLogProb && !r.Resting {
		return nil
	}
	if r.Resting && !r.Always {
		told = withoutRepeats(p.before, told)
	}
	s := Suggestion{Revision: r.Revision, Caret: r.Caret, Probability: chance, Evidence: evidence}
	if err := c.grow(ctx, p, g, w, &s, told); err != nil || s.Text == "" {
		return err
	}
	s.finish(p)
	told(s)
	return nil
}

// A guess of a sentence that only says again what was just said is no help.
const (
	repeatReach = 1200 // bytes before the caret that are looked at
	repeatWords = 3    // words in a row that make a repeat
	repeatHan   = 6    // Chinese characters in a row that do
)

// withoutRepeats holds a guess back until it has more words than make a repeat,
// and drops one that begins by repeating what stands before the caret.
func withoutRepeats(before string, yield func(Suggestion) bool) func(Suggestion) bool {
	said := strings.Join(wordsOf(strings.ToLower(tail(before, repeatReach))), " ")
	return func(s Suggestion) bool {
		words, enough := wordsOf(strings.ToLower(s.Text)), repeatWords
		if DetectLanguage(s.Text, English) == Chinese {
			enough = repeatHan
		}
		if len(words) < enough {
			return !s.Final || yield(s)
		}
		if strings.Contains(said, strings.Join(words[:enough], " ")) {
			return false
		}
		return yield(s)
	}
}

// fillChoices is how many fillings of a place in the middle of a line are judged
// by what stands behind it.
const fillChoices = 4

// grow lengthens s from its first word w along g and yields it with every word.
func (c *Continuer) grow(ctx context.Context, p *place, g *phrase, w wordChoice, s *Suggestion, yield func(Suggestion) bool) error {
	commit := func(text string, logp float64, tokens int) bool {
		text, more := p.fit(text)
		if text == "" || text == s.Text {
			return more
		}
		if s.Text != "" && logp < float64(tokens)*g.minMean {
			return false
		}
		s.extend(p, text, logp, tokens)
		return yield(*s) && more
	}
	if !commit(w.text, g.logp, g.count) {
		return nil
	}
	return g.grow(ctx, len(w.text), commit)
}

// finish ends a suggestion at its place.
func (s *Suggestion) finish(p *place) {
	s.Final = true
	if text := p.joined(s.Text); text != s.Text {
		s.Text = text
		s.Words[len(s.Words)-1] = len(text)
	}
}

// Word is a word that could stand at the caret, with its share of all that could.
type Word struct {
	Text string // without the space before it
	P    float64
}

// NextWords gives the k most probable next words at the caret of r, most
// probable first; with half a word typed, the ends of it, the typed half
// included.
func (c *Continuer) NextWords(ctx context.Context, r Request, k int) ([]Word, error) {
	ctx, done := c.start(ctx)
	defer done()
	p, err := c.place(ctx, r)
	if err != nil {
		return nil, err
	}
	found, err := p.words(ctx, 4*k+8, k)
	if err != nil {
		return nil, err
	}
	typed := p.before[halfWord(p.before):]
	typed = strings.TrimLeftFunc(typed, func(r rune) bool { return !isWordRune(r) })
	var words []Word
	seen := map[string]int{}
	for _, f := range found {
		text := f.text
		if typed != "" && endsInWord(typed) && startsWithWord(text) {
			text = typed + text
		}
		text = strings.TrimSpace(text)
		if text == "" {
			continue
		}
		if i, ok := seen[text]; ok {
			words[i].P += f.p
			continue
		}
		seen[text] = len(words)
		words = append(words, Word{Text: text, P: f.p})
		if len(words) == k {
			break
		}
	}
	return words, nil
}

// Alternatives gives up to k suggestions that begin with different words, the
// likeliest first. After a caret in the middle of a line those come first that
// the rest of the line follows best.
func (c *Continuer) Alternatives(ctx context.Context, r Request, k int) ([]Suggestion, error) {
	ctx, done := c.start(ctx)
	defer done()
	p, err := c.place(ctx, r)
	if err != nil {
		return nil, err
	}
	return c.alternatives(ctx, p, r, k)
}

func (c *Continuer) alternatives(ctx context.Context, p *place, r Request, k int) ([]Suggestion, error) {
	words, err := p.words(ctx, c.o.Evaluations+3*k, k+2)
	if err != nil {
		return nil, err
	}
	var all []Suggestion
	for _, w := range words {
		if len(all) == k {
			break
		}
		if _, ok := p.acceptable([]wordChoice{w}); !ok {
			continue
		}
		s := Suggestion{Revision: r.Revision, Caret: r.Caret, Probability: w.p}
		if err := c.grow(ctx, p, p.phrase(w, c.o.in(p.lang)), w, &s, func(Suggestion) bool { return true }); err != nil {
			return nil, err
		}
		if s.Text != "" {
			s.finish(p)
			all = append(all, s)
		}
	}
	return p.rankByRest(ctx, all)
}

// Insertion gives what is to be inserted at a caret behind before, so that word,
// as NextWords gives it, stands there: without the half that is typed already,
// with a space before it where the language wants one.
func Insertion(before, word string) string {
	typed := typedWord(before)
	if typed != "" && len(word) >= len(typed) && strings.EqualFold(word[:len(typed)], typed) {
		return word[len(typed):]
	}
	first, _ := utf8.DecodeRuneInString(word)
	last, _ := utf8.DecodeLastRuneInString(before)
	if !isWordRune(first) || before == "" || unicode.IsSpace(last) || wide(last) ||
		strings.ContainsRune(openers+"-/", last) {
		return word
	}
	return " " + word
}

func startsWithWord(s string) bool {
	for _, r := range s {
		return isWordRune(r) || isApostrophe(r)
	}
	return false
}

// phrase begins a phrase with word w.
func (p *place) phrase(w wordChoice, o ContinueOptions) *phrase {
	g := &phrase{
		r:         p.r,
		tokens:    append(append([]int32{}, p.prompt...), w.path...),
		open:      w.open,
		before:    lastWord(p.before),
		logp:      math.Log(max(w.p, 1e-9)),
		count:     1,
		maxTokens: o.MaxTokens,
		maxWords:  o.MaxWords,
		floors:    o.Floors,
		minMean:   o.MinMeanLogProb,
		sentence:  o.Sentence,
	}
	var all []byte
	for _, id := range w.path {
		all = append(all, p.r.lex.pieces[id]...)
	}
	g.text = all[len(p.forced):]
	return g
}
