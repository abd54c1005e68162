package app

import (
	"fyne.io/fyne/v2"
)

// menuOrder is the order of the menus, as writers know it from other programs.
func menuOrder() []string {
	return []string{"File", "Edit", "View", "Page", "Suggestions", "Proofread", "Assistant", "Help"}
}

// menuItems makes the items of one menu from the command table.
func menuItems(commands []*command, name string) []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, c := range commands {
		if c.menu != name || c.paletteOnly {
			continue
		}
		item := fyne.NewMenuItem(c.title, c.run)
		if len(c.keys) > 0 {
			item.Shortcut = c.keys[0].shortcut()
		}
		item.Disabled = c.enabled != nil && !c.enabled()
		item.Checked = c.checked != nil && c.checked()
		items = append(items, item)
		if c.groupEnd {
			items = append(items, fyne.NewMenuItemSeparator())
		}
	}
	if n := len(items); n > 0 && items[n-1].IsSeparator {
		items = items[:n-1]
	}
	return items
}

// popUpMenu is the whole menu as one menu with submenus, made anew each time
// it opens so that ticks and grey items are right.
func popUpMenu(commands []*command) *fyne.Menu {
	menu := fyne.NewMenu("")
	for _, name := range menuOrder() {
		items := menuItems(commands, name)
		if len(items) == 0 {
			continue
		}
		entry := fyne.NewMenuItem(name, nil)
		entry.ChildMenu = fyne.NewMenu(name, items...)
		menu.Items = append(menu.Items, entry)
	}
	return menu
}

// menuBar is the menu for a system that shows it outside the window.
func menuBar(commands []*command) *fyne.MainMenu {
	bar := fyne.NewMainMenu()
	for _, name := range menuOrder() {
		if items := menuItems(commands, name); len(items) > 0 {
			bar.Items = append(bar.Items, fyne.NewMenu(name, items...))
		}
	}
	return bar
}
