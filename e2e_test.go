package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"inkling/internal/testmodel"
	"inkling/store"
)

// These tests open the real program in a real window, press real keys and
// look at the real pixels. They need an X display (make test brings a virtual
// one), xdotool and ImageMagick.

const (
	windowSize    = "1280 800"
	ghostPatience = 60 * time.Second        // a slow machine loads the model first
	settled       = 2500 * time.Millisecond // without a write: all is stored
)

// TestTheWholeWay is the product in small: type, pause, see a continuation,
// take it with Tab, kill the program, start it again, find the text and the caret.
func TestTheWholeWay(t *testing.T) {
	d := newDesk(t)
	const typed = "Once upon a time there was a little girl who lived with her grandmother in a small house at the edge of the"

	run := d.start()
	run.keys(typed)
	run.waitForGhost()
	run.press("Tab")
	run.letSave()
	run.kill()

	text, caret := d.stored()
	if !strings.HasPrefix(text, typed) || len(text) <= len(typed) {
		t.Fatalf("after Tab and a kill the store holds %q; want %q with a continuation behind it", text, typed)
	}
	if caret != len(text) {
		t.Errorf("the caret is stored at %d, want the end of the text, %d", caret, len(text))
	}

	run = d.start()
	run.keys(" Then it rained.")
	run.letSave()
	run.kill()
	again, _ := d.stored()
	if want := text + " Then it rained."; again != want {
		t.Errorf("typed on after the restart: the store holds %q, want %q", again, want)
	}
}

// TestSecondProgramSaysSo starts the program twice on one data folder.
func TestSecondProgramSaysSo(t *testing.T) {
	d := newDesk(t)
	first := d.start()
	first.keys("Mine.")

	second := d.command()
	var stderr bytes.Buffer
	second.Stderr = &stderr
	if err := second.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = second.Process.Kill(); _ = second.Wait() })
	waitFor(t, 30*time.Second, "the second program to say that the folder is in use", func() bool {
		return strings.Contains(stderr.String(), "already open")
	})

	first.letSave()
	first.kill()
	if text, _ := d.stored(); text != "Mine." {
		t.Errorf("the store holds %q, want what the first program wrote", text)
	}
}

// TestTerminateSaves ends the program the polite way, at once after a key.
func TestTerminateSaves(t *testing.T) {
	d := newDesk(t)
	run := d.start()
	run.keys("The last word")
	time.Sleep(200 * time.Millisecond) // the keys reach the program; its autosave is not due yet
	run.terminate()
	if text, _ := d.stored(); text != "The last word" {
		t.Errorf("the store holds %q, want %q", text, "The last word")
	}
}

// desk is a data folder with the built program.
type desk struct {
	t       *testing.T
	program string
	data    string
	models  string
	theme   string // light or dark
	env     []string
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	if os.Getenv("DISPLAY") == "" {
		if os.Getenv("INKLING_REQUIRE_TOOLS") == "1" {
			t.Fatal("no X display: run the tests with make test, which starts a virtual one")
		}
		t.Skip("needs an X display; make test starts a virtual one")
	}
	model := testmodel.Path(t, "smollm2-135m")
	d := &desk{t: t, data: t.TempDir(), models: filepath.Dir(model), program: filepath.Join(t.TempDir(), "inkling"), theme: "light"}
	build := exec.Command("go", "build", "-tags", "x11", "-o", d.program, ".")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return d
}

func (d *desk) command(args ...string) *exec.Cmd {
	cmd := exec.Command(d.program, append([]string{"--data", d.data}, args...)...)
	cmd.Env = append(os.Environ(), "INKLING_MODELS="+d.models, "LANG=C.UTF-8", "FYNE_THEME="+d.theme)
	cmd.Env = append(cmd.Env, d.env...)
	return cmd
}

// stored reads the one document back from the closed store.
func (d *desk) stored() (text string, caret int) {
	d.t.Helper()
	s, err := store.Open(d.data, store.Options{})
	if err != nil {
		d.t.Fatalf("open the store again: %v", err)
	}
	defer s.Close()
	list, err := s.List()
	if err != nil {
		d.t.Fatal(err)
	}
	if len(list) != 1 {
		d.t.Fatalf("the store holds %d documents, want 1", len(list))
	}
	doc, err := s.Load(list[0].ID)
	if err != nil {
		d.t.Fatal(err)
	}
	return doc.Text, doc.Caret
}

// running is the program in its window.
type running struct {
	t      *testing.T
	cmd    *exec.Cmd
	window string
	file   string    // of the documents
	asked  time.Time // when keys were last pressed
	done   chan error
}

func (d *desk) start(args ...string) *running {
	d.t.Helper()
	cmd := d.command(args...)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	if err := cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	r := &running{t: d.t, cmd: cmd, file: filepath.Join(d.data, "inkling.db"), done: make(chan error, 1)}
	go func() { r.done <- cmd.Wait() }()
	d.t.Cleanup(r.kill)

	waitFor(d.t, 60*time.Second, "the window", func() bool {
		out, err := exec.Command("xdotool", "search", "--onlyvisible", "--pid", fmt.Sprint(cmd.Process.Pid)).Output()
		r.window, _, _ = strings.Cut(string(out), "\n")
		return err == nil && r.window != ""
	})
	// The program gives the window a size of its own while it opens, which may come
	// after ours: ours has to hold for a while.
	held := 0
	waitFor(d.t, 30*time.Second, "the window's size", func() bool {
		if r.size() != windowSize {
			held = 0
			r.xdotool(append([]string{"windowmove", r.window, "0", "0", "windowsize", r.window}, strings.Fields(windowSize)...)...)
			return false
		}
		held++
		return held >= 8
	})
	r.xdotool("windowfocus", r.window)
	time.Sleep(300 * time.Millisecond)
	return r
}

func (r *running) xdotool(args ...string) {
	r.t.Helper()
	r.asked = time.Now()
	if out, err := exec.Command("xdotool", args...).CombinedOutput(); err != nil {
		r.t.Fatalf("xdotool %v: %v\n%s", args, err, out)
	}
}

// size is the window's size, in the form of windowSize.
func (r *running) size() string {
	r.t.Helper()
	out, err := exec.Command("xdotool", "getwindowgeometry", "--shell", r.window).Output()
	if err != nil {
		r.t.Fatalf("xdotool getwindowgeometry: %v", err)
	}
	var size []string
	for line := range strings.Lines(string(out)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		if name == "WIDTH" || name == "HEIGHT" {
			size = append(size, value)
		}
	}
	return strings.Join(size, " ")
}

func (r *running) keys(text string) {
	r.t.Helper()
	r.xdotool("type", "--delay", "30", text)
}

func (r *running) press(key string) {
	r.t.Helper()
	r.xdotool("key", key)
}

// letSave waits until what was typed is stored: something has been, and nothing
// since then for a while, however busy the machine is.
func (r *running) letSave() {
	r.t.Helper()
	waitFor(r.t, 2*time.Minute, "the text to be stored", func() bool {
		file, err := os.Stat(r.file)
		return err == nil && file.ModTime().After(r.asked) && time.Since(file.ModTime()) > settled
	})
}

func (r *running) kill() { r.end(syscall.SIGKILL) }

func (r *running) terminate() { r.end(syscall.SIGTERM) }

func (r *running) end(sig syscall.Signal) {
	if r.done == nil {
		return
	}
	_ = r.cmd.Process.Signal(sig)
	select {
	case err := <-r.done:
		var exit *exec.ExitError
		if sig == syscall.SIGTERM && err != nil && !errors.As(err, &exit) {
			r.t.Errorf("the program ended with %v", err)
		}
	case <-time.After(20 * time.Second):
		_ = r.cmd.Process.Kill()
		r.t.Errorf("the program did not end within 20 s of %v", sig)
	}
	r.done = nil
}

// screen is what the window shows.
func (r *running) screen() image.Image {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.t.Context(), 20*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, "import", "-window", r.window, "png:-").Output()
	if err != nil {
		r.t.Fatalf("import: %v", err)
	}
	img, err := png.Decode(bytes.NewReader(out))
	if err != nil {
		r.t.Fatal(err)
	}
	return img
}

// waitForGhost waits until ghost text stands on the page: pixels of exactly
// the ghost's colour, which nothing else in the light window has.
func (r *running) waitForGhost() {
	r.t.Helper()
	waitFor(r.t, ghostPatience, "ghost text on the page", func() bool {
		return countPixels(r.screen(), color.NRGBA{0x96, 0x90, 0x85, 0xff}) >= 20
	})
}

func countPixels(img image.Image, want color.NRGBA) int {
	n := 0
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if color.NRGBAModel.Convert(img.At(x, y)) == want {
				n++
			}
		}
	}
	return n
}

func waitFor(t *testing.T, patience time.Duration, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(200 * time.Millisecond) {
		if done() {
			return
		}
	}
	t.Fatalf("waited %v for %s", patience, what)
}
