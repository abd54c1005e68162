// Package fonts holds the faces that the page is set in, so that English and Chinese look the same on every
// machine, with no font installed.
//
//   - Serif, SerifItalic, SerifBold, SerifBoldItalic: Noto Serif (Latin, Greek, Cyrillic), SIL Open Font License 1.1.
//   - Hebrew, Arabic and their bold faces: Noto Serif Hebrew and Noto Naskh Arabic, the same licence.
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
	//go:embed NotoSerif-BoldItalic.ttf
	serifBoldItalic []byte
	//go:embed NotoSerifHebrew-Regular.ttf
	hebrew []byte
	//go:embed NotoSerifHebrew-Bold.ttf
	hebrewBold []byte
	//go:embed NotoNaskhArabic-Regular.ttf
	arabic []byte
	//go:embed NotoNaskhArabic-Bold.ttf
	arabicBold []byte
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

// SerifBoldItalic is the face of emphasis in headings and in strong emphasis.
func SerifBoldItalic() Font { return Font{"NotoSerif-BoldItalic.ttf", serifBoldItalic} }

// Hebrew is the text face of Hebrew.
func Hebrew() Font { return Font{"NotoSerifHebrew-Regular.ttf", hebrew} }

// HebrewBold is the face of Hebrew headings and strong emphasis.
func HebrewBold() Font { return Font{"NotoSerifHebrew-Bold.ttf", hebrewBold} }

// Arabic is the text face of the Arabic script.
func Arabic() Font { return Font{"NotoNaskhArabic-Regular.ttf", arabic} }

// ArabicBold is the face of Arabic headings and strong emphasis.
func ArabicBold() Font { return Font{"NotoNaskhArabic-Bold.ttf", arabicBold} }

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
