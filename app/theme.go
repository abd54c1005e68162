package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Interface text sizes, in device-independent pixels.
const (
	interfaceTextSize = 13
	captionTextSize   = 11
)

// Names of the colours that Fyne's own set has no word for.
const (
	colorPage       fyne.ThemeColorName = "inklingPage"
	colorSide       fyne.ThemeColorName = "inklingSide"
	colorLine       fyne.ThemeColorName = "inklingLine"
	colorCard       fyne.ThemeColorName = "inklingCard"
	colorText       fyne.ThemeColorName = "inklingText"
	colorMuted      fyne.ThemeColorName = "inklingMuted"
	colorAccent     fyne.ThemeColorName = "inklingAccent"
	colorAccentWash fyne.ThemeColorName = "inklingAccentWash"
	colorOnAccent   fyne.ThemeColorName = "inklingOnAccent"
	colorSpelling   fyne.ThemeColorName = "inklingSpelling"
	colorGrammar    fyne.ThemeColorName = "inklingGrammar"
	colorStyle      fyne.ThemeColorName = "inklingStyle"
)

// appearance is what the writer chose in the View menu.
type appearance string

// The appearances; the zero value follows the system.
const (
	appearanceSystem appearance = ""
	appearanceLight  appearance = "light"
	appearanceDark   appearance = "dark"
)

// inkTheme is Fyne's theme with Inkling's colours and a text font that shows
// Chinese on a machine without any installed font.
//
// The Han font comes first and has no Latin letters: the toolkit then takes
// those from its own Noto Sans, in the style asked for.
type inkTheme struct {
	han        fyne.Resource
	appearance appearance
}

var _ fyne.Theme = inkTheme{}

// palette returns the colours for the variant that the system asks for,
// unless the writer fixed one.
func (t inkTheme) palette(system fyne.ThemeVariant) palette {
	if t.dark(system) {
		return darkPalette()
	}
	return lightPalette()
}

func (t inkTheme) dark(system fyne.ThemeVariant) bool {
	switch t.appearance {
	case appearanceLight:
		return false
	case appearanceDark:
		return true
	}
	return system == theme.VariantDark
}

func (t inkTheme) variant(system fyne.ThemeVariant) fyne.ThemeVariant {
	if t.dark(system) {
		return theme.VariantDark
	}
	return theme.VariantLight
}

// Color implements fyne.Theme.
func (t inkTheme) Color(name fyne.ThemeColorName, system fyne.ThemeVariant) color.Color {
	p := t.palette(system)
	if c, ok := p.named(name); ok {
		return c
	}
	switch name {
	case theme.ColorNameBackground, theme.ColorNameMenuBackground, theme.ColorNameHeaderBackground:
		return p.side
	case theme.ColorNameOverlayBackground, theme.ColorNameButton:
		return p.card
	case theme.ColorNameInputBackground:
		return p.card
	case theme.ColorNameInputBorder:
		return withAlpha(p.muted, 0x70)
	case theme.ColorNameSeparator:
		return p.line
	case theme.ColorNameForeground:
		return p.text
	case theme.ColorNamePlaceHolder:
		return p.muted
	case theme.ColorNameDisabled:
		return p.ghost
	case theme.ColorNameDisabledButton:
		return p.side
	case theme.ColorNamePrimary, theme.ColorNameHyperlink:
		return p.accent
	case theme.ColorNameForegroundOnPrimary:
		return p.onAccent
	case theme.ColorNameFocus, theme.ColorNameSelection:
		return withAlpha(p.accent, 0x40)
	case theme.ColorNameHover:
		return withAlpha(p.accent, 0x18)
	case theme.ColorNamePressed:
		return withAlpha(p.accent, 0x30)
	case theme.ColorNameError:
		return p.spelling
	case theme.ColorNameWarning:
		return p.styleAdvice
	case theme.ColorNameSuccess:
		return p.accent
	case theme.ColorNameScrollBar:
		return withAlpha(p.muted, 0x80)
	case theme.ColorNameScrollBarBackground:
		return color.Transparent
	}
	return theme.DefaultTheme().Color(name, t.variant(system))
}

// Font implements fyne.Theme.
func (t inkTheme) Font(style fyne.TextStyle) fyne.Resource {
	if style.Monospace || style.Symbol {
		return theme.DefaultTheme().Font(style)
	}
	return t.han
}

// Icon implements fyne.Theme.
func (t inkTheme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return theme.DefaultTheme().Icon(name)
}

// Size implements fyne.Theme.
func (t inkTheme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return interfaceTextSize
	case theme.SizeNameCaptionText:
		return captionTextSize
	case theme.SizeNameHeadingText:
		return 20
	case theme.SizeNameSubHeadingText:
		return 15
	case theme.SizeNameInputRadius, theme.SizeNameButtonRadius, theme.SizeNameCardRadius:
		return 6
	case theme.SizeNameSelectionRadius:
		return 2
	case theme.SizeNameScrollBarSmall:
		return 4
	case theme.SizeNameScrollBar:
		return 10
	}
	return theme.DefaultTheme().Size(name)
}
