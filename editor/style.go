package editor

import (
	"image/color"
	"math"
)

// Style is how the page looks. Colours and sizes can be changed at run time with Editor.SetStyle.
type Style struct {
	Page, Text, Muted, Ghost    color.Color
	Accent, AccentWash, Line    color.Color
	Spelling, Grammar, Wording  color.Color // wavy underlines
	Deleted, Inserted, Selected color.Color // backgrounds of ranges
	Match, Code                 color.Color // backgrounds of search matches and of code

	Typography
	Zoom float32 // scales everything on the page, from 0.5 to 4; 0 means 1
}

func rgb(hex uint32) color.Color {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff}
}

// Light is the page by day.
func Light() Style {
	return Style{
		Page: rgb(0xfbfaf7), Text: rgb(0x23211d), Muted: rgb(0x6a655b), Ghost: rgb(0x969085),
		Accent: rgb(0x2f6f63), AccentWash: rgb(0xe3efec), Line: rgb(0xe3dfd6),
		Spelling: rgb(0xc4453c), Grammar: rgb(0x3b6fb6), Wording: rgb(0xb9802a),
		Deleted: rgb(0xf6dedb), Inserted: rgb(0xdcefe4), Selected: rgb(0xcfe3de), Match: rgb(0xf3e6b8), Code: rgb(0xf3f1ec),
	}.filled()
}

// Dark is the page by night.
func Dark() Style {
	return Style{
		Page: rgb(0x1d1e20), Text: rgb(0xe6e3dc), Muted: rgb(0xa09d96), Ghost: rgb(0x7d7b76),
		Accent: rgb(0x6fb8a8), AccentWash: rgb(0x24403a), Line: rgb(0x34363a),
		Spelling: rgb(0xe07a70), Grammar: rgb(0x7ba6e0), Wording: rgb(0xd6a65a),
		Deleted: rgb(0x4a2c2a), Inserted: rgb(0x23402f), Selected: rgb(0x2f554d), Match: rgb(0x54491f), Code: rgb(0x242528),
	}.filled()
}

// filled returns the style with its zero values replaced by their defaults.
func (s Style) filled() Style {
	s.Typography = s.Typography.filled()
	if s.Zoom == 0 {
		s.Zoom = 1
	}
	s.Zoom = min(max(s.Zoom, 0.5), 4)
	return s
}

// size is the text size in pixels of the page, zoom included, in whole pixels.
func (s Style) size() float32 { return float32(math.Round(float64(s.TextSize * s.Zoom))) }

// role says what a piece of text is, and so which colour it has.
type role uint8

const (
	roleText   role = iota
	roleMuted       // control characters
	roleMarkup      // marks of Markdown
	roleGhost
	roleLink
)

func (s Style) colour(r role) color.Color {
	switch r {
	case roleMuted:
		return s.Muted
	case roleGhost, roleMarkup:
		return s.Ghost
	case roleLink:
		return s.Accent
	}
	return s.Text
}
