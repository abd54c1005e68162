package engine

import (
	"context"
	"errors"
	"math"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"inkling/assist"
	"inkling/assist/proof"
	"inkling/internal/testmodel"
	"inkling/model/catalog"
	"inkling/model/kernel"
)

// told collects the states an engine tells of.
type told struct {
	mu     sync.Mutex
	states []string
}

func (t *told) add(role catalog.Role, s State) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.states = append(t.states, string(role)+" "+s.Status.String())
}

func (t *told) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.Join(t.states, ", ")
}

func newEngine(t *testing.T, folder, name string) (*Engine, *told) {
	t.Helper()
	c, err := catalog.Default()
	if err != nil {
		t.Fatal(err)
	}
	heard := &told{}
	e := New(Options{Catalogue: c, Locator: catalog.Locator{Explicit: folder}, Set: "light", Model: name, OnChange: heard.add})
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e, heard
}

func small(t *testing.T) (*Engine, *told) {
	return newEngine(t, filepath.Dir(testmodel.Path(t, "smollm2-135m")), "smollm2-135m")
}

func TestAMissingModelIsNamed(t *testing.T) {
	e, heard := newEngine(t, t.TempDir(), "")
	for lang, want := range map[assist.Language]string{assist.English: "smollm2-135m", assist.Chinese: "qwen2.5-coder-0.5b"} {
		_, err := e.Prose(t.Context(), lang)
		var missing *catalog.MissingError
		if !errors.As(err, &missing) || missing.Entry.Name != want {
			t.Errorf("for %s: %v, want that %s is missing", lang, err, want)
		}
		if e.Ready(lang) {
			t.Errorf("ready for %s without a model", lang)
		}
	}
	if s := e.State(catalog.RoleProse); s.Status != Missing || s.Err == nil {
		t.Errorf("the state is %v, want missing", s)
	}
	if got := heard.String(); got != "prose missing" {
		t.Errorf("told of %q, want it once", got)
	}
}

func TestOneModelServesAllRoles(t *testing.T) {
	e, heard := small(t)
	ctx := t.Context()
	p, err := e.Prose(ctx, assist.English)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := e.Prose(ctx, assist.English); err != nil || again != p {
		t.Errorf("asked again: another session, %v", err)
	}
	if _, err := e.Judge(ctx, assist.English); err != nil {
		t.Fatal(err)
	}
	if len(e.loaded) != 1 {
		t.Errorf("%d models are loaded, want 1", len(e.loaded))
	}
	if !e.Ready(assist.English) {
		t.Error("not ready after loading")
	}
	want := "prose loading, prose ready, judge ready"
	if got := heard.String(); got != want {
		t.Errorf("told of %q, want %q", got, want)
	}
	tokens := p.Vocabulary().Encode("The capital of France is Paris and the capital of England is")
	if _, err := p.Logits(ctx, tokens); err != nil {
		t.Fatal(err)
	}
	if got := heard.String(); got != want+", prose thinking, prose ready" {
		t.Errorf("told of %q while it was thinking", got)
	}
}

func TestSessionsKeepWhatTheyRead(t *testing.T) {
	e, _ := small(t)
	p, err := e.Prose(t.Context(), assist.English)
	if err != nil {
		t.Fatal(err)
	}
	s := p.(assist.Session)
	fork, err := s.Fork(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	tokens := s.Vocabulary().Encode("The capital of France is Paris and the capital of England is")
	first, err := s.Logits(t.Context(), tokens)
	if err != nil {
		t.Fatal(err)
	}
	best := argmax(first)
	if got := string(s.Vocabulary().Piece(best)); got != " London" {
		t.Errorf("the capital of England is%s", got)
	}
	if n := s.Cached(tokens); n != len(tokens) {
		t.Errorf("%d of %d tokens are cached", n, len(tokens))
	}
	if n := s.Cached(tokens[:3]); n != 3 {
		t.Errorf("%d of 3 tokens are cached", n)
	}
	if n := fork.Cached(tokens); n != 0 {
		t.Errorf("the fork has read %d tokens", n)
	}
	second, err := fork.Logits(t.Context(), tokens)
	if err != nil {
		t.Fatal(err)
	}
	if argmax(second) != best {
		t.Error("the fork expects something else")
	}
}

func argmax(x []float32) int32 {
	best := 0
	for i := range x {
		if x[i] > x[best] {
			best = i
		}
	}
	return int32(best)
}

func TestWorkEndsWithItsContext(t *testing.T) {
	e, _ := small(t)
	p, err := e.Prose(t.Context(), assist.English)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	tokens := p.Vocabulary().Encode(strings.Repeat("All work and no play. ", 50))
	if _, err := p.Logits(ctx, tokens); !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v, want %v", err, context.Canceled)
	}
	if _, err := p.Logits(t.Context(), tokens); err != nil {
		t.Errorf("unusable after a cancellation: %v", err)
	}
	if s := e.State(catalog.RoleProse); s.Status != Ready {
		t.Errorf("the state is %v, want ready", s.Status)
	}
}

func TestUnloadedModelsAreLoadedAgain(t *testing.T) {
	e, _ := small(t)
	p, err := e.Prose(t.Context(), assist.English)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Unload(); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Logits(t.Context(), []int32{1}); !errors.Is(err, ErrClosed) {
		t.Errorf("a session of an unloaded model says %v, want %v", err, ErrClosed)
	}
	again, err := e.Prose(t.Context(), assist.English)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := again.Logits(t.Context(), []int32{1}); err != nil {
		t.Error(err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Prose(t.Context(), assist.English); !errors.Is(err, ErrClosed) {
		t.Errorf("a closed engine says %v, want %v", err, ErrClosed)
	}
}

func TestJudgeKnowsTheBetterWording(t *testing.T) {
	e, _ := small(t)
	j, err := e.Judge(t.Context(), assist.English)
	if err != nil {
		t.Fatal(err)
	}
	prefix := "Every morning "
	text := "she go to school."
	traced, err := j.Trace(t.Context(), prefix, text, []proof.Edit{{Start: 4, End: 6, Text: "goes"}})
	if err != nil {
		t.Fatal(err)
	}
	if gain := traced[0].New - traced[0].Old; gain <= 0 {
		t.Errorf("goes for go gains %v, want more than nothing", gain)
	}
	trial := func(with string) proof.Trial {
		return proof.Trial{Edit: proof.Edit{Start: 4, End: 6, Text: with}, To: len(text)}
	}
	gains, err := j.Gains(t.Context(), prefix, text, []proof.Trial{trial("goes"), trial("go"), trial("goed")})
	if err != nil {
		t.Fatal(err)
	}
	if gains[0] <= 0 || gains[1] != 0 || gains[2] >= 0 {
		t.Errorf("gains %v: goes before go before goed was expected", gains)
	}
}

// What an edit gains is the difference of what the whole texts score, wherever in them it is and whatever it does
// to the tokens around it.
func TestGainsAreDifferencesOfTexts(t *testing.T) {
	e, _ := small(t)
	opened, err := e.Judge(t.Context(), assist.English)
	if err != nil {
		t.Fatal(err)
	}
	j := opened.(judge)
	const prefix, text = "He came. ", "It was late, an he had no idea were to go now. 我以经到了,你在那里?"
	at := func(old string) int { return strings.Index(text, old) }
	var trials []proof.Trial
	for _, e := range [][2]string{{"It", "That"}, {" late", ""}, {"an", "and"}, {"an ", ""}, {"were", "where"}, {"to go", "to go there"}, {"now.", "now"}, {"以", "已"}, {"以经", "已经"}, {"那", "哪"}, {"?", "？"}, {"里?", "里"}} {
		trials = append(trials, proof.Trial{Edit: proof.Edit{Start: at(e[0]), End: at(e[0]) + len(e[0]), Text: e[1]}, To: len(text)})
	}
	trials = append(trials, proof.Trial{Edit: proof.Edit{Start: len(text), End: len(text), Text: " Yes"}, To: len(text)})
	gains, err := j.Gains(t.Context(), prefix, text, trials)
	if err != nil {
		t.Fatal(err)
	}
	score := func(text string) (sum float64) {
		ids := j.encode(prefix + text)
		err := j.s.session.EachLogits(t.Context(), ids, 0, func(pos int, logits []float32) error {
			if pos+1 < len(ids) {
				sum += float64(logits[ids[pos+1]] - kernel.LogSumExp(logits))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return sum
	}
	for i, trial := range trials {
		want := score(text[:trial.Start]+trial.Text+text[trial.End:]) - score(text)
		if math.Abs(gains[i]-want) > 0.01 {
			t.Errorf("%q for %q gains %g, the texts differ by %g", trial.Text, text[trial.Start:trial.End], gains[i], want)
		}
	}
}

func TestChatStreamsAnAnswer(t *testing.T) {
	e, _ := small(t)
	messages := []assist.Message{{Role: "user", Content: "Write one sentence about the sea."}}
	var text strings.Builder
	pieces := 0
	err := e.Chat(t.Context(), messages, assist.GenerateOptions{MaxTokens: 40}, func(p assist.Piece) bool {
		text.WriteString(p.Text)
		pieces++
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	if text.Len() < 20 || strings.Contains(text.String(), "<|") || pieces < 3 {
		t.Errorf("answered with %q in %d pieces", text.String(), pieces)
	}
	var long *TooLongError
	messages[0].Content = strings.Repeat("word ", 10000)
	if err := e.Chat(t.Context(), messages, assist.GenerateOptions{}, func(assist.Piece) bool { return true }); !errors.As(err, &long) {
		t.Errorf("a text of 10,000 words ends with %v, want that it is too long", err)
	}
	messages = []assist.Message{{Role: "user", Content: strings.Repeat("word ", 4500)}, {Role: "assistant", Content: "Yes."}, {Role: "user", Content: "What is the capital of France?"}}
	text.Reset()
	if err := e.Chat(t.Context(), messages, assist.GenerateOptions{MaxTokens: 40, Begin: "The capital"}, func(p assist.Piece) bool { text.WriteString(p.Text); return true }); err != nil {
		t.Errorf("old turns aren't left out: %v", err)
	}
	if !strings.HasPrefix(text.String(), "The capital") {
		t.Errorf("the answer %q doesn't begin as it was told to", text.String())
	}
}
