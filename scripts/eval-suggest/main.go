// Command eval-suggest measures inline suggestions: it types held-out texts
// through assist.Continuer as a writer would who takes every right suggestion,
// and prints keystrokes saved, precision, and latency for each model, beside the
// same measure for a plain greedy model and for a word list.
//
//	go run ./scripts/eval-suggest [-words N] [-models NAME,...] [-train] [FOLDER]
//
// FOLDER, or EVAL_DIR, holds continuation/NAME.heldout.txt. With -train the tails
// of the .train texts are typed instead: settings are chosen on those only.
//
// How sure a model must be of what it suggests is fitted on training texts, in two
// steps: what it would suggest at every place is recorded, and from that weights
// and least chances are fitted, which the program reads from app/engine/trust.json.
//
//	go run ./scripts/eval-suggest -train -back 20000 -models 0.5b -words 220 -record 0.5b.records FOLDER
//	go run ./scripts/eval-suggest -fit 0.5b.records -right 66 -trust app/engine/trust.json
package main

import (
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"inkling/assist"
)

// subject is a model with the texts it is measured on.
type subject struct {
	key   string // in the figures
	model string
	texts []string
	also  []string // measured beside them, not in the figures of all
	words int      // typed of each text unless told otherwise: what takes a minute or two
}

func subjects() []subject {
	authors, also := []string{"doyle", "austen"}, []string{encyclopaedia}
	return []subject{
		{"135m", "smollm2-135m", authors, also, 500},
		{"0.5b", "qwen2.5-coder-0.5b", authors, also, 200},
		{"1.5b", "qwen2.5-coder-1.5b", authors, also, 150},
		{"zh_0.5b", "qwen2.5-coder-0.5b", []string{"luxun"}, nil, 400},
		{"zh", "qwen2.5-coder-1.5b", []string{"luxun"}, nil, 250},
	}
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "eval-suggest:", err)
		os.Exit(1)
	}
}

// settings are the command line's.
type settings struct {
	folder, suffix string
	words, warm    int
	models         string
	plain, jumps   bool
	back           int
	texts          string
	out            string
	show           bool
	resting        bool
	record, fit    string
	right          float64
	trust          string
	own            string
	tuning         tuning
}

func run() error {
	var s settings
	train := flag.Bool("train", false, "type the tails of the .train texts, to choose settings on")
	flag.IntVar(&s.words, "words", 0, "words typed of each text; 0: some hundred, fewer with larger models")
	flag.IntVar(&s.warm, "warm", 2000, "words of the text that stand before the typed ones")
	flag.IntVar(&s.back, "back", 0, "with -train: words that stand behind the typed ones, to choose another part of the text")
	flag.StringVar(&s.texts, "texts", "", "names of the texts to type instead of each model's own")
	flag.StringVar(&s.models, "models", "135m,0.5b,1.5b,zh_0.5b,zh", "keys of the models to measure")
	flag.BoolVar(&s.plain, "plain", true, "measure the plain greedy model too")
	flag.BoolVar(&s.jumps, "jumps", true, "measure the wait after jumps of the caret too")
	flag.StringVar(&s.out, "out", "build/figures/eval-suggest.json", "where the figures go; empty: nowhere")
	flag.BoolVar(&s.show, "show", false, "print every suggestion and what was meant")
	flag.BoolVar(&s.resting, "resting", false, "ask as for a writer who rests at every character")
	flag.StringVar(&s.own, "own", "document", "what the personal model learns: nothing, document (what stands before the typed part), or past (the author's .train text too)")
	flag.StringVar(&s.record, "record", "", "file to write what is suggested at every character, shown or not")
	flag.StringVar(&s.fit, "fit", "", "files of records of one model and language, with commas between: fit how far its beliefs can be trusted, without asking it again")
	flag.Float64Var(&s.right, "right", 63, "with -fit: percent of the shown first words that are to be right")
	flag.StringVar(&s.trust, "trust", "", "with -fit: the file to write the result into (app/engine/trust.json)")
	s.tuning.flags()
	flag.Parse()
	if s.fit != "" {
		return fit(strings.Split(s.fit, ","), s.right, s.trust)
	}
	s.suffix = ".heldout.txt"
	if *train {
		s.suffix = ".train.txt"
	}
	s.folder = os.Getenv("EVAL_DIR")
	if flag.NArg() > 0 {
		s.folder = flag.Arg(0)
	}
	if s.folder == "" {
		return fmt.Errorf("name the folder of the evaluation texts, as an argument or in EVAL_DIR")
	}
	ctx := context.Background()
	figures := map[string]float64{}
	header()
	list := s
	list.words = cmp.Or(s.words, subjects()[0].words)
	if err := wordList(list); err != nil {
		return err
	}
	for _, sub := range subjects() {
		if !strings.Contains(","+s.models+",", ","+sub.key+",") {
			continue
		}
		if s.texts != "" {
			sub.texts, sub.also = strings.Split(s.texts, ","), nil
		}
		s := s
		s.words = cmp.Or(s.words, sub.words)
		if err := measure(ctx, s, sub, figures); err != nil {
			return err
		}
	}
	if s.out == "" {
		return nil
	}
	return write(s.out, figures)
}

// encyclopaedia is the text that no author wrote.
const encyclopaedia = "wikitext2"

// load reads a text and gives the part to type: words words after the first
// warm ones, or the last words of a .train text.
func (s settings) load(name string) (text string, from, to int, err error) {
	file := name + s.suffix
	if name == encyclopaedia {
		file = name + ".test.txt"
	}
	data, err := os.ReadFile(filepath.Join(s.folder, "continuation", file))
	if err != nil {
		return "", 0, 0, err
	}
	text = string(data)
	if name == encyclopaedia {
		text = untokenised(text)
	}
	text = strings.ReplaceAll(text, "\n", "\n\n")
	if strings.HasPrefix(s.suffix, ".train") {
		text = text[afterWords(text, max(0, countWords(text)-s.warm-s.words-s.back)):]
	}
	from = afterWords(text, s.warm)
	return text, from, from + afterWords(text[from:], s.words), nil
}

// untokenised joins what a tokeniser set apart and drops lines with words that it
// took out, and with quotes, of which it can't be told what they belong to.
func untokenised(text string) string {
	joined := strings.NewReplacer(" @-@ ", "-", " @,@ ", ",", " @.@ ", ".", " ,", ",", " .", ".", " ;", ";", " :", ":",
		" ?", "?", " !", "!", " '", "'", "( ", "(", " )", ")")
	var b strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "=") && !strings.Contains(line, "<unk>") && !strings.Contains(line, `"`) {
			b.WriteString(joined.Replace(line) + "\n")
		}
	}
	return b.String()
}

// learn gives the continuer what the writer wrote before.
func (s settings) learn(c *assist.Continuer, name, before string) error {
	if s.own == "past" {
		data, err := os.ReadFile(filepath.Join(s.folder, "continuation", name+".train.txt"))
		if err != nil {
			return err
		}
		past := strings.ReplaceAll(string(data), "\n", "\n\n")
		if i := strings.LastIndex(past, before); i >= 0 {
			past = past[:i] // of a .train text only what stands before the typed part
		}
		c.Learn(past)
	}
	if s.own != "nothing" {
		c.Learn(before)
	}
	return nil
}

// afterWords gives the offset behind the first n words.
func afterWords(text string, n int) int {
	if n <= 0 {
		return 0
	}
	low, high := 0, len(text)
	for low < high {
		middle := (low + high) / 2
		if countWords(text[:middle]) < n {
			low = middle + 1
		} else {
			high = middle
		}
	}
	for low < len(text) && text[low]&0xC0 == 0x80 {
		low++
	}
	if i := strings.IndexAny(text[low:], " \n，。"); i >= 0 && i < 40 {
		low += i
	}
	return low
}

// write puts figures into the file at path; what other runs measured of other
// models stays there.
func write(path string, figures map[string]float64) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	all := map[string]float64{}
	if data, err := os.ReadFile(path); err == nil {
		if err := json.Unmarshal(data, &all); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	maps.Copy(all, figures)
	data, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(data, '\n'), 0o644)
}
