package editor

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"github.com/go-text/typesetting/font"

	"inkling/assets/fonts"
)

// faceID names a face of the page. One run of text is set in one face, because canvas.Text takes a single source.
type faceID uint8

const (
	faceSerif faceID = iota
	faceSerifItalic
	faceSerifBold
	faceSerifBoldItalic
	faceHebrew
	faceHebrewBold
	faceArabic
	faceArabicBold
	faceHan
	faceHanBold
	faceHanSans
	faceMono
	faceSans
	faceSansItalic
	faceSansBold
	faceSansBoldItalic
	faceMath
	faceShapes
	faceSymbol
	faceEmoji
	faceTheme // whatever the toolkit finds among the system's fonts
	faceCount
)

// plain says whether a face sets its characters simply one after the other, without kerning or ligatures.
func (id faceID) plain() bool {
	switch id {
	case faceHan, faceHanBold, faceHanSans, faceMath, faceShapes, faceSymbol, faceEmoji:
		return true
	}
	return false
}

// source is a face as the toolkit draws it and as the shaper measures it.
type source struct {
	resource fyne.Resource // nil for faceTheme
	font     *font.Font    // nil for faceTheme and where a build leaves a face out
}

// sources parses every face once for the whole program: the toolkit caches faces by resource for good, so all
// editors must hand it the same ones.
var sources = sync.OnceValue(func() [faceCount]source {
	var out [faceCount]source
	add := func(id faceID, resource fyne.Resource) {
		if resource == nil {
			return
		}
		content := resource.Content()
		if id.plain() {
			content = withoutOutlines(content)
		}
		face, err := font.ParseTTF(bytes.NewReader(content))
		if err != nil {
			fyne.LogError(fmt.Sprintf("the font %s cannot be read", resource.Name()), err)
			return
		}
		out[id] = source{resource, face.Font}
	}
	own := func(id faceID, f fonts.Font) { add(id, fyne.NewStaticResource(f.Name, f.Data)) }
	own(faceSerif, fonts.Serif())
	own(faceSerifItalic, fonts.SerifItalic())
	own(faceSerifBold, fonts.SerifBold())
	own(faceSerifBoldItalic, fonts.SerifBoldItalic())
	own(faceHebrew, fonts.Hebrew())
	own(faceHebrewBold, fonts.HebrewBold())
	own(faceArabic, fonts.Arabic())
	own(faceArabicBold, fonts.ArabicBold())
	own(faceHan, fonts.SerifHan())
	own(faceHanBold, fonts.SerifHanBold())
	own(faceHanSans, fonts.SansHan())
	own(faceMath, fonts.Math())
	own(faceShapes, fonts.Symbols())
	add(faceMono, theme.DefaultTextMonospaceFont())
	add(faceSans, theme.DefaultTextFont())
	add(faceSansItalic, theme.DefaultTextItalicFont())
	add(faceSansBold, theme.DefaultTextBoldFont())
	add(faceSansBoldItalic, theme.DefaultTextBoldItalicFont())
	add(faceSymbol, theme.DefaultSymbolFont())
	add(faceEmoji, theme.DefaultEmojiFont())
	return out
})

// withoutOutlines is a copy of a font file whose outlines cannot be found. Adding advances up needs none, and reading
// those of a Chinese face takes a tenth of a second and tens of megabytes.
func withoutOutlines(file []byte) []byte {
	const directory, entry = 12, 16 // bytes; see the OpenType specification, "Organization of an OpenType Font"
	out := slices.Clone(file)
	if len(out) < directory {
		return out
	}
	tables := int(binary.BigEndian.Uint16(out[4:]))
	for at := directory; tables > 0 && at+entry <= len(out); at, tables = at+entry, tables-1 {
		switch string(out[at : at+4]) {
		case "glyf", "loca", "CFF ", "CFF2", "SVG ", "sbix", "CBDT", "CBLC", "EBDT", "EBLC", "COLR", "post":
			copy(out[at:], "----")
		}
	}
	return out
}

// face measures the characters of one source. Not safe for concurrent use.
type face struct {
	resource fyne.Resource
	shape    *font.Face
	unit     float32 // ems per font unit
	ascent   float32 // in ems
	descent  float32 // in ems, positive
	pages    [0x1100]*[256]float32
}

// missing marks a character that a face has no glyph for.
const missing = -1

// faces is the set that an editor sets its page in.
type faces struct {
	all    [faceCount]face
	family Family // of body text
}

func newFaces() *faces {
	set := &faces{}
	for id, s := range sources() {
		f := &set.all[id]
		f.resource = s.resource
		if s.font == nil {
			continue
		}
		f.shape = font.NewFace(s.font)
		f.unit = 1 / float32(s.font.Upem())
		if extents, ok := f.shape.FontHExtents(); ok {
			f.ascent, f.descent = extents.Ascender*f.unit, -extents.Descender*f.unit
		}
	}
	return set
}

// advance is the width of r in ems, or missing.
func (f *face) advance(r rune) float32 {
	if f.shape == nil || r < 0 || r > 0x10ffff {
		return missing
	}
	page := f.pages[r>>8]
	if page == nil {
		page = new([256]float32)
		for i := range page {
			page[i] = missing
			if glyph, ok := f.shape.NominalGlyph(r&^0xff | rune(i)); ok {
				page[i] = f.shape.HorizontalAdvance(glyph) * f.unit
			}
		}
		f.pages[r>>8] = page
	}
	return page[r&0xff]
}

func (f *face) covers(cluster string) bool {
	for _, r := range cluster {
		if !ignorable(r) && f.advance(r) == missing {
			return false
		}
	}
	return true
}

// ignorable characters have no glyph of their own.
func ignorable(r rune) bool {
	return r == 0x200d || r == 0x200c || r == 0xfe0e || r == 0xfe0f || r == 0x2060 || r == 0xfeff
}

// isHan says whether r belongs to Chinese or Japanese text: ideographs, kana, full-width forms, their punctuation.
func isHan(r rune) bool {
	switch {
	case r < 0x2e80:
		return false
	case r <= 0x9fff, r >= 0xac00 && r <= 0xd7a3, r >= 0xf900 && r <= 0xfaff, r >= 0xfe30 && r <= 0xfe4f,
		r >= 0xff00 && r <= 0xffef, r >= 0x20000 && r <= 0x3ffff:
		return true
	}
	return false
}

// isShared says whether r is punctuation that Chinese and Latin text share; beside a Chinese character it is set
// in the Chinese face, where quotes, dashes and dots have the width of a character.
func isShared(r rune) bool {
	switch r {
	case '“', '”', '‘', '’', '—', '…', '·', '–':
		return true
	}
	return false
}

// pick chooses the face of one grapheme cluster. before and after are its nearest neighbours that aren't shared
// punctuation: they tell whether a quote or a dash is Chinese.
func (s *faces) pick(cluster string, base, before, after rune, look look) faceID {
	if base < 0x300 && !isShared(base) && len(cluster) <= 2 {
		if id := s.latin(look); s.all[id].advance(base) != missing {
			return id
		}
	}
	han := isHan(base)
	if isShared(base) && look&lookMono == 0 {
		han = isHan(before) || isHan(after)
	}
	return s.search(cluster, base, han, look)
}

func (s *faces) search(cluster string, base rune, han bool, look look) faceID {
	if id := rightToLeftFace(base, look); id != faceTheme && s.all[id].shape != nil && s.all[id].covers(cluster) {
		return id
	}
	hanFace, latin := faceHan, s.latin(look)
	switch {
	case s.family != Serif:
		hanFace = faceHanSans
	case look&lookBold != 0:
		hanFace = faceHanBold
	}
	order := [...]faceID{latin, faceMath, faceShapes, hanFace, faceHan, faceHanSans, faceSans, faceSymbol, faceEmoji}
	if han {
		order = [...]faceID{hanFace, faceHan, faceHanSans, latin, faceMath, faceShapes, faceSans, faceSymbol, faceEmoji}
	} else if isEmoji(cluster, base) {
		order = [...]faceID{faceEmoji, latin, faceMath, faceShapes, hanFace, faceHan, faceHanSans, faceSans, faceSymbol}
	}
	for _, id := range order {
		if s.all[id].shape != nil && s.all[id].covers(cluster) {
			return id
		}
	}
	return faceTheme
}

// rightToLeftFace is the face of a character of Hebrew or of the Arabic script, faceTheme for all others.
func rightToLeftFace(r rune, look look) faceID {
	bold := look&lookBold != 0
	switch {
	case r >= 0x590 && r <= 0x5ff, r >= 0xfb1d && r <= 0xfb4f:
		if bold {
			return faceHebrewBold
		}
		return faceHebrew
	case r >= 0x600 && r <= 0x6ff, r >= 0x750 && r <= 0x77f, r >= 0x8a0 && r <= 0x8ff, r >= 0xfb50 && r <= 0xfdff,
		r >= 0xfe70 && r <= 0xfefe:
		if bold {
			return faceArabicBold
		}
		return faceArabic
	}
	return faceTheme
}

// isEmoji says whether a cluster asks for a coloured picture: an emoji by default, or one by a variation selector.
func isEmoji(cluster string, base rune) bool {
	if base >= 0x1f000 {
		return true
	}
	for _, r := range cluster {
		if r == 0xfe0f || r == 0x200d {
			return true
		}
	}
	return false
}

// look is how a stretch of text is set, whatever its characters.
type look uint8

const (
	lookBold look = 1 << iota
	lookItalic
	lookMono
	lookStrike
)

// latin is the face of Latin text of a look.
func (s *faces) latin(l look) faceID {
	regular, italic, bold, both := faceSerif, faceSerifItalic, faceSerifBold, faceSerifBoldItalic
	if s.family == Sans {
		regular, italic, bold, both = faceSans, faceSansItalic, faceSansBold, faceSansBoldItalic
	}
	switch {
	case l&lookMono != 0, s.family == Mono:
		return faceMono
	case l&lookBold != 0 && l&lookItalic != 0:
		return both
	case l&lookBold != 0:
		return bold
	case l&lookItalic != 0:
		return italic
	}
	return regular
}

// body is the face whose height and depth decide where a row's baseline is.
func (s *faces) body() *face { return &s.all[s.latin(0)] }
