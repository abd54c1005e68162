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
	level    uint8 // of its direction; see package bidi
	at       int   // offset of its first byte in the row
	x        float32
}

// goesOn says whether a cluster belongs to the same run.
func (run *piece) goesOn(c cluster, look look, role role, level uint8) bool {
	return len(run.clusters) > 0 && run.face == c.face && run.look == look && run.role == role && run.level == level
}

// row shapes the bytes [start, end) of p, which lie in one row.
func (s *shaper) row(p *paragraph, start, end int) *shapedRow {
	text := p.shown(start, end)
	if mixes(p, text) {
		return s.mixed(p, text, start, end)
	}
	row := &shapedRow{stops: make([]stop, 0, len(text)+1)}
	size := p.form.size(s.set.size)
	row.width = s.cut(p, text, start, nil,
		func(run *piece) float32 { return s.place(row, run, size) },
		func(at int, _ cluster, _ uint8, x float32) { row.stops = append(row.stops, stop{at, x}) })
	row.stops = append(row.stops, stop{len(text), row.width})
	return row
}

// cut cuts a row into its runs and what stands between them, tabs and line breaks, and hands them on in the order of
// reading. levels are those of the row's bytes, nil where all are 0. setRun returns how wide a run is; cut, how wide all
// is together.
func (s *shaper) cut(p *paragraph, text string, start int, levels []uint8,
	setRun func(*piece) (width float32), setGap func(at int, c cluster, level uint8, x float32)) (x float32) {
	before := p.before(start)
	var run piece
	flush := func() {
		if len(run.clusters) > 0 {
			x += setRun(&run)
		}
		run = piece{}
	}
	for at := 0; at < len(text); {
		look, role, _ := p.styleAt(start + at)
		if text[at] == '\t' { // its width depends on where it stands
			flush()
		}
		c := s.set.next(text, at, before, x, look)
		if c.kind != clusterText {
			role = roleMuted
		}
		if r := lastRune(c.shown); !isShared(r) {
			before = r
		}
		var level uint8
		if levels != nil {
			level = levels[at]
		}
		if c.kind == clusterTab || c.kind == clusterBreak {
			flush()
			setGap(at, c, level, x)
			x += c.width
		} else {
			if !run.goesOn(c, look, role, level) {
				flush()
				run = piece{face: c.face, role: role, look: look, level: level, at: at, x: x}
			}
			run.text.WriteString(c.shown)
			run.clusters = append(run.clusters, c)
		}
		at += c.size
	}
	flush()
	return x
}

// place measures a run and adds it to a row of one direction. It returns the run's width.
func (s *shaper) place(row *shapedRow, run *piece, size float32) float32 {
	out, edges := s.measure(run, size)
	for i, c := range run.clusters {
		row.stops = append(row.stops, stop{run.at, run.x + edges[i]})
		run.at += c.size
	}
	row.runs = append(row.runs, out)
	return out.width
}

// measure measures a run with the shaper that will draw it, kerning and ligatures included. Its edges are how far from
// the run's start, which is at its right where it is read from there, its clusters begin and, last, where it ends.
func (s *shaper) measure(run *piece, size float32) (out textRun, edges []float32) {
	right := run.level&1 == 1
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
