package model

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"inkling/internal/testmodel"
	"inkling/model/token"
)

// loadSmall loads the model that the tests of this package share.
var loadSmall = sync.OnceValues(func() (*Model, error) { return Load(smallPath, Options{}) })

var smallPath string // set before the first loadSmall

func small(t testing.TB) *Model {
	t.Helper()
	smallPath = testmodel.Path(t, "smollm2-135m")
	m, err := loadSmall()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func session(t testing.TB, m *Model, o SessionOptions) *Session {
	t.Helper()
	s, err := m.NewSession(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

const story = "The harbour lay quiet under a thin fog. Old boats knocked against the pier, and somewhere a bell counted " +
	"the swell. Mira had walked down from the hill before breakfast, her coat still damp from the night before, to see " +
	"whether the ferry would leave on time. It would not, said the man at the ticket window, and he said it with a " +
	"certain satisfaction. So she sat down on a crate, opened her notebook and wrote about the fog, the boats and the bell."

func logitsOf(t *testing.T, s *Session, ids []token.ID) []float32 {
	t.Helper()
	l, err := s.Prefill(context.Background(), ids)
	if err != nil {
		t.Fatal(err)
	}
	return slices.Clone(l)
}

func sameLogits(t *testing.T, what string, got, want []float32) {
	t.Helper()
	for i := range want {
		if d := math.Abs(float64(got[i] - want[i])); d > 1e-4 || d != d {
			t.Fatalf("%s: logit %d is %g, want %g", what, i, got[i], want[i])
		}
	}
}

// However a text gets into the cache, the logits after it are the same. The larger
// models, which have other types and heads, are checked on demand.
func TestLogitsDontDependOnTheWay(t *testing.T) {
	t.Run("smollm2-135m", func(t *testing.T) { checkWays(t, small(t)) })
	for _, name := range []string{"qwen2.5-coder-0.5b", "qwen2.5-coder-1.5b", "gemma3-270m"} {
		t.Run(name, func(t *testing.T) {
			if os.Getenv(onDemand) == "" {
				t.Skipf("%s isn't set; make test-models sets it", onDemand)
			}
			m, err := Load(testmodel.Path(t, name), Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer m.Close()
			checkWays(t, m)
		})
	}
}

func checkWays(t *testing.T, m *Model) {
	ids := m.Tokenizer().Encode(strings.Repeat(story+"\n", 3))
	want := logitsOf(t, session(t, m, SessionOptions{}), ids)

	t.Run("one token at a time", func(t *testing.T) {
		s := session(t, m, SessionOptions{})
		for i := range ids[:48] {
			logitsOf(t, s, ids[:i+1])
		}
		sameLogits(t, "48 tokens", logitsOf(t, s, ids[:48]), logitsOf(t, session(t, m, SessionOptions{}), ids[:48]))
	})
	t.Run("chunks of all sizes", func(t *testing.T) {
		s := session(t, m, SessionOptions{})
		for i, n := 0, 1; i < len(ids); i, n = i+n, n*2+1 {
			logitsOf(t, s, ids[:min(len(ids), i+n)])
		}
		sameLogits(t, "chunks", logitsOf(t, s, ids), want)
	})
	t.Run("after an edit in the middle", func(t *testing.T) {
		s := session(t, m, SessionOptions{})
		other := slices.Clone(ids)
		other[len(other)/2]++
		logitsOf(t, s, other)
		sameLogits(t, "edited", logitsOf(t, s, ids), want)
		logitsOf(t, s, ids[:len(ids)/3])
		sameLogits(t, "cut and grown again", logitsOf(t, s, ids), want)
	})
	t.Run("every position at once", func(t *testing.T) {
		s := session(t, m, SessionOptions{})
		err := s.EachLogits(context.Background(), ids, 0, func(pos int, l []float32) error {
			if pos == len(ids)-1 {
				sameLogits(t, "last position", l, want)
			}
			if pos == 61 {
				sameLogits(t, "position 61", l, logitsOf(t, session(t, m, SessionOptions{}), ids[:62]))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// Scoring in branches gives what reading each candidate alone gives.
func TestScoreIsWhatReadingAloneGives(t *testing.T) {
	m := small(t)
	ctx := context.Background()
	prefix := m.Tokenizer().Encode(story)
	var candidates [][]token.ID
	for _, text := range []string{" The ferry", " The fairy came at noon.", " Then", "", " 然后她走了。", " The ferry came late, as he had said it would, and left at once."} {
		candidates = append(candidates, m.Tokenizer().AppendText(nil, text))
	}
	for range 4 { // more than one batch
		candidates = append(candidates, candidates...)
	}
	s := session(t, m, SessionOptions{})
	got, err := s.Score(ctx, prefix, candidates)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(s.Tokens(), prefix) {
		t.Errorf("the cache holds %d tokens afterwards, want the prefix of %d", len(s.Tokens()), len(prefix))
	}
	alone := session(t, m, SessionOptions{})
	for i, c := range candidates {
		for j, id := range c {
			l := logitsOf(t, alone, slices.Concat(prefix, c[:j]))
			want := l[id] - logSumExp(l)
			if math.Abs(float64(got[i][j]-want)) > 1e-4 {
				t.Fatalf("candidate %d, token %d: got %g, want %g", i, j, got[i][j], want)
			}
		}
		if i == 5 {
			break
		}
	}
	for i := range candidates {
		if !slices.Equal(got[i], got[i%6]) {
			t.Fatalf("candidate %d scores %v, its twin %v", i, got[i], got[i%6])
		}
	}
}

// Branches that leave a text at different places score what reading each alone gives.
func TestBranchesAreWhatReadingAloneGives(t *testing.T) {
	m := small(t)
	ctx := context.Background()
	trunk := m.Tokenizer().Encode(story)
	texts := []string{" The ferry", " fairy came at noon.", "s", "", " 然后她走了。", " came late, as he had said it would, and left at once."}
	var branches []Branch
	for i := range 60 { // more than one batch
		at := 1 + (i*7)%len(trunk)
		branches = append(branches, Branch{at, m.Tokenizer().AppendText(nil, texts[i%len(texts)])})
	}
	for _, first := range []string{"", story, story + " And then"} { // what the cache holds before
		s := session(t, m, SessionOptions{})
		if first != "" {
			logitsOf(t, s, m.Tokenizer().Encode(first))
		}
		got, err := s.ScoreBranches(ctx, trunk, branches)
		if err != nil {
			t.Fatal(err)
		}
		alone := session(t, m, SessionOptions{})
		for i, b := range branches {
			for j, id := range b.IDs {
				l := logitsOf(t, alone, slices.Concat(trunk[:b.At], b.IDs[:j]))
				want := l[id] - logSumExp(l)
				if math.Abs(float64(got[i][j]-want)) > 1e-4 {
					t.Fatalf("after %q, branch %d at %d, token %d: got %g, want %g", first, i, b.At, j, got[i][j], want)
				}
			}
			if i == 17 {
				break
			}
		}
	}
	s := session(t, m, SessionOptions{})
	for _, b := range []Branch{{0, trunk[:1]}, {len(trunk) + 1, trunk[:1]}, {1, slices.Repeat(trunk[:1], 5000)}} {
		if _, err := s.ScoreBranches(ctx, trunk, []Branch{b}); err == nil {
			t.Errorf("a branch of %d tokens at %d is accepted", len(b.IDs), b.At)
		}
	}
}

func collect(t *testing.T, s *Session, prompt []token.ID, o SampleOptions) (ids []token.ID, text string) {
	t.Helper()
	err := s.Generate(context.Background(), prompt, o, func(step Step) bool {
		if step.ID != token.None {
			ids = append(ids, step.ID)
		}
		text += step.Text
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids, text
}

// Copy speculation changes the speed only.
func TestCopySpeculationChangesNothing(t *testing.T) {
	m := small(t)
	s := session(t, m, SessionOptions{})
	prompts := map[string]string{
		"repetition": strings.Repeat("one two three four five six seven. ", 6),
		"story":      story + "\n\n" + story[:60],
		"chinese":    "春天来了，花开了。春天来了，",
		"numbers":    "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,",
	}
	for name, prompt := range prompts {
		for _, o := range []SampleOptions{
			{MaxTokens: 40},
			{MaxTokens: 25, Temperature: 0.8, Seed: 7, TopK: 40},
			{MaxTokens: 25, RepetitionPenalty: 1.2},
		} {
			t.Run(fmt.Sprintf("%s/temperature=%g/penalty=%g", name, o.Temperature, o.RepetitionPenalty), func(t *testing.T) {
				ids := m.Tokenizer().Encode(prompt)
				copied, _ := collect(t, s, ids, o)
				o.NoCopy = true
				plain, _ := collect(t, s, ids, o)
				if !slices.Equal(copied, plain) {
					t.Fatalf("with copying:\n%v\nwithout:\n%v", copied, plain)
				}
			})
		}
	}
}

func TestSampling(t *testing.T) {
	m := small(t)
	s := session(t, m, SessionOptions{})
	prompt := m.Tokenizer().Encode(story)
	greedy, greedyText := collect(t, s, prompt, SampleOptions{MaxTokens: 12})

	t.Run("greedy takes the most probable token", func(t *testing.T) {
		ids := slices.Clone(prompt)
		for _, want := range greedy {
			l := logitsOf(t, s, ids)
			if best := token.ID(argmax(l)); best != want {
				t.Fatalf("got %d, want %d", want, best)
			}
			ids = append(ids, want)
		}
	})
	t.Run("a seed repeats", func(t *testing.T) {
		o := SampleOptions{MaxTokens: 12, Temperature: 1, Seed: 3}
		a, _ := collect(t, s, prompt, o)
		b, _ := collect(t, session(t, m, SessionOptions{}), prompt, o)
		o.Seed = 4
		c, _ := collect(t, s, prompt, o)
		if !slices.Equal(a, b) || slices.Equal(a, c) {
			t.Errorf("seed 3: %v and %v; seed 4: %v", a, b, c)
		}
	})
	t.Run("narrow choices are greedy ones", func(t *testing.T) {
		for _, o := range []SampleOptions{{TopK: 1}, {TopP: 1e-6}, {MinP: 1}} {
			o.MaxTokens, o.Temperature, o.Seed = 12, 1, 5
			if got, _ := collect(t, s, prompt, o); !slices.Equal(got, greedy) {
				t.Errorf("%+v: got %v, want %v", o, got, greedy)
			}
		}
	})
	t.Run("stop strings end the text before them", func(t *testing.T) {
		stop := greedyText[len(greedyText)/2 : len(greedyText)/2+5]
		_, text := collect(t, s, prompt, SampleOptions{MaxTokens: 40, Stop: []string{"\x00never", stop}})
		if want := greedyText[:strings.Index(greedyText, stop)]; text != want {
			t.Errorf("got %q, want %q", text, want)
		}
	})
	t.Run("the output begins with the forced bytes", func(t *testing.T) {
		for _, prefix := range []string{" Suddenl", " xqz", " 雾", "\n\n- ", " The fe"} {
			_, text := collect(t, s, prompt, SampleOptions{MaxTokens: 12, Prefix: []byte(prefix)})
			if !strings.HasPrefix(text, prefix) {
				t.Errorf("forced %q, got %q", prefix, text)
			}
		}
	})
	t.Run("a penalty changes a loop", func(t *testing.T) {
		loop := m.Tokenizer().Encode(strings.Repeat("again and ", 30))
		a, _ := collect(t, s, loop, SampleOptions{MaxTokens: 20})
		b, _ := collect(t, s, loop, SampleOptions{MaxTokens: 20, RepetitionPenalty: 1.5})
		if slices.Equal(a, b) {
			t.Error("the penalty had no effect")
		}
	})
	t.Run("alternatives differ and the first is the greedy one", func(t *testing.T) {
		all, err := s.Alternatives(context.Background(), prompt, 4, SampleOptions{MaxTokens: 12})
		if err != nil {
			t.Fatal(err)
		}
		if len(all) != 4 || !slices.Equal(all[0].IDs, greedy) || all[0].Text != greedyText {
			t.Fatalf("got %d, the first %q; want %q", len(all), all[0].Text, greedyText)
		}
		for i, a := range all {
			first := slices.Clone(prompt)
			o := SampleOptions{MaxTokens: 11}
			rest, _ := collect(t, s, append(first, a.IDs[0]), o)
			if !slices.Equal(rest, a.IDs[1:]) && len(a.IDs) == 12 {
				t.Errorf("alternative %d goes on with %v, alone with %v", i, a.IDs[1:], rest)
			}
			for _, b := range all[:i] {
				if a.IDs[0] == b.IDs[0] {
					t.Errorf("two alternatives begin with token %d", a.IDs[0])
				}
			}
		}
	})
	t.Run("next tokens are in order and the first is the greedy one", func(t *testing.T) {
		next, err := s.Next(context.Background(), prompt, 5)
		if err != nil {
			t.Fatal(err)
		}
		sum := float32(0)
		for i, c := range next {
			sum += c.P
			if i > 0 && c.P > next[i-1].P {
				t.Errorf("%v is not in order", next)
			}
		}
		if len(next) != 5 || next[0].ID != greedy[0] || sum > 1.0001 {
			t.Errorf("got %v", next)
		}
	})
}

// A cancelled call ends soon, with the context's error, and the session goes on
// as if nothing had happened.
func TestCancel(t *testing.T) {
	m := small(t)
	ids := m.Tokenizer().Encode(strings.Repeat(story+"\n", 4))
	want := logitsOf(t, session(t, m, SessionOptions{}), ids)
	s := session(t, m, SessionOptions{})
	for _, after := range []time.Duration{0, time.Millisecond, 5 * time.Millisecond, 20 * time.Millisecond, 60 * time.Millisecond} {
		ctx, cancel := context.WithCancel(context.Background())
		var cancelled time.Time
		time.AfterFunc(after, func() { cancelled = time.Now(); cancel() })
		_, err := s.Prefill(ctx, ids)
		if err == nil {
			continue // it was faster
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("got %v", err)
		}
		t.Logf("ended %v after the cancel", time.Since(cancelled))
		if got := len(s.Tokens()); got > 0 && !slices.Equal(s.Tokens(), ids[:got]) {
			t.Fatal("the cache holds something else than the prompt's beginning")
		}
	}
	sameLogits(t, "after the cancels", logitsOf(t, s, ids), want)
}

// A prompt longer than the cache loses its oldest part and keeps the head.
func TestLongPromptKeepsItsHead(t *testing.T) {
	m := small(t)
	s := session(t, m, SessionOptions{ContextTokens: 96, KeepTokens: 10})
	ids := m.Tokenizer().Encode(strings.Repeat(story+"\n", 2))
	logitsOf(t, s, ids)
	held := s.Tokens()
	if len(held) > 96 || !slices.Equal(held[:10], ids[:10]) || !slices.Equal(held[10:], ids[len(ids)-len(held)+10:]) {
		t.Fatalf("the cache holds %d tokens that aren't the head and the end of the prompt", len(held))
	}
	out, _ := collect(t, s, ids, SampleOptions{MaxTokens: 120})
	if len(out) < 100 {
		t.Errorf("only %d tokens were generated past the end of the cache", len(out))
	}
	if !slices.Equal(s.Tokens()[:10], ids[:10]) {
		t.Error("the head was dropped while generating")
	}
}

func TestRefusals(t *testing.T) {
	m := small(t)
	s := session(t, m, SessionOptions{})
	if _, err := s.Prefill(context.Background(), nil); !errors.Is(err, ErrNoTokens) {
		t.Errorf("no tokens: got %v", err)
	}
	for _, id := range []token.ID{-1, token.ID(m.Info().Vocabulary)} {
		if _, err := s.Prefill(context.Background(), []token.ID{1, id}); err == nil {
			t.Errorf("token %d was accepted", id)
		}
	}
	if _, err := m.NewSession(SessionOptions{ContextTokens: 3}); err == nil {
		t.Error("a context of 3 tokens was accepted")
	}
}

// Decoding a token allocates nothing.
func TestDecodeAllocatesNothing(t *testing.T) {
	m := small(t)
	s := session(t, m, SessionOptions{})
	logitsOf(t, s, m.Tokenizer().Encode(story))
	ctx := context.Background()
	n := testing.AllocsPerRun(20, func() {
		if err := s.step(ctx, token.ID(argmax(s.pass.row(0)))); err != nil {
			t.Fatal(err)
		}
	})
	if n != 0 {
		t.Errorf("%g allocations per token", n)
	}
}

// What is kept for a draw is what sorting all tokens would keep.
func TestTruncation(t *testing.T) {
	logits := make([]float32, 5000)
	for i := range logits {
		logits[i] = float32((i*7919)%5000) / 250 // 0 to 20 in steps of 1/250
	}
	all := func() *chooser {
		c := &chooser{}
		for i, l := range logits {
			c.candidates = append(c.candidates, candidate{token.ID(i), l, l})
		}
		return c
	}
	sorted := all()
	sorted.sort()
	total := 0.0
	for _, x := range sorted.candidates {
		total += math.Exp(float64(x.logit - 20))
	}
	topP := func(p float64) int {
		sum := 0.0
		for i, x := range sorted.candidates {
			if sum += math.Exp(float64(x.logit - 20)); sum >= p*total {
				return i + 1
			}
		}
		return len(logits)
	}
	for _, c := range []struct {
		name string
		o    SampleOptions
		want int
	}{
		{"nothing", SampleOptions{}, 5000},
		{"top 1", SampleOptions{TopK: 1}, 1},
		{"top 40", SampleOptions{TopK: 40}, 40},
		{"more than there are", SampleOptions{TopK: 6000}, 5000},
		{"half of the probability", SampleOptions{TopP: 0.5}, topP(0.5)},
		{"nearly all of it", SampleOptions{TopP: 0.999}, topP(0.999)},
		{"at least e^-2 times the best", SampleOptions{MinP: 0.1353}, 500},
	} {
		got := all()
		got.truncate(&c.o)
		if n := len(got.candidates); n < c.want-1 || n > c.want+1 {
			t.Errorf("%s: %d tokens are left, want %d", c.name, n, c.want)
		}
		got.sort()
		for i, x := range got.candidates {
			if x.logit != sorted.candidates[i].logit {
				t.Errorf("%s: candidate %d is %v, want %v", c.name, i, x, sorted.candidates[i])
				break
			}
		}
	}
}
