package kernel

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// A Task is work that can be cut into numbered pieces which may run in any
// order and at the same time.
type Task interface {
	// Do runs piece i. worker numbers the goroutine that runs it, from 0 to
	// one less than the pool's size: an index into per-worker scratch space.
	Do(worker, i int)
}

// Pool is a fixed set of workers for short parallel loops: a decoded token
// runs a few hundred of them. A worker that has nothing to do looks for work
// in a tight loop for some microseconds, because the next loop usually starts
// at once, and then sleeps, so that an idle pool costs no processor time.
type Pool struct {
	mu      sync.Mutex // held during Run
	size    int
	task    Task
	started time.Time
	gives   atomic.Int64  // until when on the pool's clock GiveWay holds, in nanoseconds; 0: it doesn't
	turn    turn          // of who calls Run
	shares  []poolShare   // [size] what each worker has yet to do
	state   atomic.Uint64 // generation<<16 | open<<15 | number of joined workers
	workers []poolWorker
	closed  atomic.Bool
	done    sync.WaitGroup
}

// poolShare is a stretch of pieces, from<<32 | to. Its worker takes the first
// one, another worker that has nothing left takes the second half.
type poolShare struct {
	atomic.Uint64
	_ [120]byte // keeps two shares off one pair of cache lines
}

func share(from, to int) uint64 { return uint64(from)<<32 | uint64(to) }

func bounds(s uint64) (from, to int) { return int(s >> 32), int(s & (1<<32 - 1)) }

// first takes the first piece.
func (s *poolShare) first() (piece int, ok bool) {
	for {
		old := s.Load()
		from, to := bounds(old)
		if from >= to {
			return 0, false
		}
		if s.CompareAndSwap(old, share(from+1, to)) {
			return from, true
		}
	}
}

// half takes the second half, or the one piece that is left.
func (s *poolShare) half() (from, to int, ok bool) {
	for {
		old := s.Load()
		from, to = bounds(old)
		if from >= to {
			return 0, 0, false
		}
		middle := from + (to-from)/2
		if s.CompareAndSwap(old, share(from, middle)) {
			return middle, to, true
		}
	}
}

type poolWorker struct {
	asleep atomic.Bool
	wake   chan struct{}
	turn   turn
	_      [64]byte // keeps two workers' flags off one cache line
}

const (
	poolJoined = 1<<15 - 1
	poolOpen   = 1 << 15
	poolGenOne = 1 << 16
	// spinRounds is how often an idle worker looks for work before it sleeps:
	// about 50 microseconds with the pause in between.
	spinRounds = 1000
)

// NewPool starts a pool of the given number of workers, of which the caller of
// Run is one. A size below 1 counts as 1.
func NewPool(size int) *Pool {
	size = max(1, size)
	p := &Pool{size: size, started: time.Now(), shares: make([]poolShare, size), workers: make([]poolWorker, size-1)}
	for i := range p.workers {
		p.workers[i].wake = make(chan struct{}, 1)
		p.done.Add(1)
		go p.work(i)
	}
	return p
}

// Size is the number of workers, the caller of Run included.
func (p *Pool) Size() int { return p.size }

// Close ends the workers. Run must not be called afterwards.
func (p *Pool) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed.Swap(true) {
		return
	}
	p.wakeAll()
	p.done.Wait()
}

// Run calls t.Do for every i in [0, pieces) and returns when all are done.
// Calls from several goroutines take turns. Each worker goes through a stretch of
// neighbouring pieces: where they are rows of a matrix, it reads memory in one
// go, which is up to twice as fast as in jumps. Who is done first takes half of
// another's rest, so a worker that was held up by the system delays the loop by
// one piece at most, and one that is still asleep isn't waited for.
func (p *Pool) Run(pieces int, t Task) {
	if p.size == 1 || pieces <= 1 {
		for i := range pieces {
			t.Do(0, i)
			p.letOthers(&p.turn)
		}
		return
	}
	p.mu.Lock()
	p.task = t
	for i := range p.shares {
		p.shares[i].Store(share(pieces*i/p.size, pieces*(i+1)/p.size))
	}
	gen := p.state.Load()&^(poolGenOne-1) + poolGenOne
	p.state.Store(gen | poolOpen)
	p.wakeAll()
	p.drain(0, &p.turn)
	for s := p.state.Load(); !p.state.CompareAndSwap(s, s&^poolOpen); {
		s = p.state.Load()
	}
	for round := 0; p.state.Load()&poolJoined != 0; round++ {
		pause()
		if round > spinRounds {
			runtime.Gosched()
		}
	}
	p.task = nil
	p.mu.Unlock()
}

// GiveWay has the workers leave their cores for the time d from now, between two
// pieces, to whoever waits for one. Else the scheduler takes a core from a goroutine
// that never waits after 10 milliseconds only, and looks no sooner for what is due
// on that core: a key that was typed would be that late. It costs an eighth of the
// speed, because goroutines change their cores, so it is for while someone types.
func (p *Pool) GiveWay(d time.Duration) { p.gives.Store(int64(time.Since(p.started) + d)) }

// turn is since when a goroutine has worked without letting others work.
type turn struct{ began atomic.Int64 } // nanoseconds on the pool's clock

// longestTurn is short beside what anyone could notice.
const longestTurn = 200 * time.Microsecond

// letOthers ends a long turn while GiveWay holds: whoever waits for a core gets
// this one.
func (p *Pool) letOthers(t *turn) {
	until := p.gives.Load()
	if until == 0 {
		return
	}
	now := int64(time.Since(p.started))
	if now > until {
		p.gives.CompareAndSwap(until, 0)
		return
	}
	if now-t.began.Load() > int64(longestTurn) {
		t.began.Store(now)
		runtime.Gosched()
	}
}

func (p *Pool) wakeAll() {
	for i := range p.workers {
		w := &p.workers[i]
		if w.asleep.Load() && w.asleep.CompareAndSwap(true, false) {
			w.wake <- struct{}{}
		}
	}
}

// drain runs pieces of the open loop until none is left: the worker's own, then
// others'.
func (p *Pool) drain(worker int, t *turn) {
	own := &p.shares[worker]
	for {
		for i, ok := own.first(); ok; i, ok = own.first() {
			p.task.Do(worker, i)
			p.letOthers(t)
		}
		if !p.steal(worker) {
			return
		}
	}
}

// steal fills a worker's empty share from another one.
func (p *Pool) steal(worker int) bool {
	for i := 1; i < p.size; i++ {
		if from, to, ok := p.shares[(worker+i)%p.size].half(); ok {
			p.shares[worker].Store(share(from, to))
			return true
		}
	}
	return false
}

// work is the life of worker number index+1.
func (p *Pool) work(index int) {
	defer p.done.Done()
	last := uint64(0) // generation of the last loop joined
	for !p.closed.Load() {
		if p.join(&last) {
			p.drain(index+1, &p.workers[index].turn)
			p.state.Add(^uint64(0))
			continue
		}
		p.rest(&p.workers[index], last)
	}
}

// join enters the open loop, once per generation.
func (p *Pool) join(last *uint64) bool {
	for {
		s := p.state.Load()
		if s&poolOpen == 0 || s>>16 == *last {
			return false
		}
		if p.state.CompareAndSwap(s, s+1) {
			*last = s >> 16
			return true
		}
	}
}

// rest returns when a loop that the worker hasn't joined may be open.
func (p *Pool) rest(w *poolWorker, last uint64) {
	news := func() bool {
		s := p.state.Load()
		return s&poolOpen != 0 && s>>16 != last || p.closed.Load()
	}
	for range spinRounds {
		if news() {
			return
		}
		pause()
	}
	w.asleep.Store(true)
	if news() && w.asleep.CompareAndSwap(true, false) {
		return
	}
	<-w.wake
}
