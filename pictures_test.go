package main

import (
	"fmt"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestPictures takes the pictures of docs/ from the real program. It runs when
// INKLING_PICTURES names the folder to put them into (make pictures), for they
// depend on the models that are there.
func TestPictures(t *testing.T) {
	dir := os.Getenv("INKLING_PICTURES")
	if dir == "" {
		t.Skip("INKLING_PICTURES names no folder; make pictures does")
	}
	for _, theme := range []struct {
		name  string
		ghost color.NRGBA
	}{
		{"light", color.NRGBA{0x96, 0x90, 0x85, 0xff}},
		{"dark", color.NRGBA{0x7d, 0x7b, 0x76, 0xff}},
	} {
		t.Run(theme.name, func(t *testing.T) {
			d := newDesk(t)
			d.theme = theme.name
			run := d.start(filepath.Join("testdata", "surveyor.md"))
			take := func(name string) { run.picture(filepath.Join(dir, name+"-"+theme.name+".png")) }

			time.Sleep(20 * time.Second) // the notice goes, the proofreader finds what there is
			run.press("ctrl+End")
			run.press("space")
			waitFor(t, ghostPatience, "ghost text", func() bool { return countPixels(run.screen(), theme.ghost) >= 20 })
			time.Sleep(time.Second)
			take("window")

			run.click(650, 160)
			run.click(tabX("Rewrite"), 27)
			run.click(1003, 107) // Shorter
			time.Sleep(40 * time.Second)
			take("rewrite")

			run.press("ctrl+End")
			run.click(tabX("Ideas"), 27)
			run.click(1000, 72)
			time.Sleep(60 * time.Second)
			take("ideas")

			run.click(tabX("Chat"), 27)
			run.click(1100, 760)
			run.keys("What did the grandfather write about coastlines?")
			run.press("Return")
			time.Sleep(40 * time.Second)
			take("chat")
		})
	}
}

// tabX is where a tab of the assistant stands in a window of windowSize.
func tabX(name string) int {
	return map[string]int{"Proofread": 1003, "Rewrite": 1081, "Ideas": 1137, "Chat": 1185, "History": 1237}[name]
}

// picture writes what the window shows to a file.
func (r *running) picture(path string) {
	r.t.Helper()
	f, err := os.Create(path)
	if err != nil {
		r.t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, r.screen()); err != nil {
		r.t.Fatal(err)
	}
}

func (r *running) click(x, y int) {
	r.t.Helper()
	r.xdotool("mousemove", "--window", r.window, fmt.Sprint(x), fmt.Sprint(y), "click", "1")
	time.Sleep(400 * time.Millisecond)
}
