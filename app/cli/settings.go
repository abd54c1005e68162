package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"inkling/app/engine"
	"inkling/model/catalog"
	"inkling/store"
)

// chosenModels reads which models the writer chose for the roles. A data folder
// without documents is left alone, and one that the window has open isn't waited
// for: the sets' own choices serve then.
func chosenModels(data string) (map[catalog.Role]string, error) {
	if _, err := os.Stat(filepath.Join(data, "inkling.db")); err != nil {
		return nil, nil
	}
	s, err := store.Open(data, store.Options{})
	if errors.Is(err, store.ErrInUse) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the settings: %w", err)
	}
	chosen := map[catalog.Role]string{}
	for _, role := range []catalog.Role{catalog.RoleProse, catalog.RoleJudge, catalog.RoleInstruct} {
		var name string
		if ok, err := s.Get(engine.Setting(role), &name); err != nil {
			return nil, errors.Join(fmt.Errorf("reading the settings: %w", err), s.Close())
		} else if ok {
			chosen[role] = name
		}
	}
	return chosen, s.Close()
}
