package main

import (
	"fmt"
	"image/color"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"inkling/app/learn"
	"inkling/store"
)

// learningPatience is how long the job may take that learns from a few pages.
const learningPatience = 12 * time.Minute

// TestAWriterLearnsAndFindsItAgain walks on where TestTheWholeWay ends: a
// writer brings a text, mends a slip, has the model learn from it all, and
// finds everything there after a restart.
func TestAWriterLearnsAndFindsItAgain(t *testing.T) {
	d := newDesk(t)
	file := filepath.Join(t.TempDir(), "harbour-book.md")
	if err := os.WriteFile(file, []byte(pages(2600)), 0o600); err != nil {
		t.Fatal(err)
	}

	run := d.start("--model", "smollm2-135m", file)
	run.press("ctrl+End")
	run.keys(" I saw teh sea.")
	waitFor(t, time.Minute, "the underline of a misspelling", func() bool {
		return countPixels(run.screen(), color.NRGBA{0xc4, 0x45, 0x3c, 0xff}) >= 5
	})
	run.press("F8")
	run.press("ctrl+Return")
	time.Sleep(saved)

	run.command("learn my writing")
	adapter, err := learn.Path(d.data, learn.DefaultName)
	if err != nil {
		t.Fatal(err)
	}
	waitFor(t, learningPatience, "the model to have learned", func() bool {
		_, err := os.Stat(adapter)
		return err == nil
	})
	time.Sleep(saved)
	run.kill()

	text, _ := d.stored()
	if !strings.HasSuffix(text, " I saw the sea.") {
		t.Errorf("the text ends with %q, want the slip mended", text[max(0, len(text)-30):])
	}
	s, err := store.Open(d.data, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var name string
	if _, err := s.Get(learn.Setting, &name); err != nil || name != learn.DefaultName {
		t.Errorf("the setting of what was learned is %q, %v; want %q", name, err, learn.DefaultName)
	}
	counts, err := s.CountSamples()
	if err != nil || counts[store.Corrected] != 1 {
		t.Errorf("kept for learning: %v, %v; want the one correction", counts, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	run = d.start("--model", "smollm2-135m")
	run.press("ctrl+End")
	run.press("Return")
	run.keys("Old Marten mended the nets and")
	run.waitForGhost()
	run.terminate()
}

// command runs a command by its name, through the palette.
func (r *running) command(name string) {
	r.t.Helper()
	r.press("ctrl+k")
	time.Sleep(500 * time.Millisecond)
	r.keys(name)
	time.Sleep(500 * time.Millisecond)
	r.press("Return")
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
