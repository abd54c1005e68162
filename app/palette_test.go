package app

import (
	"image/color"
	"math"
	"testing"

	"inkling/editor"
)

func TestPageAndPanesShareTheirColours(t *testing.T) {
	for _, look := range []struct {
		name  string
		panes palette
		page  editor.Style
	}{{"light", lightPalette(), editor.Light()}, {"dark", darkPalette(), editor.Dark()}} {
		p := look.panes
		for name, pair := range map[string][2]color.Color{
			"page": {p.page, look.page.Page}, "text": {p.text, look.page.Text}, "muted": {p.muted, look.page.Muted},
			"ghost": {p.ghost, look.page.Ghost}, "accent": {p.accent, look.page.Accent}, "wash": {p.accentWash, look.page.AccentWash},
			"line": {p.line, look.page.Line}, "spelling": {p.spelling, look.page.Spelling}, "grammar": {p.grammar, look.page.Grammar},
			"style": {p.styleAdvice, look.page.Wording}, "deleted": {p.deleted, look.page.Deleted}, "inserted": {p.inserted, look.page.Inserted},
		} {
			if color.NRGBAModel.Convert(pair[0]) != color.NRGBAModel.Convert(pair[1]) {
				t.Errorf("%s: %s is %v in the panes and %v on the page", look.name, name, pair[0], pair[1])
			}
		}
	}
}

// TestTextIsReadable holds text and muted text to a contrast of 4.5 to 1 on
// every ground that they stand on (WCAG 2.1, 1.4.3). Muted text does not stand
// on the wash.
func TestTextIsReadable(t *testing.T) {
	for name, p := range map[string]palette{"light": lightPalette(), "dark": darkPalette()} {
		for ink, text := range map[string]color.NRGBA{"text": p.text, "muted": p.muted} {
			for ground, back := range map[string]color.NRGBA{"page": p.page, "side": p.side, "card": p.card, "wash": p.accentWash} {
				if c := contrast(text, back); c < 4.5 && (ink != "muted" || ground != "wash") {
					t.Errorf("%s: %s on %s has a contrast of %.2f", name, ink, ground, c)
				}
			}
		}
		if c := contrast(p.onAccent, p.accent); c < 4.5 {
			t.Errorf("%s: the primary button has a contrast of %.2f", name, c)
		}
	}
}

// contrast is the ratio of relative luminances as WCAG 2.1 defines it.
func contrast(a, b color.NRGBA) float64 {
	l, m := luminance(a), luminance(b)
	return (max(l, m) + 0.05) / (min(l, m) + 0.05)
}

func luminance(c color.NRGBA) float64 {
	linear := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.03928 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}
