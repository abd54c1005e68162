package app

import (
	"image/color"

	"fyne.io/fyne/v2"
)

// palette is the set of colours of one appearance. The names say what a
// colour is for, not what it looks like; the widgets and the editor take
// every colour from here.
type palette struct {
	page, side, line, card         color.NRGBA
	text, muted, ghost             color.NRGBA
	accent, accentWash, onAccent   color.NRGBA
	spelling, grammar, styleAdvice color.NRGBA
	deleted, inserted              color.NRGBA
}

func lightPalette() palette {
	return palette{
		page: rgb(0xfbfaf7), side: rgb(0xf3f1ec), line: rgb(0xe3dfd6), card: rgb(0xffffff),
		text: rgb(0x23211d), muted: rgb(0x6a655b), ghost: rgb(0x969085),
		accent: rgb(0x2f6f63), accentWash: rgb(0xe3efec), onAccent: rgb(0xffffff),
		spelling: rgb(0xc4453c), grammar: rgb(0x3b6fb6), styleAdvice: rgb(0xb9802a),
		deleted: rgb(0xf6dedb), inserted: rgb(0xdcefe4),
	}
}

func darkPalette() palette {
	return palette{
		page: rgb(0x1d1e20), side: rgb(0x242528), line: rgb(0x34363a), card: rgb(0x2a2c2f),
		text: rgb(0xe6e3dc), muted: rgb(0xa09d96), ghost: rgb(0x7d7b76),
		accent: rgb(0x6fb8a8), accentWash: rgb(0x24403a), onAccent: rgb(0x1d1e20),
		spelling: rgb(0xe07a70), grammar: rgb(0x7ba6e0), styleAdvice: rgb(0xd6a65a),
		deleted: rgb(0x4a2c2a), inserted: rgb(0x23402f),
	}
}

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff}
}

func withAlpha(c color.NRGBA, alpha uint8) color.NRGBA {
	c.A = alpha
	return c
}

// named returns the colour behind one of Inkling's own theme colour names.
func (p palette) named(name fyne.ThemeColorName) (color.NRGBA, bool) {
	switch name {
	case colorPage:
		return p.page, true
	case colorSide:
		return p.side, true
	case colorLine:
		return p.line, true
	case colorCard:
		return p.card, true
	case colorText:
		return p.text, true
	case colorMuted:
		return p.muted, true
	case colorAccent:
		return p.accent, true
	case colorAccentWash:
		return p.accentWash, true
	case colorOnAccent:
		return p.onAccent, true
	case colorSpelling:
		return p.spelling, true
	case colorGrammar:
		return p.grammar, true
	case colorStyle:
		return p.styleAdvice, true
	}
	return color.NRGBA{}, false
}
