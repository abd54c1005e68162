package app

import (
	"runtime"

	"fyne.io/fyne/v2"
)

// menuOutsideWindow tells the system that shows a program's menu at the top of
// the screen.
func menuOutsideWindow() bool { return runtime.GOOS == "darwin" }

// takeWordKey takes one word of the ghost text: the key that moves by a word
// on this system.
func takeWordKey() keystroke {
	if runtime.GOOS == "darwin" {
		return keystroke{fyne.KeyRight, fyne.KeyModifierAlt}
	}
	return keystroke{fyne.KeyRight, fyne.KeyModifierControl}
}
