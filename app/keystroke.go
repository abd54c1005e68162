package app

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// keystroke is a key with its modifiers. Control stands for the platform's
// own command key: it is Super on macOS.
type keystroke struct {
	key       fyne.KeyName
	modifiers fyne.KeyModifier
}

func ctrl(key fyne.KeyName) keystroke { return keystroke{key, fyne.KeyModifierShortcutDefault} }
func ctrlShift(key fyne.KeyName) keystroke {
	return keystroke{key, fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}
}
func alt(key fyne.KeyName) keystroke   { return keystroke{key, fyne.KeyModifierAlt} }
func plain(key fyne.KeyName) keystroke { return keystroke{key, 0} }
func shift(key fyne.KeyName) keystroke { return keystroke{key, fyne.KeyModifierShift} }

// shortcut is the form that Fyne shows in menus.
func (k keystroke) shortcut() fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: k.key, Modifier: k.modifiers}
}

// withCommand reports whether a modifier is held that makes a key a command
// rather than a character.
func (k keystroke) withCommand() bool { return k.modifiers&^fyne.KeyModifierShift != 0 }

// modifierName is a modifier as it is written in settings and read by the writer.
type modifierName struct {
	modifier fyne.KeyModifier
	name     string
}

func modifierNames() []modifierName {
	return []modifierName{
		{fyne.KeyModifierControl, "Ctrl"},
		{fyne.KeyModifierSuper, "Cmd"},
		{fyne.KeyModifierAlt, "Alt"},
		{fyne.KeyModifierShift, "Shift"},
	}
}

// String names the keys as the writer reads them, such as "Ctrl+Shift+F".
func (k keystroke) String() string {
	var parts []string
	for _, m := range modifierNames() {
		if k.modifiers&m.modifier != 0 {
			parts = append(parts, m.name)
		}
	}
	return strings.Join(append(parts, string(k.key)), "+")
}

// parseKeystroke reads what String writes.
func parseKeystroke(text string) (keystroke, error) {
	var k keystroke
	rest := text
	for _, m := range modifierNames() {
		if after, ok := strings.CutPrefix(rest, m.name+"+"); ok {
			k.modifiers |= m.modifier
			rest = after
		}
	}
	if rest == "" {
		return keystroke{}, fmt.Errorf("%q names no key", text)
	}
	k.key = fyne.KeyName(rest)
	return k, nil
}

// keystrokeOf turns what the toolkit reports into a keystroke.
func keystrokeOf(s fyne.Shortcut) (keystroke, bool) {
	k, ok := s.(fyne.KeyboardShortcut)
	if !ok {
		return keystroke{}, false
	}
	return keystroke{k.Key(), k.Mod()}, true
}

// functionKey reports whether a key is one of F1 to F12, which write nothing.
func functionKey(key fyne.KeyName) bool {
	return slices.Contains([]fyne.KeyName{fyne.KeyF1, fyne.KeyF2, fyne.KeyF3, fyne.KeyF4, fyne.KeyF5, fyne.KeyF6,
		fyne.KeyF7, fyne.KeyF8, fyne.KeyF9, fyne.KeyF10, fyne.KeyF11, fyne.KeyF12}, key)
}
