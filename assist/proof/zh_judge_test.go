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
		{"in a set phrase any character", "他走得很慌，简直想哭无泪。", "他走得很慌，简直欲哭无泪。", map[string]float64{"欲哭无泪": 15}},
		{"what shows once the rest is mended", "汽油的然点比柴油底。", "汽油的燃点比柴油低。", map[string]float64{"燃点": 14, "燃点比柴油低": 14}},
		{"figures are facts", "去年来了一千三百人。", "去年来了一千三百人。", map[string]float64{"一千五": 14}},
		{"a common word that is wrong twice is not", "我住在杭洲，他也住在杭洲。", "我住在杭州，他也住在杭州。", map[string]float64{"在杭州": 14}},
		{"so is where something is", "地图下没有这个站。", "地图下没有这个站。", map[string]float64{"地图上": 14}},
		{"a name is more likely meant than another word", "胡丽菁是受伤了。", "胡丽菁是受伤了。", map[string]float64{"狐": 9}},
		{"so is a name that recurs", "陈默看着她，陈默不说话。", "陈默看着她，陈默不说话。", map[string]float64{"沉默": 14}},
		{"a surname in a word is none", "他每天都很黄忙。", "他每天都很慌忙。", map[string]float64{"慌忙": 14}},
		{"other forms of a character stand", "别让他更著急。", "别让他更著急。", map[string]float64{"着急": 14}},
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

// The larger judge has the last word, and keeps it when the small one is asked again.
func TestTheLargerJudgeReviews(t *testing.T) {
	const text = "汽油的燃点比柴油底。他确做不出来。"
	small, large := reader{map[string]float64{"柴油低": 14}}, reader{map[string]float64{"却做不": 14}}
	var reviewer Scorer
	c, err := New(Options{
		Judge:    func(Language) (Scorer, error) { return small, nil },
		Reviewer: func(Language) (Scorer, error) { return reviewer, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	const bySmall, byLarge = "汽油的燃点比柴油低。他确做不出来。", "汽油的燃点比柴油底。他却做不出来。"
	for _, step := range []struct {
		name, want string
		look       func(context.Context, string) ([]Finding, error)
	}{
		{"Check asks the small one", bySmall, c.Check},
		{"Review does too where there is no other", bySmall, c.Review},
		{"then the large one", byLarge, c.Review},
		{"Check keeps to what it said", byLarge, c.Check},
		{"Consult too, without an instruct model", byLarge, c.Consult},
	} {
		findings, err := step.look(ctx, text)
		if err != nil {
			t.Fatal(err)
		}
		if got := Apply(text, findings); got != step.want {
			t.Errorf("%s: %q, want %q", step.name, got, step.want)
		}
		if step.name == "Review does too where there is no other" {
			reviewer = large // it was fetched meanwhile
		}
	}
}
