package engine

import (
	"testing"

	"inkling/assist"
	"inkling/model/catalog"
)

func TestTrustIsOfKnownModelsAndFeatures(t *testing.T) {
	c, err := catalog.Default()
	if err != nil {
		t.Fatal(err)
	}
	known := (assist.Evidence{}).Features()
	if len(trusted()) == 0 {
		t.Fatal("trust.json can't be read")
	}
	for name, languages := range trusted() {
		if _, ok := c.Entry(name); !ok {
			t.Errorf("%s is no model of the catalogue", name)
		}
		for lang, trust := range languages {
			if trust.Least <= 0 || trust.Least >= 1 {
				t.Errorf("%s, %s: least chance %v, want one between 0 and 1", name, lang, trust.Least)
			}
			for feature := range trust.Weights {
				if _, ok := known[feature]; !ok {
					t.Errorf("%s, %s: %q is nothing that evidence has", name, lang, feature)
				}
			}
			if sure, doubtful := trust.Chance(assist.Evidence{Believed: 0.95, Shown: 5}), trust.Chance(assist.Evidence{Believed: 0.1, Shown: 5}); sure <= doubtful {
				t.Errorf("%s, %s: chance %.2f where the model is sure, %.2f where it isn't", name, lang, sure, doubtful)
			}
		}
	}
}
