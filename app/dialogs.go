package app

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/widget"

	"inkling/internal/textfile"
)

// fileDialogSize is large enough for the names of a folder.
func fileDialogSize() fyne.Size { return fyne.NewSize(760, 520) }

// askForFile lets the writer choose a text file and takes it into the documents.
func (a *App) askForFile() {
	d := dialog.NewFileOpen(func(f fyne.URIReadCloser, err error) {
		defer a.focusPage()
		if err != nil {
			a.fail("The file could not be opened", err)
			return
		}
		if f == nil {
			return
		}
		_ = f.Close() // only its name is wanted
		a.importFile(f.URI().Path())
	}, a.window)
	d.SetFilter(storage.NewExtensionFileFilter([]string{".txt", ".md", ".markdown", ".text"}))
	a.showDialog(d, fileDialogSize())
}

// exportDocument writes the text as it is on the page to a file of the
// writer's choice.
func (a *App) exportDocument() {
	text := a.desk.buffer.Snapshot().Text()
	d := dialog.NewFileSave(func(f fyne.URIWriteCloser, err error) {
		defer a.focusPage()
		if f == nil && err == nil {
			return
		}
		if err == nil {
			path := f.URI().Path()
			_ = f.Close() // the toolkit has only made the file
			err = textfile.Write(path, text)
		}
		if err != nil {
			a.fail("The copy could not be saved", err)
			return
		}
		a.notice.flash("export", "The copy is saved.")
	}, a.window)
	d.SetFileName(fileName(plainTitle(a.desk.title)) + ".md")
	a.showDialog(d, fileDialogSize())
}

// fileName makes a title fit for a file on every system.
func fileName(title string) string {
	name := []rune(title)
	for i, r := range name {
		if r < ' ' || r == 0x7f {
			name[i] = ' '
			continue
		}
		switch r {
		case '/', '\\', ':', '*', '?', '"', '<', '>', '|', '.':
			name[i] = '-'
		}
	}
	if len(name) > 80 {
		name = name[:80]
	}
	return string(name)
}

// askToQuitUnsaved lets the writer decide when the text can't be saved.
func (a *App) askToQuitUnsaved(err error) {
	message := widget.NewLabel(fmt.Sprintf("Your last changes could not be saved: %v.\nSave a copy somewhere else, or quit without them.", err))
	message.Wrapping = fyne.TextWrapWord
	d := dialog.NewCustomWithoutButtons("Not saved", message, a.window)
	leave := widget.NewButton("Quit without them", func() {
		d.Hide()
		a.closing = true
		a.window.Close()
	})
	leave.Importance = widget.DangerImportance
	copyButton := widget.NewButton("Save a copy…", func() { d.Hide(); a.exportDocument() })
	copyButton.Importance = widget.HighImportance
	d.SetButtons([]fyne.CanvasObject{leave, widget.NewButton("Back to the text", func() { d.Hide(); a.focusPage() }), copyButton})
	a.showDialog(d, fyne.NewSize(520, 200))
}

// askToEraseSamples erases what was kept for learning, once the writer said so.
func (a *App) askToEraseSamples() {
	a.confirm("Erase what was kept",
		"Everything kept of the suggestions and corrections that you took or dropped is erased from this machine for good. Your documents stay.",
		func() {
			if _, err := a.store.EraseSamples(context.Background(), nil); err != nil {
				a.fail("The samples could not be erased", err)
			}
			a.settingsChanged()
		})
}

// showKeys lists every command that has a key.
func (a *App) showKeys() {
	grid := container.New(layout.NewFormLayout())
	for _, menu := range menuOrder() {
		for _, c := range a.commands {
			if c.menu == menu && len(c.keys) > 0 {
				grid.Add(newInkText(c.keys[0].String(), colorMuted, interfaceTextSize))
				grid.Add(newInkText(c.title, colorText, interfaceTextSize))
			}
		}
	}
	scroll := container.NewVScroll(container.NewPadded(grid))
	scroll.SetMinSize(fyne.NewSize(420, 460))
	d := dialog.NewCustomWithoutButtons("Keys", scroll, a.window)
	d.SetButtons([]fyne.CanvasObject{
		newButton("Change keys…", func() { d.Hide(); a.openSettings(pageOfKeys) }),
		newPrimaryButton("Close", d.Hide),
	})
	d.SetOnClosed(a.focusPage)
	a.showDialog(d, fyne.NewSize(460, 560))
}

func (a *App) showAbout() {
	d := dialog.NewInformation("Inkling",
		"A writing assistant whose language model runs on your own machine.\nWhat you write stays here.", a.window)
	d.SetOnClosed(a.focusPage)
	a.showDialog(d, fyne.NewSize(420, 160))
}

// searchDocuments puts the keyboard into the field above the list.
func (a *App) searchDocuments() {
	if a.columns.leftFolded {
		a.foldDocuments()
	}
	a.window.Canvas().Focus(a.documents.filter)
}
