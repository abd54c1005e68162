package assist

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

var pieces = []string{" the", " wea", "ther", " weather", " is", " good", " today", " and", " we", " do", "n’t", " know", " go", " out", ".", ",", "我们", "去", "公园", "散步", "。", "可以", " “", "”"}

func TestSuggestions(t *testing.T) {
	english := newScript(pieces,
		"I think the weather is good today, and we don’t know. Then we go out.\nA new line. ",
		"He said: “We go out.” ", "See the weatherman on the hill. ")
	chinese := newScript(pieces, "今天天气很好，我们可以去公园散步。明天再说。", "他 说 ： 我们 去 公园 。")
	tests := []struct {
		name          string
		model         *script
		before, after string
		o             ContinueOptions
		want          string
	}{
		{"after a word, with the space", english, "I think the weather", "", ContinueOptions{}, " is good today,"},
		{"after a space, without one", english, "I think the weather is ", "", ContinueOptions{MaxWords: 2}, "good today"},
		{"half a word that is no token", english, "I think the weath", "", ContinueOptions{}, "er is good today,"},
		{"half a word that is a token of its own", english, "I think the wea", "", ContinueOptions{}, "ther is good today,"},
		{"a word with an apostrophe is whole", english, "good today, and we", "", ContinueOptions{MaxWords: 1}, " don’t"},
		{"not beyond the sentence", english, "and we don’t", "", ContinueOptions{}, " know."},
		{"not beyond the sentence, but with its closing quote", english, "He said: “We go", "", ContinueOptions{}, " out.”"},
		{"not beyond the line", english, "Then we go out", "", ContinueOptions{Sentence: true}, "."},
		{"not beyond a comma, once it is a phrase", english, "I think the w", "", ContinueOptions{}, "eather is good today,"},
		{"beyond a comma, if asked", english, "I think the weather is", "", ContinueOptions{Sentence: true}, " good today, and we don’t know."},
		{"no more words than allowed", english, "I think the weather is", "", ContinueOptions{MaxWords: 2}, " good today"},
		{"nothing where nothing is likely", english, "Zxq", "", ContinueOptions{}, ""},
		{"not what stands behind the caret", english, "I think the weather is", " today.", ContinueOptions{}, " good"},
		{"nothing but what stands behind the caret", english, "I think the weather is", " good today.", ContinueOptions{}, ""},
		{"a space before the word behind the caret", english, "I think the weather is ", "today", ContinueOptions{}, "good "},
		{"Chinese", chinese, "今天天气很好，我们", "", ContinueOptions{}, "可以去公园散步。"},
		{"half a Chinese word", chinese, "今天天气很好，我们可", "", ContinueOptions{}, "以去公园散步。"},
		{"no spaces in Chinese", chinese, "他 说 ： 我们", "", ContinueOptions{}, "去公园。"},
		{"an empty text", newScript(pieces, "\nThe end. "), "", "", ContinueOptions{}, "The end."},
	}
	for _, test := range tests {
		r := at(test.before, test.after)
		r.Always = test.want != ""
		got := suggest(t, test.model, test.o, r)
		if got.Text != test.want {
			t.Errorf("%s: %q + %q is continued with %q, want %q", test.name, test.before, test.after, got.Text, test.want)
			continue
		}
		if got.Text == "" {
			continue
		}
		if got.Revision != r.Revision || got.Caret != r.Caret || !got.Final || got.LogProb > 0 {
			t.Errorf("%s: %+v doesn't answer %+v", test.name, got, r)
		}
		if n := len(got.Words); n == 0 || got.Words[n-1] != len(got.Text) {
			t.Errorf("%s: the words of %q end at %v", test.name, got.Text, got.Words)
		}
	}
}

func TestSuggestionKeepsItsDistance(t *testing.T) {
	m := newScript(nil, "the owl and the owl and the owl and the owl and ", "Our notes say that Anna is a tall doctor. ")
	if got := suggest(t, m, ContinueOptions{}, Request{Text: Plain("the owl and the owl and the owl and"), Caret: 35, Always: true}); strings.Contains(got.Text, "the owl and") {
		t.Errorf("repeated itself: %q", got.Text)
	}
	r := at("Our notes say", "")
	r.Notes, r.Always = "Anna: our notes say that Anna is a tall doctor.", true
	if got := suggest(t, m, ContinueOptions{Sentence: true, MaxWords: 20, MaxTokens: 80}, r); strings.Contains(got.Text, "that Anna is a tall doctor") {
		t.Errorf("recited the notes: %q", got.Text)
	}
}

func TestAWriterWhoRestsGetsAGuess(t *testing.T) {
	m := newScript(pieces,
		"Then we go out. The weather is good today, and we know. ", "Then we go out. We do. ",
		"Then we go out. Who? ", "Then we go out. He. ", "Then we go out. It is.")
	r := at("Then we go out.", "")
	if got := suggest(t, m, ContinueOptions{}, r); got.Text != "" {
		t.Errorf("an unlikely word is shown at once: %q", got.Text)
	}
	r.Resting = true
	got := suggest(t, m, ContinueOptions{MinProbability: 0.5, Evaluations: 30}, r)
	if !strings.HasSuffix(got.Text, ".") && !strings.HasSuffix(got.Text, "?") {
		t.Errorf("a guess for a writer who rests is a sentence, not %q", got.Text)
	}
	if got := suggest(t, m, ContinueOptions{}, Request{Text: Plain("Zxq jyv"), Caret: 7, Resting: true}); got.Text != "" {
		t.Errorf("nonsense is continued with %q", got.Text)
	}
}

func TestAGuessDoesNotRepeatWhatWasJustSaid(t *testing.T) {
	for _, test := range []struct {
		name, before string
		grown        []string // as the guess grows; the last is final
		want         string   // what is shown at the end
	}{
		{"a sentence again", "He was thinking about his daughter.", []string{" He", " He was", " He was thinking", " He was thinking about her."}, ""},
		{"a new sentence", "He was thinking about his daughter.", []string{" He", " He had", " He had not seen her."}, " He had not seen her."},
		{"a short end", "He was thinking about his", []string{" daughter."}, " daughter."},
		{"Chinese again", "今天的天气很好。", []string{"今天", "今天的天气", "今天的天气很好。"}, ""},
		{"Chinese, a name again", "小明去上学。", []string{"小明", "小明今天", "小明今天很高兴。"}, "小明今天很高兴。"},
	} {
		t.Run(test.name, func(t *testing.T) {
			shown := ""
			yield := withoutRepeats(test.before, func(s Suggestion) bool { shown = s.Text; return true })
			for i, text := range test.grown {
				if !yield(Suggestion{Text: text, Final: i == len(test.grown)-1}) {
					break
				}
			}
			if shown != test.want {
				t.Errorf("shown %q, want %q", shown, test.want)
			}
		})
	}
}

func TestNextWords(t *testing.T) {
	m := newScript(pieces, "the weather is good. ", "the weather is good! ", "the weather is gone. ", "the weather is old. ")
	c := NewContinuer(m, ContinueOptions{})
	for before, want := range map[string]string{
		"the weather is":   "good gone old",
		"the weather is ":  "good gone old",
		"the weather is g": "good gone",
	} {
		words, err := c.NextWords(t.Context(), at(before, ""), 3)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, w := range words {
			if w.P > 0.05 {
				got = append(got, w.Text)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("after %q: %v, want %s", before, words, want)
		}
	}
	words, err := c.NextWords(t.Context(), at("the weather is", ""), 3)
	if err != nil {
		t.Fatal(err)
	}
	if p := words[0].P; p < 0.45 || p > 0.55 {
		t.Errorf("good has a share of %.2f, want a half", p)
	}
}

func TestAlternativesFollowTheRestOfTheLine(t *testing.T) {
	m := newScript(pieces, "the weather is good for fish. ", "the weather is bad for bees. ", "the weather is bad for bees. ")
	c := NewContinuer(m, ContinueOptions{})
	for after, want := range map[string]string{"": " bad for bees.", " for fish.": " good", " for bees.": " bad"} {
		got, err := c.Alternatives(t.Context(), at("the weather is", after), 2)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) == 0 || got[0].Text != want {
			t.Errorf("before %q: %v, want %q first", after, got, want)
		}
	}
}

func TestTheLatestRequestWins(t *testing.T) {
	m := newScript(pieces, "I think the weather is good today. ")
	c := NewContinuer(m, ContinueOptions{Patient: true})
	asked := make(chan struct{})
	m.before = func(ctx context.Context) error {
		if m.calls.Load() > 1 {
			return nil
		}
		close(asked) // the first request waits here until it is cancelled
		<-ctx.Done()
		return ctx.Err()
	}
	first := make(chan error, 1)
	go func() {
		first <- c.Suggest(context.Background(), at("I think the", ""), func(Suggestion) bool {
			t.Error("an outdated request was answered")
			return true
		})
	}()
	select {
	case <-asked:
	case <-time.After(10 * time.Second):
		t.Fatal("the model wasn't asked")
	}
	var got Suggestion
	r := at("I think the weather is", "")
	r.Always = true
	if err := c.Suggest(context.Background(), r, func(s Suggestion) bool { got = s; return true }); err != nil {
		t.Fatal(err)
	}
	if err := <-first; !errors.Is(err, context.Canceled) {
		t.Errorf("the outdated request ended with %v, want %v", err, context.Canceled)
	}
	if got.Text != " good today." {
		t.Errorf("the latest request was answered with %q", got.Text)
	}
}

func TestTypingOnCostsOnlyTheNewTokens(t *testing.T) {
	text := strings.Repeat("I think the weather is good today. ", 200)
	m := newScript(pieces, text)
	c := NewContinuer(m, ContinueOptions{Patient: true})
	ask := func(n int) (read int) {
		m.read = 0
		r := Request{Text: Plain(text[:n]), Caret: n, Always: true}
		if err := c.Suggest(t.Context(), r, func(s Suggestion) bool { return false }); err != nil {
			t.Fatal(err)
		}
		return m.read
	}
	ask(4200)
	total, most := 0, 0
	for n := 4201; n < 5600; n++ {
		read := ask(n)
		total += read
		most = max(most, read)
	}
	// The window's start jumps once in 1536 bytes; everything else is new text.
	if total > 3*1400 {
		t.Errorf("1400 keys made the model read %d tokens", total)
	}
	if most > 1600 {
		t.Errorf("one key made the model read %d tokens", most)
	}
}

func TestAfterAJumpAShortWindowAnswersFirst(t *testing.T) {
	text := strings.Repeat("I think the weather is good today. ", 200)
	m := newScript(pieces, text)
	c := NewContinuer(m, ContinueOptions{})
	r := Request{Text: Plain(text), Caret: 4221, Always: true}
	if err := c.Suggest(t.Context(), r, func(s Suggestion) bool { return false }); err != nil {
		t.Fatal(err)
	}
	c.Settle()
	if m.read == 0 {
		t.Error("the whole window wasn't read behind the answer")
	}
	read := m.read
	r.Caret++
	if err := c.Suggest(t.Context(), r, func(s Suggestion) bool { return false }); err != nil {
		t.Fatal(err)
	}
	if m.read == read {
		t.Error("the whole window wasn't used once it was read")
	}
	if m.read > read+20 {
		t.Errorf("the whole window was read anew: %d tokens", m.read-read)
	}
}

func TestInTheMiddleOfALineTheRestDecides(t *testing.T) {
	m := newScript(pieces, "the weather is good for fish. ", "the weather is bad for bees. ", "the weather is bad for bees. ")
	for after, want := range map[string]string{" for fish.": " good", " for bees.": " bad"} {
		r := at("the weather is", after)
		r.Always = true
		if got := suggest(t, m, ContinueOptions{}, r); got.Text != want {
			t.Errorf("before %q: %q, want %q", after, got.Text, want)
		}
	}
}

// late is a model that isn't there before it is asked for.
type late struct {
	*script
	err   error
	asked bool
}

func (l *late) Ready(Language) bool { return l.asked && l.err == nil }

func (l *late) Prose(ctx context.Context, lang Language) (Predictor, error) {
	l.asked = true
	if l.err != nil {
		return nil, l.err
	}
	return l.script, nil
}

func TestTheWordListServesUntilTheModelIsReady(t *testing.T) {
	list := NewWordList([]string{"weather", "understand"})
	missing := errors.New("no model")
	for name, m := range map[string]*late{
		"loading": {script: newScript(pieces, "I think the weather is good today. ")},
		"missing": {err: missing},
	} {
		c := NewContinuer(m, ContinueOptions{Words: func() *WordList { return list }})
		ask := func() (texts []string, err error) {
			err = c.Suggest(t.Context(), at("I think the wea", ""), func(s Suggestion) bool {
				texts = append(texts, s.Text)
				return true
			})
			return texts, err
		}
		got, err := ask()
		if len(got) != 1 || got[0] != "ther" || !errors.Is(err, m.err) {
			t.Errorf("%s: %q, %v; want the rest of the word", name, got, err)
		}
		got, err = ask()
		if m.err == nil && (len(got) == 0 || got[len(got)-1] != "ther is good today.") || !errors.Is(err, m.err) {
			t.Errorf("%s: asked again: %q, %v", name, got, err)
		}
	}
}

func TestLearnedTextIsExpected(t *testing.T) {
	m := newScript(append([]string{" old", " Ukridge", " coughed"}, pieces...), "I think the weather is good today. ")
	c := NewContinuer(m, ContinueOptions{})
	ask := func() (last Suggestion) {
		r := at("and then old Ukridge", "")
		r.Always = true
		if err := c.Suggest(t.Context(), r, func(s Suggestion) bool { last = s; return true }); err != nil {
			t.Fatal(err)
		}
		return last
	}
	before := ask()
	c.Learn("old Ukridge coughed. So old Ukridge coughed. Yet old Ukridge coughed.")
	after := ask()
	if !strings.HasPrefix(after.Text, " coughed") || strings.HasPrefix(before.Text, " coughed") {
		t.Errorf("before learning %q, after it %q; want coughed after it only", before.Text, after.Text)
	}
	var sum float64
	d := logSoftmax(make([]float32, m.Size()))
	own := &personal{}
	own.add(m.Encode("the cat and the cat and the dog"))
	own.mix(m.Encode("and the"), d)
	for id := range d {
		sum += d.p(int32(id))
	}
	if sum < 0.9999 || sum > 1.0001 {
		t.Errorf("the mixed probabilities sum to %v", sum)
	}
}

func TestReadingAheadSparesTheFirstRequest(t *testing.T) {
	text := strings.Repeat("I think the weather is good today. ", 200)
	m := newScript(pieces, text)
	c := NewContinuer(m, ContinueOptions{})
	r := Request{Text: Plain(text), Caret: 4221, Always: true}
	if err := c.Read(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	read := m.read
	if read < 200 {
		t.Errorf("%d tokens were read ahead, want the whole window", read)
	}
	if err := c.Suggest(t.Context(), r, func(Suggestion) bool { return false }); err != nil {
		t.Fatal(err)
	}
	c.Settle()
	if more := m.read - read; more > 20 {
		t.Errorf("the first request made the model read %d tokens more", more)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.Read(ctx, r); !errors.Is(err, context.Canceled) {
		t.Errorf("a reading that nobody wants any more: %v", err)
	}
	if err := c.Read(t.Context(), Request{Text: Plain("")}); err != nil {
		t.Errorf("an empty text: %v", err)
	}
}

func TestASuggestionPointsToNothingBeyondIt(t *testing.T) {
	m := newScript(append([]string{" with", " him", " to"}, pieces...), "Then she looked at him with the dog. ", "Then she looked at him with the cat. ",
		"Then she looked at him with the owl. ")
	r := at("Then she looked at", "")
	if got := suggest(t, m, ContinueOptions{Evaluations: 20, Floors: []float64{0.5}}, r); got.Text != " him" {
		t.Errorf("goes on with %q, want it to end before “with the”", got.Text)
	}
}
