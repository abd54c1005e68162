package train

import (
	"context"
	"errors"
	"fmt"
	"time"

	"inkling/model"
	"inkling/model/lora"
	"inkling/model/token"
)

// Lesson is a text with the answer that a model is to learn to give to it. The two are turned into tokens each
// for itself.
type Lesson struct{ Prompt, Answer string }

// Teach fits an adapter with which the model answers prompts as the lessons do: the loss is that of the answers
// alone. The lessons are taken in their order, as many as go into o.Steps sequences, all of them once where that is
// 0; those that are longer than a sequence are left out. It measures nothing; o.MinWords doesn't count. It doesn't
// change the model. When ctx is done it returns ctx's error.
func Teach(ctx context.Context, m *model.Model, lessons []Lesson, o Options) (*lora.Adapter, error) {
	o.fill()
	if err := o.check(); err != nil {
		return nil, err
	}
	sequences := cutLessons(m.Tokenizer(), lessons, o.SequenceTokens)
	if len(sequences) == 0 {
		return nil, errors.New("there is no lesson to learn from that fits a sequence")
	}
	if o.Steps == 0 || o.Steps > len(sequences) {
		o.Steps = len(sequences)
	}
	if o.LearningRate == 0 {
		o.LearningRate = 1e-3
	}
	n, err := newNetwork(m, &o)
	if err != nil {
		return nil, err
	}
	defer n.close()
	progress := Progress{Stage: Learning, Steps: o.Steps}
	begun, tokens := time.Now(), 0
	for step, s := range sequences[:o.Steps] {
		loss, err := n.loss(ctx, s, true)
		if err != nil {
			if cause := context.Cause(ctx); cause != nil {
				return nil, cause
			}
			return nil, fmt.Errorf("learning: %w", err)
		}
		n.update(rate(o.LearningRate, step, o.Steps), step)
		tokens += len(s.tokens)
		spent := time.Since(begun)
		progress.Step, progress.Loss, progress.TokensPerS = step+1, loss/float64(s.targets()), float64(tokens)/spent.Seconds()
		progress.Left = spent / time.Duration(step+1) * time.Duration(o.Steps-step-1)
		if o.Progress != nil {
			o.Progress(progress)
		}
	}
	return n.adapter(), nil
}

// cutLessons turns lessons into sequences of up to size tokens, in which none sees the other and only answers are
// predicted.
func cutLessons(t *token.Tokenizer, lessons []Lesson, size int) []*sequence {
	var out []*sequence
	shared := &sequence{}
	for _, l := range lessons {
		var prompt []token.ID
		if t.AddBOS() {
			prompt = append(prompt, t.BOS())
		}
		prompt = t.AppendText(prompt, l.Prompt)
		ids := t.AppendText(prompt, l.Answer)
		if len(ids)-1 > size || len(prompt) == 0 || len(ids) == len(prompt) {
			continue
		}
		if len(shared.tokens)+len(ids)-1 > size {
			out = append(out, shared)
			shared = &sequence{}
		}
		start := len(shared.tokens)
		shared.add(ids)
		for i := range len(prompt) - 1 {
			shared.target[start+i] = token.None
		}
	}
	if len(shared.tokens) > 0 {
		out = append(out, shared)
	}
	return out
}
