package main

import (
	"fmt"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"inkling/app/learn"
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
			run.answered("rewrite: shorter")
			take("rewrite")

			run.press("ctrl+End")
			for _, page := range []struct{ command, name string }{
				{"ideas", "ideas"}, {"summary", "summary"}, {"into chinese", "translation"},
			} {
				run.answered(page.command)
				take(page.name)
			}
			run.command("analysis")
			time.Sleep(30 * time.Second)
			take("analysis")

			run.press("ctrl+shift+t")
			run.keys("What did the grandfather write about coastlines?")
			run.press("Return")
			time.Sleep(40 * time.Second)
			take("chat")

			run.press("ctrl+comma")
			time.Sleep(time.Second)
			take("settings")
			run.terminate()
		})
		t.Run(theme.name+" learning", func(t *testing.T) {
			d := newDesk(t)
			d.theme = theme.name
			book := filepath.Join(t.TempDir(), "The harbour book.md")
			if err := os.WriteFile(book, []byte(pages(2600)), 0o600); err != nil {
				t.Fatal(err)
			}
			run := d.start("--model", "smollm2-135m", book)
			run.command("learn my writing")
			time.Sleep(20 * time.Second) // the bar has begun to move
			run.picture(filepath.Join(dir, "learning-"+theme.name+".png"))
			adapter, err := learn.Path(d.data, learn.DefaultName)
			if err != nil {
				t.Fatal(err)
			}
			waitFor(t, learningPatience, "the model to have learned", func() bool {
				_, err := os.Stat(adapter)
				return err == nil
			})
			time.Sleep(2 * time.Second)
			run.picture(filepath.Join(dir, "learned-"+theme.name+".png"))
		})
	}
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
