"""Cuts a Noto Serif SC face down to what GB 2312 names: its 6763 characters, kana, full-width forms and the
punctuation that Chinese text shares with other scripts. Needs fonttools.

    python3 subset.py NotoSerifSC_400Regular.ttf NotoSerifSC-Regular.ttf

The whole faces come from the npm package @expo-google-fonts/noto-serif-sc 0.4.3 (SIL Open Font License 1.1).
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


def wanted():
    points = {c for c in gb2312() if c >= 0x2E80 or 0x2010 <= c <= 0x203F}
    points |= set(range(0x3000, 0x3100)) | set(range(0xFF00, 0xFFF0))
    points |= {0xB7, 0x2013, 0x2014, 0x2015, 0x2018, 0x2019, 0x201C, 0x201D, 0x2025, 0x2026}
    return points


def main(source, target):
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "GPOS", "GSUB", "GDEF"]
    font = subset.load_font(source, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted())
    subsetter.subset(font)
    subset.save_font(font, target, options)


if __name__ == "__main__":
    main(*sys.argv[1:])
