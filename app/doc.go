// Package app is the window: it joins the editor, the store, the model engine
// and the writing assistant, and is the only package that knows them all.
//
// App is the running program. Its commands (commandtable.go) are the one list
// behind the menu and the keys. The desk (desk.go) is the open document; the
// suggester (suggest.go) brings the ghost text.
//
// Every method runs on the toolkit's goroutine unless its comment says
// otherwise; work elsewhere comes back through fyne.Do.
package app
