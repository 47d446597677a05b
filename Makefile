# What people and CI type. Every target says what it does: `make help`.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
JOBS ?= $(shell nproc)
# Most of a test's time it waits for servers and processes.
TEST_JOBS ?= $(shell echo $$((4 * $$(nproc))))
DEMO := build/demo
KILLS ?= 100
SEED ?= 1

.PHONY: help deps build test soak demo bench asan tsan fuzz format clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

deps: ## install the third-party packages of tools/deps/lock (root or sudo for Debian's)
	@tools/deps/install

export STELLARLAKE_DEPS ?= $(CURDIR)/.deps

# Configures and builds one preset: $(call build,<preset>).
build = cmake --preset $(1) -DSTELLARLAKE_DEPS="$$STELLARLAKE_DEPS" >/dev/null && cmake --build build/$(1) -j $(JOBS)
# Runs the tests of one built preset: $(call check,<preset>).
check = ctest --test-dir build/$(1) -j $(TEST_JOBS) --output-on-failure --no-tests=error

build: deps ## build the program as it is shipped: build/release/stellarlake
	@$(call build,release) --target stellarlake

# Everything that tests need is installed by deps, so a test that skips itself has failed.
test: export STELLARLAKE_REQUIRE_ALL ?= 1
test: deps ## build with crash points and run every test
	@$(call build,dev)
	@$(call check,dev)

soak: deps ## kill ingests 100 times on every catalog and place (KILLS=100 SEED=1): half an hour
	@$(call build,dev)
	@tools/soak $(KILLS) $(SEED)

demo: build ## ingest the real ledgers of tests/data into a new lake and ask it a question
	@rm -rf $(DEMO) && mkdir -p $(DEMO)
	build/release/stellarlake ingest tests/data/ledgers/pubnet --lake $(DEMO)/lake --allow-gaps
	build/release/stellarlake sql --lake $(DEMO)/lake \
	  "select sequence, closed_at, transaction_count, operation_count from ledgers_row_v2 order by 1"

bench: build ## measure decoding, extraction and writing on this machine
	@cmake --build build/release -j $(JOBS) --target benches
	@for bench in build/release/bench/*_bench; do echo "== $$bench"; "$$bench"; done

asan: deps ## run every test under AddressSanitizer and UndefinedBehaviorSanitizer
	@$(call build,asan)
	@export LSAN_OPTIONS="suppressions=$(CURDIR)/tests/lsan.supp print_suppressions=0"; \
	  $(call check,asan)

# Its own list of locks overflows where DuckDB's allocator takes all of its own before a fork.
tsan: deps ## run every test under ThreadSanitizer
	@$(call build,tsan)
	@export TSAN_OPTIONS="ignore_noninstrumented_modules=1 detect_deadlocks=0"; \
	  TSAN_OPTIONS="$$TSAN_OPTIONS suppressions=$(CURDIR)/tests/tsan.supp"; \
	  $(call check,tsan)

FUZZ_SECONDS ?= 60
fuzz: deps ## build the fuzz targets with clang and run each for FUZZ_SECONDS (60)
	@cmake --preset fuzz -DSTELLARLAKE_DEPS="$$STELLARLAKE_DEPS" >/dev/null
	@cmake --build build/fuzz -j $(JOBS) --target fuzzers
	@for target in build/fuzz/tests/*_fuzz; do \
	  name=$$(basename "$$target" _fuzz); found=build/fuzz/corpus/$$name; \
	  echo "== $$name"; mkdir -p "$$found"; \
	  "$$target" -max_total_time=$(FUZZ_SECONDS) -artifact_prefix=build/fuzz/ -print_final_stats=1 \
	    "$$found" "tests/fuzz/corpus/$$name"; done

format: ## format our C++ with the pinned clang-format
	@git ls-files '*.cc' '*.h' | xargs clang-format-14 -i

clean: ## remove what was built; .deps stays
	@rm -rf build
