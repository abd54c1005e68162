package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"inkling/model"
	"inkling/model/token"
)

const (
	prefillTokens = 512
	decodeAfter   = 8
	decodeTokens  = 64
)

// peer is llama.cpp with a model loaded, in another process.
type peer struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Scanner
}

func startPeer(path string, threads int) (*peer, error) {
	python := os.Getenv("ORACLE_PYTHON")
	if python == "" {
		return nil, fmt.Errorf("ORACLE_PYTHON isn't set: it names a python with llama-cpp-python==0.3.36 and numpy; scripts/llama_reference.py says how to get one")
	}
	p := &peer{cmd: exec.Command(python, filepath.Join("scripts", "llama_reference.py"), path, "--threads", strconv.Itoa(threads))}
	p.cmd.Stderr = os.Stderr
	var err error
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.out = bufio.NewScanner(out)
	return p, p.cmd.Start()
}

// ask sends a request and gives the seconds that it took.
func (p *peer) ask(op string, tokens []token.ID, after int) (float64, error) {
	request, err := json.Marshal(map[string]any{"op": op, "tokens": tokens, "after": after})
	if err != nil {
		return 0, err
	}
	if _, err := p.in.Write(append(request, '\n')); err != nil {
		return 0, err
	}
	if !p.out.Scan() {
		return 0, fmt.Errorf("llama.cpp ended: %v", p.out.Err())
	}
	var answer struct{ Seconds float64 }
	return answer.Seconds, json.Unmarshal(p.out.Bytes(), &answer)
}

func (p *peer) close() error {
	p.in.Close()
	return p.cmd.Wait()
}

// work says what is compared.
type work struct {
	rounds          int // turns that each engine takes
	prefill, decode bool
}

// compare lets both engines take turns and prints the medians.
func (w work) compare(figures map[string]float64, path, size, label string, threads int) error {
	m, err := model.Load(path, model.Options{Threads: threads})
	if err != nil {
		return err
	}
	defer m.Close()
	s, err := m.NewSession(model.SessionOptions{ContextTokens: 1024})
	if err != nil {
		return err
	}
	p, err := startPeer(path, threads)
	if err != nil {
		return err
	}
	defer p.close()
	var ours, theirs [2][]float64 // prefill, decode
	for round := range w.rounds + 1 {
		tokens := randomTokens(m, uint64(round))
		a, err := w.timeOurs(s, tokens)
		if err != nil {
			return err
		}
		b, err := w.timeTheirs(p, tokens)
		if err != nil {
			return err
		}
		for i := range 2 {
			if round > 0 { // the first is to warm up
				ours[i], theirs[i] = append(ours[i], a[i]), append(theirs[i], b[i])
			}
		}
	}
	for i, what := range []string{"prefill", "decode"} {
		if median(ours[i]) == 0 {
			continue
		}
		n := []float64{prefillTokens, decodeTokens}[i]
		x, y := n/median(ours[i]), n/median(theirs[i])
		fmt.Printf("%-8s %-5s %d threads  %9.1f %9.1f   %5.2f\n", what, size, threads, y, x, x/y)
		figures[fmt.Sprintf("%s_ratio_%s_%s", what, size, label)] = x / y
		figures[fmt.Sprintf("%s_tokens_per_s_%s_%s", what, size, label)] = x
	}
	return nil
}

func randomTokens(m *model.Model, seed uint64) []token.ID {
	r := rand.New(rand.NewPCG(seed, 1))
	ids := make([]token.ID, prefillTokens)
	for i := range ids {
		ids[i] = token.ID(100 + r.IntN(m.Tokenizer().VocabSize()-1100))
	}
	return ids
}

// timeOurs gives the seconds of prefill and decode, 0 for what isn't compared.
func (w work) timeOurs(s *model.Session, tokens []token.ID) (t [2]float64, err error) {
	ctx := context.Background()
	// Another first token, so that nothing in the cache can be used.
	if _, err = s.Prefill(ctx, tokens[1:2]); err != nil {
		return t, err
	}
	start := time.Now()
	if w.prefill {
		if _, err = s.Prefill(ctx, tokens); err != nil {
			return t, err
		}
		t[0] = time.Since(start).Seconds()
	}
	if !w.decode {
		return t, nil
	}
	if _, err = s.Prefill(ctx, tokens[:decodeAfter]); err != nil {
		return t, err
	}
	start = time.Now()
	for i := range decodeTokens {
		if _, err = s.Prefill(ctx, tokens[:decodeAfter+i+1]); err != nil {
			return t, err
		}
	}
	t[1] = time.Since(start).Seconds()
	return t, nil
}

func (w work) timeTheirs(p *peer, tokens []token.ID) (t [2]float64, err error) {
	if w.prefill {
		if t[0], err = p.ask("prefill", tokens, 0); err != nil {
			return t, err
		}
	}
	if !w.decode {
		return t, nil
	}
	t[1], err = p.ask("decode", tokens[:decodeAfter+decodeTokens], decodeAfter)
	return t, err
}

func median(x []float64) float64 {
	x = slices.Clone(x)
	slices.Sort(x)
	return x[len(x)/2]
}

func cpuName() string {
	data, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	for line := range strings.Lines(string(data)) {
		if name, ok := strings.CutPrefix(line, "model name"); ok {
			return strings.TrimSpace(strings.TrimLeft(name, "\t :"))
		}
	}
	return runtime.GOARCH
}
