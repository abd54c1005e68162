package engine

import (
	"errors"
	"fmt"

	"inkling/model"
	"inkling/model/catalog"
	"inkling/model/lora"
)

// UseAdapter makes continuation use an adapter from now on; nil goes back to the
// model as it is. Only the role prose uses it, and only with the model that it
// was made for: text that another model continues isn't changed by it. A request
// that is being answered is finished first.
func (e *Engine) UseAdapter(a *lora.Adapter) error {
	e.mu.Lock()
	e.adapter = a
	all := make([]*loaded, 0, len(e.loaded))
	for _, l := range e.loaded {
		all = append(all, l)
	}
	e.mu.Unlock()
	var errs []error
	for _, l := range all {
		l.mu.Lock()
		for u, s := range l.sessions {
			if u.role == catalog.RoleProse {
				errs = append(errs, s.renew())
			}
		}
		l.mu.Unlock()
	}
	return errors.Join(errs...)
}

// Adapter gives the adapter in use, nil for none.
func (e *Engine) Adapter() *lora.Adapter {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.adapter
}

// newSession makes a model's session for a use, with the adapter where one
// belongs.
func (e *Engine) newSession(m *model.Model, u use, contextTokens int) (*model.Session, error) {
	o := model.SessionOptions{ContextTokens: contextTokens}
	switch {
	case u.taught:
		a, err := corrections()
		if err != nil {
			return nil, err
		}
		o.Adapter = a
		return m.NewSession(o)
	case u.role == catalog.RoleProse:
		o.Adapter = e.Adapter()
	}
	s, err := m.NewSession(o)
	if errors.Is(err, lora.ErrOtherModel) {
		o.Adapter = nil
		s, err = m.NewSession(o)
	}
	return s, err
}

// renew puts a new session of the model in the place of the old one, whose cache
// was made with another adapter.
func (s *session) renew() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	fresh, err := s.engine.newSession(s.model.model, s.use, s.contextTokens)
	if err != nil {
		return fmt.Errorf("using the adapter: %w", err)
	}
	s.session = fresh
	return nil
}
