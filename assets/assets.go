// Package assets holds the files that are compiled into the program. It
// depends on nothing, so that any package may read them.
package assets

import _ "embed"

// Catalogue is the model catalogue, catalogue.json: the models that can be
// fetched and the sets that serve the program's roles. Package catalog parses it.
//
//go:embed catalogue.json
var Catalogue []byte

// Corrector is corrector.gguf: the LoRA adapter with which smollm2-135m (Apache-2.0) corrects English sentences. make
// fit-corrector makes it, out of prose in the public domain: fiction of Doyle's and Austen's, SQLite's documentation.
//
//go:embed corrector.gguf
var Corrector []byte
