//go:build !amd64 && !arm64

package matmul

// tiles lists the kernels that this processor can run, the best one first.
func tiles() []tile { return []tile{goTile} }
