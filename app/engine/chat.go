package engine

import (
	"context"
	"fmt"

	"inkling/assist"
	"inkling/model"
	"inkling/model/catalog"
	"inkling/model/token"
)

// Chat implements assist.Generator with the model of the role instruct. A
// conversation longer than the context loses its oldest turns, never the
// system's.
func (e *Engine) Chat(ctx context.Context, messages []assist.Message, o assist.GenerateOptions, yield func(assist.Piece) bool) error {
	s, err := e.session(ctx, catalog.RoleInstruct, assist.English, chatTokens)
	if err != nil {
		return err
	}
	done, err := s.work()
	if err != nil {
		return err
	}
	defer done()
	if o.MaxTokens == 0 {
		o.MaxTokens = 512
	}
	prompt, err := s.prompt(messages, o)
	if err != nil {
		return err
	}
	so := model.SampleOptions{
		MaxTokens:         o.MaxTokens,
		Temperature:       float32(o.Temperature),
		TopP:              float32(o.TopP),
		RepetitionPenalty: float32(o.Repetition),
		Seed:              o.Seed,
		Stop:              o.Stop,
		Prefix:            []byte(o.Begin),
	}
	err = s.session.Generate(ctx, prompt, so, func(step model.Step) bool {
		return step.Text == "" || yield(assist.Piece{Text: step.Text, LogProb: float64(step.LogProb)})
	})
	if err != nil && ctx.Err() == nil {
		return fmt.Errorf("asking the model %s: %w", s.name, err)
	}
	return err
}

var _ assist.Generator = (*Engine)(nil)

// TooLongError says that a request doesn't fit the model.
type TooLongError struct{ Tokens, Limit int }

func (e *TooLongError) Error() string {
	return fmt.Sprintf("the text is too long for the model: %d tokens, %d fit; choose a shorter passage", e.Tokens, e.Limit)
}

// prompt writes messages in the model's own template, leaving out the oldest
// turns where they don't fit.
func (s *session) prompt(messages []assist.Message, o assist.GenerateOptions) ([]token.ID, error) {
	for {
		all := make([]token.Message, len(messages))
		for i, m := range messages {
			all[i] = token.Message{Role: m.Role, Content: m.Content}
		}
		ids, err := s.tokenizer.Chat(all, true)
		if err != nil {
			return nil, fmt.Errorf("writing the request for the model %s: %w", s.name, err)
		}
		limit := s.contextTokens - min(o.MaxTokens, s.contextTokens/2)
		if len(ids) <= limit {
			return ids, nil
		}
		oldest := 0
		for oldest < len(messages) && messages[oldest].Role == "system" {
			oldest++
		}
		if len(messages)-oldest <= 1 {
			return nil, &TooLongError{Tokens: len(ids), Limit: limit}
		}
		messages = append(append([]assist.Message{}, messages[:oldest]...), messages[oldest+1:]...)
	}
}
