// Package assets holds the files that are compiled into the program. It
// depends on nothing, so that any package may read them.
package assets

import _ "embed"

// Catalogue is the model catalogue, catalogue.json: the models that can be
// fetched and the sets that serve the program's roles. Package catalog parses it.
//
//go:embed catalogue.json
var Catalogue []byte
