package main

import (
	"fmt"
	"image"
	"image/color"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"inkling/app/learn"
	"inkling/assist"
	"inkling/internal/testmodel"
	"inkling/store"
)

// learningPatience is how long the job may take that learns from a few pages.
const learningPatience = 12 * time.Minute

// mission is what TestTheWholeMission walks with.
type mission struct {
	name       string
	args       []string // of the program
	models     []string // that are on the machine; nil: all that are
	words      int      // of the writer's own text to learn from
	translates bool     // the model knows Chinese
}

// TestTheWholeMission walks on where TestTheWholeWay ends: a writer brings a
// text, mends a slip, has a paragraph put in other words, asks for ideas and a
// translation, has the model learn from it all, and finds everything there
// after a restart. The smallest model does it all in the suite, as well as it
// can; with INKLING_ALL_MODELS the light set does it on 10,000 words.
func TestTheWholeMission(t *testing.T) {
	missions := []mission{{name: "smallest model", args: []string{"--model", "smollm2-135m"}, words: 2600}}
	if os.Getenv("INKLING_ALL_MODELS") == "1" {
		missions = append(missions, mission{name: "light set", models: []string{"smollm2-135m", "qwen2.5-coder-0.5b"}, words: 10_000, translates: true})
	}
	for _, m := range missions {
		t.Run(m.name, func(t *testing.T) { m.walk(t, newDesk(t)) })
	}
}

func (m mission) walk(t *testing.T, d *desk) {
	if m.models != nil {
		d.models = t.TempDir()
	}
	for _, name := range m.models {
		if err := os.Symlink(testmodel.Path(t, name), filepath.Join(d.models, name+".gguf")); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(t.TempDir(), "harbour-book.md")
	if err := os.WriteFile(file, []byte(pages(m.words)), 0o600); err != nil {
		t.Fatal(err)
	}
	run := d.start(append(m.args, file)...)
	run.press("ctrl+End")
	run.keys(" I saw teh sea.")
	waitFor(t, time.Minute, "the underline of a misspelling", func() bool {
		return countPixels(run.screen(), color.NRGBA{0xc4, 0x45, 0x3c, 0xff}) >= 5
	})
	run.press("F8")
	run.press("ctrl+Return")

	const clumsy = "The boat were very late again this evening, and nobody have waited for it down at the slipway."
	run.press("ctrl+End")
	run.press("Return")
	run.press("Return")
	run.keys(clumsy)
	run.answered("rewrite: simpler")
	run.press("ctrl+shift+Return")
	run.answered("ideas")
	run.command("put answer 1")
	if m.translates {
		time.Sleep(time.Second)
		run.press("ctrl+shift+Up") // selects the idea
		run.answered("into chinese")
		run.command("put answer 1")
	}
	run.letSave()
	m.checkText(t, d, run, clumsy)

	run = d.start(m.args...)
	run.command("learn my writing")
	adapter, err := learn.Path(d.data, learn.DefaultName)
	if err != nil {
		t.Fatal(err)
	}
	waitFor(t, learningPatience, "the model to have learned", func() bool {
		file, err := os.Stat(adapter)
		if err == nil {
			run.asked = file.ModTime() // what is stored about it comes after it
		}
		return err == nil
	})
	run.letSave()
	run.kill()
	m.checkLearned(t, d)

	run = d.start(m.args...)
	run.press("ctrl+End")
	run.press("Return")
	run.keys("Old Marten counted the gulls at the end of the")
	run.waitForGhost()
	run.terminate()
}

// checkText ends the program and looks at what it stored of the text.
func (m mission) checkText(t *testing.T, d *desk, run *running, clumsy string) {
	t.Helper()
	run.kill()
	text, _ := d.stored()
	_, written, mended := strings.Cut(text, " I saw the sea.\n\n")
	if !mended {
		t.Fatalf("the text ends with %q, want the slip mended", text[max(0, len(text)-400):])
	}
	paragraphs := strings.Split(written, "\n\n")
	if strings.Contains(written, clumsy) || !strings.Contains(paragraphs[0], "boat") {
		t.Errorf("the rewritten paragraph is %q; want it in other words", paragraphs[0])
	}
	if len(paragraphs) < 2 || len(strings.Fields(paragraphs[1])) < 4 {
		t.Errorf("behind the rewriting stands %q, want an idea", paragraphs[1:])
	}
	if last := paragraphs[len(paragraphs)-1]; m.translates && assist.DetectLanguage(last, assist.Other) != assist.Chinese {
		t.Errorf("the last paragraph is %q, want a translation into Chinese", last)
	}
}

// checkLearned looks at what the closed store keeps of the job and for it.
func (m mission) checkLearned(t *testing.T, d *desk) {
	t.Helper()
	s, err := store.Open(d.data, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var name string
	if _, err := s.Get(learn.Setting, &name); err != nil || name != learn.DefaultName {
		t.Errorf("the setting of what was learned is %q, %v; want %q", name, err, learn.DefaultName)
	}
	var measure struct{ Before, After float64 }
	if _, err := s.Get("learn.measure", &measure); err != nil || measure.After >= measure.Before || measure.After <= 0 {
		t.Errorf("bits a byte before and after: %+v, %v; want fewer after", measure, err)
	}
	counts, err := s.CountSamples()
	if err != nil || counts[store.Corrected] != 2 {
		t.Errorf("kept for learning: %v, %v; want the correction and the rewriting", counts, err)
	}
}

// answered asks the assistant for something by a command, and waits until the
// answer can be used: the request's button is chosen at the top of the pane, and
// a primary button stands among the cards, above where the notices are. The cards
// of an earlier answer go as soon as another is asked for.
func (r *running) answered(name string) {
	r.t.Helper()
	r.command(name)
	for deadline := time.Now().Add(4 * time.Second); time.Now().Before(deadline) && r.accents(155, 700) > 800; {
		time.Sleep(200 * time.Millisecond)
	}
	waitFor(r.t, answerPatience, "an answer to "+name, func() bool {
		return r.accents(45, 115) > 800 && r.accents(155, 700) > 800
	})
}

// accents counts the pixels in the accent's colour, light or dark, in the
// assistant's pane between two heights.
func (r *running) accents(top, bottom int) int {
	screen := r.screen()
	width := screen.Bounds().Dx()
	pane := part(screen, image.Rect(width-310, top, width, bottom))
	return countPixels(pane, color.NRGBA{0x2f, 0x6f, 0x63, 0xff}) + countPixels(pane, color.NRGBA{0x6f, 0xb8, 0xa8, 0xff})
}

// answerPatience is how long an answer may take on a slow machine.
const answerPatience = 3 * time.Minute

// command runs a command by its name, through the palette. Keys pressed before the
// palette has the keyboard would go to the page.
func (r *running) command(name string) {
	r.t.Helper()
	r.press("ctrl+k")
	waitFor(r.t, 20*time.Second, "the palette", r.paletteOpen)
	r.keys(name)
	time.Sleep(500 * time.Millisecond)
	r.press("Return")
	waitFor(r.t, 20*time.Second, "the palette to close", func() bool { return !r.paletteOpen() })
}

// paletteOpen reports whether the palette lies over the page: the wash of its
// chosen row, light or dark, stands where else only text does.
func (r *running) paletteOpen() bool {
	rows := part(r.screen(), image.Rect(430, 60, 850, 180))
	return countPixels(rows, color.NRGBA{0xe3, 0xef, 0xec, 0xff})+countPixels(rows, color.NRGBA{0x24, 0x40, 0x3a, 0xff}) > 2000
}

// part is a part of a picture, measured from its corner.
func part(img image.Image, r image.Rectangle) image.Image {
	return img.(interface {
		SubImage(image.Rectangle) image.Image
	}).SubImage(r.Add(img.Bounds().Min))
}

// pages makes a text of about n words in one voice, the same at every run:
// something that a model can learn and that is nobody else's.
func pages(n int) string {
	random := rand.New(rand.NewPCG(7, 11))
	pick := func(words string) string { all := strings.Split(words, "|"); return all[random.IntN(len(all))] }
	var b strings.Builder
	for words, sentence := 0, 0; words < n; sentence++ {
		who := pick("Old Marten|The harbour master|Widow Halloran|The ferryman|Young Tove|The keeper of the lamp|My grandmother")
		does := pick("mended the nets|counted the gulls|swept the slipway|read the tide table|painted the dinghy|lit the stove|carried the coal")
		where := pick("below the chapel|behind the ropewalk|at the end of the mole|under the crane|by the fish stairs|in the shed with the green door")
		when := pick("before the bells|after the rain|while the kettle sang|at slack water|when the fog came in|on the shortest day of the year")
		then := pick("and nobody spoke of the wreck|and the dog slept on the hatch|and the wind went round to the north|but the boat from Skarvoy was late|and it was Thursday again|so the lamp was lit early")
		line := fmt.Sprintf("%s %s %s %s, %s.", who, does, where, when, then)
		if sentence%3 == 1 {
			line = fmt.Sprintf("%s, %s %s %s, %s.", strings.ToUpper(when[:1])+when[1:], strings.ToLower(who[:1])+who[1:], does, where, then)
		}
		words += len(strings.Fields(line))
		b.WriteString(line)
		if sentence%6 == 5 {
			b.WriteString("\n\n")
		} else {
			b.WriteString(" ")
		}
	}
	return strings.TrimSpace(b.String())
}
