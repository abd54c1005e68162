package app

import (
	"context"

	"inkling/store"
)

// newestSamples reads the last most samples, the newest first.
func (a *App) newestSamples(most int) ([]store.Sample, error) {
	var all []store.Sample
	for s, err := range a.store.Samples(context.Background(), 0) {
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	if len(all) > most {
		all = all[len(all)-most:]
	}
	for i, j := 0, len(all)-1; i < j; i, j = i+1, j-1 {
		all[i], all[j] = all[j], all[i]
	}
	return all, nil
}

// sampleText is a sample on one line.
func sampleText(s store.Sample) string {
	text := shownLine(s.Text)
	if s.Kind == store.Corrected {
		return shownLine(s.Original) + "  ›  " + text
	}
	return "… " + shownLine(tailOf(s.Context, 40)) + "[" + text + "]"
}

func shownLine(text string) string {
	runes := []rune(text)
	for i, r := range runes {
		if r < ' ' {
			runes[i] = ' '
		}
	}
	return string(runes)
}
