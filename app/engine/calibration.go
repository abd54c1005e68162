package engine

import (
	_ "embed"
	"encoding/json"
	"sync"

	"inkling/assist"
)

var _ assist.Calibrated = (*session)(nil)

// trustJSON holds what scripts/eval-suggest -record and -fit found on training
// texts, by model and language.
//
//go:embed trust.json
var trustJSON []byte

var trusted = sync.OnceValue(func() map[string]map[assist.Language]assist.Trust {
	all := map[string]map[assist.Language]assist.Trust{}
	if err := json.Unmarshal(trustJSON, &all); err != nil {
		return nil // a test reads the file
	}
	return all
})

// Trust implements assist.Calibrated. The zero value stands for a model that was
// never measured.
func (s *session) Trust(lang assist.Language) assist.Trust { return trusted()[s.name][lang] }
