# Inkling's make targets; `make help` lists them. The two that matter:
#   make run    from a fresh machine to the open window
#   make test   from a fresh machine to every check passed

SHELL := /bin/bash

# The set of models: light, standard, or auto, which is the one for this machine's
# memory.
MODELS ?= auto
# The folder of the model files. The program and the tests read the same variable.
export INKLING_MODELS ?= $(CURDIR)/assets/models

# x11: Chinese input methods don't work under the toolkit's Wayland.
TAGS := x11
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
LDFLAGS := -X main.version=$(VERSION)
# The version is stamped above; git refuses a clone of another owner, as under sudo.
export GOFLAGS := $(GOFLAGS) -buildvcs=false
PROGRAM := build/inkling$(shell go env GOEXE 2>/dev/null)

# What needs neither display nor C, and is checked to compile for every system.
HEADLESS := ./assist/... ./model/... ./store/... ./editor/buffer ./app/cli ./app/engine
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2

.PHONY: help run test build check models models-test models-all test-arm64 test-models clean
.DEFAULT_GOAL := help
.NOTPARALLEL:

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

# The window waits for no more than the small model that continues text; what the
# set has besides, it fetches while one writes. Without its models it opens all the
# same: it says what is missing.
run: check-go packages-build build ## build Inkling, fetch its models, open the window
	@$(PROGRAM) model fetch --set $(MODELS) $(if $(filter auto,$(MODELS)),--soon) || \
	  echo 'Opening the window without all of its models.' >&2
	$(PROGRAM) $(if $(filter auto,$(MODELS)),--fetch)

build: check-go ## build the program into build/
	@mkdir -p build
	go build -tags $(TAGS) -ldflags '$(LDFLAGS)' -o $(PROGRAM) .

models: build ## fetch the models for this machine (MODELS=light, standard: of that set)
	@$(PROGRAM) model fetch --set $(MODELS)

models-test: build
	@$(PROGRAM) model fetch smollm2-135m

models-all: build ## fetch all models that the on-demand checks use
	@for name in smollm2-135m gemma3-270m qwen2.5-coder-0.5b qwen2.5-coder-1.5b; do \
	  $(PROGRAM) model fetch $$name || exit 1; done

# Tests. The model and the packages come first, so that no test uses the network.

test test-models: export LIBGL_ALWAYS_SOFTWARE = 1
test test-models: export INKLING_REQUIRE_MODELS = 1
test: export INKLING_REQUIRE_TOOLS = $(if $(filter Linux,$(shell uname -s)),1)

# Everything runs under the race detector but the tests of the whole program: the
# program that they build and use has none.
PROGRAM_TESTS := inkling

test: check-go packages-test models-test check ## install what the tests need and run every test
	go test -race -tags $(TAGS) -timeout 30m $$(go list ./... | grep -vxF $(PROGRAM_TESTS))
	scripts/with-display.sh go test -tags $(TAGS) -timeout 30m $(PROGRAM_TESTS)
	@$(MAKE) --no-print-directory test-arm64

# On a processor with dot products the kernels in assembly are tested, on one
# without them that the engine does without. Tests that need neither C nor a
# model from elsewhere suffice.
ARM64 := CGO_ENABLED=0 GOOS=linux GOARCH=arm64
test-arm64: check-go ## run the engine's tests for arm64, under an emulator elsewhere
ifneq ($(filter aarch64 arm64,$(shell uname -m)),)
	INKLING_KERNELS=neon go test ./model/kernel ./model/train/internal/matmul
else
	@if ! command -v qemu-aarch64 >/dev/null; then \
	  echo 'The kernels for arm64 are not tested: that needs qemu-aarch64 (Debian: qemu-user).' >&2; \
	  exit $(if $(filter Linux,$(shell uname -s)),1,0); fi; \
	set -x; \
	$(ARM64) INKLING_KERNELS=neon go test -exec 'qemu-aarch64 -cpu max' ./model/kernel ./model/train/internal/matmul && \
	$(ARM64) INKLING_KERNELS=go go test -exec 'qemu-aarch64 -cpu cortex-a53' ./model/kernel && \
	$(ARM64) go test -exec 'qemu-aarch64 -cpu max' -run '^TestTiny' ./model
endif

check: check-go ## look for faults without running anything
	@unformatted=$$(gofmt -l $$(git ls-files --cached --others --exclude-standard '*.go')); \
	  if [ -n "$$unformatted" ]; then echo "not gofmt-ed: $$unformatted" >&2; exit 1; fi
	go vet -tags $(TAGS) ./...
	go run $(STATICCHECK) -tags $(TAGS) ./...
	CGO_ENABLED=0 GOOS=windows GOARCH=amd64 go build $(HEADLESS)
	CGO_ENABLED=0 GOOS=darwin GOARCH=arm64 go build $(HEADLESS)
	CGO_ENABLED=0 GOOS=linux GOARCH=arm64 go vet ./model/kernel

test-models: check-go packages-test models-all ## run the checks that need all models
	INKLING_ALL_MODELS=1 scripts/with-display.sh go test -tags $(TAGS) -timeout 60m . ./model/... ./app/...

.PHONY: pictures
pictures: export LIBGL_ALWAYS_SOFTWARE = 1
pictures: MODELS = light
pictures: check-go packages-test models ## take the pictures of docs/ from the real program
	@mkdir -p docs
	INKLING_PICTURES=$(CURDIR)/docs scripts/with-display.sh go test -tags $(TAGS) -count=1 -timeout 30m -run '^TestPictures$$' -v .

# Figures: quality and speed, measured on demand and written to build/figures/NAME.json.

FIGURES := $(CURDIR)/build/figures
# The folder of the evaluation texts, which are no part of this repository.
export EVAL_DIR ?= $(abspath ../shared/eval)

.PHONY: bench-editor bench-model bench-store eval-proof eval-suggest fit-corrector fit-proof fit-proof-zh fit-spelling
bench-editor: check-go packages-build ## measure the editor's speed with large texts
	@mkdir -p $(FIGURES)
	INKLING_FIGURES=$(FIGURES) go test -tags $(TAGS) -count=1 -run '^TestFigures$$' -v ./editor

bench-model: models-all ## compare the engine with llama.cpp (ORACLE_PYTHON: see scripts/llama_reference.py)
	@mkdir -p $(FIGURES)
	go run ./model/bench -models $(INKLING_MODELS)

bench-store: check-go ## measure the store: durable edits, 20,000 documents, file size
	@mkdir -p $(FIGURES)
	INKLING_FIGURES=$(FIGURES)/bench-store.json go test -count=1 -timeout 20m -run '^TestFigures$$' -v ./store

eval-proof: models-all ## measure proofreading on the development sets in EVAL_DIR
	@mkdir -p $(FIGURES)
	go run ./scripts/eval-proof $(PROGRAM) $(EVAL_DIR) $(FIGURES)/eval-proof.json

eval-suggest: models-all packages-build ## measure the suggestions: keystrokes saved, precision, waiting, typing beside them
	@mkdir -p $(FIGURES)
	go run ./scripts/eval-suggest
	INKLING_FIGURES=$(FIGURES)/eval-suggest.json go test -tags $(TAGS) -count=1 -run '^TestKeyFigures$$' -v ./app | grep -v Fyne

# The small English model learns to correct errors put into most of TEXT, prose in the
# public domain: three quarters of an hour on two cores.
fit-corrector: models ## teach smollm2-135m to correct on the files TEXT
	@test -n '$(TEXT)' || { echo 'Name the prose to learn from: make fit-corrector TEXT="FILE ..."' >&2; exit 2; }
	go run ./scripts/fitcorrector -model $(INKLING_MODELS)/smollm2-135m.gguf assets/corrector.gguf $(TEXT)

# The weights are learnt on errors put into the rest of TEXT: those of the judge, those
# of the instruct model, which is asked as it is in use, and those of either with the
# model that was taught: an hour on two cores in all.
fit-proof: models-all ## fit the proofreader's weights on the files TEXT
	@test -n '$(TEXT)' || { echo 'Name the prose to learn from: make fit-proof TEXT="FILE ..."' >&2; exit 2; }
	@mkdir -p build && rm -f build/judge.jsonl build/instruct.jsonl
	for taught in false true; do \
	  go run ./scripts/fitproof -models $(INKLING_MODELS) -taught=$$taught -evidence build/judge.jsonl $(TEXT) >/dev/null && \
	  go run ./scripts/fitproof -models $(INKLING_MODELS) -taught=$$taught -instruct qwen2.5-coder-1.5b -evidence build/instruct.jsonl $(TEXT) >/dev/null || exit; \
	done
	go run ./scripts/fitproof -fit build/judge.jsonl,build/instruct.jsonl > build/weights.json
	cp build/weights.json assist/proof/weights.json

# PAIRS is codespell's dictionary, EXCLUDE the lists that the speller is measured on: what stands there is not learned.
fit-spelling: ## learn what slips cost from PAIRS, and fit the weights that rank suggestions
	@test -n '$(PAIRS)' || { echo 'Name the misspellings to learn from: make fit-spelling PAIRS=FILE EXCLUDE="FILE ..."' >&2; exit 2; }
	@mkdir -p build
	python3 scripts/words/learn_channel.py $(PAIRS) assets/words/slips.txt.gz $(EXCLUDE)
	go run ./scripts/fitspelling -exclude '$(EXCLUDE)' $(PAIRS) > build/traits.json
	cp build/traits.json assist/proof/lexicon/traits.json

# Evidence of both of the models that judge Chinese: the weights serve either. Beside
# TEXT they are learnt on scripts/fitproof-zh/modern.txt, which counts as much as all of it.
fit-proof-zh: models-all ## fit the weights for Chinese on the files TEXT
	@test -n '$(TEXT)' || { echo 'Name the prose to learn from: make fit-proof-zh TEXT="FILE ..."' >&2; exit 2; }
	@mkdir -p build && rm -f build/judge-zh.jsonl
	go run ./scripts/fitproof-zh -models $(INKLING_MODELS) -model qwen2.5-coder-0.5b -evidence build/judge-zh.jsonl $(foreach t,$(TEXT),$(t) scripts/fitproof-zh/modern.txt) >/dev/null
	go run ./scripts/fitproof-zh -models $(INKLING_MODELS) -model qwen2.5-coder-1.5b -n 200 -evidence build/judge-zh.jsonl $(foreach t,$(TEXT),$(t) scripts/fitproof-zh/modern.txt) >/dev/null
	go run ./scripts/fitproof-zh -fit build/judge-zh.jsonl > build/weights_zh.json
	cp build/weights_zh.json assist/proof/weights_zh.json

clean: ## remove what was built; fetched models stay
	rm -rf build

.PHONY: packages-build packages-test check-go
packages-build:
	@scripts/system-packages.sh build
packages-test:
	@scripts/system-packages.sh test
check-go:
	@scripts/check-go.sh
