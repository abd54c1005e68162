package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// answer is what the program prints for one line.
type answer struct {
	Issues []struct {
		Replacements []string `json:"replacements"`
	} `json:"issues"`
	Corrected string `json:"corrected"`
}

// run is what a run of the program cost.
type run struct {
	took   time.Duration
	peakMB float64 // of memory; 0 where the system doesn't tell
}

// proofread runs the program over lines.
func (e *evaluation) proofread(lines []string, lang string, w wave) ([]answer, run, error) {
	args := []string{"proofread", "-", "--lines", "--json", "--lang", lang}
	if e.model != "" {
		args = append([]string{"--model", e.model}, args...)
	}
	switch w {
	case rulesOnly:
		args = append(args, "--rules-only")
	case judged:
		args = append(args, "--quick")
	case taught:
		args = append(args, "--no-consult")
	}
	cmd := exec.Command(e.program, args...)
	cmd.Stdin = strings.NewReader(strings.Join(lines, "\n") + "\n")
	var out, log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &log
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return nil, run{}, fmt.Errorf("%w: %s", err, log.String())
	}
	r := run{took: time.Since(start), peakMB: peakMB(cmd.ProcessState)}
	var answers []answer
	for d := json.NewDecoder(&out); d.More(); {
		var a answer
		if err := d.Decode(&a); err != nil {
			return nil, run{}, err
		}
		answers = append(answers, a)
	}
	if len(answers) != len(lines) {
		return nil, run{}, fmt.Errorf("%d answers to %d lines", len(answers), len(lines))
	}
	return answers, r, nil
}

// lines reads a file of the development sets, or n lines of it, evenly drawn: the same of all files of a set.
func (e *evaluation) lines(name string) ([]string, error) {
	data, err := os.ReadFile(filepath.Join(e.dir, name))
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	if e.n <= 0 || e.n >= len(lines) {
		return lines, nil
	}
	drawn := make([]string, e.n)
	for i := range drawn {
		drawn[i] = lines[i*len(lines)/e.n]
	}
	return drawn, nil
}

// score puts the corrected lines to the scorer and returns what it prints as JSON.
func (e *evaluation) score(src string, answers []answer, flags ...string) (map[string]float64, error) {
	dir, err := os.MkdirTemp("", "eval-proof")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	local := func(name string) (string, error) {
		lines, err := e.lines(name)
		if err != nil {
			return "", err
		}
		path := filepath.Join(dir, strings.ReplaceAll(name, "/", "-"))
		return path, os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o644)
	}
	var fixed strings.Builder
	for _, a := range answers {
		fixed.WriteString(a.Corrected + "\n")
	}
	hyp := filepath.Join(dir, "corrected")
	if err := os.WriteFile(hyp, []byte(fixed.String()), 0o644); err != nil {
		return nil, err
	}
	source, err := local(src)
	if err != nil {
		return nil, err
	}
	args := []string{filepath.Join(e.dir, "score_gec.py"), source, hyp, "--json"}
	for _, f := range flags {
		if strings.Contains(f, "/") {
			if f, err = local(f); err != nil {
				return nil, err
			}
		}
		args = append(args, f)
	}
	out, err := exec.Command("python3", args...).Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return nil, fmt.Errorf("score_gec.py: %s", failed.Stderr)
	}
	if err != nil {
		return nil, err
	}
	figures := map[string]float64{}
	return figures, json.Unmarshal(out, &figures)
}

func (e *evaluation) jfleg() error {
	lines, err := e.lines("jfleg/dev.txt")
	if err != nil {
		return err
	}
	answers, _, err := e.proofread(lines, "auto", e.most())
	if err != nil {
		return err
	}
	f, err := e.score("jfleg/dev.src", answers, "--ref", "jfleg/dev.ref0", "jfleg/dev.ref1", "jfleg/dev.ref2", "jfleg/dev.ref3")
	if err != nil {
		return err
	}
	e.figures["jfleg_f05"], e.figures["jfleg_precision"], e.figures["jfleg_recall"], e.figures["jfleg_gleu"] = f["F05"], f["P"], f["R"], f["GLEU"]
	return nil
}

func (e *evaluation) clean() error {
	lines, err := e.lines("clean/clean.txt")
	if err != nil {
		return err
	}
	answers, _, err := e.proofread(lines, "auto", e.most())
	if err != nil {
		return err
	}
	f, err := e.score("clean/clean.txt", answers, "--clean")
	if err != nil {
		return err
	}
	e.figures["false_alarms_per_1000"] = f["per1000"]
	return nil
}

func (e *evaluation) spelling() error {
	for _, set := range []string{"inject", "realword"} {
		lines, err := e.lines("spelling/" + set + ".src")
		if err != nil {
			return err
		}
		answers, _, err := e.proofread(lines, "auto", e.most())
		if err != nil {
			return err
		}
		f, err := e.score("spelling/"+set+".src", answers, "--ref", "spelling/"+set+".ref0")
		if err != nil {
			return err
		}
		e.figures[set+"_f05"], e.figures[set+"_precision"] = f["F05"], f["P"]
	}
	return nil
}

// words measures how often the first suggestion for a misspelled word alone is the one that was meant: of the
// lines, each with one word that was meant, and of the misspellings, for some of which the list has several words
// on lines of their own. Of those lines no program gets more than one right.
func (e *evaluation) words() error {
	for _, set := range []string{"norvig1", "wikipedia"} {
		pairs, err := e.lines("spelling/" + set + ".tsv")
		if err != nil {
			return err
		}
		wrong := make([]string, len(pairs))
		for i, p := range pairs {
			wrong[i], _, _ = strings.Cut(p, "\t")
		}
		answers, _, err := e.proofread(wrong, "auto", rulesOnly)
		if err != nil {
			return err
		}
		right, hit := 0, make(map[string]bool)
		for i, a := range answers {
			_, want, _ := strings.Cut(pairs[i], "\t")
			first := len(a.Issues) > 0 && len(a.Issues[0].Replacements) > 0 && strings.EqualFold(a.Issues[0].Replacements[0], want)
			if first {
				right++
			}
			hit[wrong[i]] = hit[wrong[i]] || first
		}
		hits := 0
		for _, h := range hit {
			if h {
				hits++
			}
		}
		e.figures[set+"_top1"] = float64(right) / float64(len(pairs))
		e.figures[set+"_any_top1"] = float64(hits) / float64(len(hit))
	}
	return nil
}

// chinese measures correction by whole sentences: a hit is a sentence with an error that comes out as
// the reference, precision is over the sentences that were changed, recall over those with an error; the
// figures are means over the sets.
func (e *evaluation) chinese() error {
	var sum, precision, recall, kept, clean float64
	sets := []string{"car", "cot", "nov", "new"}
	for _, set := range sets {
		pairs, err := e.lines("zh/lemon_" + set + ".tsv")
		if err != nil {
			return err
		}
		wrong := make([]string, len(pairs))
		for i, p := range pairs {
			wrong[i], _, _ = strings.Cut(p, "\t")
		}
		answers, _, err := e.proofread(wrong, "zh", e.most())
		if err != nil {
			return err
		}
		var hits, changed, errs float64
		for i, a := range answers {
			_, want, _ := strings.Cut(pairs[i], "\t")
			touched := a.Corrected != wrong[i]
			if touched {
				changed++
			}
			if wrong[i] == want {
				clean++
				if !touched {
					kept++
				}
				continue
			}
			errs++
			if a.Corrected == want {
				hits++
			}
		}
		f1 := 2 * hits / max(changed+errs, 1)
		fmt.Printf("lemon_%s: %.0f lines, F1 %.3f, precision %.3f, recall %.3f\n", set, float64(len(pairs)), f1, hits/max(changed, 1), hits/max(errs, 1))
		sum += f1
		precision += hits / max(changed, 1)
		recall += hits / max(errs, 1)
	}
	n := float64(len(sets))
	e.figures["lemon_f1"], e.figures["lemon_precision"], e.figures["lemon_recall"] = sum/n, precision/n, recall/n
	e.figures["lemon_clean_kept"] = kept / max(clean, 1)
	return nil
}

// speed measures a paragraph of five sentences, without the time to start and load: one of sound sentences, and one
// as learners write, in which there is more to judge and to ask about.
func (e *evaluation) speed() error {
	sound, err := e.paragraphs("clean/clean.txt")
	if err != nil {
		return err
	}
	learners, err := e.paragraphs("jfleg/dev.txt")
	if err != nil {
		return err
	}
	for w, name := range []string{"rules", "judged", "taught", "asked"} {
		if wave(w) > e.most() {
			break
		}
		ms, peak, err := e.each(sound, wave(w))
		if err != nil {
			return err
		}
		e.figures["paragraph_ms_"+name] = ms
		if wave(w) > rulesOnly {
			var other float64
			if ms, other, err = e.each(learners, wave(w)); err != nil {
				return err
			}
			e.figures["learner_ms_"+name], peak = ms, max(peak, other)
		}
		e.figures["peak_mb_"+name] = peak
	}
	if e.most() == rulesOnly {
		return nil
	}
	chinese, err := e.paragraphs("zh/lemon_new.tsv")
	if err != nil {
		return err
	}
	e.figures["chinese_ms_judged"], e.figures["chinese_peak_mb_judged"], err = e.each(chinese, judged)
	return err
}

// paragraphs joins the lines of a set by fives.
func (e *evaluation) paragraphs(set string) ([]string, error) {
	lines, err := e.lines(set)
	if err != nil {
		return nil, err
	}
	for i, l := range lines {
		lines[i], _, _ = strings.Cut(l, "\t") // the sentence before its correction
	}
	var out []string
	for i := 0; i+5 <= len(lines); i += 5 {
		out = append(out, strings.Join(lines[i:i+5], " "))
	}
	if len(out) < 2 {
		return nil, fmt.Errorf("%s has %d paragraphs of five sentences: two are needed", set, len(out))
	}
	return out, nil
}

// each is the time of one paragraph in milliseconds, once the program runs, and the program's memory in megabytes.
func (e *evaluation) each(paragraphs []string, w wave) (ms, peakMB float64, err error) {
	most := 40
	if w == asked {
		most = 6
	}
	few, many := paragraphs[:1], paragraphs[:min(len(paragraphs), most)]
	_, short, err := e.proofread(few, "auto", w)
	if err != nil {
		return 0, 0, err
	}
	_, long, err := e.proofread(many, "auto", w)
	if err != nil {
		return 0, 0, err
	}
	return float64((long.took - short.took).Microseconds()) / 1000 / float64(len(many)-len(few)), long.peakMB, nil
}
