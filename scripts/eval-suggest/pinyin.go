package main

import "inkling/assist/proof/lexicon"

// pinyin gives what it costs to type a character with an input method: the
// letters of its commonest reading. The key that chooses among characters of one
// sound is left out, so the truth is a little more.
func pinyin() (func(rune) int, error) {
	chinese, err := lexicon.LoadChinese()
	if err != nil {
		return nil, err
	}
	return func(r rune) int {
		readings := chinese.Readings(r)
		if len(readings) == 0 {
			return 1
		}
		return len(readings[0]) - 1 // without the tone
	}, nil
}
