package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// page is a page of prose as it is typed: every printable character of the keyboard, paragraphs, a list, a heading.
const page = `# The surveyor's notebook

The ferry left at six, an hour before the sun, and by the time the harbour lights had sunk behind us the deck was wet. "I had meant to sleep," he said; instead we stood by the rail & counted islands: 1, 2, 3 (or 4?), until the fog closed in.

On the second page he'd written that a coastline is the only honest border - it moves. Below it stood a sum: 7 * 8 = 56, 100% right, and an address, a_b@example.org/~him?x=1#top. He had underlined it twice; nobody knew why!

Prices: $5.20 + $4.80 = $10.00 [paid], 3 < 4 > 2, C:\temp, {braces}, a | b, ^, ` + "`code`" + `.
The End.`

// TestAPageTypedInARealWindow types a page with real keys, as fast as a very fast typist, and compares what is stored.
func TestAPageTypedInARealWindow(t *testing.T) {
	d := newDesk(t)
	run := d.start()
	lines := strings.Split(page, "\n")
	for i, line := range lines {
		if line != "" {
			run.xdotool("type", "--delay", "12", line)
		}
		if i < len(lines)-1 {
			run.press("Return")
		}
	}
	// A slip and its repair: what was deleted must not come back.
	run.keys(" Fin")
	for range 4 {
		run.press("BackSpace")
	}
	run.letSave()
	run.kill()
	text, caret := d.stored()
	if text != page {
		at := 0
		for at < min(len(text), len(page)) && text[at] == page[at] {
			at++
		}
		t.Errorf("of %d bytes typed %d are stored; they part at %d:\n%q\nwant\n%q", len(page), len(text), at,
			text[at:min(at+60, len(text))], page[at:min(at+60, len(page))])
	}
	if caret != len(text) {
		t.Errorf("the caret is stored at %d, want the end, %d", caret, len(text))
	}
}

// TestInputMethodsCommit writes with real input methods. What they commit arrives, whatever keys made it, and the keys
// that belong to a composition do nothing on the page.
func TestInputMethodsCommit(t *testing.T) {
	program, err := exec.LookPath("fcitx5")
	if err != nil {
		if os.Getenv("INKLING_REQUIRE_TOOLS") == "1" {
			t.Fatal("no fcitx5: run the tests with make test, which installs it")
		}
		t.Skip("needs fcitx5; make test installs it")
	}
	built := newDesk(t)
	for _, test := range []struct {
		method string // as fcitx5 names it
		keys   string // words are typed, <Name> is a key
		want   string
	}{
		// The second word is mended inside its composition; the third is given up.
		{"chewing", "su3cl3<Return> g4ru,4x<Left><Right><BackSpace><Return> c93<Escape><Return>", "你好世界\n"},
		{"pinyin", "nihao<space> shijiex<Left><Right><BackSpace><space> haishi<Escape><Return>", "你好世界\n"},
		{"hangul", "dkssudg<BackSpace><space> skfk<Return>", "안녕 나라\n"},
		{"anthy", "nihongo<space><Return> desux<BackSpace><Return>", "日本語です"},
	} {
		t.Run(test.method, func(t *testing.T) {
			if _, err := os.Stat("/usr/share/fcitx5/inputmethod/" + test.method + ".conf"); err != nil {
				// make test installs all but pinyin, which brings too much along.
				if test.method != "pinyin" && os.Getenv("INKLING_REQUIRE_TOOLS") == "1" {
					t.Fatalf("no fcitx5-%s: run the tests with make test, which installs it", test.method)
				}
				t.Skipf("needs fcitx5-%s", test.method)
			}
			home := t.TempDir()
			d := *built
			d.t, d.data = t, t.TempDir()
			d.env = []string{"XMODIFIERS=@im=fcitx", "HOME=" + home}
			startInputMethod(t, program, home, test.method)
			run := d.start()
			for _, piece := range regexp.MustCompile(`<\w+>|[^<\s]+`).FindAllString(test.keys, -1) {
				if name, ok := strings.CutPrefix(piece, "<"); ok {
					time.Sleep(600 * time.Millisecond) // the method works on what was typed
					run.press(strings.TrimSuffix(name, ">"))
					time.Sleep(150 * time.Millisecond)
					continue
				}
				run.xdotool("type", "--delay", "80", piece)
			}
			run.letSave()
			run.kill()
			if text, _ := d.stored(); text != test.want {
				t.Errorf("the store holds %q, want %q", text, test.want)
			}
		})
	}
}

// startInputMethod runs fcitx5 with one method switched on, with settings of its own.
func startInputMethod(t *testing.T, program, home, method string) {
	t.Helper()
	folder := filepath.Join(home, ".config", "fcitx5")
	for _, dir := range []string{folder, filepath.Join(home, ".cache")} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for name, content := range map[string]string{
		"profile": "[Groups/0]\nName=Default\nDefault Layout=us\nDefaultIM=" + method + "\n\n" +
			"[Groups/0/Items/0]\nName=keyboard-us\nLayout=\n\n[Groups/0/Items/1]\nName=" + method + "\nLayout=\n\n[GroupOrder]\n0=Default\n",
		"config": "[Behavior]\nActiveByDefault=True\nShareInputState=All\n",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(program, "--disable=wayland,waylandim,notifications,kimpanel")
	cmd.Env = append(os.Environ(), "HOME="+home, "LANG=C.UTF-8", "XDG_CONFIG_HOME=", "XDG_DATA_HOME=", "XDG_RUNTIME_DIR="+home)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	time.Sleep(2 * time.Second) // it says nowhere that it is ready
}
