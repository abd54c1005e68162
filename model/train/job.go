package train

import (
	"context"
	"fmt"
	"math"
	"time"

	"inkling/model"
	"inkling/model/lora"
)

// Result is what came of a job.
type Result struct {
	// Adapter is the best one found, also where it isn't good enough.
	Adapter *lora.Adapter
	// Applied tells whether the adapter makes the model so much better on text
	// that it never saw that it should be used; Reason says why or why not, in
	// words for the writer.
	Applied bool
	Reason  string

	Words         int     // of all text that was used
	Steps         int     // that were made
	BestStep      int     // after which the adapter was taken
	TrainTokens   int     // that were learnt from, counted as often as they were
	TokensPerS    float64 // of learning
	Before, After Measure // on the held-out text that the job never looked at
	Gain, GainLow float64 // bits per byte saved there, and the lower end of the 95 % interval
	StopBefore    float64 // bits per byte on the text that told when to stop, at first
	StopBest      float64 // and at the best step
}

const (
	checkEvery  = 25 // steps between two looks at the held-out text
	patience    = 2  // looks without progress before stopping
	leastGain   = 0.005
	mostSteps   = 400
	enoughWords = 10000 // for taking the text once only
	fewWords    = 5000  // for the lower learning rate
)

// Run learns from the source's text. It doesn't change the model. When ctx is
// done it returns ctx's error within a fifth of a second. A *TooLittleError says
// that there is too little text.
func Run(ctx context.Context, m *model.Model, source Source, o Options) (*Result, error) {
	o.fill()
	if err := o.check(); err != nil {
		return nil, err
	}
	docs, err := collect(ctx, source)
	if err != nil {
		return nil, err
	}
	c := split(docs)
	if c.words < o.MinWords || len(c.learn) == 0 {
		return nil, &TooLittleError{Words: c.words, Needed: o.MinWords}
	}
	n, err := newNetwork(m, &o)
	if err != nil {
		return nil, err
	}
	defer n.close()
	j := &job{
		m: m, n: n, o: &o, result: &Result{Words: c.words},
		learn: cut(m.Tokenizer(), c.learn, o.SequenceTokens),
		stop:  cut(m.Tokenizer(), c.stop, o.SequenceTokens),
		judge: cut(m.Tokenizer(), c.judge, o.SequenceTokens),
	}
	if o.Steps == 0 {
		o.Steps = len(j.learn)
		if c.words < enoughWords {
			o.Steps *= 2
		}
		o.Steps = min(o.Steps, mostSteps)
	}
	if o.LearningRate == 0 {
		o.LearningRate = 1e-3
		if c.words < fewWords {
			o.LearningRate = 5e-4
		}
	}
	if err := j.run(ctx); err != nil {
		if cause := context.Cause(ctx); cause != nil {
			return nil, cause
		}
		return nil, fmt.Errorf("learning: %w", err)
	}
	return j.result, nil
}

// job is one run.
type job struct {
	m                  *model.Model
	n                  *network
	o                  *Options
	learn, stop, judge []*sequence
	result             *Result

	progress Progress
	best     *lora.Adapter
	bestBits float64
	misses   int
	spent    time.Duration // in steps
}

func (j *job) report() {
	j.result.TokensPerS = 0
	if j.spent > 0 {
		j.result.TokensPerS = float64(j.result.TrainTokens) / j.spent.Seconds()
	}
	j.progress.TokensPerS = j.result.TokensPerS
	if j.o.Progress != nil {
		j.o.Progress(j.progress)
	}
}

func (j *job) run(ctx context.Context) error {
	r := j.result
	j.progress = Progress{Stage: Measuring, Steps: j.o.Steps}
	j.report()
	start := time.Now()
	stopBefore, err := measure(ctx, j.m, nil, j.stop, j.o)
	if err != nil {
		return err
	}
	before, err := measure(ctx, j.m, nil, j.judge, j.o)
	if err != nil {
		return err
	}
	measuring := time.Since(start)
	r.Before, r.StopBefore = before.sum(), stopBefore.sum().BitsPerByte
	j.bestBits, j.progress.HeldOut, j.progress.Stage = r.StopBefore, r.StopBefore, Learning
	if err := j.steps(ctx, measuring); err != nil {
		return err
	}
	r.StopBest = j.bestBits
	j.progress.Stage, j.progress.Left = Judging, measuring
	j.report()
	if j.best == nil {
		r.Adapter, r.After = j.n.adapter(), r.Before
		r.Reason = "Learning made no difference to text that was held back, so suggestions stay as they are."
		return nil
	}
	after, err := measure(ctx, j.m, j.best, j.judge, j.o)
	if err != nil {
		return err
	}
	r.Adapter, r.After = j.best, after.sum()
	r.Gain, r.GainLow = gain(before, after)
	r.verdict()
	return nil
}

// verdict decides whether the adapter is used.
func (r *Result) verdict() {
	percent := 100 * r.Gain / r.Before.BitsPerByte
	// The share of right words is uncertain: it has fallen where it fell by more
	// than one standard error.
	fallen := r.Before.NextWord - r.After.NextWord
	doubt := math.Sqrt(r.Before.NextWord * (1 - r.Before.NextWord) / float64(max(1, r.Before.Words)))
	switch {
	case r.GainLow <= leastGain:
		r.Reason = fmt.Sprintf("On text of yours that was held back it predicts %.1f %% better, which may be chance, so suggestions stay as they are. More text helps.", percent)
	case fallen > doubt:
		r.Reason = "It predicts your text better on the whole, but fewer words exactly, so suggestions stay as they are."
	default:
		r.Applied = true
		r.Reason = fmt.Sprintf("On text of yours that was held back it predicts %.1f %% better, and suggestions now follow it.", percent)
	}
}

// steps learns, and keeps the adapter of the step that was best on the text that
// tells when to stop.
func (j *job) steps(ctx context.Context, measuring time.Duration) error {
	steps := j.o.Steps
	for step, which := range order(len(j.learn), steps, j.o.Seed) {
		s := j.learn[which]
		start := time.Now()
		loss, err := j.n.loss(ctx, s, true)
		if err != nil {
			return err
		}
		j.n.update(rate(j.o.LearningRate, step, steps), step)
		j.spent += time.Since(start)
		targets := s.targets()
		j.result.TrainTokens += targets
		j.result.Steps = step + 1
		j.progress.Step, j.progress.Loss = step+1, loss/float64(max(1, targets))
		looks := time.Duration((steps-step-1)/checkEvery + 2)
		j.progress.Left = j.spent/time.Duration(step+1)*time.Duration(steps-step-1) + looks*measuring/2
		if (step+1)%checkEvery == 0 || step+1 == steps {
			stop, err := j.look(ctx)
			if err != nil {
				return err
			}
			if stop {
				j.report()
				return nil
			}
		}
		j.report()
	}
	return nil
}

// look measures the adapter as it is and tells whether to stop.
func (j *job) look(ctx context.Context) (stop bool, err error) {
	now := j.n.adapter()
	s, err := measure(ctx, j.m, now, j.stop, j.o)
	if err != nil {
		return false, err
	}
	bits := s.sum().BitsPerByte
	j.progress.HeldOut = bits
	if bits < j.bestBits {
		j.best, j.bestBits, j.misses = now, bits, 0
		j.result.BestStep = j.result.Steps
		return false, nil
	}
	j.misses++
	return j.misses >= patience, nil
}
