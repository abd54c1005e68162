package proof

import (
	"context"
	"strings"
	"testing"
)

// reader is a Scorer that likes texts by the phrases in them.
type reader struct{ likes map[string]float64 }

func (r reader) value(text string) float64 {
	sum := 0.0
	for phrase, v := range r.likes {
		sum += v * float64(strings.Count(text, phrase))
	}
	return sum
}

func (r reader) gain(text string, e Edit) float64 {
	return r.value(text[:e.Start]+e.Text+text[e.End:]) - r.value(text)
}

func (r reader) Trace(_ context.Context, _, text string, edits []Edit) ([]Departure, error) {
	out := make([]Departure, len(edits))
	for i, e := range edits {
		out[i] = Departure{New: -8 + r.gain(text, e)/2, Old: -8, Stretch: -8}
	}
	return out, nil
}

func (r reader) Gains(_ context.Context, _, text string, trials []Trial) ([]float64, error) {
	out := make([]float64, len(trials))
	for i, t := range trials {
		out[i] = r.gain(text, t.Edit)
	}
	return out, nil
}

func TestChineseIsJudged(t *testing.T) {
	for _, tt := range []struct {
		name, text, want string
		likes            map[string]float64
	}{
		{"what reads much better is proposed", "汽油的燃点比柴油底。", "汽油的燃点比柴油低。", map[string]float64{"柴油低": 14}},
		{"what reads no better is not", "汽油的燃点比柴油底。", "汽油的燃点比柴油底。", nil},
		{"two wrong characters of one word are mended together", "他请了一位媚认。", "他请了一位媒人。", map[string]float64{"媚人": 9, "媒人": 17}},
		{"of 的, 地 and 得 the one that fits", "他跑的飞快。", "他跑得飞快。", map[string]float64{"跑得": 14}},
		{"a set phrase gets its missing character", "他迫不待地拆开了信。", "他迫不及待地拆开了信。", map[string]float64{"迫不及待": 14}},
		{"figures are facts", "去年来了一千三百人。", "去年来了一千三百人。", map[string]float64{"一千五": 14}},
		{"what recurs is meant", "阿晟来了，阿晟走了。", "阿晟来了，阿晟走了。", map[string]float64{"阿城": 14}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := judged(t, reader{tt.likes})
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
