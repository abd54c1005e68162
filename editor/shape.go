package editor

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"

	"inkling/editor/bidi"
)

// shapedRow is a row ready to be painted: its runs and where its clusters lie. It is never changed once made, so
// that it can be kept for as long as the row says the same.
type shapedRow struct {
	runs  []textRun
	stops []stop // ascending; the first at the row's start, the last at its end
	cells []cell // in place of stops where the row is of both directions; in the order of reading
	width float32
}

// textRun is a piece of a row in one face and one colour: one canvas.Text.
type textRun struct {
	text   string
	face   faceID
	size   float32
	role   role
	strike bool
	x      float32
	width  float32
	rise   float32 // from the run's top to its baseline
}

// stop is a place that the caret can be at.
type stop struct {
	offset int // from the row's start, in bytes as shown
	x      float32
}

// x is where offset lies. An offset inside a cluster lies at its start.
func (r *shapedRow) x(offset int) float32 {
	if r.stops == nil {
		return r.edge(offset, false)
	}
	lo, hi := 0, len(r.stops)
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; r.stops[mid].offset <= offset {
			lo = mid
		} else {
			hi = mid
		}
	}
	return r.stops[lo].x
}

// offset is the stop nearest to x, and whether it belongs to the character before it.
func (r *shapedRow) offset(x float32) (offset int, behind bool) {
	if r.stops == nil {
		return r.nearest(x)
	}
	lo, hi := 0, len(r.stops)
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; r.stops[mid].x <= x {
			lo = mid
		} else {
			hi = mid
		}
	}
	if lo+1 < len(r.stops) && x-r.stops[lo].x > r.stops[lo+1].x-x {
		lo++
	}
	return r.stops[lo].offset, false
}

// shaper turns rows into runs.
type shaper struct {
	set       *typesetter
	harfbuzz  shaping.HarfbuzzShaper
	segmenter shaping.Segmenter
	parts     [1]shaping.Input
}

// piece collects the clusters of one run.
type piece struct {
	text     strings.Builder
	clusters []cluster
	face     faceID
	look     look
	role     role
	at       int // offset of its first byte in the row
	x        float32
}

// row shapes the bytes [start, end) of p, which lie in one row.
func (s *shaper) row(p *paragraph, start, end int) *shapedRow {
	text := p.shown(start, end)
	if mixes(p, text) {
		return s.mixed(p, text, start, end)
	}
	row := &shapedRow{stops: make([]stop, 0, len(text)+1)}
	size := p.form.size(s.set.size)
	before := p.before(start)
	var x float32
	var run piece
	flush := func() {
		if len(run.clusters) > 0 {
			x = s.place(row, &run, size)
		}
		run = piece{}
	}
	for at := 0; at < len(text); {
		look, role, _ := p.styleAt(start + at)
		tabX := x
		if text[at] == '\t' {
			flush()
			tabX = x
		}
		c := s.set.next(text, at, before, tabX, look)
		if c.kind != clusterText {
			role = roleMuted
		}
		if r := lastRune(c.shown); !isShared(r) {
			before = r
		}
		switch c.kind {
		case clusterTab:
			row.stops = append(row.stops, stop{at, x})
			x += c.width
		case clusterBreak:
			flush()
			row.stops = append(row.stops, stop{at, x})
		default:
			if run.face != c.face || run.role != role || run.look != look || len(run.clusters) == 0 {
				flush()
				run = piece{face: c.face, role: role, look: look, at: at, x: x}
			}
			run.text.WriteString(c.shown)
			run.clusters = append(run.clusters, c)
		}
		at += c.size
	}
	flush()
	row.stops = append(row.stops, stop{len(text), x})
	row.width = x
	return row
}

// place measures a run and adds it to the row. It returns where the run ends.
func (s *shaper) place(row *shapedRow, run *piece, size float32) float32 {
	out, edges := s.measure(run, size, false)
	for i, c := range run.clusters {
		row.stops = append(row.stops, stop{run.at, run.x + edges[i]})
		run.at += c.size
	}
	row.runs = append(row.runs, out)
	return run.x + out.width
}

// measure measures a run with the shaper that will draw it, kerning and ligatures included. Its edges are how far from
// the run's start its clusters begin and, last, where it ends; right is for a run that is read from the right, whose
// start is at its right.
func (s *shaper) measure(run *piece, size float32, right bool) (out textRun, edges []float32) {
	out = textRun{
		text: run.text.String(), face: run.face, size: size, role: run.role,
		strike: run.look&lookStrike != 0, x: run.x,
	}
	f := &s.set.faces.all[run.face]
	out.rise = f.ascent * size
	edges = make([]float32, 1, len(run.clusters)+1)
	switch {
	case f.shape == nil || run.face == faceEmoji:
		scale := size / s.set.size * s.set.squeeze(&out, run.clusters)
		for _, c := range run.clusters {
			out.width += c.width * scale
			edges = append(edges, out.width)
		}
	default:
		var ofRunes []float32
		if run.face.plain() {
			ofRunes = plainEdges(out.text, f, size)
		} else {
			ofRunes = s.edges(out.text, f, size, right)
		}
		runes := 0
		for _, c := range run.clusters {
			runes += utf8.RuneCountInString(c.shown)
			edges = append(edges, ofRunes[runes])
		}
		out.width = edges[len(edges)-1]
	}
	if right && letterless(out.text) {
		out.text = bidi.Mirrored(out.text)
	}
	return out, edges
}

// plainScript says without a table what the segmenter would find out about a run of one direction: that it is of one
// script, and of which. It knows the commonest characters of the commonest scripts; ok is false for all others.
func plainScript(runes []rune, right bool) (script language.Script, ok bool) {
	for _, r := range runes {
		own := language.Latin
		switch {
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z':
		case r == ' ' || !right && r < 0x250 || right && strings.ContainsRune(".,:;!?'\"()-/،؛؟", r):
			continue
		case !right:
			return 0, false
		case r >= 0x5d0 && r <= 0x5ea || r >= 0x5b0 && r <= 0x5bd:
			own = language.Hebrew
		case r >= 0x621 && r <= 0x63a || r >= 0x641 && r <= 0x64a:
			own = language.Arabic
		case r >= 0x64b && r <= 0x652 && script == language.Arabic: // vowels go with any script
			continue
		default:
			return 0, false
		}
		if script != 0 && script != own || right != (own != language.Latin) {
			return 0, false
		}
		script = own
	}
	return script, script != 0
}

// languageOf is the language that the segmenter names for a script where it is told none.
func languageOf(script language.Script) language.Language {
	switch script {
	case language.Hebrew:
		return "he"
	case language.Arabic:
		return "ar"
	}
	return ""
}

// plainEdges is edges for a face whose characters are simply set one after the other.
func plainEdges(text string, f *face, size float32) []float32 {
	edges := make([]float32, 1, len(text)/2+2)
	var x float32
	for _, r := range text {
		if !ignorable(r) && !combining(r) {
			x += max(f.advance(r), 0) * size
		}
		edges = append(edges, x)
	}
	return edges
}

// edges is how far from its start each rune of text begins and, last, where the text ends.
func (s *shaper) edges(text string, f *face, size float32, right bool) []float32 {
	runes := []rune(text)
	edges := make([]float32, len(runes)+1)
	input := shaping.Input{
		Text: runes, RunEnd: len(runes), Direction: di.DirectionLTR, Face: f.shape,
		Size: fixed.Int26_6(size * 64),
	}
	var x float32
	parts := s.parts[:1]
	if right {
		input.Direction = di.DirectionRTL
	}
	if script, ok := plainScript(runes, right); ok {
		input.Script, input.Language = script, languageOf(script)
		parts[0] = input
	} else {
		parts = s.segmenter.Split(input, oneFace{f})
	}
	for _, part := range parts {
		out := s.harfbuzz.Shape(part)
		if out.Direction.Progression() == di.TowardTopLeft {
			slices.Reverse(out.Glyphs) // from the reader's start
		}
		for _, glyph := range out.Glyphs {
			// A ligature's runes share its width; a cluster of several glyphs adds up on its first rune.
			first, count := glyph.TextIndex(), glyph.RunesCount()
			width := float32(glyph.Advance) / 64
			for i := range count {
				if edge := &edges[min(first+i, len(runes))]; *edge == 0 {
					*edge = x + width*float32(i)/float32(count)
				}
			}
			x += width
		}
	}
	edges[0], edges[len(runes)] = 0, x
	for i := 1; i < len(edges); i++ {
		edges[i] = max(edges[i], edges[i-1])
	}
	return edges
}

// oneFace answers every rune with one face: runs are split by coverage already.
type oneFace struct{ *face }

// ResolveFace implements shaping.Fontmap.
func (f oneFace) ResolveFace(rune) *font.Face { return f.shape }
