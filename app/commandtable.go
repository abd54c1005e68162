package app

import (
	"strings"

	"fyne.io/fyne/v2"

	"inkling/assist/proof"
	"inkling/editor"
)

// commandTable is everything that the writer can have done from the menu or
// by a key, in the menus' order.
func (a *App) commandTable() []*command {
	var all []*command
	for _, menu := range [][]*command{
		a.fileCommands(), a.editCommands(), a.viewCommands(), a.modeCommands(), a.suggestionCommands(), a.learn.commands(), a.proofCommands(), a.assistantCommands(), a.helpCommands(),
	} {
		all = append(all, menu...)
	}
	return all
}

func (a *App) fileCommands() []*command {
	return []*command{
		{id: "file.new", menu: "File", title: "New document", keys: []keystroke{ctrl(fyne.KeyN)}, run: a.newDocument},
		{id: "file.open", menu: "File", title: "Open a text file…", keys: []keystroke{ctrl(fyne.KeyO)}, run: a.askForFile},
		{id: "file.find", menu: "File", title: "Search documents", keys: []keystroke{ctrlShift(fyne.KeyF)}, run: a.searchDocuments, groupEnd: true},
		{id: "file.save", menu: "File", title: "Save now", keys: []keystroke{ctrl(fyne.KeyS)}, run: func() { _ = a.saveNow() }},
		{id: "file.export", menu: "File", title: "Save a copy…", keys: []keystroke{ctrlShift(fyne.KeyS)}, run: a.exportDocument, groupEnd: true},
		{id: "file.rename", menu: "File", title: "Rename…", keys: []keystroke{plain(fyne.KeyF2)}, run: func() { a.renameDocument(a.desk.id) }},
		{id: "file.delete", menu: "File", title: "Delete document", run: func() { a.deleteDocument(a.desk.id) }, groupEnd: true},
		{id: "file.quit", menu: "File", title: "Quit", keys: []keystroke{ctrl(fyne.KeyQ)}, run: a.quit},
	}
}

func (a *App) editCommands() []*command {
	return []*command{
		{id: "edit.undo", menu: "Edit", title: "Undo", keys: []keystroke{ctrl(fyne.KeyZ)}, run: func() { a.page.Undo() }},
		{id: "edit.redo", menu: "Edit", title: "Redo", keys: []keystroke{ctrlShift(fyne.KeyZ), ctrl(fyne.KeyY)}, run: func() { a.page.Redo() }, groupEnd: true},
		{id: "edit.cut", menu: "Edit", title: "Cut", keys: []keystroke{ctrl(fyne.KeyX)}, run: a.page.Cut},
		{id: "edit.copy", menu: "Edit", title: "Copy", keys: []keystroke{ctrl(fyne.KeyC)}, run: a.page.Copy},
		{id: "edit.paste", menu: "Edit", title: "Paste", keys: []keystroke{ctrl(fyne.KeyV)}, run: a.page.Paste},
		{id: "edit.select-all", menu: "Edit", title: "Select all", keys: []keystroke{ctrl(fyne.KeyA)}, run: a.page.SelectAll, groupEnd: true},
		{id: "edit.find", menu: "Edit", title: "Find…", keys: []keystroke{ctrl(fyne.KeyF)}, run: a.find.open},
		{id: "edit.replace", menu: "Edit", title: "Replace…", keys: []keystroke{ctrl(fyne.KeyH)}, run: a.find.openReplace},
		{id: "edit.find-next", menu: "Edit", title: "Find next", keys: []keystroke{plain(fyne.KeyF3)}, run: a.find.next},
		{id: "edit.find-previous", menu: "Edit", title: "Find previous", keys: []keystroke{shift(fyne.KeyF3)}, run: a.find.previous, groupEnd: true},
		{id: "edit.line", menu: "Edit", title: "Go to line…", keys: []keystroke{ctrl(fyne.KeyG)}, run: a.askForLine, groupEnd: true},
		{id: "edit.settings", menu: "Edit", title: "Settings…", keys: []keystroke{ctrl(fyne.KeyComma)}, run: func() { a.openSettings(pageOfPage) }},
	}
}

func (a *App) viewCommands() []*command {
	look := func(to appearance) func() bool { return func() bool { return a.theme.appearance == to } }
	return []*command{
		{id: "view.assistant", menu: "View", title: "Assistant", keys: []keystroke{plain(fyne.KeyF10)}, run: a.foldAssistant,
			checked: func() bool { return !a.columns.rightFolded }},
		{id: "view.documents", menu: "View", title: "Documents", keys: []keystroke{plain(fyne.KeyF9)}, run: a.foldDocuments,
			checked: func() bool { return !a.columns.leftFolded }, groupEnd: true},
		{id: "view.zoom-in", menu: "View", title: "Larger text", keys: []keystroke{ctrl(fyne.KeyEqual), ctrlShift(fyne.KeyEqual), ctrl(fyne.KeyPlus)}, run: func() { a.zoom(1) }},
		{id: "view.zoom-out", menu: "View", title: "Smaller text", keys: []keystroke{ctrl(fyne.KeyMinus)}, run: func() { a.zoom(-1) }},
		{id: "view.zoom-reset", menu: "View", title: "Usual size", keys: []keystroke{ctrl(fyne.Key0)}, run: func() { a.zoom(0) }, groupEnd: true},
		{id: "view.system", menu: "View", title: "Light or dark as the system", run: func() { a.setAppearance(appearanceSystem) }, checked: look(appearanceSystem)},
		{id: "view.light", menu: "View", title: "Light", run: func() { a.setAppearance(appearanceLight) }, checked: look(appearanceLight)},
		{id: "view.dark", menu: "View", title: "Dark", run: func() { a.setAppearance(appearanceDark) }, checked: look(appearanceDark), groupEnd: true},
		{id: "view.full-screen", menu: "View", title: "Full screen", keys: []keystroke{plain(fyne.KeyF11)}, run: func() { a.window.SetFullScreen(!a.window.FullScreen()) },
			checked: func() bool { return a.window.FullScreen() }, groupEnd: true},
	}
}

// suggestionCommands work on the ghost text.
func (a *App) suggestionCommands() []*command {
	there := func() bool { _, ok := a.page.Ghost(); return ok }
	take := func(part editor.GhostPart) func() { return func() { a.page.AcceptGhost(part) } }
	return []*command{
		{id: "suggest.take", menu: "Suggestions", title: "Take the suggestion", keys: []keystroke{plain(fyne.KeyTab)}, ghost: true, run: take(editor.All), enabled: there},
		{id: "suggest.take-word", menu: "Suggestions", title: "Take a word", keys: []keystroke{takeWordKey()}, ghost: true, run: take(editor.Word), enabled: there},
		{id: "suggest.take-sentence", menu: "Suggestions", title: "Take a sentence", keys: []keystroke{shift(fyne.KeyTab)}, ghost: true, run: take(editor.Sentence), enabled: there},
		{id: "suggest.drop", menu: "Suggestions", title: "Drop it", keys: []keystroke{plain(fyne.KeyEscape)}, ghost: true, run: a.suggest.drop, enabled: there, groupEnd: true},
		{id: "suggest.next", menu: "Suggestions", title: "Next alternative", keys: []keystroke{alt(fyne.KeyRightBracket)}, run: func() { a.suggest.cycle(1) }},
		{id: "suggest.previous", menu: "Suggestions", title: "Previous alternative", keys: []keystroke{alt(fyne.KeyLeftBracket)}, run: func() { a.suggest.cycle(-1) }},
		{id: "suggest.ask", menu: "Suggestions", title: "Suggest now", keys: []keystroke{alt(fyne.KeyBackslash)}, run: a.suggest.ask},
		{id: "suggest.words", menu: "Suggestions", title: "Likely next words…", keys: []keystroke{alt(fyne.KeySlash)}, run: a.suggest.pickWord, groupEnd: true},
		{id: "suggest.notes", menu: "Suggestions", title: "Notes for this document", keys: []keystroke{ctrlShift(fyne.KeyN)}, run: a.notes.toggle, checked: a.notes.visible},
		{id: "suggest.typing", menu: "Suggestions", title: "Suggest while I type", run: a.suggest.toggleTyping, checked: func() bool { return a.suggest.whileTyping }},
		{id: "suggest.samples", menu: "Suggestions", title: "Keep what I take and drop for learning my style", run: a.suggest.toggleSamples, checked: func() bool { return a.suggest.keepSamples }},
		{id: "suggest.kept", menu: "Suggestions", title: "What was kept…", run: func() { a.openSettings(pageOfLearning) }, groupEnd: true},
	}
}

func (a *App) proofCommands() []*command {
	found := func() bool { return len(a.proof.findings) > 0 }
	atHand := func(do func(finding)) func() {
		return func() {
			if f, ok := a.proof.atHand(); ok {
				do(f)
			}
		}
	}
	return []*command{
		{id: "proof.next", menu: "Proofread", title: "Next finding", keys: []keystroke{plain(fyne.KeyF8)}, run: func() { a.proof.walk(1) }, enabled: found},
		{id: "proof.previous", menu: "Proofread", title: "Previous finding", keys: []keystroke{shift(fyne.KeyF8)}, run: func() { a.proof.walk(-1) }, enabled: found},
		{id: "proof.fix", menu: "Proofread", title: "Fix the finding at hand", keys: []keystroke{ctrl(fyne.KeyReturn)}, run: a.proof.fixAtHand, enabled: found},
		{id: "proof.fixes", menu: "Proofread", title: "Fixes at the caret…", keys: []keystroke{ctrl(fyne.KeyPeriod)}, run: a.showFixes, enabled: found, groupEnd: true},
		{id: "proof.fix-like", menu: "Proofread", title: "Fix all like the finding at hand", keys: []keystroke{alt(fyne.KeyF)}, run: atHand(a.proof.fixLike), enabled: found},
		{id: "proof.ignore", menu: "Proofread", title: "Ignore it here", keys: []keystroke{alt(fyne.KeyI)}, run: atHand(a.proof.ignoreOnce), enabled: found},
		{id: "proof.ignore-always", menu: "Proofread", title: "Ignore it everywhere", run: atHand(a.ignoreFinding), enabled: found},
		{id: "proof.add-word", menu: "Proofread", title: "Add its word to the dictionary", keys: []keystroke{alt(fyne.KeyD)}, run: atHand(func(f finding) { a.addWord(f.text) }),
			enabled: func() bool { f, ok := a.proof.atHand(); return ok && f.Kind == proof.Spelling }},
		{id: "proof.rule-off", menu: "Proofread", title: "Turn its rule off", run: atHand(func(f finding) { a.proof.setRule(f.Rule, false) }), enabled: found, groupEnd: true},
		{id: "proof.settings", menu: "Proofread", title: "Strictness, dialect and rules…", run: func() { a.openSettings(pageOfProofreading) }},
	}
}

// assistantCommands ask the instruct model; each opens the page of the
// assistant on which its answer comes.
func (a *App) assistantCommands() []*command {
	var all []*command
	for _, chip := range a.rewrite.chips {
		all = append(all, &command{id: "rewrite." + strings.ToLower(chip.title), menu: "Assistant", title: "Rewrite: " + strings.ToLower(chip.title),
			run: func() { a.showTab(a.rewriteTab); chip.run() }})
	}
	all[0].keys = []keystroke{ctrlShift(fyne.KeyR)}
	all = append(all, &command{id: "rewrite.own", menu: "Assistant", title: "Rewrite: an instruction of your own…", run: func() {
		a.showTab(a.rewriteTab)
		a.window.Canvas().Focus(a.rewrite.instruction)
	}})
	all = append(all, a.rewrite.commands()...)
	for _, chip := range a.ideas.chips {
		all = append(all, &command{id: "ideas." + strings.ToLower(chip.title), menu: "Assistant", title: chip.title,
			run: func() { a.showTab(a.ideasTab); chip.run() }})
	}
	last := len(all) - 1
	all[last].groupEnd = true
	all[last-len(a.ideas.chips)+1].keys = []keystroke{ctrlShift(fyne.KeyI)}
	all = append(all, a.ideas.commands()...)
	return append(all,
		&command{id: "assistant.chat", menu: "Assistant", title: "Chat about this text", keys: []keystroke{ctrlShift(fyne.KeyT)}, run: func() {
			a.showTab(a.chatTab)
			a.window.Canvas().Focus(a.chat.field)
		}},
		&command{id: "assistant.history", menu: "Assistant", title: "History of this document", keys: []keystroke{ctrlShift(fyne.KeyH)}, run: func() { a.showTab(a.historyTab) }},
	)
}

// showTab brings a page of the assistant to the front, unfolding the pane.
func (a *App) showTab(t *tab) {
	if a.columns.rightFolded {
		a.foldAssistant()
	}
	a.assistant.chooseTab(t)
}

func (a *App) helpCommands() []*command {
	return []*command{
		{id: "help.commands", menu: "Help", title: "All commands…", keys: []keystroke{ctrl(fyne.KeyK)}, run: a.openPalette},
		{id: "help.keys", menu: "Help", title: "Keys", keys: []keystroke{plain(fyne.KeyF1)}, run: a.showKeys},
		{id: "help.about", menu: "Help", title: "About Inkling", run: a.showAbout},
	}
}
