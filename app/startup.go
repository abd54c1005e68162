package app

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"inkling/store"
)

// explain opens a small window that says why the documents can't be opened,
// for a writer who started the program with a click and sees no terminal. A
// damaged library can be rescued from there; the damaged file is kept.
func explain(toolkit fyne.App, dir string, err error) {
	title, text := openFailure(dir, err)
	fmt.Fprintf(os.Stderr, "inkling: %s\n", text)

	w := toolkit.NewWindow("Inkling")
	message := widget.NewLabel(text)
	message.Wrapping = fyne.TextWrapWord
	buttons := container.NewHBox(layout.NewSpacer())
	var damaged *store.DamagedError
	if errors.As(err, &damaged) {
		buttons.Add(newPrimaryButton("Save what can be read", func() { rescueDocuments(w, dir) }))
	}
	buttons.Add(newButton("Close", w.Close))
	heading := newInkText(title, colorText, 16)
	heading.style = fyne.TextStyle{Bold: true}
	w.SetContent(container.NewPadded(container.NewPadded(container.NewBorder(heading, buttons, nil, nil, message))))
	w.Resize(fyne.NewSize(520, 220))
	w.ShowAndRun()
}

// openFailure puts a failed opening into the writer's words.
func openFailure(dir string, err error) (title, text string) {
	var damaged *store.DamagedError
	var newer *store.NewerError
	switch {
	case errors.Is(err, store.ErrInUse):
		return "Inkling is already open",
			fmt.Sprintf("Your documents in %s are already open in another Inkling window. Nothing was changed; go on writing there, or close it and start again.", dir)
	case errors.As(err, &damaged):
		return "Your documents need help",
			fmt.Sprintf("%v. The file is left exactly as it is. Inkling can copy everything that is readable into a new file and open that.", err)
	case errors.As(err, &newer):
		return "These documents are from a newer Inkling", err.Error()
	case errors.Is(err, os.ErrPermission):
		return "Inkling may not write here",
			fmt.Sprintf("The folder %s can't be written. Allow it, or start Inkling with another folder: inkling --data FOLDER.", dir)
	}
	return "Your documents can't be opened", err.Error()
}

// rescueDocuments copies what is readable and says what was lost.
func rescueDocuments(w fyne.Window, dir string) {
	report, err := store.Rescue(dir, store.Options{})
	if err != nil {
		dialog.ShowError(err, w)
		return
	}
	d := dialog.NewInformation("Done", rescueText(report), w)
	d.SetOnClosed(w.Close)
	d.Show()
}

// rescueText says what a rescue brought.
func rescueText(r *store.Report) string {
	text := fmt.Sprintf("%s could be read and are in the new file. Start Inkling again to go on with them.\nThe damaged file is kept as %s.",
		countOf(r.Documents, "document", "documents"), r.Kept)
	if len(r.Lost) > 0 {
		text += "\n\nThis is missing or uncertain:\n– " + strings.Join(r.Lost, "\n– ")
	}
	return text
}
