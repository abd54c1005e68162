// Program bench compares the engine with llama.cpp, on the same file, threads
// and machine, taking turns:
//
//	make bench-model
//	go run ./model/bench [-models DIR] [-rounds 5] [-sizes 135m,0.5b,1.5b] [-only decode] [-o FILE]
//
// It prints a table and writes the ratios, Inkling's speed over llama.cpp's, as
// one flat JSON object. llama.cpp runs in the Python named by ORACLE_PYTHON; see
// scripts/llama_reference.py for how to get one. Without it only what needs no
// peer is measured.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"inkling/model"
)

// files names the models of the sizes that the figures speak of.
var files = map[string]string{
	"135m": "smollm2-135m", "0.5b": "qwen2.5-coder-0.5b", "1.5b": "qwen2.5-coder-1.5b",
}

func main() {
	dir := flag.String("models", os.Getenv("INKLING_MODELS"), "folder of the model files")
	rounds := flag.Int("rounds", 5, "turns that each engine takes")
	sizes := flag.String("sizes", "135m,0.5b,1.5b", "models to measure")
	threads := flag.String("threads", "t1,tall", "thread counts to compare with llama.cpp at; empty for none")
	only := flag.String("only", "", "prefill or decode: compare this alone")
	out := flag.String("o", "build/figures/bench-model.json", "file for the figures")
	memory := flag.String("memory", "", "print the peak memory of a process that uses this model, and nothing else")
	flag.Parse()
	if *memory != "" {
		if err := printMemory(*memory); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	if *dir == "" {
		*dir = "assets/models"
	}
	w := work{rounds: *rounds, prefill: *only != "decode", decode: *only != "prefill"}
	err := run(*dir, w, strings.Split(*sizes, ","), strings.FieldsFunc(*threads, func(r rune) bool { return r == ',' }), *out)
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(dir string, w work, sizes, threads []string, out string) error {
	figures := map[string]float64{}
	fmt.Printf("%s, %d cores, %s\n\n", time.Now().Format(time.DateOnly), runtime.NumCPU(), cpuName())
	fmt.Println("tokens per second           llama.cpp   Inkling   ratio")
	for _, size := range sizes {
		path := filepath.Join(dir, files[size]+".gguf")
		for _, label := range threads {
			n := 1
			if label == "tall" {
				n = runtime.NumCPU()
			}
			if err := w.compare(figures, path, size, label, n); err != nil {
				return err
			}
		}
	}
	for _, size := range sizes {
		if !w.prefill || !w.decode {
			break
		}
		if err := alone(figures, filepath.Join(dir, files[size]+".gguf"), size); err != nil {
			return err
		}
	}
	text, err := json.MarshalIndent(figures, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return err
	}
	return os.WriteFile(out, append(text, '\n'), 0o644)
}

// alone measures what has no peer: copy speculation, batched scoring, memory.
func alone(figures map[string]float64, path, size string) error {
	m, err := model.Load(path, model.Options{})
	if err != nil {
		return err
	}
	defer m.Close()
	s, err := m.NewSession(model.SessionOptions{ContextTokens: 2048})
	if err != nil {
		return err
	}
	ctx := context.Background()
	if size != "135m" {
		gain, err := copySpeedup(ctx, s)
		if err != nil {
			return err
		}
		figures["copy_speedup_"+size] = gain
		fmt.Printf("%s: correcting a text with copy speculation is %.2f times as fast\n", size, gain)
		return nil
	}
	gain, speed, err := scoreSpeedup(ctx, s)
	if err != nil {
		return err
	}
	figures["score_batch_speedup"], figures["score_tokens_per_s"] = gain, speed
	fmt.Printf("%s: scoring in a batch does %.0f tokens per second, %.2f times as many as one by one\n", size, speed, gain)
	if over, err := memoryOverFile(path); err == nil {
		figures["peak_rss_over_file_mb_135m"] = over
		fmt.Printf("%s: peak memory is %.0f MB more than the file, with a cache of 2048 tokens\n", size, over)
	}
	return nil
}
