package train

import (
	"context"
	"errors"
	"iter"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"inkling/model"
	"inkling/model/lora"

	"inkling/internal/testmodel"
)

var errSource = errors.New("the disk is gone")

// failing is a source that can't be read.
type failing struct{}

func (failing) Samples(context.Context) iter.Seq2[Sample, error] {
	return func(yield func(Sample, error) bool) { yield(Sample{}, errSource) }
}

// refrain is a text that even a tiny model can learn, in paragraphs that differ.
func refrain(words int) Texts {
	var b strings.Builder
	for i := 0; countWords(b.String()) < words; i++ {
		b.WriteString(strings.Repeat("tick tock says the clock ", 3+i%3))
		b.WriteString(strings.Repeat("o", i%17) + "h\n\n")
	}
	return Texts{{Text: b.String(), Document: "song"}}
}

func run(t testing.TB, m *model.Model, o Options) *Result {
	t.Helper()
	o.MinWords, o.SequenceTokens = 100, 64
	r, err := Run(context.Background(), m, songs(), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// songs are many short documents, so that all parts have some.
func songs() Texts {
	var all Texts
	for i := range 60 {
		words := "tick tock says the clock " + strings.Repeat("o", i%17) + "h and the mouse runs up the clock "
		all = append(all, Sample{Text: strings.Repeat(words, 2+i%3) + string(rune('a'+i%26)) + string(rune('a'+i/26)), Document: string(rune('A' + i))})
	}
	return all
}

// A tiny model learns a song, the adapter is found good on verses that it never
// saw, and the same job gives the same adapter again, with other threads too.
func TestLearns(t *testing.T) {
	m := tiny(t, testmodel.TinyLlama())
	var losses []float64
	r := run(t, m, Options{Steps: 40, LearningRate: 0.02, Threads: 2, Progress: func(p Progress) {
		if p.Stage == Learning && p.Step > 0 {
			losses = append(losses, p.Loss)
		}
	}})
	if !r.Applied || r.GainLow <= leastGain || r.After.BitsPerByte >= r.Before.BitsPerByte || r.After.NextWord < r.Before.NextWord {
		t.Errorf("not good enough: %+v", r)
	}
	if first, last := losses[0], losses[len(losses)-1]; len(losses) != 40 || last > first/2 {
		t.Errorf("%d losses from %.3f to %.3f", len(losses), first, last)
	}
	again := run(t, m, Options{Steps: 40, LearningRate: 0.02, Threads: 1})
	if !reflect.DeepEqual(r.Adapter, again.Adapter) {
		t.Error("the same job gave another adapter")
	}
	other := run(t, m, Options{Steps: 40, LearningRate: 0.02, Threads: 2, Seed: 1})
	if reflect.DeepEqual(r.Adapter, other.Adapter) {
		t.Error("another seed gave the same adapter")
	}
}

// Where learning is made useless, nothing is applied.
func TestNothingGained(t *testing.T) {
	m := tiny(t, testmodel.TinyQwen())
	r := run(t, m, Options{Steps: 2, LearningRate: 1e-9})
	if r.Applied || r.Reason == "" {
		t.Errorf("applied: %+v", r)
	}
}

// A session with the adapter gives the logits that the network was trained to
// give.
func TestAdapterOnASession(t *testing.T) {
	for _, c := range tinyModels() {
		t.Run(c.Architecture, func(t *testing.T) {
			const closeEnough = 5e-3 // the session's cache holds half floats
			m := tiny(t, c)
			n := testNetwork(t, m, Options{Rank: 4, SequenceTokens: 64})
			s := twoTexts(35, 5)
			session, err := m.NewSession(model.SessionOptions{ContextTokens: 64, Adapter: n.adapter()})
			if err != nil {
				t.Fatal(err)
			}
			want := newReference(m, n).logits(s.tokens[:35])
			compare := func(pos int, logits []float32) error {
				for i, v := range logits {
					if d := math.Abs(float64(v) - want[pos][i]); d > closeEnough {
						t.Fatalf("logit %d after token %d is %g, want %g", i, pos, v, want[pos][i])
					}
				}
				return nil
			}
			// all tokens at once, and then one by one
			if err := session.EachLogits(context.Background(), s.tokens[:35], 0, compare); err != nil {
				t.Fatal(err)
			}
			for i := range 35 {
				logits, err := session.Prefill(context.Background(), s.tokens[:i+1])
				if err != nil {
					t.Fatal(err)
				}
				compare(i, logits)
			}
			plain, err := m.NewSession(model.SessionOptions{ContextTokens: 64})
			if err != nil {
				t.Fatal(err)
			}
			logits, err := plain.Prefill(context.Background(), s.tokens[:35])
			if err != nil {
				t.Fatal(err)
			}
			most := 0.0
			for i, v := range logits {
				most = max(most, math.Abs(float64(v)-want[34][i]))
			}
			if most < 20*closeEnough {
				t.Errorf("without the adapter the logits differ by %g at the most", most)
			}
		})
	}
}

func TestTooLittle(t *testing.T) {
	_, err := Run(context.Background(), tiny(t, testmodel.TinyLlama()), refrain(500), Options{})
	var little *TooLittleError
	if !errors.As(err, &little) || little.Needed != 2000 || little.Words >= 2000 || !strings.Contains(err.Error(), "write") {
		t.Errorf("error %v", err)
	}
}

func TestSourceFails(t *testing.T) {
	if _, err := Run(context.Background(), tiny(t, testmodel.TinyLlama()), failing{}, Options{}); !errors.Is(err, errSource) {
		t.Errorf("error %v", err)
	}
}

// A job ends soon after it is told to, wherever it is, also while it waits.
func TestCancel(t *testing.T) {
	m := tiny(t, testmodel.TinyLlama())
	t.Run("while learning", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		_, err := Run(ctx, m, songs(), Options{MinWords: 100, SequenceTokens: 64, Steps: 1 << 20, Progress: func(p Progress) {
			if p.Step == 3 {
				cancel()
			}
		}})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
	})
	t.Run("while waiting for the writer", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
		defer cancel()
		_, err := Run(ctx, m, songs(), Options{MinWords: 100, SequenceTokens: 64, Wait: func(ctx context.Context) error {
			<-ctx.Done()
			return ctx.Err()
		}})
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v", err)
		}
	})
}

// The judge's interval is that of the difference, and words count whole.
func TestGain(t *testing.T) {
	before, after := &scores{}, &scores{}
	for i := range 640 {
		before.bits, after.bits = append(before.bits, 8), append(after.bits, 7+float64(i%2))
		before.bytes, after.bytes = append(before.bytes, 4), append(after.bytes, 4)
	}
	mean, low := gain(before, after)
	if math.Abs(mean-0.125) > 1e-9 || math.Abs(low-0.125) > 1e-3 {
		t.Errorf("gain %g, lower end %g, want 0.125 for both", mean, low)
	}
	s := &scores{bits: make([]float64, 5), bytes: []int{2, 2, 2, 2, 2}, word: []int{0, 0, 1, 2, 2}, right: []bool{true, false, true, true, true}}
	if m := s.sum(); m.Words != 3 || math.Abs(m.NextWord-2.0/3) > 1e-9 {
		t.Errorf("%d words, share %g", m.Words, m.NextWord)
	}
}

func TestVerdict(t *testing.T) {
	for name, c := range map[string]struct {
		low, before, after float64
		applied            bool
	}{
		"a sure gain":                      {0.02, 0.30, 0.31, true},
		"a gain that may be chance":        {0.004, 0.30, 0.31, false},
		"words fell within their error":    {0.02, 0.30, 0.29, true},
		"words fell by more than an error": {0.02, 0.30, 0.25, false},
	} {
		t.Run(name, func(t *testing.T) {
			r := &Result{Gain: 0.03, GainLow: c.low, Before: Measure{BitsPerByte: 1.2, NextWord: c.before, Words: 1000}, After: Measure{NextWord: c.after}}
			if r.verdict(); r.Applied != c.applied || r.Reason == "" {
				t.Errorf("applied %v: %s", r.Applied, r.Reason)
			}
		})
	}
}

func TestRate(t *testing.T) {
	const steps = 200
	if got := rate(1, 0, steps); got != 0.1 {
		t.Errorf("first step: %g", got)
	}
	if got := rate(1, warmUp, steps); got != 1 {
		t.Errorf("after warm-up: %g", got)
	}
	if got := rate(1, steps-1, steps); got < finalShare || got > finalShare+0.001 {
		t.Errorf("last step: %g", got)
	}
}

// On a real, quantised model the session with an adapter predicts a text about
// as well as the network says, which is far from what the model alone does.
func TestAdapterOnQuantisedModel(t *testing.T) {
	m, err := model.Load(testmodel.Path(t, "smollm2-135m"), model.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	n := testNetwork(t, m, Options{SequenceTokens: 64})
	for i := range n.layers {
		for j := range n.layers[i].linear {
			b := n.layers[i].linear[j].b.value
			for k := range b {
				b[k] *= 2 // so that the adapter makes a difference
			}
		}
	}
	docs := []document{{text: "The ferry left at noon. Mira stood on the pier with her notebook, and the bell counted the swell of the sea."}}
	sequences := cut(m.Tokenizer(), docs, 64)
	o := &Options{SequenceTokens: 64}
	bits := func(a *lora.Adapter) float64 {
		s, err := measure(context.Background(), m, a, sequences, o)
		if err != nil {
			t.Fatal(err)
		}
		return s.sum().BitsPerByte * float64(len(docs[0].text)-len("The"))
	}
	loss, err := n.loss(context.Background(), sequences[0], false)
	if err != nil {
		t.Fatal(err)
	}
	want, with, without := loss/math.Ln2, bits(n.adapter()), bits(nil)
	t.Logf("%.1f bits by the network, %.1f by the session, %.1f without the adapter", want, with, without)
	if math.Abs(with-want) > 0.02*want || math.Abs(without-want) < 0.1*want {
		t.Errorf("%.1f bits by the network, %.1f by the session, %.1f without the adapter", want, with, without)
	}
}
