package editor

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"github.com/rivo/uniseg"
)

// tabEms is the distance of tab stops.
const tabEms = 2

// span is a stretch of a paragraph with a look and a role of its own.
type span struct {
	start, end int
	look       look
	role       role
}

// cluster is one grapheme cluster of a row and how it is set.
type cluster struct {
	size  int // bytes
	face  faceID
	width float32
	shown string // what is drawn: the text itself, or a stand-in for what cannot be drawn
	kind  clusterKind
}

type clusterKind uint8

const (
	clusterText    clusterKind = iota
	clusterTab                 // moves to the next stop
	clusterBreak               // ends the row: a line break inside ghost text, a carriage return at the line's end
	clusterControl             // drawn as a stand-in
)

// typesetter measures text. Its tables make the width of a character two array reads.
type typesetter struct {
	faces *faces
	size  float32 // pixels of the em

	// themeWidth remembers the widths of clusters that only the system's fonts have, joined those of joined ones.
	themeWidth map[string]float32
	joined     map[joinedCluster]float32
	joiner     *shaper // measures joined letters
}

func newTypesetter(faces *faces, size float32) *typesetter {
	t := &typesetter{faces: faces, size: size, themeWidth: map[string]float32{}, joined: map[joinedCluster]float32{}}
	t.joiner = &shaper{set: t}
	return t
}

// resize sets the page in another size or family.
func (t *typesetter) resize(size float32, family Family) {
	t.size, t.faces.family = size, family
	clear(t.themeWidth)
	clear(t.joined)
}

// next scans the cluster at text[at:]. before is the nearest rune before it that isn't shared punctuation, x the
// position it starts at (tabs depend on it).
func (t *typesetter) next(text string, at int, before rune, x float32, look look) cluster {
	c := text[at]
	if c < 0x80 && c >= ' ' && c != 0x7f && (at+1 == len(text) || text[at+1] < 0x80) {
		id := t.faces.latin(look)
		if ems := t.faces.all[id].advance(rune(c)); ems != missing {
			return cluster{size: 1, face: id, width: ems * t.size, shown: text[at : at+1]}
		}
	}
	return t.nextSlow(text, at, before, x, look)
}

func (t *typesetter) nextSlow(text string, at int, before rune, x float32, look look) cluster {
	base, size := utf8.DecodeRuneInString(text[at:])
	switch {
	case base == '\t':
		stop := tabEms * t.size
		width := stop - float32mod(x, stop)
		if width < stop/8 {
			width += stop
		}
		return cluster{size: 1, face: faceSerif, width: width, kind: clusterTab}
	case base == '\n':
		return cluster{size: 1, kind: clusterBreak}
	case base == '\r':
		if at+1 == len(text) {
			return cluster{size: 1, kind: clusterBreak}
		}
		return t.standIn("␍", size)
	case base == utf8.RuneError && size <= 1:
		return t.standIn("\ufffd", 1)
	case base < ' ' || base == 0x7f || base >= 0x80 && base < 0xa0:
		return t.standIn(controlPicture(base), size)
	}
	if !simpleCluster(base, text[at+size:]) {
		whole, _, _, _ := uniseg.FirstGraphemeClusterInString(head(text[at:], longCluster), -1)
		if whole[len(whole)-1] == '\r' || whole[len(whole)-1] == '\n' {
			whole = whole[:size]
		}
		size = len(whole)
	}
	shown := text[at : at+size]
	id := t.faces.pick(shown, base, before, neighbour(text[at+size:]), look)
	if id == faceArabic || id == faceArabicBold {
		after, _ := utf8.DecodeRuneInString(text[at+size:])
		return cluster{size: size, face: id, width: t.joinedWidth(before, shown, after, id), shown: shown}
	}
	return cluster{size: size, face: id, width: t.clusterWidth(shown, id), shown: shown}
}

// head is the first bytes of text, without a character that would be cut.
func head(text string, bytes int) string {
	if len(text) <= bytes {
		return text
	}
	for bytes > 1 && !utf8.RuneStart(text[bytes]) {
		bytes--
	}
	return text[:bytes]
}

func float32mod(x, m float32) float32 { return x - m*float32(int(x/m)) }

func controlPicture(r rune) string {
	if r < ' ' {
		return string(rune(0x2400) + r)
	}
	return "\ufffd"
}

// standIn sets what cannot be drawn as a character that can.
func (t *typesetter) standIn(shown string, size int) cluster {
	r, _ := utf8.DecodeRuneInString(shown)
	id := t.faces.pick(shown, r, 0, 0, 0)
	if id == faceTheme {
		shown, id = "\ufffd", t.faces.pick("\ufffd", 0xfffd, 0, 0, 0)
	}
	return cluster{size: size, face: id, width: t.clusterWidth(shown, id), shown: shown, kind: clusterControl}
}

// simpleCluster says without a table that base is a cluster of its own.
func simpleCluster(base rune, rest string) bool {
	if rest == "" {
		return true
	}
	if !standsAlone(base) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return standsAlone(r) || r < ' '
}

// standsAlone says without a table that r joins no cluster with what is before or behind it, unless that is one that
// joins with everything.
func standsAlone(r rune) bool {
	return r >= ' ' && r < 0x300 && r != 0xa9 && r != 0xae && r != 0xad || plainLetter(r) ||
		r >= 0x4e00 && r <= 0x9fff || r >= 0x3041 && r <= 0x3096 || r >= 0x30a1 && r <= 0x30fa ||
		r >= 0x3001 && r <= 0x3029 || r >= 0xff01 && r <= 0xff60 || r >= 0x2010 && r <= 0x2027 ||
		r == '،' || r == '؛' || r == '؟'
}

// neighbour is the first rune of rest that isn't shared punctuation, looking at most four runes ahead.
func neighbour(rest string) rune {
	for range 4 {
		r, size := utf8.DecodeRuneInString(rest)
		if size == 0 || !isShared(r) {
			return r
		}
		rest = rest[size:]
	}
	return 0
}

// clusterWidth is the width of a cluster in a face that covers it.
func (t *typesetter) clusterWidth(shown string, id faceID) float32 {
	if id != faceTheme && id != faceEmoji {
		var width float32
		for i, r := range shown {
			if i == 0 || !ignorable(r) && !combining(r) {
				width += max(t.faces.all[id].advance(r), 0) * t.size
			}
		}
		return width
	}
	if id == faceEmoji && utf8.RuneCountInString(shown) == 1 {
		r, _ := utf8.DecodeRuneInString(shown)
		return t.faces.all[id].advance(r) * t.size
	}
	key := shown
	if id == faceEmoji {
		key = "\x00" + shown
	}
	if width, ok := t.themeWidth[key]; ok {
		return width
	}
	size, _ := fyne.CurrentApp().Driver().RenderedTextSize(shown, t.size, fyne.TextStyle{}, t.faces.all[id].resource)
	return keepWidth(t.themeWidth, strings.Clone(key), size.Width)
}

// joinedCluster is a cluster of a script whose letters change their shapes with their neighbours, which are 0 where they
// are of another script.
type joinedCluster struct {
	face          faceID
	before, after rune
	shown         string
}

// joinedWidth is the width of a cluster of the Arabic script.
func (t *typesetter) joinedWidth(before rune, shown string, after rune, id faceID) float32 {
	const none = rune(0)
	if rightToLeftFace(before, 0) != faceArabic {
		before = none
	}
	if rightToLeftFace(after, 0) != faceArabic {
		after = none
	}
	key := joinedCluster{id, before, after, shown}
	if width, ok := t.joined[key]; ok {
		return width
	}
	text, at := shown, 0
	if before != none {
		text, at = string(before)+shown, 1
	}
	if after != none {
		text += string(after)
	}
	edges := t.joiner.edges(text, &t.faces.all[id], t.size, true)
	key.shown = strings.Clone(shown) // what is shown may be a piece of a long text
	return keepWidth(t.joined, key, edges[at+utf8.RuneCountInString(shown)]-edges[at])
}

// keepWidth remembers a width, within bounds.
func keepWidth[K comparable](widths map[K]float32, key K, width float32) float32 {
	if len(widths) > 10_000 {
		clear(widths)
	}
	widths[key] = width
	return width
}

// squeeze is how much narrower or wider a run of the system's fonts is than its clusters one by one: joined scripts
// change their shapes.
func (t *typesetter) squeeze(run *textRun, clusters []cluster) float32 {
	var apart float32
	for _, c := range clusters {
		apart += c.width
	}
	if run.face != faceTheme || apart == 0 || len(clusters) == 1 {
		return 1
	}
	size, _ := fyne.CurrentApp().Driver().RenderedTextSize(run.text, t.size, fyne.TextStyle{}, nil)
	return size.Width / apart
}

// combining says whether r has no width of its own after a base character.
func combining(r rune) bool {
	return r >= 0x300 && r <= 0x36f || r >= 0x1ab0 && r <= 0x1aff || r >= 0x1dc0 && r <= 0x1dff ||
		r >= 0x20d0 && r <= 0x20ff || r >= 0xfe20 && r <= 0xfe2f || r == 0x3099 || r == 0x309a
}
