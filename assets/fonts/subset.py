"""Cuts whole faces down to what the page needs. Needs fonttools.

    python3 subset.py han,traditional NotoSerifSC_400Regular.ttf NotoSerifSC-Regular.ttf
    python3 subset.py symbols NotoSansSymbols2-Regular.ttf NotoSansSymbols2-Regular.ttf

han keeps what GB 2312 names: its 6763 characters, kana, full-width forms, circled numbers and the punctuation that
Chinese text shares with other scripts. traditional keeps the 5401 frequent characters of Big5. symbols keeps arrows, operators, shapes, dingbats and the like.

The Chinese faces come from the npm package @expo-google-fonts/noto-serif-sc 0.4.3, the symbols, the mathematics and,
whole, the faces of Latin, Hebrew and Arabic from Debian's fonts-noto-core 20201225 (all SIL Open Font License 1.1).
"""

import sys

from fontTools import subset


def gb2312():
    for high in range(0xA1, 0xFE):
        for low in range(0xA1, 0xFF):
            try:
                yield ord(bytes([high, low]).decode("gb2312"))
            except UnicodeDecodeError:
                pass


def traditional():
    for high in range(0xA4, 0xC7):
        for low in [*range(0x40, 0x7F), *range(0xA1, 0xFF)]:
            try:
                yield ord(bytes([high, low]).decode("big5"))
            except UnicodeDecodeError:
                pass


def symbols():
    return set(range(0x2000, 0x2C00))


def han():
    points = {c for c in gb2312() if c >= 0x2E80 or 0x2010 <= c <= 0x203F or 0x2460 <= c <= 0x249B}
    points |= set(range(0x3000, 0x3100)) | set(range(0xFF00, 0xFFF0))
    points |= {0xB7, 0x2013, 0x2014, 0x2015, 0x2018, 0x2019, 0x201C, 0x201D, 0x2025, 0x2026}
    return points


def main(wanted, source, target):
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "GPOS", "GSUB", "GDEF", "MATH"]
    points = set()
    for name in wanted.split(","):
        points |= set({"han": han, "traditional": traditional, "symbols": symbols}[name]())
    font = subset.load_font(source, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    subset.save_font(font, target, options)


if __name__ == "__main__":
    main(*sys.argv[1:])
