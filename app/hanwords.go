package app

import (
	"fmt"
	"os"
	"sync"
	"sync/atomic"

	"inkling/assist"
)

// hanWords cuts Chinese into words for the keys and the mouse. The list is
// read beside the writer once a document has Chinese in it; until then a run
// of Chinese is one word.
type hanWords struct {
	once sync.Once
	list atomic.Pointer[assist.HanWords]
}

func (h *hanWords) load() {
	h.once.Do(func() {
		go func() {
			list, err := assist.LoadHanWords()
			if err != nil {
				fmt.Fprintf(os.Stderr, "inkling: the list of Chinese words can't be read: %v\n", err)
				return
			}
			h.list.Store(list)
		}()
	})
}

// Cut implements buffer.Segmenter.
func (h *hanWords) Cut(run []rune) []int {
	list := h.list.Load()
	if list == nil {
		return nil
	}
	return list.Cut(run)
}
