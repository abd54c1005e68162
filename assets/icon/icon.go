// Package icon holds the program's icon, an ink drop with a caret in it.
// icon.png is drawn from icon.svg (rsvg-convert -w 512 icon.svg -o icon.png).
package icon

import _ "embed"

//go:embed icon.png
var png []byte

// PNG is the icon, 512 pixels square. The bytes are shared and not to be changed.
func PNG() []byte { return png }
