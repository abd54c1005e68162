package kernel

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// countTask counts how often each piece is done, and by workers in range.
type countTask struct {
	counts []atomic.Int32
	size   int
	wrong  atomic.Bool
}

func (c *countTask) Do(worker, i int) {
	if worker < 0 || worker >= c.size {
		c.wrong.Store(true)
	}
	c.counts[i].Add(1)
}

func TestPoolDoesEachPieceOnce(t *testing.T) {
	for _, size := range []int{-1, 1, 2, 3, 8} {
		t.Run(fmt.Sprintf("size=%d", size), func(t *testing.T) {
			p := NewPool(size)
			defer p.Close()
			for _, pieces := range []int{0, 1, 2, 3, 7, 64, 1000} {
				for range 20 {
					task := &countTask{counts: make([]atomic.Int32, pieces), size: p.Size()}
					p.Run(pieces, task)
					for i := range task.counts {
						if n := task.counts[i].Load(); n != 1 {
							t.Fatalf("%d pieces: piece %d was done %d times", pieces, i, n)
						}
					}
					if task.wrong.Load() {
						t.Fatal("a worker's number was out of range")
					}
				}
			}
		})
	}
}

// heldUpTask's first piece lasts until all others are done.
type heldUpTask struct {
	others  atomic.Int32
	pieces  int
	overdue atomic.Bool
}

func (h *heldUpTask) Do(_, i int) {
	if i > 0 {
		h.others.Add(1)
		return
	}
	for end := time.Now().Add(20 * time.Second); int(h.others.Load()) < h.pieces-1; {
		if time.Now().After(end) {
			h.overdue.Store(true)
			return
		}
		time.Sleep(time.Millisecond)
	}
}

// What a held-up worker had yet to do, the others do.
func TestPoolTakesOverFromTheHeldUp(t *testing.T) {
	for _, size := range []int{2, 3, 8} {
		p := NewPool(size)
		task := &heldUpTask{pieces: 100}
		p.Run(task.pieces, task)
		if task.overdue.Load() {
			t.Errorf("of %d workers one was held up, and its pieces stayed undone", size)
		}
		p.Close()
	}
}

// busyTask takes its time with every piece.
type busyTask struct{}

func (busyTask) Do(int, int) {
	for began := time.Now(); time.Since(began) < longestTurn; {
	}
}

// On one core nothing else runs while a loop does, unless the pool gives way: it
// doesn't keep others waiting for the end of a long loop.
func TestPoolLetsOthersWorkBetweenPieces(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for _, size := range []int{1, 2} {
		p := NewPool(size)
		p.GiveWay(time.Minute)
		var key atomic.Bool
		go key.Store(true)
		p.Run(8, busyTask{}) // for less than the scheduler leaves to one that never waits
		if !key.Load() {
			t.Errorf("%d workers: another goroutine had to wait for the whole loop", size)
		}
		p.GiveWay(-time.Second)
		p.Run(2, busyTask{})
		if p.gives.Load() != 0 {
			t.Errorf("%d workers: the pool still gives way when the time for it is over", size)
		}
		p.Close()
	}
}

func TestPoolServesSeveralCallers(t *testing.T) {
	p := NewPool(3)
	defer p.Close()
	var callers sync.WaitGroup
	for range 4 {
		callers.Add(1)
		go func() {
			defer callers.Done()
			for range 200 {
				task := &countTask{counts: make([]atomic.Int32, 9), size: 3}
				p.Run(9, task)
				for i := range task.counts {
					if task.counts[i].Load() != 1 {
						t.Error("a piece wasn't done exactly once")
						return
					}
				}
			}
		}()
	}
	callers.Wait()
}

// Idle workers sleep, and wake up for the next loop.
func TestPoolSleepsWhenIdle(t *testing.T) {
	p := NewPool(4)
	defer p.Close()
	for range 3 {
		p.Run(100, &countTask{counts: make([]atomic.Int32, 100), size: 4})
		for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
			asleep := 0
			for i := range p.workers {
				if p.workers[i].asleep.Load() {
					asleep++
				}
			}
			if asleep == len(p.workers) {
				break
			}
			if time.Now().After(deadline) {
				t.Fatalf("%d of %d workers are asleep", asleep, len(p.workers))
			}
		}
	}
}

func TestPoolRunAllocatesNothing(t *testing.T) {
	p := NewPool(2)
	defer p.Close()
	task := &countTask{counts: make([]atomic.Int32, 50), size: 2}
	if n := testing.AllocsPerRun(100, func() { p.Run(50, task) }); n != 0 {
		t.Errorf("%g allocations per loop", n)
	}
}

func TestPoolCloseTwice(t *testing.T) {
	p := NewPool(2)
	p.Close()
	p.Close()
}
