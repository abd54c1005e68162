// Package gguf reads GGUF model files, versions 2 and 3, little-endian.
//
// [Open] maps a file into memory and gives a [File]: its metadata by key and its
// [Tensor]s, whose Data are slices of the mapping and cost nothing until read.
//
// A model file comes from a stranger, so nothing in it is believed. Every count,
// length, offset and dimension is checked against the bytes that are really there
// before anything is allocated for it, and what is wrong is told as a
// [*FormatError]; a tensor type or architecture that Inkling doesn't know is an
// [*UnsupportedError] that lists the ones it does.
//
// # Files that change while they are mapped
//
// Reading a page of a mapping that lies beyond the end of its file ends a process
// with SIGBUS. Open therefore copies the whole header (metadata and tensor list)
// out of the mapping under [Guard], which turns such a fault into an error, works
// on that copy only, and looks at the size of the file again at the end. Tensor
// data is read later, by others: a goroutine that reads Tensor.Data does it inside
// Guard as well, so that a file that is cut short under a running program costs an
// error and not the writer's window.
//
// The format is described in https://github.com/ggml-org/ggml/blob/master/docs/gguf.md.
package gguf
