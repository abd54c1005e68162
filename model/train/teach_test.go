package train

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"inkling/internal/testmodel"
	"inkling/model/token"
)

// Only answers are predicted, each after the whole of its own prompt, and none sees another lesson.
func TestCutLessons(t *testing.T) {
	tokenizer := tiny(t, testmodel.TinyLlama()).Tokenizer()
	lessons := []Lesson{{"one?", "yes."}, {"two?", "no, not."}, {strings.Repeat("too long", 20), "never"}, {"", "from nothing"}, {"silence?", ""}, {"six?", "seven."}}
	answers := ""
	for _, s := range cutLessons(tokenizer, lessons, 24) {
		if len(s.tokens) > 24 {
			t.Errorf("a sequence of %d tokens", len(s.tokens))
		}
		for i, id := range s.target {
			if id == token.None {
				continue
			}
			answers += string(tokenizer.Piece(id))
			before := ""
			for _, id := range s.tokens[s.start[i] : i+1] {
				before += string(tokenizer.Piece(id))
			}
			if question, _, ok := strings.Cut(before, "?"); !ok || strings.Contains(question, ".") {
				t.Errorf("%q is predicted after %q", tokenizer.Piece(id), before)
			}
		}
	}
	if want := "yes.no, not.seven."; answers != want {
		t.Errorf("predicted are %q, want %q", answers, want)
	}
}

// A tiny model learns to answer one question in one way and another in another, and the same lessons give the same
// adapter.
func TestTeach(t *testing.T) {
	m := tiny(t, testmodel.TinyLlama())
	var lessons []Lesson
	for range 60 {
		lessons = append(lessons, Lesson{"tick?", "tock tock tock"}, Lesson{"tock?", "tick tick tick"})
	}
	var losses []float64
	o := Options{SequenceTokens: 64, LearningRate: 0.02, Progress: func(p Progress) { losses = append(losses, p.Loss) }}
	a, err := Teach(context.Background(), m, lessons, o)
	if err != nil {
		t.Fatal(err)
	}
	if first, last := losses[0], losses[len(losses)-1]; last > first/2 {
		t.Errorf("%d losses from %.3f to %.3f", len(losses), first, last)
	}
	o.Progress = nil
	if again, err := Teach(context.Background(), m, lessons, o); err != nil || !reflect.DeepEqual(a, again) {
		t.Errorf("the same lessons gave another adapter, %v", err)
	}
}

func TestTeachEnds(t *testing.T) {
	m := tiny(t, testmodel.TinyLlama())
	lessons := []Lesson{{"tick?", "tock"}}
	if _, err := Teach(context.Background(), m, []Lesson{{strings.Repeat("long", 100), "x"}}, Options{SequenceTokens: 64}); err == nil {
		t.Error("no error without a lesson")
	}
	if _, err := Teach(context.Background(), m, lessons, Options{Rank: 1000}); err == nil {
		t.Error("no error for a rank of 1000")
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	closing := errors.New("the window is closing")
	cancel(closing)
	if _, err := Teach(ctx, m, lessons, Options{SequenceTokens: 64}); !errors.Is(err, closing) {
		t.Errorf("the error is %v, want why the context ended", err)
	}
}
