package editor

import (
	"runtime"

	"fyne.io/fyne/v2"
)

// Key is a key with the modifiers held down.
type Key struct {
	Name     fyne.KeyName
	Modifier fyne.KeyModifier
}

// Command is something that a key can do.
type Command string

// Movements. With Shift held, a key bound to one of them selects.
const (
	MoveLeft          Command = "move-left"
	MoveRight         Command = "move-right"
	MoveUp            Command = "move-up"
	MoveDown          Command = "move-down"
	MoveWordLeft      Command = "move-word-left"
	MoveWordRight     Command = "move-word-right" // to the next word's start
	MoveWordEnd       Command = "move-word-end"   // to the word's end, as macOS has it
	MoveRowStart      Command = "move-row-start"
	MoveRowEnd        Command = "move-row-end"
	MoveParagraphUp   Command = "move-paragraph-up"
	MoveParagraphDown Command = "move-paragraph-down"
	MovePageUp        Command = "move-page-up"
	MovePageDown      Command = "move-page-down"
	MoveStart         Command = "move-start"
	MoveEnd           Command = "move-end"
)

// Edits and the rest.
const (
	DeleteLeft      Command = "delete-left"
	DeleteRight     Command = "delete-right"
	DeleteWordLeft  Command = "delete-word-left"
	DeleteWordRight Command = "delete-word-right"
	DeleteWordEnd   Command = "delete-word-end"
	DeleteRowLeft   Command = "delete-row-left"
	NewLine         Command = "new-line"
	NewLinePlain    Command = "new-line-plain" // without continuing a list
	Indent          Command = "indent"
	Outdent         Command = "outdent"
	UndoEdit        Command = "undo"
	RedoEdit        Command = "redo"
	CutText         Command = "cut"
	CopyText        Command = "copy"
	PasteText       Command = "paste"
	SelectAllText   Command = "select-all"
	ZoomIn          Command = "zoom-in"
	ZoomOut         Command = "zoom-out"
	ZoomReset       Command = "zoom-reset"
	ContextMenu     Command = "context-menu"
)

// Commands for the ghost text.
const (
	GhostAcceptAll      Command = "ghost-accept"
	GhostAcceptWord     Command = "ghost-accept-word"
	GhostAcceptSentence Command = "ghost-accept-sentence"
	GhostDismiss        Command = "ghost-dismiss"
)

// DefaultKeys returns the bindings of this platform: those that always hold, and those that go first while a ghost is
// shown.
func DefaultKeys() (keys, ghost map[Key]Command) {
	keys, ghost = commonKeys()
	if runtime.GOOS == "darwin" {
		addMacKeys(keys, ghost)
	} else {
		addPCKeys(keys, ghost)
	}
	return keys, ghost
}

// commonKeys are the bindings that all platforms share.
func commonKeys() (keys, ghost map[Key]Command) {
	keys = map[Key]Command{
		{fyne.KeyLeft, 0}: MoveLeft, {fyne.KeyRight, 0}: MoveRight, {fyne.KeyUp, 0}: MoveUp, {fyne.KeyDown, 0}: MoveDown,
		{fyne.KeyHome, 0}: MoveRowStart, {fyne.KeyEnd, 0}: MoveRowEnd,
		{fyne.KeyPageUp, 0}: MovePageUp, {fyne.KeyPageDown, 0}: MovePageDown,
		{fyne.KeyBackspace, 0}: DeleteLeft, {fyne.KeyBackspace, fyne.KeyModifierShift}: DeleteLeft,
		{fyne.KeyDelete, 0}: DeleteRight,
		{fyne.KeyReturn, 0}: NewLine, {fyne.KeyEnter, 0}: NewLine,
		{fyne.KeyReturn, fyne.KeyModifierShift}: NewLinePlain, {fyne.KeyEnter, fyne.KeyModifierShift}: NewLinePlain,
		{fyne.KeyTab, 0}: Indent, {fyne.KeyTab, fyne.KeyModifierShift}: Outdent,
		{fyne.KeyF10, fyne.KeyModifierShift}: ContextMenu, {"Menu", 0}: ContextMenu,
	}
	ghost = map[Key]Command{
		{fyne.KeyTab, 0}: GhostAcceptAll, {fyne.KeyTab, fyne.KeyModifierShift}: GhostAcceptSentence,
		{fyne.KeyEscape, 0}: GhostDismiss,
	}
	return keys, ghost
}

func addPCKeys(keys, ghost map[Key]Command) {
	const ctrl = fyne.KeyModifierControl
	const ctrlShift = fyne.KeyModifierControl | fyne.KeyModifierShift
	for key, command := range map[Key]Command{
		{fyne.KeyLeft, ctrl}: MoveWordLeft, {fyne.KeyRight, ctrl}: MoveWordRight,
		{fyne.KeyUp, ctrl}: MoveParagraphUp, {fyne.KeyDown, ctrl}: MoveParagraphDown,
		{fyne.KeyHome, ctrl}: MoveStart, {fyne.KeyEnd, ctrl}: MoveEnd,
		{fyne.KeyBackspace, ctrl}: DeleteWordLeft, {fyne.KeyDelete, ctrl}: DeleteWordRight,
		{fyne.KeyZ, ctrlShift}: RedoEdit,
		{fyne.KeyEqual, ctrl}:  ZoomIn, {fyne.KeyPlus, ctrl}: ZoomIn, {fyne.KeyEqual, ctrlShift}: ZoomIn,
		{fyne.KeyMinus, ctrl}: ZoomOut, {fyne.Key0, ctrl}: ZoomReset,
	} {
		keys[key] = command
	}
	ghost[Key{fyne.KeyRight, ctrl}] = GhostAcceptWord
}

func addMacKeys(keys, ghost map[Key]Command) {
	const option, cmd, ctrl = fyne.KeyModifierAlt, fyne.KeyModifierSuper, fyne.KeyModifierControl
	const cmdShift = fyne.KeyModifierSuper | fyne.KeyModifierShift
	for key, command := range map[Key]Command{
		{fyne.KeyLeft, option}: MoveWordLeft, {fyne.KeyRight, option}: MoveWordEnd,
		{fyne.KeyUp, option}: MoveParagraphUp, {fyne.KeyDown, option}: MoveParagraphDown,
		{fyne.KeyLeft, cmd}: MoveRowStart, {fyne.KeyRight, cmd}: MoveRowEnd,
		{fyne.KeyUp, cmd}: MoveStart, {fyne.KeyDown, cmd}: MoveEnd,
		{fyne.KeyHome, 0}: MoveStart, {fyne.KeyEnd, 0}: MoveEnd,
		{fyne.KeyA, ctrl}: MoveRowStart, {fyne.KeyE, ctrl}: MoveRowEnd,
		{fyne.KeyB, ctrl}: MoveLeft, {fyne.KeyF, ctrl}: MoveRight,
		{fyne.KeyP, ctrl}: MoveUp, {fyne.KeyN, ctrl}: MoveDown,
		{fyne.KeyH, ctrl}: DeleteLeft, {fyne.KeyD, ctrl}: DeleteRight,
		{fyne.KeyBackspace, option}: DeleteWordLeft, {fyne.KeyDelete, option}: DeleteWordEnd,
		{fyne.KeyBackspace, cmd}: DeleteRowLeft,
		{fyne.KeyZ, cmdShift}:    RedoEdit,
		{fyne.KeyEqual, cmd}:     ZoomIn, {fyne.KeyMinus, cmd}: ZoomOut, {fyne.Key0, cmd}: ZoomReset,
	} {
		keys[key] = command
	}
	ghost[Key{fyne.KeyRight, option}] = GhostAcceptWord
}

// BindGhost makes a key do a command while a ghost is shown; an empty command unbinds it.
func (e *Editor) BindGhost(key Key, command Command) {
	if command == "" {
		delete(e.ghostKeys, key)
		return
	}
	e.ghostKeys[key] = command
}

// movements tells the commands that move the caret.
func (c Command) movement() bool { return len(c) > 5 && c[:5] == "move-" }
