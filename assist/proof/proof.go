// Package proof finds slips in English and Chinese text and proposes what would mend them.
//
// Rules propose, the model judges. A [Checker] cuts a text into paragraphs, hides what is not prose
// (code, links, addresses, formulas), lets every rule of the paragraph's language propose edits, has
// a [Scorer] weigh each edit in context, and returns what is likely enough as a [Finding]. Without a
// Scorer only the rules that are precise on their own speak.
package proof

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"inkling/assist/proof/lexicon"
)

// Checker proofreads texts. It remembers its findings by paragraph text, so that only changed
// paragraphs are checked again. It is safe for concurrent use; judging is done for one text at a time.
type Checker struct {
	opts    Options
	english *lexicon.English
	chinese func() (*lexicon.Chinese, error) // loaded when it is first needed
	speller *speller
	weights *weights
	rules   map[Language][]*rule

	mu    sync.Mutex // guards cache
	cache map[cacheKey][]verdict

	judging sync.Mutex // guards judges and their use
	judges  map[Language]*judge
}

// cacheKey is what the verdicts on a paragraph depend on.
type cacheKey struct {
	text     string
	language Language
	complete bool
	judged   bool
}

// cachedParagraphs is the number of paragraphs that are remembered; when it is reached all are dropped.
const cachedParagraphs = 8192

// New returns a Checker. It loads the word lists, which takes some 200 ms.
func New(opts Options) (*Checker, error) {
	if opts.Strictness == 0 {
		opts.Strictness = 0.7
	}
	if opts.Quiet == 0 {
		opts.Quiet = 0.4
	}
	if opts.Language == "" {
		opts.Language = Auto
	}
	c := &Checker{opts: opts, cache: make(map[cacheKey][]verdict), judges: make(map[Language]*judge)}
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
	c.rules = map[Language][]*rule{EnUS: en, EnGB: en, Chinese: chineseRules()}
	c.speller = newSpeller(lexicon.NewSpeller(c.english, channel), opts.Words)
	return c, nil
}

// Rules returns at once what the rules alone find in text, in order and without overlaps.
func (c *Checker) Rules(ctx context.Context, text string) ([]Finding, error) {
	return c.check(ctx, text, false)
}

// Check returns what rules and judge find in text, in order and without overlaps. In a paragraph whose
// language has no judge it finds what Rules does.
func (c *Checker) Check(ctx context.Context, text string) ([]Finding, error) {
	return c.check(ctx, text, true)
}

// Forget drops what is remembered of paragraphs, so that all are checked anew: for when the writer's
// dictionary has changed.
func (c *Checker) Forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.cache)
}

func (c *Checker) check(ctx context.Context, text string, judged bool) ([]Finding, error) {
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
		verdicts, err := c.verdicts(ctx, p, language, judged)
		if err != nil {
			return nil, err
		}
		out = append(out, c.findings(text, p, verdicts)...)
	}
	return out, nil
}

// languageFor is the language to check a paragraph in, or "" to leave it alone.
func (c *Checker) languageFor(text string, dialect Language) Language {
	found := languageOf(text)
	switch {
	case found == "" || c.opts.Language == Auto && found != EnUS:
		return found
	case c.opts.Language == Chinese:
		return found
	case found == Chinese:
		return Chinese
	}
	return dialect
}

// verdicts returns the proposals for a paragraph with their chances.
func (c *Checker) verdicts(ctx context.Context, p paragraph, language Language, judged bool) ([]verdict, error) {
	var j *judge
	if judged {
		c.judging.Lock()
		defer c.judging.Unlock()
		var err error
		if j, err = c.judgeFor(language); err != nil {
			return nil, err
		}
	}
	key := cacheKey{p.text, language, p.complete, j != nil}
	c.mu.Lock()
	known, ok := c.cache[key]
	c.mu.Unlock()
	if ok {
		return known, nil
	}
	out, err := c.examine(ctx, p, language, j)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	if len(c.cache) >= cachedParagraphs {
		clear(c.cache)
	}
	c.cache[key] = out
	c.mu.Unlock()
	return out, nil
}

// examine runs the rules over a paragraph and puts what they propose to the judge, if there is one.
func (c *Checker) examine(ctx context.Context, p paragraph, language Language, j *judge) ([]verdict, error) {
	sentences := c.parse(p, language)
	if len(sentences) == 0 {
		return nil, nil
	}
	sc, err := c.scene(language, j != nil)
	if err != nil {
		return nil, err
	}
	proposals := make([][]proposal, len(sentences))
	for i := range sentences {
		proposals[i] = propose(sc, c.rules[language], &sentences[i])
	}
	if j != nil {
		out, err := j.weigh(ctx, sentences, proposals)
		if err != nil {
			return nil, fmt.Errorf("judge corrections: %w", err)
		}
		return out, nil
	}
	var out []verdict
	for _, list := range proposals {
		for _, p := range list {
			out = append(out, verdict{proposal: p, chance: p.prior})
		}
	}
	return out, nil
}

// judgeFor returns the judge for a language, or nil where there is none.
func (c *Checker) judgeFor(language Language) (*judge, error) {
	if c.opts.Judge == nil {
		return nil, nil
	}
	if j, ok := c.judges[language]; ok {
		return j, nil
	}
	scorer, err := c.opts.Judge(language)
	if err != nil {
		return nil, fmt.Errorf("open the model that judges corrections: %w", err)
	}
	if scorer == nil {
		return nil, nil // there may be one later
	}
	j := &judge{scorer: scorer, weights: c.weights}
	c.judges[language] = j
	return j, nil
}

// parse cuts a paragraph into sentences.
func (c *Checker) parse(p paragraph, language Language) []sentence {
	m := findMasks(p.text)
	tokens := tokenize(p.text, &m)
	if len(tokens) == 0 {
		return nil
	}
	return sentences(&p, &m, tokens, language)
}

// scene gathers what the rules for a language need to know.
func (c *Checker) scene(language Language, wide bool) (*scene, error) {
	sc := &scene{english: c.english, speller: c.speller, trusted: c.opts.Trusted, wide: wide}
	var err error
	switch language {
	case EnUS:
		sc.dialect = lexicon.American
	case EnGB:
		sc.dialect = lexicon.British
	case Chinese:
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
			if p.text == s.para.text[p.start:p.end] || touches(s.masks.opaque, p.start, p.end) || touches(s.masks.markup, p.start, p.end) {
				return
			}
			if p.prior < patternPrior && (within(s.masks.opaque, p.start, p.end, nearMask) || within(s.masks.markup, p.start, p.end, nearMask)) {
				return // what the model makes of marks and addresses says little about the words beside them
			}
			if !r.spoken && quotedAt(s, p.start) {
				return
			}
			p.rule, p.op = r, op(s.para.text[p.start:p.end], p.text)
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
	kept := make([]verdict, 0, len(verdicts))
	for _, v := range verdicts {
		if v.chance >= c.opts.Quiet && !c.unwanted(text, p, v) {
			kept = append(kept, v)
		}
	}
	var out []Finding
	for _, group := range resolve(kept) {
		best := group[0]
		f := Finding{
			Start: p.start + best.start, End: p.start + best.end,
			Kind: best.rule.kind, Rule: best.rule.name, Message: best.rule.message,
			Confidence: best.chance, Underline: best.chance >= c.opts.Strictness,
		}
		if best.message != "" {
			f.Message = best.message
		}
		for _, v := range group {
			f.Replacements = append(f.Replacements, v.text)
		}
		out = append(out, f)
	}
	return out
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
	case c.opts.Disabled[v.rule.name], c.beingTyped(text, p, v):
		return true
	case v.rule.kind == Spelling && (c.opts.Trusted != nil && c.opts.Trusted(stretch) || recurs(text, stretch)):
		return true
	case c.opts.Ignored != nil:
		return c.opts.Ignored(v.rule.name, stretch, strings.TrimSpace(p.text))
	}
	return false
}
