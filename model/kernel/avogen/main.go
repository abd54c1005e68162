// Program avogen writes the assembly of package kernel for amd64:
//
//	go generate ./model/kernel
//
// It is a module of its own, so that the program doesn't depend on avo. The
// output, kernels_avx2_amd64.s, kernels_avx512_amd64.s and their Go stubs, is
// kept beside the package's other files.
package main

import (
	"flag"
	"strconv"

	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
)

func main() {
	set := flag.String("set", "", "which kernels to write: avx2 or avx512")
	ConstraintExpr("amd64")
	flag.Parse()
	if *set == "avx512" {
		matmul512()
		floats(isa{suffix: "AVX512", width: 16, constants: map[string]operand.Mem{}})
	} else {
		matmul256()
		floats(isa{suffix: "AVX2", width: 8, constants: map[string]operand.Mem{}})
		pause()
	}
	Generate()
}

const attrReadOnly = attr.RODATA | attr.NOPTR

func numbered(name string, n int) string { return name + strconv.Itoa(n) }

// pause lets a waiting core rest for some tens of nanoseconds.
func pause() {
	TEXT("pause", 0, "func()")
	Doc("pause lets a waiting core rest for some tens of nanoseconds.")
	PAUSE()
	RET()
}
