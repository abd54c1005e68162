package model

import (
	"math"
	"math/rand/v2"
	"strings"

	"inkling/model/token"
)

// stream is one text in the making: it chooses tokens from logits and turns
// them into text.
type stream struct {
	o       *SampleOptions
	m       *Model
	decoder *token.Decoder
	random  *rand.Rand
	prefix  []byte // still to come
	held    string // text that may be the beginning of a stop string
	ended   bool
	count   int
	recent  []token.ID // the last repetitionWindow tokens
	at      int        // where the next one goes in recent
	choice  chooser
	barred  []token.ID // that may not be chosen
}

// repetitionWindow is how many tokens the repetition penalty looks back.
const repetitionWindow = 64

func (m *Model) newStream(o *SampleOptions, number uint64) *stream {
	s := &stream{o: o, m: m, prefix: o.Prefix, decoder: m.tokenizer.NewDecoder()}
	s.random = rand.New(rand.NewPCG(o.Seed, number))
	return s
}

// see tells the stream the prompt, for the repetition penalty.
func (s *stream) see(prompt []token.ID) {
	for _, id := range prompt[max(0, len(prompt)-repetitionWindow):] {
		s.remember(id)
	}
}

func (s *stream) remember(id token.ID) {
	if len(s.recent) < repetitionWindow {
		s.recent = append(s.recent, id)
		return
	}
	s.recent[s.at] = id
	s.at = (s.at + 1) % repetitionWindow
}

// next chooses the token after the one that logits belong to. The logits are
// changed. It returns false when the text has ended; the step then holds the
// last of its text, and its ID is token.None if there is no token to it.
func (s *stream) next(logits []float32) (Step, bool) {
	lse := logSumExp(logits)
	for _, id := range s.barred {
		logits[id] = float32(math.Inf(-1))
	}
	id, raw := s.choose(logits)
	if id == token.None || s.m.tokenizer.IsEOG(id) && len(s.prefix) == 0 {
		return s.end(), false
	}
	step := Step{ID: id, LogProb: raw - lse}
	s.accept(&step)
	return step, !s.ended
}

// choose picks a token and gives its logit before any change.
func (s *stream) choose(logits []float32) (token.ID, float32) {
	if s.plainGreedy() {
		best := argmax(logits)
		return token.ID(best), logits[best]
	}
	return s.choice.choose(s, logits)
}

// plainGreedy tells whether the next token is simply the most probable one.
func (s *stream) plainGreedy() bool {
	o := s.o
	return o.Temperature == 0 && len(s.prefix) == 0 && o.Bias == nil && !o.penalises()
}

func (o *SampleOptions) penalises() bool { return o.RepetitionPenalty != 0 && o.RepetitionPenalty != 1 }

// accept takes a token into the text.
func (s *stream) accept(step *Step) {
	s.count++
	if s.o.penalises() {
		s.remember(step.ID)
	}
	if len(s.prefix) > 0 {
		s.prefix = s.prefix[min(len(s.prefix), len(s.m.tokenizer.Piece(step.ID))):]
	}
	s.release(step, s.decoder.Add(step.ID))
	if s.o.MaxTokens > 0 && s.count >= s.o.MaxTokens && !s.ended {
		last := s.end()
		step.Text += last.Text
	}
}

// release gives the text that can't be part of a stop string any more.
func (s *stream) release(step *Step, text string) {
	if len(s.o.Stop) == 0 {
		step.Text = text
		return
	}
	s.held += text
	at := -1
	for _, stop := range s.o.Stop {
		if i := strings.Index(s.held, stop); i >= 0 && stop != "" && (at < 0 || i < at) {
			at = i
		}
	}
	if at >= 0 {
		step.Text, s.held, s.ended = s.held[:at], "", true
		return
	}
	keep := 0
	for _, stop := range s.o.Stop {
		for n := min(len(stop)-1, len(s.held)); n > keep; n-- {
			if strings.HasSuffix(s.held, stop[:n]) {
				keep = n
				break
			}
		}
	}
	step.Text, s.held = s.held[:len(s.held)-keep], s.held[len(s.held)-keep:]
}

// end closes the text and gives what was held back.
func (s *stream) end() Step {
	s.ended = true
	step := Step{ID: token.None}
	s.release(&step, s.decoder.Flush())
	step.Text += s.held
	s.held = ""
	return step
}
