// Package proof finds slips in English and Chinese text and proposes what would mend them.
//
// Rules propose, the model judges. A [Checker] cuts a text into paragraphs, hides what is not prose
// (code, links, addresses, formulas), lets every rule of the paragraph's language propose edits, has
// a [Scorer] weigh each edit in context, and returns what is likely enough as a [Finding]. Without a
// Scorer only the rules that are precise on their own speak.
//
// Findings come in three waves, each better and slower than the one before: [Checker.Rules] in
// milliseconds, [Checker.Check] with the judge in a tenth of a second a sentence, and
// [Checker.Consult], which judges with a larger model where there is one and asks an instruct model, a [Corrector],
// for its correction of the sentences in which something seems wrong, and how much better an answer each edit of them
// makes, in about a second each; [Checker.Review] leaves the instruct model out. Both listen to a small model that was
// taught to correct English, which takes a tenth of a second a sentence. Where something was found the sentence is
// looked at once more as it reads with that mended. A paragraph that a later wave has seen keeps its verdicts.
package proof

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"inkling/assist/proof/lexicon"
)

// Checker proofreads texts. It remembers its findings by paragraph text, so that only changed
// paragraphs are checked again. It is safe for concurrent use; judging is done for one text at a time.
type Checker struct {
	opts     Options
	settings atomic.Pointer[Settings]
	english  *lexicon.English
	chinese  func() (*lexicon.Chinese, error) // loaded when it is first needed
	speller  *speller
	weights  *weights
	rules    map[Language][]*rule

	mu    sync.Mutex // guards cache
	cache map[cacheKey]examined

	judging    sync.Mutex // guards judges, reviewers, taught and correctors and their use
	judges     map[Language]*judge
	reviewers  map[Language]*judge
	taught     map[Language]Corrector
	correctors map[Language]Corrector
}

// wave is how much is known of a paragraph.
type wave int

const (
	byRules wave = iota + 1
	byJudge
	byReviewer
	byCorrector
)

// examined is what is remembered of a paragraph: its verdicts and the wave that they are from.
type examined struct {
	wave     wave
	verdicts []verdict
}

// cacheKey is what the verdicts on a paragraph depend on.
type cacheKey struct {
	text     string
	language Language
	set      Language // what the settings say
	complete bool
}

// cachedParagraphs is the number of paragraphs that are remembered; when it is reached all are dropped.
const cachedParagraphs = 8192

// New returns a Checker. It loads the word lists, which takes some 200 ms.
func New(opts Options) (*Checker, error) {
	c := &Checker{opts: opts, cache: make(map[cacheKey]examined), judges: make(map[Language]*judge), reviewers: make(map[Language]*judge), taught: make(map[Language]Corrector), correctors: make(map[Language]Corrector)}
	c.Set(opts.Settings)
	var err error
	if c.english, err = lexicon.LoadEnglish(); err != nil {
		return nil, err
	}
	c.chinese = sync.OnceValues(lexicon.LoadChinese)
	channel, err := lexicon.LoadChannel()
	if err != nil {
		return nil, err
	}
	if c.weights, err = loadWeights(); err != nil {
		return nil, err
	}
	en := englishRules()
	c.rules = map[Language][]*rule{EnUS: en, EnGB: en, anyEnglish: en, Chinese: chineseRules()}
	c.speller = newSpeller(lexicon.NewSpeller(c.english, channel), opts.Words)
	return c, nil
}

// Rules returns at once what the rules find in text, in order and without overlaps; in paragraphs that a
// later wave has seen, what that one found.
func (c *Checker) Rules(ctx context.Context, text string) ([]Finding, error) {
	return c.check(ctx, text, byRules)
}

// Check returns what rules and judge find in text, in order and without overlaps. In a paragraph whose
// language has no judge it finds what Rules does.
func (c *Checker) Check(ctx context.Context, text string) ([]Finding, error) {
	return c.check(ctx, text, byJudge)
}

// Review returns what rules, the larger judge and the taught model find in text, in order and without overlaps. In a
// paragraph whose language has neither it finds what Check does. When ctx ends, the paragraphs that are done are remembered.
func (c *Checker) Review(ctx context.Context, text string) ([]Finding, error) {
	return c.check(ctx, text, byReviewer)
}

// Consult returns what rules, judge, taught model and instruct model find in text, in order and without overlaps. In
// a paragraph whose language has no judge or no instruct model it finds what Review does. When ctx ends,
// the paragraphs that are done are remembered.
func (c *Checker) Consult(ctx context.Context, text string) ([]Finding, error) {
	return c.check(ctx, text, byCorrector)
}

// Forget drops what is remembered of paragraphs, so that all are checked anew: for when the writer's
// dictionary has changed.
func (c *Checker) Forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.cache)
}

func (c *Checker) check(ctx context.Context, text string, wanted wave) ([]Finding, error) {
	var out []Finding
	dialect := c.dialectOf(text)
	for _, p := range paragraphs(text) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		language := c.languageFor(p.text, dialect)
		if language == "" {
			continue
		}
		verdicts, err := c.verdicts(ctx, p, language, wanted)
		if err != nil {
			return nil, err
		}
		out = append(out, c.findings(text, p, verdicts)...)
	}
	return out, nil
}

// languageFor is the language to check a paragraph in, or "" to leave it alone.
func (c *Checker) languageFor(text string, dialect Language) Language {
	found, set := languageOf(text), c.settings.Load().Language
	switch {
	case found == "" || set == Auto && found != EnUS:
		return found
	case set == Chinese:
		return found
	case found == Chinese:
		return Chinese
	}
	return dialect
}

// verdicts returns the proposals for a paragraph with their chances, from the wanted wave, or from the
// one before where the models for it are missing.
func (c *Checker) verdicts(ctx context.Context, p paragraph, language Language, wanted wave) ([]verdict, error) {
	key := cacheKey{p.text, language, c.settings.Load().Language, p.complete}
	if known, ok := c.remembered(key); ok && known.wave >= wanted {
		return known.verdicts, nil
	}
	var j *judge
	var asked Corrector
	reviewed := false
	if wanted > byRules {
		c.judging.Lock()
		defer c.judging.Unlock()
		var err error
		if wanted >= byReviewer {
			if j, err = c.openJudge(c.opts.Reviewer, c.reviewers, language); err != nil {
				return nil, err
			}
		}
		if reviewed = j != nil; !reviewed {
			if j, err = c.openJudge(c.opts.Judge, c.judges, language); err != nil {
				return nil, err
			}
		}
		if j != nil {
			if j.taught, err = openCorrector(c.opts.Taught, c.taught, language, wanted >= byReviewer); err != nil {
				return nil, err
			}
			reviewed = reviewed || j.taught != nil
			if asked, err = openCorrector(c.opts.Corrector, c.correctors, language, wanted == byCorrector); err != nil {
				return nil, err
			}
		}
	}
	got := byRules
	switch {
	case asked != nil:
		got = byCorrector
	case reviewed:
		got = byReviewer
	case j != nil:
		got = byJudge
	}
	if known, ok := c.remembered(key); ok && known.wave >= got {
		return known.verdicts, nil
	}
	out, err := c.examine(ctx, p, language, j, asked)
	if err != nil {
		return nil, err
	}
	c.remember(key, examined{got, out})
	return out, nil
}

func (c *Checker) remembered(key cacheKey) (examined, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	known, ok := c.cache[key]
	return known, ok
}

func (c *Checker) remember(key cacheKey, e examined) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.cache) >= cachedParagraphs {
		clear(c.cache)
	}
	if c.cache[key].wave <= e.wave {
		c.cache[key] = e
	}
}

// examine looks a paragraph over, and once more where something was found.
func (c *Checker) examine(ctx context.Context, p paragraph, language Language, j *judge, asked Corrector) ([]verdict, error) {
	sentences := c.parse(p, language)
	if len(sentences) == 0 {
		return nil, nil
	}
	if c.opts.Direct {
		return c.pass(ctx, sentences, language, j, asked, false)
	}
	first, err := c.pass(ctx, sentences, language, j, nil, false)
	if err != nil {
		return nil, err
	}
	if language == Chinese && j == nil {
		return first, nil
	}
	return c.lookAgain(ctx, p, language, j, asked, first)
}

// pass runs the rules over sentences of one paragraph and puts what they propose to the judge and the
// instruct model, as far as they are there. When it looks again, what the taught model would change is proposed too.
func (c *Checker) pass(ctx context.Context, sentences []sentence, language Language, j *judge, asked Corrector, again bool) ([]verdict, error) {
	sc, err := c.scene(language, j != nil)
	if err != nil {
		return nil, err
	}
	open := make([][]verdict, len(sentences))
	for i := range sentences {
		for _, p := range propose(sc, c.rules[language], &sentences[i]) {
			open[i] = append(open[i], verdict{proposal: p, chance: p.prior})
		}
	}
	if again && j != nil && j.taught != nil {
		if err := offer(ctx, sc, j.taught, sentences, open); err != nil {
			return nil, fmt.Errorf("have a sentence corrected: %w", err)
		}
	}
	if asked != nil {
		if err := consult(ctx, sc, asked, sentences, open); err != nil {
			return nil, fmt.Errorf("ask for a correction: %w", err)
		}
	}
	if j != nil {
		out, err := j.weigh(ctx, asked, sentences, open)
		if err != nil {
			return nil, fmt.Errorf("judge corrections: %w", err)
		}
		return out, nil
	}
	return slices.Concat(open...), nil
}

// openJudge returns the judge for a language from those that are open, or opens it; nil where there is none.
func (c *Checker) openJudge(open func(Language) (Scorer, error), judges map[Language]*judge, language Language) (*judge, error) {
	if open == nil {
		return nil, nil
	}
	if j, ok := judges[language]; ok {
		return j, nil
	}
	scorer, err := open(named(language))
	if err != nil {
		return nil, fmt.Errorf("open the model that judges corrections: %w", err)
	}
	if scorer == nil {
		return nil, nil // there may be one later
	}
	j := &judge{scorer: scorer, weights: c.weights, thorough: c.opts.Thorough}
	judges[language] = j
	return j, nil
}

// named is a language as callers know it.
func named(language Language) Language {
	if language == anyEnglish {
		return EnUS
	}
	return language
}

// openCorrector returns the model that corrects a language, if it is wanted, from those that are open, or opens it; nil
// where there is none.
func openCorrector(open func(Language) (Corrector, error), correctors map[Language]Corrector, language Language, wanted bool) (Corrector, error) {
	if open == nil || !wanted {
		return nil, nil
	}
	if c, ok := correctors[language]; ok {
		return c, nil
	}
	c, err := open(named(language))
	if err != nil {
		return nil, fmt.Errorf("open the model that corrects sentences: %w", err)
	}
	if c != nil {
		correctors[language] = c // else there may be one later
	}
	return c, nil
}

// parse cuts a paragraph into sentences.
func (c *Checker) parse(p paragraph, language Language) []sentence {
	m := findMasks(p.text)
	tokens := tokenize(p.text, &m)
	if len(tokens) == 0 {
		return nil
	}
	p.repeats = &repeats{text: p.text}
	return sentences(&p, &m, tokens, language)
}

// scene gathers what the rules for a language need to know.
func (c *Checker) scene(language Language, wide bool) (*scene, error) {
	set := c.settings.Load().Language
	sc := &scene{english: c.english, speller: c.speller, trusted: c.opts.Trusted, wide: wide, dialectSet: set == EnUS || set == EnGB}
	var err error
	switch language {
	case EnUS:
		sc.dialect = lexicon.American
	case EnGB:
		sc.dialect = lexicon.British
	case anyEnglish:
		sc.dialect = lexicon.AnyDialect
	case Chinese:
		sc.alike = c.weights.chinese
		sc.chinese, err = c.chinese()
	}
	return sc, err
}

// propose runs rules over a sentence.
func propose(sc *scene, rules []*rule, s *sentence) []proposal {
	var out []proposal
	seen := make(map[Edit]int)
	for _, r := range rules {
		r.check(sc, s, func(p proposal) {
			p.rule = r
			if !admissible(s, p) {
				return
			}
			p.op = op(s.para.text[p.start:p.end], p.text)
			edit := Edit{p.start, p.end, p.text}
			if i, ok := seen[edit]; ok {
				if p.prior > out[i].prior {
					out[i] = p
				}
				return
			}
			seen[edit] = len(out)
			out = append(out, p)
		})
	}
	return out
}

// admissible tells whether a proposal may be made where it is: it changes something, it leaves alone what
// is not prose, and what others said is only corrected in its spelling.
func admissible(s *sentence, p proposal) bool {
	switch {
	case p.text == s.para.text[p.start:p.end], touches(s.masks.opaque, p.start, p.end), touches(s.masks.markup, p.start, p.end):
		return false
	case p.prior < patternPrior && (within(s.masks.opaque, p.start, p.end, nearMask) || within(s.masks.markup, p.start, p.end, nearMask)):
		return false // what the model makes of marks and addresses says little about the words beside them
	}
	return p.rule.spoken || !quotedAt(s, p.start)
}

// nearMask is how close to what is not prose, in bytes, no mere possibility is put to the judge.
const nearMask = 16

// quotedAt tells whether the byte at of the paragraph is inside quotation marks.
func quotedAt(s *sentence, at int) bool {
	for _, t := range s.tokens {
		if t.end > at {
			return t.quoted
		}
	}
	return false
}

// findings turns verdicts on one paragraph into findings on the text.
func (c *Checker) findings(text string, p paragraph, verdicts []verdict) []Finding {
	settings := c.settings.Load()
	kept := make([]verdict, 0, len(verdicts))
	for _, v := range verdicts {
		if v.chance >= settings.Quiet && !settings.Disabled[v.rule.name] && !c.unwanted(text, p, v) {
			kept = append(kept, v)
		}
	}
	var out []Finding
	for _, group := range resolve(kept) {
		best := group[0]
		f := Finding{
			Start: p.start + best.start, End: p.start + best.end,
			Kind: best.rule.kind, Rule: best.rule.name, Message: best.rule.message,
			Confidence: best.chance, Underline: best.chance >= settings.Strictness,
			Once: onceKey(best.rule.name, p, best.start, best.end),
		}
		if best.message != "" {
			f.Message = best.message
		}
		for _, v := range group {
			f.Replacements = append(f.Replacements, v.text)
		}
		if best.rule.name == spellingRule {
			f.Replacements = moreSpellings(f.Replacements, best, verdicts)
		}
		out = append(out, f)
	}
	return out
}

// mostSpellings is how many words are offered for a misspelling at most.
const mostSpellings = 5

// A word that is offered beside the likeliest is at least so likely, or so likely were it not for its neighbours: more
// than another form of the likeliest is, which is put to the judge as well.
const leastSpelling, leastAlone = 0.004, 0.05

// moreSpellings adds to the words offered for a misspelling those that are too unlikely to be a finding of their own:
// where the first isn't what was meant, the writer finds it among the next.
func moreSpellings(offered []string, best verdict, verdicts []verdict) []string {
	var more []verdict
	for _, v := range verdicts {
		if v.rule.name == spellingRule && v.start == best.start && v.end == best.end && (v.chance >= leastSpelling || v.prior >= leastAlone) {
			more = append(more, v)
		}
	}
	slices.SortStableFunc(more, func(a, b verdict) int { return cmp.Compare(b.chance, a.chance) })
	for _, v := range more {
		same := func(w string) bool { return strings.EqualFold(w, v.text) }
		if len(offered) < mostSpellings && !slices.ContainsFunc(offered, same) {
			offered = append(offered, v.text)
		}
	}
	return offered
}

// beingTyped tells whether a slip is one only because its paragraph isn't finished yet.
func (c *Checker) beingTyped(text string, p paragraph, v verdict) bool {
	if c.opts.Caret == nil {
		return false
	}
	caret := c.opts.Caret()
	if v.start == v.end && v.end == len(strings.TrimRight(p.text, " ")) {
		return caret >= p.start && caret <= p.start+len(p.text)+1
	}
	return caret == p.start+v.end && caret == len(strings.TrimRight(text[:p.start+len(p.text)], " "))
}

// unwanted tells whether the writer wants to see no such finding.
func (c *Checker) unwanted(text string, p paragraph, v verdict) bool {
	stretch := p.text[v.start:v.end]
	switch {
	case c.beingTyped(text, p, v):
		return true
	case v.rule.kind == Spelling && (c.opts.Trusted != nil && c.opts.Trusted(stretch) || recurs(text, stretch)):
		return true
	case c.opts.Ignored != nil && c.opts.Ignored(v.rule.name, stretch, strings.TrimSpace(p.text)):
		return true
	}
	return c.opts.IgnoredOnce != nil && c.opts.IgnoredOnce(onceKey(v.rule.name, p, v.start, v.end))
}
