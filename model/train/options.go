package train

import (
	"context"
	"fmt"
	"runtime"
	"time"
)

// Options say how a model learns. The zero value is what was found to be good.
type Options struct {
	// Steps is the number of steps, one sequence each; 0 takes the text once,
	// or twice where it has less than 10,000 words, and 400 at the most.
	Steps int
	// Rank of the adapter, up to 64; 0 means 8.
	Rank int
	// Alpha: what the adapter adds counts alpha/rank times; 0 means twice the rank.
	Alpha float32
	// SequenceTokens is the length of a sequence, up to 1024; 0 means 256.
	SequenceTokens int
	// LearningRate at its highest, after ten steps; 0 means 1e-3, or 5e-4 where
	// the text has less than 5,000 words. It falls to a twentieth along a cosine.
	LearningRate float64
	// MinWords is how little text is too little; 0 means 2,000.
	MinWords int
	// Seed decides the adapter's beginning and the order of the text. The same
	// text and options give the same adapter, bit by bit, on processors with the
	// same instructions, whatever the number of threads.
	Seed uint64
	// Threads that compute; 0 means all of the machine's.
	Threads int
	// Wait, if not nil, is called between pieces of some tens of milliseconds of
	// work and may block for as long as the machine is needed for something else. An
	// error ends the job.
	Wait func(context.Context) error
	// Progress, if not nil, is told how far the job is, from its goroutine.
	Progress func(Progress)
}

// Stage is a part of the job.
type Stage int

// The stages in their order.
const (
	Measuring Stage = iota // how well the model knows the held-out text now
	Learning
	Judging // how well it knows it with the adapter
)

// Progress tells how far a job is.
type Progress struct {
	Stage       Stage
	Step, Steps int
	Loss        float64       // of the last step, in nats a token
	HeldOut     float64       // bits per byte of the held-out text when it was last measured; 0 before
	TokensPerS  float64       // of learning
	Left        time.Duration // for everything, 0 while unknown
}

// fill puts in what zero values stand for.
func (o *Options) fill() {
	if o.Rank == 0 {
		o.Rank = 8
	}
	if o.Alpha == 0 {
		o.Alpha = 2 * float32(o.Rank)
	}
	if o.SequenceTokens == 0 {
		o.SequenceTokens = 256
	}
	if o.MinWords == 0 {
		o.MinWords = 2000
	}
	if o.Threads < 1 {
		o.Threads = runtime.NumCPU()
	}
}

// check refuses what can't be.
func (o *Options) check() error {
	switch {
	case o.Rank < 1 || o.Rank > 64:
		return fmt.Errorf("an adapter of rank %d: 1 to 64 are possible", o.Rank)
	case o.SequenceTokens < 16 || o.SequenceTokens > 1024:
		return fmt.Errorf("sequences of %d tokens: 16 to 1024 are possible", o.SequenceTokens)
	case o.Steps < 0 || o.LearningRate < 0 || o.LearningRate > 1:
		return fmt.Errorf("%d steps at a learning rate of %g: not possible", o.Steps, o.LearningRate)
	}
	return nil
}
