package proof

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// pupil is a Corrector that knows the right form of some sentences.
type pupil struct {
	answers map[string]string
	margin  float64            // by how much it would rather make any edit than not
	weighed map[string]float64 // what it thinks of edits, as "old>new", else margin
	calls   int
	trials  int // edits that it weighed
	err     error
}

func (p *pupil) Correct(ctx context.Context, sentence string, edits []Edit) (string, []Departure, error) {
	p.calls++
	out := make([]Departure, len(edits))
	for i := range out {
		out[i] = Departure{New: -3 + p.margin, Old: -3}
	}
	if answer, ok := p.answers[sentence]; ok {
		return answer, out, errors.Join(p.err, ctx.Err())
	}
	return sentence, out, errors.Join(p.err, ctx.Err())
}

func (p *pupil) Gains(ctx context.Context, sentence string, trials []Trial) ([]float64, error) {
	out := make([]float64, len(trials))
	p.trials += len(trials)
	for i, t := range trials {
		var ok bool
		if out[i], ok = p.weighed[strings.TrimSpace(sentence[t.Start:t.End])+">"+t.Text]; !ok {
			out[i] = p.margin
		}
		if t.To < t.End || t.To > len(sentence) {
			return nil, fmt.Errorf("an edit that ends at byte %d is weighed up to %d of %d", t.End, t.To, len(sentence))
		}
	}
	return out, ctx.Err()
}

func consulted(t *testing.T, s Scorer, p Corrector) *Checker {
	t.Helper()
	c, err := New(Options{
		Judge:     func(Language) (Scorer, error) { return s, nil },
		Corrector: func(Language) (Corrector, error) { return p, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestMinimalEdits(t *testing.T) {
	for _, tt := range []struct {
		name, before, after string
		want                []Edit
	}{
		{"nothing differs", "It is here.", "It is here.", nil},
		{"blanks alone are left to the rules", "It is here .", "It is here.", nil},
		{"a word for a word", "He go home.", "He went home.", []Edit{{3, 5, "went"}}},
		{"words of like spelling one by one", "He walk homes now.", "He walked home now.", []Edit{{3, 7, "walked"}, {8, 13, "home"}}},
		{"a word is missing", "She going home.", "She is going home.", []Edit{{4, 4, "is "}}},
		{"a mark is missing", "However we left.", "However, we left.", []Edit{{7, 7, ","}}},
		{"the last mark is missing", "We left it", "We left it.", []Edit{{10, 10, "."}}},
		{"a word too many", "We entered into the room.", "We entered the room.", []Edit{{11, 16, ""}}},
		{"other words for several", "He is of good mood.", "He is cheerful.", []Edit{{6, 18, "cheerful"}}},
		{"behind wide characters", "“Café” he go.", "“Café” he goes.", []Edit{{15, 17, "goes"}}},
		{"no answer", "He go.", "", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := minimalEdits(tt.before, tt.after); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("%v, want %v", got, tt.want)
			}
		})
	}
}

func FuzzMinimalEdits(f *testing.F) {
	f.Add("He go home .", "He goes home.")
	f.Add("“a”  b", "c 你好 d")
	f.Add("\xff a", "a\x00")
	f.Fuzz(func(t *testing.T, before, after string) {
		last := 0
		for _, e := range minimalEdits(before, after) {
			if e.Start < last || e.End < e.Start || e.End > len(before) {
				t.Fatalf("edit %v of %q is out of order or place", e, before)
			}
			last = e.End
		}
	})
}

func TestConsultation(t *testing.T) {
	const text = "Yesterday he buyed of a baneful thing."
	// It is asked about the sentence as it reads with what the judge is sure of mended.
	p := &pupil{answers: map[string]string{"Yesterday he bought of a baneful thing.": "Yesterday he bought a harmful thing."}, weighed: map[string]float64{"baneful>harmful": 15}, margin: -6}
	c := consulted(t, &fancier{likes: map[string]float64{"harmful": 3, "bought": 20}}, p)
	findings, err := c.Consult(context.Background(), text)
	if err != nil {
		t.Fatal(err)
	}
	var offered []string
	for _, f := range findings {
		offered = append(offered, f.Replacements...)
	}
	if got := Apply(text, findings); !strings.Contains(got, "bought") || !slices.Contains(offered, "harmful") {
		t.Errorf("it becomes %q, offered are %q: %+v", got, offered, findings)
	}
	before := p.calls
	again, err := c.Rules(context.Background(), text)
	if err != nil || !reflect.DeepEqual(again, findings) || p.calls != before {
		t.Errorf("after the third wave the first gives %+v, %v, want what the third gave, without asking", again, err)
	}
}

// TestConsultationDecides asks an instruct model about what the judge is in two minds about: by what the sentence is
// worth as its answer, with the change and without, the change is made or not.
func TestConsultationDecides(t *testing.T) {
	const text, mended = "She discuss about the plan every days.", "She discusses the plan every day."
	for _, tt := range []struct {
		name    string
		weighed map[string]float64
		want    string
	}{
		{"for the changes", map[string]float64{"discuss>discusses": 12, "about>": 12, "days>day": 12}, mended},
		{"against one", map[string]float64{"discuss>discusses": 12, "about>": -12, "days>day": 12}, "She discusses about the plan every day."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := &pupil{weighed: tt.weighed, margin: -4}
			c := consulted(t, &fancier{likes: map[string]float64{"discusses": 4, "": 6, "day": 4}}, p)
			findings, err := c.Consult(context.Background(), text)
			if got := Apply(text, findings); err != nil || got != tt.want {
				t.Errorf("it becomes %q, %v, want %q: %+v", got, err, tt.want, findings)
			}
		})
	}
}

// What the instruct model shrinks from at the first word it needn't weigh.
func TestConsultationSparesWork(t *testing.T) {
	for margin, weighs := range map[float64]bool{-9: false, -2: true} {
		p := &pupil{margin: margin}
		c := consulted(t, &fancier{likes: map[string]float64{"discusses": 4, "day": 4}}, p)
		if _, err := c.Consult(context.Background(), "She discuss the plan every days."); err != nil || p.calls == 0 || p.trials > 0 != weighs {
			t.Errorf("with a margin of %v: %v, asked %d times, %d edits weighed", margin, err, p.calls, p.trials)
		}
	}
}

func TestConsultationKeepsOff(t *testing.T) {
	for _, tt := range []struct{ name, text, answer string }{
		{"code", "Please call `teh()` at the end now.", "Please call `the()` at the end now."},
		{"quoted speech", "“He ain't never been to no town,” she said.", "“He has never been to any town,” she said."},
		{"another text altogether", "The old boat lay on the sand.", "Here is the corrected sentence you asked me for today."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := &pupil{answers: map[string]string{tt.text: tt.answer}}
			findings, err := consulted(t, &fancier{}, p).Consult(context.Background(), tt.text)
			if err != nil || Apply(tt.text, findings) != tt.text {
				t.Errorf("%+v, %v", findings, err)
			}
		})
	}
}

func TestConsultationOfSoundSentences(t *testing.T) {
	const text = "The old boat lay on the sand."
	p := &pupil{answers: map[string]string{text: "The old boat was lying on the sand."}}
	findings, err := consulted(t, &fancier{}, p).Consult(context.Background(), text)
	if err != nil || len(findings) > 0 || p.calls > 0 {
		t.Errorf("%+v, %v, asked %d times; want nothing found and nothing asked", findings, err, p.calls)
	}
}

func TestConsultationFails(t *testing.T) {
	broken := errors.New("out of memory")
	c := consulted(t, &fancier{}, &pupil{err: broken})
	if _, err := c.Consult(context.Background(), "She buyed it in chess."); !errors.Is(err, broken) {
		t.Errorf("the error is %v, want %v", err, broken)
	}
	if _, err := c.Check(context.Background(), "She buyed it in chess."); err != nil {
		t.Errorf("the judge alone: %v", err)
	}
}
