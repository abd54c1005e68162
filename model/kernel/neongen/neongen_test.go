package main

import (
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// What is kept beside the package is what the generator writes.
func TestOutputIsKept(t *testing.T) {
	k, m := kernels(), training()
	for path, want := range map[string]string{
		"../kernels_neon_arm64.s":                          k.assembly(),
		"../kernels_neon_arm64.go":                         k.declarations(),
		"../../train/internal/matmul/matmul_neon_arm64.s":  m.assembly(),
		"../../train/internal/matmul/matmul_neon_arm64.go": m.declarations(),
	} {
		got, err := os.ReadFile(filepath.FromSlash(path))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("%s is not what the generator writes now: run go generate ./model/...", path)
		}
	}
}

// Every instruction written as a number is the one that its comment names,
// according to GNU's assembler.
func TestEncodings(t *testing.T) {
	assembler, err := exec.LookPath("aarch64-linux-gnu-as")
	if err != nil {
		if os.Getenv("INKLING_REQUIRE_TOOLS") == "1" {
			t.Fatal("no assembler for arm64: run the tests with make test, which installs it")
		}
		t.Skip("needs GNU's assembler for arm64 (Debian: binutils-aarch64-linux-gnu)")
	}
	instructions, codes := words(t, kernels().assembly()+training().assembly())
	dir := t.TempDir()
	source, object, image := filepath.Join(dir, "a.s"), filepath.Join(dir, "a.o"), filepath.Join(dir, "a.bin")
	text := ".arch armv8.2-a+dotprod\n" + strings.Join(instructions, "\n") + "\n"
	if err := os.WriteFile(source, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, assembler, "-o", object, source)
	run(t, strings.TrimSuffix(assembler, "as")+"objcopy", "-O", "binary", "-j", ".text", object, image)
	assembled, err := os.ReadFile(image)
	if err != nil {
		t.Fatal(err)
	}
	if len(assembled) != 4*len(codes) {
		t.Fatalf("%d instructions became %d bytes", len(codes), len(assembled))
	}
	for i, code := range codes {
		if want := binary.LittleEndian.Uint32(assembled[4*i:]); code != want {
			t.Errorf("%s is %#08x, want %#08x", instructions[i], code, want)
		}
	}
}

// words lists the different instructions written as numbers.
func words(t *testing.T, assembly string) (instructions []string, codes []uint32) {
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^\tWORD \$(0x[0-9a-f]+) // (.*)$`).FindAllStringSubmatch(assembly, -1) {
		if seen[m[0]] {
			continue
		}
		seen[m[0]] = true
		code, err := strconv.ParseUint(m[1], 0, 32)
		if err != nil {
			t.Fatal(err)
		}
		instructions, codes = append(instructions, m[2]), append(codes, uint32(code))
	}
	if len(codes) < 100 {
		t.Fatalf("only %d instructions were found", len(codes))
	}
	return instructions, codes
}

func run(t *testing.T, name string, args ...string) {
	t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
}
