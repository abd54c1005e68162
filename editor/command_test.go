package editor

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

// withMacKeys is a page with the bindings of macOS.
func withMacKeys(t *testing.T, text string) *Editor {
	e := open(t, text, Options{})
	clear(e.keys)
	clear(e.ghostKeys)
	common, ghost := commonKeys()
	maps.Copy(e.keys, common)
	maps.Copy(e.ghostKeys, ghost)
	addMacKeys(e.keys, e.ghostKeys)
	return e
}

func TestKeysOfMacOS(t *testing.T) {
	const cmd, option, ctrl, shift = fyne.KeyModifierSuper, fyne.KeyModifierAlt, fyne.KeyModifierControl, fyne.KeyModifierShift
	for _, test := range []struct {
		name, before string
		keys         []Key
		after        string
	}{
		{"option moves by words", "one |two three", []Key{{fyne.KeyRight, option}}, "one two| three"},
		{"and back", "one two |three", []Key{{fyne.KeyLeft, option}}, "one |two three"},
		{"with shift it selects", "one |two three", []Key{{fyne.KeyRight, option | shift}}, "one [two]| three"},
		{"cmd goes to the row's ends", "one\ntw|o", []Key{{fyne.KeyLeft, cmd}}, "one\n|two"},
		{"and selects to them", "one\nt|wo", []Key{{fyne.KeyRight, cmd | shift}}, "one\nt[wo]|"},
		{"cmd and up goes to the start", "one\ntw|o", []Key{{fyne.KeyUp, cmd}}, "|one\ntwo"},
		{"cmd and down to the end", "o|ne\ntwo", []Key{{fyne.KeyDown, cmd}}, "one\ntwo|"},
		{"option and up by paragraphs", "one\ntw|o", []Key{{fyne.KeyUp, option}}, "one\n|two"},
		{"option and backspace deletes a word", "one two|", []Key{{fyne.KeyBackspace, option}}, "one |"},
		{"option and delete the next", "|one two", []Key{{fyne.KeyDelete, option}}, "| two"},
		{"cmd and backspace the row before the caret", "one\ntwo| x", []Key{{fyne.KeyBackspace, cmd}}, "one\n| x"},
		{"control as in a shell", "one |two", []Key{{fyne.KeyA, ctrl}, {fyne.KeyF, ctrl}, {fyne.KeyD, ctrl}}, "o|e two"},
		{"control and e, h", "one |two", []Key{{fyne.KeyE, ctrl}, {fyne.KeyH, ctrl}}, "one tw|"},
		{"control, n and p", "one\n|two", []Key{{fyne.KeyP, ctrl}, {fyne.KeyB, ctrl}, {fyne.KeyN, ctrl}}, "one\n|two"},
		{"redo", "a[bc]|d", []Key{{fyne.KeyBackspace, 0}, {fyne.KeyZ, cmd}, {fyne.KeyZ, cmd | shift}}, "a|d"},
	} {
		t.Run(test.name, func(t *testing.T) {
			text, anchor, caret := unmarked(test.before)
			e := withMacKeys(t, text)
			e.SelectRange(anchor, caret)
			for _, key := range test.keys {
				if key == (Key{fyne.KeyZ, cmd}) { // the toolkit names it
					e.TypedShortcut(&fyne.ShortcutUndo{})
					continue
				}
				e.press(key)
			}
			if got := marked(e); got != test.after {
				t.Errorf("%q, want %q", got, test.after)
			}
		})
	}
}

// state is what a command may change, to be compared.
func state(e *Editor, menus int) string {
	return fmt.Sprintf("%s at %.2f, zoom %.2f, %d menus, %q copied", marked(e), e.Scroll(), e.style.Zoom, menus, fyne.CurrentApp().Clipboard().Content())
}

// Every key, sent as the driver sends it, does what its command does, and every command has a key on some platform.
func TestEveryKeyDoesItsCommand(t *testing.T) {
	const text = "one two\n\t- item\nthree four\n"
	menus := 0
	page := func() *Editor {
		menus = 0
		e := open(t, strings.Repeat(text, 40), Options{OnContextMenu: func(fyne.Position, int) { menus++ }})
		fyne.CurrentApp().Clipboard().SetContent("from elsewhere")
		e.SetCaret(10*len(text) + 4)
		e.TypedRune('x')
		e.buffer.BreakGroup()
		e.TypedRune('y')
		e.Undo()
		e.SelectRange(10*len(text)+8, 10*len(text)+11)
		e.setZoom(1.2)
		return e
	}
	keys, _ := commonKeys()
	addPCKeys(keys, map[Key]Command{})
	for name, command := range map[string]Command{
		"Z": UndoEdit, "Y": RedoEdit, "A": SelectAllText, "X": CutText, "C": CopyText, "V": PasteText,
	} {
		keys[Key{fyne.KeyName(name), fyne.KeyModifierControl}] = command // those that the toolkit has names for
	}
	reached := map[Command]bool{}
	for key, command := range keys {
		reached[command] = true
		e := page()
		before := state(e, menus)
		e.Do(command)
		want := state(e, menus)
		if command != RedoEdit && want == before {
			t.Errorf("%q changes nothing", command)
		}
		e = page()
		sendKey(e, key)
		if got := state(e, menus); got != want {
			t.Errorf("%v: %s, want as %q does: %s", key, got, command, want)
		}
	}
	mac := map[Key]Command{}
	addMacKeys(mac, map[Key]Command{})
	for _, command := range mac {
		reached[command] = true
	}
	for _, command := range allCommands(t) {
		if !reached[command] && !strings.HasPrefix(string(command), "ghost-") {
			t.Errorf("no key reaches %q", command)
		}
	}
}

// allCommands reads the commands from the source, so that none is forgotten.
func allCommands(t *testing.T) (all []Command) {
	file, err := parser.ParseFile(token.NewFileSet(), "command.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok && len(spec.Values) == 1 {
			if kind, ok := spec.Type.(*ast.Ident); ok && kind.Name == "Command" {
				all = append(all, Command(strings.Trim(spec.Values[0].(*ast.BasicLit).Value, `"`)))
			}
		}
		return true
	})
	if len(all) < 30 {
		t.Fatalf("only %d commands in command.go", len(all))
	}
	return all
}

// Every command is bound to a key, or the toolkit has a name for its key, and does something that can be seen.
func TestEveryCommandDoesSomething(t *testing.T) {
	const text = "one two\n- item\nthree four"
	var menu bool
	for command, seen := range map[Command]func(e *Editor) any{
		MoveLeft: caretOf, MoveRight: caretOf, MoveUp: caretOf, MoveDown: caretOf, MoveWordLeft: caretOf, MoveWordRight: caretOf, MoveWordEnd: caretOf,
		MoveRowStart: caretOf, MoveRowEnd: caretOf, MoveParagraphUp: caretOf, MoveParagraphDown: caretOf, MovePageUp: caretOf,
		MovePageDown: caretOf, MoveStart: caretOf, MoveEnd: caretOf,
		DeleteLeft: textOf, DeleteRight: textOf, DeleteWordLeft: textOf, DeleteWordRight: textOf, DeleteWordEnd: textOf, DeleteRowLeft: textOf,
		NewLine: textOf, NewLinePlain: textOf, Indent: textOf, Outdent: textOf, CutText: textOf, PasteText: textOf, UndoEdit: textOf,
		RedoEdit: textOf, SelectAllText: func(e *Editor) any { return e.SelectedText() },
		CopyText: func(*Editor) any { return fyne.CurrentApp().Clipboard().Content() },
		ZoomIn:   zoomOf, ZoomOut: zoomOf, ZoomReset: zoomOf,
		ContextMenu: func(*Editor) any { return menu },
	} {
		t.Run(string(command), func(t *testing.T) {
			menu = false
			e := open(t, text, Options{OnContextMenu: func(fyne.Position, int) { menu = true }})
			fyne.CurrentApp().Clipboard().SetContent("from elsewhere")
			e.SetCaret(len("one two\n- it"))
			switch command {
			case CutText, CopyText:
				e.SelectRange(0, 3)
			case UndoEdit:
				e.TypedRune('x')
			case RedoEdit:
				e.TypedRune('x')
				e.Undo()
			case ZoomReset:
				e.setZoom(2)
			case Outdent:
				e.Do(Indent)
			}
			before := seen(e)
			if !e.Do(command) {
				t.Fatal("the page doesn't know it")
			}
			if after := seen(e); after == before {
				t.Errorf("nothing changed: %v", after)
			}
		})
	}
}

func caretOf(e *Editor) any { return e.Caret() }
func textOf(e *Editor) any  { return e.snap.Text() }
func zoomOf(e *Editor) any  { return e.style.Zoom }

func TestBoundCommandsAreKnown(t *testing.T) {
	keys, ghost := commonKeys()
	addPCKeys(keys, ghost)
	mac, macGhost := commonKeys()
	addMacKeys(mac, macGhost)
	for _, bindings := range []map[Key]Command{keys, ghost, mac, macGhost} {
		for _, key := range slices.Collect(maps.Keys(bindings)) {
			e := open(t, "one", Options{})
			e.SetCaret(3)
			e.SetGhost(Ghost{Revision: e.buffer.Revision(), Offset: 3, Text: " two."})
			if !e.Do(bindings[key]) {
				t.Errorf("%v is bound to %q, which the page doesn't know", key, bindings[key])
			}
		}
	}
}
