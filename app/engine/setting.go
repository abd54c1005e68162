package engine

import "inkling/model/catalog"

// Setting gives the name of the stored setting that holds the writer's choice of
// a model, by name or path, for a role.
func Setting(role catalog.Role) string { return "model." + string(role) }
