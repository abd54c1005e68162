package kernel

import "golang.org/x/sys/cpu"

//go:generate go -C avogen run . -set avx2 -out ../kernels_avx2_amd64.s -stubs ../kernels_avx2_amd64.go -pkg kernel
//go:generate go -C avogen run . -set avx512 -out ../kernels_avx512_amd64.s -stubs ../kernels_avx512_amd64.go -pkg kernel

// kernelSets lists the sets that this processor can run, the best one last.
func kernelSets() []kernelSet {
	sets := []kernelSet{goSet}
	x := cpu.X86
	// Every processor with AVX2 and FMA has F16C, which x/sys/cpu doesn't report.
	if !x.HasAVX2 || !x.HasFMA {
		return sets
	}
	sets = append(sets, avx2Set())
	if x.HasAVX512F && x.HasAVX512BW && x.HasAVX512DQ && x.HasAVX512VL && x.HasAVX512VNNI {
		sets = append(sets, avx512Set())
	}
	return sets
}
