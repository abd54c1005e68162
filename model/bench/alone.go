package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"

	"inkling/model"
	"inkling/model/token"
)

// faulty is a text with mistakes, for the model to correct.
const faulty = "Last summer my sister and me decided to walk along the coast for two weeks. We was not very experienced, " +
	"and our bags were to heavy from the first day. Every morning we promised to send something home, and every evening we " +
	"finded a reason to keep it. The path went up and down between small fields, and the sea was allways on our left side. " +
	"On the third day it begun to rain, and it did not stopped until we reached the old lighthouse. The keeper let us dry " +
	"our cloths by his stove and told us storys about ships that nobody remembers. When we left him the sky was clear and " +
	"the hole coast lay in front of us like a map that somebody had just drawn."

// copyTurns is how often a correction is timed with copy speculation and without.
const copyTurns = 3

// copySpeedup is how much faster a correction is with copy speculation: the
// median of some turns.
func copySpeedup(ctx context.Context, s *model.Session) (float64, error) {
	t := s.Model().Tokenizer()
	prompt := t.EncodeSpecial("<|im_start|>system\nYou are a careful copy editor.<|im_end|>\n<|im_start|>user\n" +
		"Correct the spelling and grammar of this text. Change nothing else. Answer with the corrected text only.\n\n" +
		faulty + "<|im_end|>\n<|im_start|>assistant\n")
	var ratios []float64
	for range copyTurns {
		copied, fast, err := correction(ctx, s, prompt, false)
		if err != nil {
			return 0, err
		}
		plain, slow, err := correction(ctx, s, prompt, true)
		if err != nil {
			return 0, err
		}
		if !slices.Equal(copied, plain) {
			return 0, fmt.Errorf("copy speculation changed the text")
		}
		ratios = append(ratios, slow/fast)
	}
	slices.Sort(ratios)
	return ratios[copyTurns/2], nil
}

// correction generates an answer to prompt, which has been read before, and
// gives it with the time it took in seconds.
func correction(ctx context.Context, s *model.Session, prompt []token.ID, noCopy bool) (text []token.ID, seconds float64, err error) {
	if _, err := s.Prefill(ctx, prompt); err != nil {
		return nil, 0, err
	}
	start := time.Now()
	err = s.Generate(ctx, prompt, model.SampleOptions{MaxTokens: 256, NoCopy: noCopy}, func(step model.Step) bool {
		text = append(text, step.ID)
		return true
	})
	return text, time.Since(start).Seconds(), err
}

// scoreSpeedup is how much faster candidates are scored together than one by
// one, and how many tokens a second that is.
func scoreSpeedup(ctx context.Context, s *model.Session) (gain, tokensPerS float64, err error) {
	t := s.Model().Tokenizer()
	prefix := t.Encode(faulty)
	words := strings.Fields(faulty)
	var candidates [][]token.ID
	n := 0
	for i := range 100 {
		c := t.AppendText(nil, " "+strings.Join(words[i%50:i%50+4+i%5], " "))
		candidates = append(candidates, c)
		n += len(c)
	}
	if _, err := s.Score(ctx, prefix, candidates[:1]); err != nil {
		return 0, 0, err
	}
	start := time.Now()
	if _, err := s.Score(ctx, prefix, candidates); err != nil {
		return 0, 0, err
	}
	together := time.Since(start).Seconds()
	start = time.Now()
	for i := range candidates {
		if _, err := s.Score(ctx, prefix, candidates[i:i+1]); err != nil {
			return 0, 0, err
		}
	}
	return time.Since(start).Seconds() / together, float64(n) / together, nil
}

// memoryOverFile runs a process of its own that reads and continues a text, and
// gives its peak memory beyond the file's size in megabytes.
func memoryOverFile(path string) (float64, error) {
	self, err := os.Executable()
	if err != nil {
		return 0, err
	}
	out, err := exec.Command(self, "-memory", path).Output()
	if err != nil {
		return 0, err
	}
	peak, err := strconv.ParseInt(strings.TrimSpace(string(out)), 10, 64)
	if err != nil {
		return 0, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return float64(peak-info.Size()) / 1e6, nil
}

// printMemory is the other process.
func printMemory(path string) error {
	m, err := model.Load(path, model.Options{})
	if err != nil {
		return err
	}
	defer m.Close()
	s, err := m.NewSession(model.SessionOptions{ContextTokens: 2048})
	if err != nil {
		return err
	}
	err = s.Generate(context.Background(), m.Tokenizer().Encode(faulty), model.SampleOptions{MaxTokens: 16}, func(model.Step) bool { return true })
	fmt.Println(model.PeakRSS())
	return err
}
