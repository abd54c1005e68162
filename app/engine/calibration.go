package engine

import (
	"strings"

	"inkling/assist"
)

var _ assist.Calibrated = (*session)(nil)

// LeastProbability implements assist.Calibrated: how sure a model of the catalogue
// must be of a word for six of ten to be right with some to spare, fitted on training texts of two
// English authors and a Chinese one (scripts/eval-suggest, -record and -fit). 0
// stands for a model that was never measured.
func (s *session) LeastProbability(lang assist.Language) float64 {
	switch chinese := lang == assist.Chinese; {
	case strings.HasPrefix(s.name, "qwen2.5-coder-0.5b") && chinese:
		return 0.58
	case strings.HasPrefix(s.name, "qwen2.5-coder-0.5b"):
		return 0.47
	case strings.HasPrefix(s.name, "qwen2.5-coder-1.5b") && chinese:
		return 0.5
	case strings.HasPrefix(s.name, "qwen2.5-coder-1.5b"):
		return 0.39
	}
	return 0
}
