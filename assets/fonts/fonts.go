// Package fonts holds the faces that the page is set in, so that English and Chinese look the same on every
// machine, with no font installed.
//
//   - Serif, SerifItalic, SerifBold: Noto Serif (Latin, Greek, Cyrillic), SIL Open Font License 1.1.
//   - SerifHan, SerifHanBold: Noto Serif SC cut down by subset.py to GB 2312, kana and, in regular,
//     the frequent characters of Big5; the same licence.
//   - Symbols, Math: Noto Sans Symbols 2 and Noto Sans Math cut down to arrows, operators, shapes and dingbats, the same
//     licence.
//   - SansHan: Droid Sans Fallback (Apache License 2.0), for the characters that the serif face lacks and for
//     interface text.
package fonts

import _ "embed"

var (
	//go:embed NotoSerif-Regular.ttf
	serif []byte
	//go:embed NotoSerif-Italic.ttf
	serifItalic []byte
	//go:embed NotoSerif-Bold.ttf
	serifBold []byte
	//go:embed NotoSerifSC-Regular.ttf
	serifHan []byte
	//go:embed NotoSerifSC-Bold.ttf
	serifHanBold []byte
	//go:embed NotoSansSymbols2-Regular.ttf
	symbols []byte
	//go:embed NotoSansMath-Regular.ttf
	math []byte
	//go:embed DroidSansFallback.ttf
	sansHan []byte
)

// Font is a TrueType file and the name it is cached under.
type Font struct {
	Name string
	Data []byte // shared, not to be changed
}

// Serif is the regular text face.
func Serif() Font { return Font{"NotoSerif-Regular.ttf", serif} }

// SerifItalic is the face of emphasis.
func SerifItalic() Font { return Font{"NotoSerif-Italic.ttf", serifItalic} }

// SerifBold is the face of headings and strong emphasis.
func SerifBold() Font { return Font{"NotoSerif-Bold.ttf", serifBold} }

// SerifHan is the text face of Chinese and kana.
func SerifHan() Font { return Font{"NotoSerifSC-Regular.ttf", serifHan} }

// SerifHanBold is the face of Chinese headings and strong emphasis.
func SerifHanBold() Font { return Font{"NotoSerifSC-Bold.ttf", serifHanBold} }

// Symbols has shapes, dingbats and technical signs.
func Symbols() Font { return Font{"NotoSansSymbols2-Regular.ttf", symbols} }

// Math has arrows and operators.
func Math() Font { return Font{"NotoSansMath-Regular.ttf", math} }

// SansHan has almost every Chinese, Japanese and Korean character, in one weight.
func SansHan() Font { return Font{"DroidSansFallback.ttf", sansHan} }
