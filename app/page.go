package app

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"inkling/assist/proof"
	"inkling/editor"
	"inkling/editor/buffer"
)

// newPage makes the page and listens to what happens on it.
func (a *App) newPage() *editor.Editor {
	return editor.New(editor.Options{
		Style:     a.pageStyle(),
		OnChanged: a.pageChanged,
		OnCaret: func() {
			a.engine.WriterTypes()
			a.suggest.caretMoved()
			a.showCounts()
		},
		OnGhost:       func(e editor.GhostEvent) { a.suggest.ghostTold(e) },
		OnKey:         func(k editor.Key) bool { return a.pageKey(keystroke{k.Name, k.Modifier}) },
		OnContextMenu: a.pageMenu,
		OnZoom:        func(zoom float32) { a.set(settingZoom, zoom) },
	})
}

func (a *App) pageChanged(changes []buffer.Change) {
	a.touch()
	a.learn.typed.Store(time.Now().UnixNano())
	a.engine.WriterTypes()
	a.suggest.textChanged(changes)
	a.proof.textChanged()
	a.find.refresh()
	a.changes.textChanged()
	a.showCounts()
}

// pageKey is asked about every key before the page uses it. The keys that
// take or drop a ghost are the page's own: it also knows what they do where
// there is none.
func (a *App) pageKey(k keystroke) bool {
	c := a.keys[k]
	if c == nil || c.ghost {
		_, ghost := a.page.Ghost()
		return k == plain(fyne.KeyEscape) && !ghost && a.dismiss()
	}
	return a.keys.run(k)
}

// sideKey is asked about the keys pressed in a field beside the page.
func (a *App) sideKey(k keystroke) bool {
	if k == plain(fyne.KeyEscape) {
		a.dismiss()
		a.focusPage()
		return true
	}
	if k.modifiers == 0 && (k.key == fyne.KeyUp || k.key == fyne.KeyDown) {
		return false
	}
	return a.keys.run(k)
}

// dismiss closes what lies over or beside the page, one thing at a time.
func (a *App) dismiss() bool {
	switch {
	case a.find.visible():
		a.find.close()
	case a.documents.filter.Text != "":
		a.documents.filter.SetText("")
	default:
		return false
	}
	return true
}

// bindKeys makes the commands' keys work wherever the focus is, in place of
// those that were bound before.
func (a *App) bindKeys() {
	canvas := a.window.Canvas()
	for k := range a.keys {
		if k.withCommand() {
			canvas.RemoveShortcut(k.shortcut())
		}
	}
	a.keys = newKeymap(a.commands)
	for k := range a.keys {
		if k.withCommand() {
			canvas.AddShortcut(k.shortcut(), func(fyne.Shortcut) { a.keys.run(k) })
		}
	}
	a.bindGhostKeys()
	if menuOutsideWindow() {
		a.window.SetMainMenu(menuBar(a.commands))
	}
}

// bindGhostKeys tells the page which keys take and drop a ghost text.
func (a *App) bindGhostKeys() {
	_, usual := editor.DefaultKeys()
	for k := range usual {
		a.page.BindGhost(k, "")
	}
	for _, k := range a.ghostKeys {
		a.page.BindGhost(k, "")
	}
	a.ghostKeys = a.ghostKeys[:0]
	for id, does := range map[string]editor.Command{
		"suggest.take": editor.GhostAcceptAll, "suggest.take-word": editor.GhostAcceptWord,
		"suggest.take-sentence": editor.GhostAcceptSentence, "suggest.drop": editor.GhostDismiss,
	} {
		for _, k := range a.command(id).keys {
			key := editor.Key{Name: k.key, Modifier: k.modifiers}
			a.page.BindGhost(key, does)
			a.ghostKeys = append(a.ghostKeys, key)
		}
	}
}

// catchStrayKeys gives the page what is typed while nothing has the keyboard.
func (a *App) catchStrayKeys() {
	a.window.Canvas().SetOnTypedKey(a.strayKey)
	a.window.Canvas().SetOnTypedRune(func(r rune) {
		if a.window.Canvas().Overlays().Top() == nil {
			a.focusPage()
			a.page.TypedRune(r)
		}
	})
}

// strayKey gets the keys pressed while nothing has the keyboard: Escape closes
// the dialog or menu on top; otherwise the keys go to the page.
func (a *App) strayKey(ev *fyne.KeyEvent) {
	if a.window.Canvas().Overlays().Top() != nil {
		if ev.Name == fyne.KeyEscape {
			a.closeTop()
		}
		return
	}
	a.focusPage()
	a.page.TypedKey(ev)
}

// lockPage makes the open document read-only until it is unlocked or the
// program ends, or lets the writer write in it again.
func (a *App) lockPage() {
	b := a.desk.buffer
	switch {
	case b == nil:
	case b.Locked():
		b.Unlock()
		a.notice.hide("locked")
	default:
		a.page.ClearGhost()
		b.Lock(func() {
			a.notice.show("locked", "This document is read-only: what you typed was not put into it.",
				answer{title: "Write in it again", primary: true, run: a.lockPage},
				answer{title: "Close", run: func() { a.notice.hide("locked") }})
		})
	}
	a.focusPage()
}

// pageLocked reports whether the open document is read-only.
func (a *App) pageLocked() bool { return a.desk.buffer != nil && a.desk.buffer.Locked() }

// selected reports whether a stretch of the text is selected.
func (a *App) selected() bool {
	start, end := a.page.Selection()
	return start < end
}

func (a *App) focusPage() { a.window.Canvas().Focus(a.page) }

// pageMenu opens the menu under the mouse on the page, the fixes of a finding
// there first.
func (a *App) pageMenu(at fyne.Position, offset int) {
	items := a.fixItems(offset)
	for _, id := range []string{"edit.cut", "edit.copy", "edit.paste", "edit.select-all", "", "suggest.ask", "suggest.words"} {
		if id == "" {
			items = append(items, fyne.NewMenuItemSeparator())
			continue
		}
		c := a.command(id)
		item := fyne.NewMenuItem(c.title, c.run)
		item.Disabled = (id == "edit.cut" || id == "edit.copy") && !a.selected()
		if len(c.keys) > 0 {
			item.Shortcut = c.keys[0].shortcut()
		}
		items = append(items, item)
	}
	a.showMenu(fyne.NewMenu("", items...), at)
}

// showMenu opens a menu at a place of the canvas; when it closes, the page has
// the keyboard again.
func (a *App) showMenu(menu *fyne.Menu, at fyne.Position) {
	popUp := widget.NewPopUpMenu(menu, a.window.Canvas())
	dismiss := popUp.OnDismiss
	popUp.OnDismiss = func() {
		dismiss()
		if a.window.Canvas().Focused() == nil {
			a.focusPage()
		}
	}
	popUp.ShowAtPosition(at)
}

// fixItems are the menu's items for the finding at an offset, if there is one.
func (a *App) fixItems(offset int) []*fyne.MenuItem {
	i, ok := a.proof.findingAt(offset)
	if !ok {
		return nil
	}
	f := a.proof.findings[i]
	var items []*fyne.MenuItem
	for _, r := range f.Replacements {
		items = append(items, fyne.NewMenuItem(shownReplacement(r), func() { a.proof.fix(f, r) }))
	}
	items = append(items, fyne.NewMenuItem("Ignore", func() { a.proof.ignoreOnce(f) }))
	if f.Kind == proof.Spelling {
		items = append(items, fyne.NewMenuItem("Add to dictionary", func() { a.addWord(f.text) }))
	}
	items = append(items, a.moreItems(f)...)
	return append(items, fyne.NewMenuItemSeparator())
}

// moreItems are the menu's items for a finding beside its fixes.
func (a *App) moreItems(f finding) []*fyne.MenuItem {
	var items []*fyne.MenuItem
	if n := len(a.proof.like(f)); n > 1 {
		items = append(items, fyne.NewMenuItem(fmt.Sprintf("Fix all %d like this", n), func() { a.proof.fixLike(f) }))
	}
	return append(items,
		fyne.NewMenuItem(fmt.Sprintf("Always ignore “%s”", shownReplacement(f.text)), func() { a.ignoreFinding(f) }),
		fyne.NewMenuItem("Turn this rule off: "+ruleTitle(f.Rule), func() { a.proof.setRule(f.Rule, false) }))
}

// showFixes opens the fixes of the finding at the caret below it.
func (a *App) showFixes() {
	items := a.fixItems(a.page.Caret())
	if len(items) == 0 {
		a.proof.walk(1)
		return
	}
	a.showMenu(fyne.NewMenu("", items...), a.belowCaret())
}

// belowCaret is the place on the canvas just under the caret.
func (a *App) belowCaret() fyne.Position {
	at, height, _ := a.page.PositionOf(a.page.Caret())
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(a.page).Add(at).AddXY(-8, height+4)
}

// connectAssistant makes the pane at the right with its pages.
func (a *App) connectAssistant() {
	a.proof = &proofreader{app: a}
	findings := newProofPane(a)
	a.rewrite, a.ideas, a.chat, a.history = newRewritePane(a), newIdeasPane(a), newChatPane(a), newHistoryPane(a)
	a.proofTab = &tab{title: "Proofread", page: findings.box}
	a.rewriteTab = &tab{title: "Rewrite", page: a.rewrite.box}
	a.ideasTab = &tab{title: "Ideas", page: a.ideas.box, shown: a.ideas.shown}
	a.chatTab = &tab{title: "Chat", page: a.chat.box, shown: a.chat.shown}
	a.historyTab = &tab{title: "History", page: a.history.box, shown: a.history.refresh}
	a.assistant = newAssistantPane(a.proofTab, a.rewriteTab, a.ideasTab, a.chatTab, a.historyTab)
	a.proof.changed = func() {
		a.assistant.setCount(a.proofTab, len(a.proof.findings))
		findings.refresh()
	}
	findings.refresh()
}

func (a *App) command(id string) *command {
	for _, c := range a.commands {
		if c.id == id {
			return c
		}
	}
	return nil
}

// popUpMenu opens the whole menu at the top left of the window.
func (a *App) popUpMenu() {
	a.showMenu(popUpMenu(a.commands), fyne.NewPos(8, 44))
}

// showCounts writes the length of the text and of the selection into the
// status line. Both come from the buffer's tree, whatever the text's length.
func (a *App) showCounts() {
	if a.desk.buffer == nil {
		return
	}
	snapshot := a.desk.buffer.Snapshot()
	counts := snapshot.Counts()
	if counts.Han > 0 {
		a.hanWords.load()
	}
	selected := 0
	if start, end := a.page.Selection(); start < end {
		selected = snapshot.CountRange(start, end).Words
	}
	a.status.setWords(counts.Words, selected, 2*counts.Han > counts.Words)
}
