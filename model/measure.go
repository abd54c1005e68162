package model

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"inkling/model/kernel"
	"inkling/model/lora"
	"inkling/model/token"
)

// PerplexityOptions say how a text is measured. The zero value is ready to use.
type PerplexityOptions struct {
	// ContextTokens is the length of a window, 0 for 512.
	ContextTokens int
	// Adapter changes the model, nil for none.
	Adapter *lora.Adapter
}

// PerplexityResult is how well a model predicts a text.
type PerplexityResult struct {
	Tokens      int     // that were scored
	Perplexity  float64 // exp of the mean negative log-probability
	BitsPerByte float64 // of the scored tokens' text
}

// Perplexity measures how well the model predicts a text. The text is cut into
// windows that don't overlap, each read from an empty cache; every token of a
// window but its first is scored.
func (m *Model) Perplexity(ctx context.Context, text string, o PerplexityOptions) (PerplexityResult, error) {
	window := o.ContextTokens
	if window == 0 {
		window = 512
	}
	if window < 2 {
		return PerplexityResult{}, fmt.Errorf("windows of %d tokens: at least 2 are needed to predict anything", window)
	}
	s, err := m.NewSession(SessionOptions{ContextTokens: max(16, window), Adapter: o.Adapter})
	if err != nil {
		return PerplexityResult{}, err
	}
	return s.perplexity(ctx, m.tokenizer.Encode(text), window)
}

func (s *Session) perplexity(ctx context.Context, tokens []token.ID, window int) (PerplexityResult, error) {
	loss, bytes, scored := 0.0, 0, 0
	for ; len(tokens) >= 2; tokens = tokens[min(window, len(tokens)):] {
		part := tokens[:min(window, len(tokens))]
		s.truncate(0)
		err := s.EachLogits(ctx, part, 0, func(pos int, logits []float32) error {
			if pos+1 < len(part) {
				next := part[pos+1]
				loss += float64(kernel.LogSumExp(logits) - logits[next])
				bytes += len(s.m.tokenizer.Piece(next))
				scored++
			}
			return nil
		})
		if err != nil {
			return PerplexityResult{}, err
		}
	}
	if scored == 0 {
		return PerplexityResult{}, fmt.Errorf("the text is too short: two tokens are the least that can be measured")
	}
	return PerplexityResult{
		Tokens:      scored,
		Perplexity:  math.Exp(loss / float64(scored)),
		BitsPerByte: loss / math.Ln2 / float64(max(bytes, 1)),
	}, nil
}

// BenchResult is a model's speed on this machine.
type BenchResult struct {
	PrefillTokensPerS float64 // reading 512 tokens
	DecodeTokensPerS  float64 // 64 tokens one by one
	LoadMS            float64
	PeakRSSBytes      int64 // of the whole process since its start, 0 if unknown
}

const (
	benchRounds  = 5
	benchPrefill = 512
	benchDecode  = 64
)

// Bench loads a model and measures it: medians of five rounds after one to warm
// up.
func Bench(ctx context.Context, path string, o Options) (BenchResult, error) {
	start := time.Now()
	m, err := Load(path, o)
	if err != nil {
		return BenchResult{}, err
	}
	defer m.Close()
	r := BenchResult{LoadMS: float64(time.Since(start).Microseconds()) / 1000}
	s, err := m.NewSession(SessionOptions{ContextTokens: 2 * benchPrefill})
	if err != nil {
		return BenchResult{}, err
	}
	var prefill, decode []float64
	for round := range benchRounds + 1 {
		p, d, err := s.benchRound(ctx, uint64(round))
		if err != nil {
			return BenchResult{}, err
		}
		if round > 0 {
			prefill, decode = append(prefill, p), append(decode, d)
		}
	}
	slices.Sort(prefill)
	slices.Sort(decode)
	r.PrefillTokensPerS, r.DecodeTokensPerS = prefill[benchRounds/2], decode[benchRounds/2]
	r.PeakRSSBytes = PeakRSS()
	return r, nil
}

// benchRound measures random tokens: the speed doesn't depend on which.
func (s *Session) benchRound(ctx context.Context, seed uint64) (prefill, decode float64, err error) {
	r := rand.New(rand.NewPCG(seed, 0))
	ids := make([]token.ID, benchPrefill)
	for i := range ids {
		ids[i] = token.ID(r.IntN(s.m.tokenizer.VocabSize()))
	}
	s.truncate(0)
	start := time.Now()
	if _, err := s.Prefill(ctx, ids); err != nil {
		return 0, 0, err
	}
	prefill = benchPrefill / time.Since(start).Seconds()
	if _, err := s.Prefill(ctx, ids[:8]); err != nil {
		return 0, 0, err
	}
	start = time.Now()
	for i := range benchDecode {
		if err := s.step(ctx, ids[8+i]); err != nil {
			return 0, 0, err
		}
	}
	return prefill, benchDecode / time.Since(start).Seconds(), nil
}
