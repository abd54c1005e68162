package engine

import "inkling/model/catalog"

// Status is what the model of a role is doing.
type Status int

// The states, in the order in which a model goes through them.
const (
	Idle     Status = iota // not asked for yet, or unloaded
	Missing                // not on this machine
	Loading                // being read
	Ready                  // waiting for work
	Thinking               // at work
	Failed                 // could not be used; State.Err says why
)

func (s Status) String() string {
	return [...]string{"idle", "missing", "loading", "ready", "thinking", "failed"}[s]
}

// State is the status of a role with the model that serves it.
type State struct {
	Status Status
	Model  string // name of the model; "" where there is none
	Err    error  // of Missing and Failed, in the writer's words
}

// State gives the state of role.
func (e *Engine) State(role catalog.Role) State {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.states[role]
}

// set records a state and tells about it if it is new.
func (e *Engine) set(role catalog.Role, s State) {
	e.mu.Lock()
	old := e.states[role]
	e.states[role] = s
	e.mu.Unlock()
	same := old.Status == s.Status && old.Model == s.Model && (old.Err == nil) == (s.Err == nil)
	if !same && e.o.OnChange != nil {
		e.o.OnChange(role, s)
	}
}
