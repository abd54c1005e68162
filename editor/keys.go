package editor

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// KeyDown implements desktop.Keyable.
func (e *Editor) KeyDown(event *fyne.KeyEvent) { e.held |= modifierOf(event.Name) }

// KeyUp implements desktop.Keyable.
func (e *Editor) KeyUp(event *fyne.KeyEvent) { e.held &^= modifierOf(event.Name) }

func modifierOf(name fyne.KeyName) fyne.KeyModifier {
	switch name {
	case desktop.KeyShiftLeft, desktop.KeyShiftRight:
		return fyne.KeyModifierShift
	case desktop.KeyControlLeft, desktop.KeyControlRight:
		return fyne.KeyModifierControl
	case desktop.KeyAltLeft, desktop.KeyAltRight:
		return fyne.KeyModifierAlt
	case desktop.KeySuperLeft, desktop.KeySuperRight:
		return fyne.KeyModifierSuper
	}
	return 0
}

// modifiers are those held down. It asks the driver where that can tell: a release may have gone to another window.
func (e *Editor) modifiers() fyne.KeyModifier {
	if driver, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return driver.CurrentKeyModifiers()
	}
	return e.held
}

// TypedKey implements fyne.Focusable. The driver sends keys here that have no modifier, or Shift alone.
// Keys without a name belong to an input method, and modifiers alone do nothing.
func (e *Editor) TypedKey(event *fyne.KeyEvent) {
	if event.Name == "" || event.Name == desktop.KeyCapsLock || modifierOf(event.Name) != 0 {
		return
	}
	key := Key{event.Name, e.modifiers() & fyne.KeyModifierShift}
	if e.mouse.dropping && key.Name == fyne.KeyEscape {
		e.stopDropping()
		return
	}
	if !e.composed(key) {
		e.press(key)
	}
}

// TypedShortcut implements fyne.Shortcutable. Keys with other modifiers than Shift arrive here, the usual ones under
// names of their own.
func (e *Editor) TypedShortcut(shortcut fyne.Shortcut) {
	switch s := shortcut.(type) {
	case *fyne.ShortcutUndo:
		e.Do(UndoEdit)
	case *fyne.ShortcutRedo:
		e.Do(RedoEdit)
	case *fyne.ShortcutCut:
		e.Cut()
	case *fyne.ShortcutCopy:
		e.Copy()
	case *fyne.ShortcutPaste:
		e.Paste()
	case *fyne.ShortcutSelectAll:
		e.SelectAll()
	case fyne.KeyboardShortcut:
		if !e.press(Key{s.Key(), s.Mod()}) {
			e.passOn(shortcut)
		}
	default:
		e.passOn(shortcut)
	}
}

// passOn gives a shortcut to the canvas: the driver gives it to nobody else while the editor has the keyboard.
func (e *Editor) passOn(shortcut fyne.Shortcut) {
	canvas := fyne.CurrentApp().Driver().CanvasForObject(e)
	if target, ok := canvas.(fyne.Shortcutable); ok {
		target.TypedShortcut(shortcut)
	}
}

// press does what a key is bound to: the program's hook first, then the ghost's keys, then the others.
func (e *Editor) press(key Key) bool {
	if e.options.OnKey != nil && e.options.OnKey(key) {
		return true
	}
	if command, ok := e.ghostKeys[key]; ok {
		if e.ghost.Text != "" {
			return e.Do(command)
		}
		if command != GhostDismiss && time.Now().Before(e.swallow) {
			return true
		}
	}
	if command, ok := e.keys[key]; ok {
		return e.Do(command)
	}
	if key.Modifier&fyne.KeyModifierShift != 0 {
		plain := Key{key.Name, key.Modifier &^ fyne.KeyModifierShift}
		if command, ok := e.keys[plain]; ok && command.movement() {
			e.move(command, true)
			return true
		}
	}
	return false
}

// Do runs a command. It returns false for one that it doesn't know.
func (e *Editor) Do(command Command) bool {
	if command.movement() {
		e.move(command, false)
		return true
	}
	switch command {
	case GhostAcceptAll:
		return e.AcceptGhost(All)
	case GhostAcceptWord:
		return e.AcceptGhost(Word)
	case GhostAcceptSentence:
		return e.AcceptGhost(Sentence)
	case GhostDismiss:
		e.dropGhost(GhostDismissed)
		e.update()
	case UndoEdit:
		e.Undo()
	case RedoEdit:
		e.Redo()
	case CutText:
		e.Cut()
	case CopyText:
		e.Copy()
	case PasteText:
		e.Paste()
	case SelectAllText:
		e.SelectAll()
	case ZoomIn:
		e.zoomBy(1.1)
	case ZoomOut:
		e.zoomBy(1 / 1.1)
	case ZoomReset:
		e.zoomTo(1)
	case ContextMenu:
		e.menuAtCaret()
	default:
		return e.doEdit(command)
	}
	return true
}

func (e *Editor) zoomBy(factor float32) { e.zoomTo(e.style.Zoom * factor) }

func (e *Editor) zoomTo(zoom float32) {
	e.setZoom(zoom)
	if e.options.OnZoom != nil {
		e.options.OnZoom(e.style.Zoom)
	}
}
