package proof

import (
	"context"
	"errors"
	"strings"
	"testing"
)

// fancier is a Scorer that likes texts by the words in them.
type fancier struct {
	likes map[string]float64 // a word's part of a text's log-probability
	calls int
	err   error
}

func (f *fancier) value(text string) float64 {
	sum := 0.0
	for _, w := range strings.Fields(text) {
		sum += f.likes[strings.Trim(w, ".,")] - 1
	}
	return sum
}

func (f *fancier) Gains(ctx context.Context, _, text string, trials []Trial) ([]float64, error) {
	f.calls++
	out := make([]float64, len(trials))
	for i, t := range trials {
		out[i] = f.value(text[:t.Start]+t.Text+text[t.End:]) - f.value(text)
	}
	return out, errors.Join(f.err, ctx.Err())
}

func (f *fancier) Trace(ctx context.Context, _, text string, edits []Edit) ([]Departure, error) {
	f.calls++
	out := make([]Departure, len(edits))
	for i, e := range edits {
		out[i] = Departure{New: -3 + f.value(text[:e.Start]+e.Text+text[e.End:]) - f.value(text), Old: -3}
	}
	return out, errors.Join(f.err, ctx.Err())
}

func judged(t *testing.T, s Scorer) *Checker {
	t.Helper()
	c, err := New(Options{Judge: func(Language) (Scorer, error) { return s, nil }})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestJudgeDecides(t *testing.T) {
	for _, tt := range []struct {
		name, text, want string
		likes            map[string]float64
	}{
		{"what the model finds likelier by far is proposed", "She is good in chess.", "She is good at chess.", map[string]float64{"at": 14}},
		{"what it doesn't is not", "She is good in chess.", "She is good in chess.", nil},
		{"it chooses among a misspelling's suggestions", "His carrer ended.", "His career ended.", map[string]float64{"career": 19}},
		{"certain rules need no judge", "It is an useful hint.", "It is a useful hint.", map[string]float64{"an": 9}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := judged(t, &fancier{likes: tt.likes})
			findings, err := c.Check(context.Background(), tt.text)
			if err != nil {
				t.Fatal(err)
			}
			if got := Apply(tt.text, findings); got != tt.want {
				t.Errorf("%q becomes %q, want %q: %+v", tt.text, got, tt.want, findings)
			}
		})
	}
}

func TestJudgedParagraphsAreRemembered(t *testing.T) {
	f := &fancier{}
	c := judged(t, f)
	check := func(text string) int {
		before := f.calls
		if _, err := c.Check(context.Background(), text); err != nil {
			t.Fatal(err)
		}
		return f.calls - before
	}
	if check("She is good in chess.\nHe is here.") == 0 {
		t.Error("the model is not asked")
	}
	if n := check("She is good in chess.\nHe is here."); n != 0 {
		t.Errorf("the model is asked %d times about what it has judged", n)
	}
	once := check("She is good in chess.\nHe was there.")
	c.Forget()
	if both := check("She is good in chess.\nHe was there."); both <= once {
		t.Errorf("after a change in one paragraph the model is asked %d times, about all of them %d times", once, both)
	}
}

func TestJudgeFails(t *testing.T) {
	broken := errors.New("out of memory")
	f := &fancier{err: broken}
	if _, err := judged(t, f).Check(context.Background(), "She is good in chess."); !errors.Is(err, broken) {
		t.Errorf("the error is %v, want %v", err, broken)
	}
	f.err = nil
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := judged(t, f).Check(ctx, "She is good in chess."); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v, want that of the context", err)
	}
}

func TestModelThatComesLater(t *testing.T) {
	var scorer Scorer
	c, err := New(Options{Judge: func(Language) (Scorer, error) { return scorer, nil }})
	if err != nil {
		t.Fatal(err)
	}
	const text = "She is good in chess."
	if f, err := c.Check(context.Background(), text); err != nil || len(f) != 0 {
		t.Fatalf("without a model: %v, %v", f, err)
	}
	scorer = &fancier{likes: map[string]float64{"at": 14}}
	if f, err := c.Check(context.Background(), text); err != nil || Apply(text, f) != "She is good at chess." {
		t.Fatalf("once there is a model: %v, %v", f, err)
	}
}
