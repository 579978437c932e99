# akvlint's make targets; `make help` lists them.

SHELL := /bin/sh
SWIFT ?= swift
PREFIX ?= /usr/local
BUILD := .build
SOURCES := Sources Tests Package.swift

# These flags are not in the manifest, because packages that depend on this one would inherit them.
STRICT := -Xswiftc -warnings-as-errors --explicit-target-dependency-import-check error

# The same flags for every debug build: SwiftPM compiles everything again when they change. Tests are found
# by the index, which need not have the toolchain's modules. ONCE=1 takes a fifth less processor time,
# without debug information and with whole modules, which the next build has to compile again: for CI.
DEBUG_FLAGS := $(STRICT) -Xswiftc -index-ignore-system-modules $(if $(ONCE),-debug-info-format none \
  $(addprefix -Xswiftc ,-whole-module-optimization -num-threads 2))

# Live mode and the sandbox have dependencies of their own, so they are built in a folder of their own.
TRAITS := --build-path $(BUILD)-live --traits Live,Sandbox

# SwiftPM passes the traits to the compiler in the order of a hash table. With random seeds that is
# the other order in every second build, which compiles everything again.
BUILD_LIVE := SWIFT_DETERMINISTIC_HASHING=1 $(SWIFT) build $(TRAITS) $(DEBUG_FLAGS)

# The tests of what the traits add.
LIVE_TESTS := AKVLINT_TESTS="$(shell grep -rlE '^\#if (Live|Sandbox)' Tests | cut -d/ -f2 | sort -u)"

.PHONY: help build build-live demo demo-live demo-fleet sandbox test test-lean test-live test-optimized \
  test-asan test-tsan pictures lint format generate docs bench base-release bench-peers fuzz corpus fresh \
  check clean toolchain libyaml

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) $(PEERS) | sed -E 's/:.*## /: /' | sort

build: libyaml ## Build akvlint and the project's own tools (debug)
	$(SWIFT) build $(DEBUG_FLAGS)

build-live: libyaml
	$(BUILD_LIVE)

demo: libyaml ## Lint the projects in samples/
	$(SWIFT) build --product akvlint $(DEBUG_FLAGS)
	@for sample in samples/*/; do \
	  printf '\n\033[1m$$ akvlint --root %s %s\033[0m\n' "$${sample%/}" "$${sample%/}"; \
	  $(BUILD)/debug/akvlint --root "$$sample" --color always "$$sample"; \
	  status=$$?; [ $$status -le 3 ] || exit $$status; \
	done
	@printf '\n\033[1m$$ akvlint predict --root samples/predict samples/predict/.gitlab-ci.yml\033[0m\n'
	@$(BUILD)/debug/akvlint predict --root samples/predict --color always \
	  samples/predict/.gitlab-ci.yml

demo-live: build-live ## Query a GitLab, an Entra ID and a vault that all run on this machine
	@printf '\n\033[1m$$ AzureSandbox samples/live/sandbox.yml -- akvlint --live samples/live\033[0m\n'
	@$(BUILD)-live/debug/AzureSandbox samples/live/sandbox.yml -- \
	  $(BUILD)-live/debug/akvlint --live --root samples/live --color always samples/live || [ $$? = 1 ]

demo-fleet: build-live ## Fetch and audit a group of 500 projects that run on this machine
	@rm -rf $(BUILD)/fleet && mkdir -p $(BUILD)
	@printf '\n\033[1m$$ akvlint fetch --group acme --live=entra,vault -o $(BUILD)/fleet\033[0m\n'
	@$(BUILD)-live/debug/AzureSandbox samples/live/fleet.yml -- \
	  $(BUILD)-live/debug/akvlint fetch --group acme --live=entra,vault -o $(BUILD)/fleet || [ $$? = 4 ]
	@printf '\n\033[1m$$ akvlint fleet $(BUILD)/fleet\033[0m\n'
	@$(BUILD)-live/debug/akvlint fleet $(BUILD)/fleet --color always || [ $$? = 3 ]
	@$(BUILD)-live/debug/akvlint fleet $(BUILD)/fleet --format html -o $(BUILD)/fleet.html || [ $$? = 3 ]
	@printf '\nThe page is $(BUILD)/fleet.html\n'

sandbox: build-live ## Run GitLab and Azure on this machine: make sandbox SCENARIO=... [RUN="COMMAND"]
	$(BUILD)-live/debug/AzureSandbox $(SCENARIO) $(if $(RUN),-- $(RUN))

# Everything is built once, with live mode: `make test-without-live` tries the release without it.
test: libyaml ## Build everything and run the tests
	$(BUILD_LIVE) --build-tests
	$(SWIFT) test $(TRAITS) --skip-build --quiet

test-lean: libyaml ## Run the tests that need no live mode: the quickest build after a change
	$(SWIFT) build --build-tests $(DEBUG_FLAGS)
	$(SWIFT) test --skip-build --quiet

test-live: libyaml ## Run the tests of live mode and the sandbox
	$(LIVE_TESTS) $(BUILD_LIVE) --build-tests
	$(LIVE_TESTS) $(SWIFT) test $(TRAITS) --skip-build --quiet

# The optimizer has faults of its own, above all where code waits: `IncludeFetcher.result(of:)` names one.
# Only akvlint's own modules are compiled again.
OPTIMIZED := AKVLINT_OPTIMIZED=1 $(LIVE_TESTS)

test-optimized: libyaml ## Run the tests of live mode on optimized code
	$(OPTIMIZED) $(BUILD_LIVE) --build-tests
	$(OPTIMIZED) $(SWIFT) test $(TRAITS) --skip-build --quiet

# The leak checker does not see that globals hold indirect enums.
test-asan: libyaml ## Run the tests with the address sanitizer
	$(SWIFT) build --build-path $(BUILD)-asan --sanitize address --build-tests $(DEBUG_FLAGS)
	ASAN_OPTIONS=detect_leaks=0 $(SWIFT) test --build-path $(BUILD)-asan --sanitize address \
	  --skip-build --quiet

test-tsan: libyaml ## Run the tests with the thread sanitizer
	$(SWIFT) build --build-path $(BUILD)-tsan --sanitize thread --build-tests $(DEBUG_FLAGS)
	TSAN_OPTIONS=halt_on_error=1 $(SWIFT) test --build-path $(BUILD)-tsan --sanitize thread \
	  --skip-build --quiet

# Tests with real programs: each target of their Makefile is one of this Makefile, too.
PEERS := Tests/Peers/Makefile
PEER_TARGETS := $(shell sed -nE 's/^([a-z-]+):.*\#\# .*/\1/p' $(PEERS))
.PHONY: $(PEER_TARGETS)
$(PEER_TARGETS):
	@$(MAKE) --no-print-directory -f $(PEERS) $@

pictures: build ## Draw the picture of the README
	$(BUILD)/debug/akvlint graph --format svg -o docs/trust-graph.svg \
	  --root samples/predict samples/predict/.gitlab-ci.yml

include packaging/release.mk

lint: toolchain ## Check the formatting, the words, and which files contain unsafe code
	$(SWIFT) format lint --strict --parallel --recursive $(SOURCES)
	@! grep -rnE --include='*.swift' '$(UNSAFE)' Sources Tests | grep -vE '^($(UNSAFE_FILES)):'
	@! grep -rnE -f tools/phrases $(PROSE) | grep -vE '^($(QUOTED))'

# tools/phrases lists what comments, messages and documentation do not say. Recorded files quote other
# programs, and generated pages take their texts from rules and code.
PROSE := Sources Tests docs rules templates packaging bench fuzz Makefile Package.swift $(wildcard *.md)
QUOTED := Tests/[^:]*/(Expected|Fixtures|Inputs)/|Tests/[^:]*\.log:|Sources/BuiltInRules/Generated/|docs/rules/

# The compiler checks that unsafe code is marked; this checks where the marks are.
UNSAFE := (^ *|= |[(]|return |try |await )unsafe [a-z]+[.(]|@unsafe|@safe|\(unsafe\)|@unchecked|Unsafe[A-Z]
UNSAFE_FILES := Sources/Files/HostSystem(\+[A-Za-z]+)?\.swift|Sources/Files/Program(Call|Dialogue)\.swift|Sources/TrustReport/Resource\.swift|Sources/YAMLSyntax/LibYAMLParser\.swift|Sources/akvlint-fuzz/Fuzz\.swift

format: toolchain ## Format the sources
	$(SWIFT) format --in-place --parallel --recursive $(SOURCES)

generate: libyaml ## Write the Swift that is generated from rules/
	$(SWIFT) run --quiet $(DEBUG_FLAGS) akvlint-generate

docs: generate ## Write the generated pages of docs/: rules, model, configuration, usage
	$(SWIFT) run --quiet $(DEBUG_FLAGS) akvlint rules docs

fresh: build-live ## Check that generated files are up to date
	$(BUILD)-live/debug/akvlint-generate --check
	$(BUILD)-live/debug/akvlint rules docs --check

# The release of the commit that BASE names, in a clone that shares this repository's objects.
BASE_CLONE := $(BUILD)-base

bench: release $(if $(BASE),base-release) ## Measure whole processes against a C program that only parses (BASE=REV: and that commit)
	$(MAKE) -C bench AKVLINT=$(abspath $(BUILD)/release/akvlint) \
	  $(if $(BASE),BASE_AKVLINT=$(abspath $(BASE_CLONE)/$(BUILD)/release/akvlint))

base-release:
	[ -e $(BASE_CLONE) ] || git clone --quiet --shared --no-checkout . $(BASE_CLONE)
	git -C $(BASE_CLONE) checkout --quiet --detach "$$(git rev-parse --verify '$(BASE)^{commit}')"
	$(MAKE) -C $(BASE_CLONE) release

bench-peers: release ## Measure akvlint beside other linters
	$(MAKE) -C bench AKVLINT=$(abspath $(BUILD)/release/akvlint) peers

fuzz: libyaml ## Search for bytes that crash, hang or fill memory: make fuzz [SECONDS=600] [TARGET=yaml]
	AKVLINT_FUZZ=1 $(SWIFT) build --build-path $(BUILD)-fuzz -c release --product akvlint-fuzz \
	  -Xswiftc -sanitize=fuzzer,address -Xswiftc -Xclang-linker -Xswiftc -fuse-ld=lld
	$(MAKE) -C fuzz $(if $(SECONDS),SECONDS=$(SECONDS)) $(if $(TARGET),TARGET="$(TARGET)")

corpus: libyaml ## Compare with GitLab's verdicts on a folder of pipelines: make corpus DIR=...
	$(SWIFT) run --quiet $(DEBUG_FLAGS) akvlint-corpus $(DIR)

check: $(if $(QUICK),,test-optimized) test lint fresh test-peers ## Check everything (QUICK=1: as quickly as CI does)

clean: ## Remove everything that was built
	rm -rf $(BUILD) $(BUILD)-* dist *.bc Package.resolved
	find . -name __pycache__ -prune -exec rm -rf {} +

toolchain:
	@fail() { echo "akvlint needs Swift 6.2 or newer: $$1" >&2; \
	  echo "Get it from https://www.swift.org/install/" >&2; exit 1; }; \
	command -v $(SWIFT) > /dev/null || fail "'$(SWIFT)' was not found"; \
	set -- $$($(SWIFT) --version 2> /dev/null \
	  | sed -nE 's/.*Swift version ([0-9]+)\.([0-9]+).*/\1 \2/p' | head -n 1); \
	[ $$(($${1:-0} * 100 + $${2:-0})) -ge 602 ] || fail "'$(SWIFT)' is $${1:-another program}$${2:+.$$2}"

# libyaml is the parser that GitLab itself uses.
libyaml: toolchain
	@pkg-config --exists yaml-0.1 2> /dev/null \
	  || tools/install-packages /usr/include/yaml.h:libyaml-dev pkg-config
