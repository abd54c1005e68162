package engine

import (
	"context"
	"fmt"
	"os"
	"strings"
	"unicode/utf8"

	"inkling/assist"
	"inkling/assist/proof"
	"inkling/model"
	"inkling/model/catalog"
	"inkling/model/token"
)

// corrector is a model that corrects single sentences: the instruct model, which
// is asked to, or one that was taught to. It has a session of its own, so that
// what it is asked stays in the cache.
type corrector struct {
	s       *session
	request func(sentence string) ([]token.ID, error) // what it reads before its answer
	read    *traced                                   // the sentence that it was asked about last, as its answer
}

var _ proof.Corrector = corrector{}

// correctorTokens is the context of the corrector: the examples, a sentence and
// its correction.
const correctorTokens = 1536

// branchRoom is the context that the edits of a sentence take at most, in tokens.
const branchRoom = 64

// correctorSession keeps the corrector's session apart from that of the panes.
const correctorSession = 100

// leastCorrector is the size of file, in bytes, from which an instruct model is
// taken to correct better than the rules and the judge alone: of the models
// measured the one with 1.5 billion parameters does (1.1 GB), the one with half a
// billion (0.4 GB) doesn't.
const leastCorrector = 800 << 20

// Corrects reports whether the instruct model that is here is good enough to be
// asked for corrections.
func (e *Engine) Corrects() bool {
	path, err := e.Locate(catalog.RoleInstruct, assist.English)
	if err != nil {
		return false
	}
	file, err := os.Stat(path)
	return err == nil && file.Size() >= leastCorrector
}

// Corrector gives the model that is asked to correct sentences.
func (e *Engine) Corrector(ctx context.Context) (proof.Corrector, error) {
	l, err := e.load(ctx, catalog.RoleInstruct, assist.English)
	if err != nil {
		return nil, err
	}
	s, err := e.open(l, use{role: catalog.RoleInstruct, number: correctorSession}, correctorTokens)
	if err != nil {
		return nil, err
	}
	return corrector{s, s.correctionRequest, &traced{}}, nil
}

// correctionRequest writes the examples and the sentence in the model's own
// template.
func (s *session) correctionRequest(sentence string) ([]token.ID, error) {
	var all []token.Message
	for _, m := range proof.CorrectionRequest(sentence) {
		all = append(all, token.Message{Role: m.Role, Content: m.Content})
	}
	ids, err := s.tokenizer.Chat(all, true)
	if err != nil {
		return nil, fmt.Errorf("writing the request for the model %s: %w", s.name, err)
	}
	return ids, nil
}

// Correct implements proof.Corrector. The model reads the sentence as its own answer, which tells how each
// edit departs from it; only from where it would rather write something else does it write.
func (c corrector) Correct(ctx context.Context, sentence string, edits []proof.Edit) (string, []proof.Departure, error) {
	prompt, err := c.request(sentence)
	if err != nil {
		return "", nil, err
	}
	j := judge{reader{c.s, prompt}, c.read}
	ids := j.encode(sentence)
	most := (len(ids)-len(prompt))*3/2 + 12
	if len(prompt)+most > c.s.contextTokens {
		return sentence, nil, nil
	}
	t := j.track(sentence, ids, 0, edits)
	done, err := c.s.work()
	if err != nil {
		return "", nil, err
	}
	defer done()
	same := len(ids) // tokens as the model would write them
	err = j.trace(ctx, sentence, ids, len(prompt)-1, func(pos int, logits []float32) error {
		if pos+1 < same && ids[pos+1] != likeliest(logits) {
			same = pos + 1
		}
		return t.see(pos, logits)
	})
	if err != nil {
		return "", nil, fmt.Errorf("asking the model %s for a correction: %w", c.s.name, err)
	}
	if same == len(ids) {
		return sentence, t.out, nil
	}
	kept := c.s.tokenizer.Decode(ids[len(prompt):same])
	for !utf8.ValidString(kept) {
		same--
		kept = c.s.tokenizer.Decode(ids[len(prompt):same])
	}
	var b strings.Builder
	b.WriteString(kept)
	err = c.s.session.Generate(ctx, ids[:same], model.SampleOptions{MaxTokens: most, Stop: []string{"\n"}}, func(step model.Step) bool {
		b.WriteString(step.Text)
		return true
	})
	if err != nil {
		return "", nil, fmt.Errorf("asking the model %s for a correction: %w", c.s.name, err)
	}
	return b.String(), t.out, nil
}

// Gains implements proof.Corrector: the sentence is the model's answer, and each edit a branch of it.
func (c corrector) Gains(ctx context.Context, sentence string, trials []proof.Trial) ([]float64, error) {
	prompt, err := c.request(sentence)
	if err != nil {
		return nil, err
	}
	j := judge{reader{c.s, prompt}, c.read}
	if len(j.encode(sentence)) > c.s.contextTokens-branchRoom {
		return nil, nil
	}
	return j.Gains(ctx, "", sentence, trials)
}

func likeliest(logits []float32) token.ID {
	best := 0
	for i, v := range logits {
		if v > logits[best] {
			best = i
		}
	}
	return token.ID(best)
}
