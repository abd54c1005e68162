// Eval-proof measures proofreading on development sets and prints the figures beside those of other
// programs on the same sets.
//
//	go run ./scripts/eval-proof [--rules | --judged] [--model NAME] [-n N] [--only PARTS] PROGRAM EVAL_DIR FIGURES.json
//
// Without a flag all runs that inkling proofread runs: rules, judge, and the instruct model where it is large enough.
// --judged leaves the instruct model out, which takes most of the time; --rules uses no model; --model
// judges with the model of that name; -n measures on so many
// lines of each set, evenly drawn.
//
// PROGRAM is the built inkling; EVAL_DIR holds jfleg/, spelling/, clean/, zh/ and score_gec.py, which
// scores the edits in running text. Where the folder or Python 3 is missing it says so and fails.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// peers are the figures of other programs on the same sets, measured with the same scorer. Those on wikipedia are
// of aspell 0.60.8 (en_US) and symspellpy 6.10.1 on the same lines, counted the same way.
var peers = map[string]string{
	"jfleg_f05":             "LanguageTool 6.6 .554, Harper 3.0 .471",
	"jfleg_precision":       "LanguageTool .690, Harper .602",
	"jfleg_gleu":            "LanguageTool .471, Harper .456; unchanged text .382",
	"false_alarms_per_1000": "LanguageTool 10.4, Harper 16.8",
	"inject_f05":            "LanguageTool .707, Harper .465",
	"realword_f05":          "LanguageTool .606, Harper .433",
	"norvig1_top1":          "pyspellchecker .763, aspell .756",
	"wikipedia_top1":        "aspell .797, symspell .751",
	"wikipedia_any_top1":    "aspell .837, symspell .788",
	"lemon_f1":              "n-gram model on SIGHAN-15 .31",
	"paragraph_ms_rules":    "LanguageTool 50 to 140",
	"peak_mb_rules":         "LanguageTool 1700, Harper 290",
}

// order is that of the table.
var order = []string{
	"jfleg_f05", "jfleg_precision", "jfleg_recall", "jfleg_gleu", "false_alarms_per_1000", "inject_f05", "inject_precision", "realword_f05",
	"realword_precision", "norvig1_top1", "wikipedia_top1", "wikipedia_any_top1", "lemon_f1", "lemon_precision", "lemon_recall", "lemon_clean_kept", "paragraph_ms_rules", "paragraph_ms_judged", "paragraph_ms_taught", "paragraph_ms_asked",
	"learner_ms_judged", "learner_ms_taught", "learner_ms_asked", "chinese_ms_judged",
	"peak_mb_rules", "peak_mb_judged", "peak_mb_taught", "peak_mb_asked", "chinese_peak_mb_judged",
}

// wave is how much of the proofreader runs.
type wave int

const (
	rulesOnly wave = iota
	judged         // by the judge that answers while the writer waits
	taught         // with the model that was taught to correct, or the larger judge
	asked          // with the instruct model
)

// most is the last wave that the flags allow.
func (e *evaluation) most() wave {
	switch {
	case e.rules:
		return rulesOnly
	case e.judged:
		return taught
	}
	return asked
}

type evaluation struct {
	program, dir string
	rules        bool   // without the models
	judged       bool   // without the instruct model
	model        string // for everything; "" for each role's own
	n            int    // lines of each set, evenly drawn, 0 for all
	figures      map[string]float64
}

func main() {
	e := &evaluation{figures: map[string]float64{}}
	flag.BoolVar(&e.rules, "rules", false, "use the rules alone")
	flag.BoolVar(&e.judged, "judged", false, "use everything but the instruct model")
	flag.IntVar(&e.n, "n", 0, "lines of each set, evenly drawn (default: all)")
	flag.StringVar(&e.model, "model", "", "model for everything (default: each role's own)")
	only := flag.String("only", "", "comma-separated parts: jfleg,clean,spelling,words,zh,speed (default: all)")
	flag.Parse()
	if flag.NArg() != 3 {
		fmt.Fprintln(os.Stderr, "usage: eval-proof [--rules | --judged] [--model NAME] [-n N] [--only PARTS] PROGRAM EVAL_DIR FIGURES.json")
		os.Exit(2)
	}
	e.program, e.dir = flag.Arg(0), flag.Arg(1)
	if err := e.run(*only, flag.Arg(2)); err != nil {
		fmt.Fprintln(os.Stderr, "eval-proof:", err)
		os.Exit(1)
	}
}

func (e *evaluation) run(only, file string) error {
	if _, err := os.Stat(filepath.Join(e.dir, "score_gec.py")); err != nil {
		return fmt.Errorf("the development sets are not there (EVAL_DIR): %w", err)
	}
	parts := []struct {
		name    string
		measure func() error
	}{
		{"jfleg", e.jfleg}, {"clean", e.clean}, {"spelling", e.spelling}, {"words", e.words}, {"zh", e.chinese}, {"speed", e.speed},
	}
	for _, p := range parts {
		if only != "" && !strings.Contains(","+only+",", ","+p.name+",") {
			continue
		}
		if err := p.measure(); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	e.print()
	return e.write(file)
}

func (e *evaluation) print() {
	fmt.Printf("%-24s %9s   %s\n", "figure", "Inkling", "others")
	for _, key := range order {
		if v, ok := e.figures[key]; ok {
			fmt.Printf("%-24s %9.3f   %s\n", key, v, peers[key])
		}
	}
}

// write adds the figures to those in the file, so that parts can be measured one by one.
func (e *evaluation) write(file string) error {
	all := map[string]float64{}
	if old, err := os.ReadFile(file); err == nil {
		if err := json.Unmarshal(old, &all); err != nil {
			return fmt.Errorf("read old figures: %w", err)
		}
	}
	for k, v := range e.figures {
		all[k] = v
	}
	data, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, append(data, '\n'), 0o644)
}
