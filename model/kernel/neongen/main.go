// Program neongen writes the assembly of package kernel for arm64:
//
//	go generate ./model/kernel
//
// Go's assembler lacks most of the vector instructions that the kernels need,
// among them the dot products of bytes, so that all of them are written as
// numbers, with the instruction in Arm's notation as a comment;
// instructions.go has the encodings. Registers are handed out by assembler.go;
// the other files hold the kernels. The output, an assembly file and its Go
// declarations, is kept beside the package's other files. With -set matmul the
// program writes what the package of the same name has for training.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	set := flag.String("set", "kernel", "whose kernels to write: package kernel's or package matmul's")
	out := flag.String("out", "", "the assembly file to write")
	stubs := flag.String("stubs", "", "the Go file of declarations to write")
	flag.Parse()
	p := kernels()
	if *set == "matmul" {
		p = training()
	}
	for path, text := range map[string]string{*out: p.assembly(), *stubs: p.declarations()} {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

// kernels are those of package kernel.
func kernels() *program {
	p := &program{name: "kernel"}
	blockKernels(p)
	superKernels(p)
	floatKernels(p)
	vectorKernels(p)
	quantizeKernels(p)
	attentionKernels(p)
	pause(p)
	return p
}

// training is what package matmul has.
func training() *program {
	p := &program{name: "matmul"}
	denseTile(p)
	return p
}
