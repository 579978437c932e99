# akvlint's make targets; `make help` lists them.

SHELL := /bin/sh
SWIFT ?= swift
PREFIX ?= /usr/local
BUILD := .build

# What the manifest may not say, because packages that depend on this one would inherit it.
STRICT := -Xswiftc -warnings-as-errors --explicit-target-dependency-import-check error

# The lean binary links everything in, so that it runs on any Linux of its architecture and starts
# in milliseconds. Optimising across modules while linking saves a tenth; asking for types by their
# accessors instead of by name saves a quarter of a small file's run, which is the runtime's search
# through all conformances. macOS has no static system libraries: there it is an ordinary binary.
# QUICK=1 leaves out what takes minutes and changes nothing but speed: CI does not measure that.
ACCESSORS := -Xswiftc -Xfrontend -Xswiftc -disable-concrete-type-metadata-mangled-name-accessors
ifeq ($(shell uname -s),Linux)
RELEASE := $(if $(QUICK),,--experimental-lto-mode full) -Xswiftc -use-ld=lld -Xswiftc -static-executable \
  -Xlinker --gc-sections -Xlinker -s $(ACCESSORS)
# Names are looked up by the system's C library, so that stays outside; all others do not: in a
# folder of its own each library is only there to be linked in. At a fixed address nothing is
# relocated when it starts, which is a sixth of the time.
STATIC := $(abspath $(BUILD)-live/static)
RELEASE_LIVE := -Xswiftc -use-ld=lld -Xswiftc -static-stdlib -Xlinker --gc-sections -Xlinker -s \
  -Xlinker --no-pie -Xlinker -L$(STATIC) $(ACCESSORS)
endif

# Live mode and the sandbox have dependencies that the lean build has not, so their own folder.
LIVE := --build-path $(BUILD)-live --traits Live,Sandbox
PEERS := $(BUILD)/peers
BROWSER := $(BUILD)/browser

SOURCES := Sources Tests Package.swift

.PHONY: help demo demo-live sandbox test test-lean test-live test-asan test-tsan test-sandbox test-yaml mutants test-offline test-hostile test-reports test-configuration test-precommit test-report test-editors test-dist bench-lsp pictures peers release release-live link-live static-libraries manual install dist lint format generate docs bench bench-peers fuzz corpus fresh check clean toolchain libyaml

help: ## lists the targets
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /: /' | sort

demo: libyaml ## builds akvlint and lints the projects in samples/
	$(SWIFT) build --product akvlint
	@for sample in samples/*/; do \
	  printf '\n\033[1m$$ akvlint --root %s %s\033[0m\n' "$${sample%/}" "$${sample%/}"; \
	  $(BUILD)/debug/akvlint --root "$$sample" --color always "$$sample"; \
	  status=$$?; [ $$status -le 3 ] || exit $$status; \
	done
	@printf '\n\033[1m$$ akvlint predict --root samples/predict samples/predict/.gitlab-ci.yml\033[0m\n'
	@$(BUILD)/debug/akvlint predict --root samples/predict --color always \
	  samples/predict/.gitlab-ci.yml

demo-live: libyaml ## asks a GitLab, an Entra ID and a vault that are all on this machine
	$(SWIFT) build $(LIVE) --product akvlint
	$(SWIFT) build $(LIVE) --product AzureSandbox
	@printf '\n\033[1m$$ AzureSandbox samples/live/sandbox.yml -- akvlint --live samples/live\033[0m\n'
	@$(BUILD)-live/debug/AzureSandbox samples/live/sandbox.yml -- \
	  $(BUILD)-live/debug/akvlint --live --root samples/live --color always samples/live || [ $$? = 1 ]

sandbox: libyaml ## plays GitLab and Azure on this machine: make sandbox SCENARIO=... [RUN="COMMAND"]
	$(SWIFT) build $(LIVE) --product AzureSandbox
	$(BUILD)-live/debug/AzureSandbox $(SCENARIO) $(if $(RUN),-- $(RUN))

test: test-lean test-live ## builds everything and runs the tests, without live mode and with it

test-lean: libyaml
	$(SWIFT) build --build-tests $(STRICT)
	$(SWIFT) test --skip-build --quiet

test-live: libyaml
	$(SWIFT) build $(LIVE) --build-tests $(STRICT)
	$(SWIFT) test $(LIVE) --skip-build --quiet

# Of indirect enums the leak checker does not see that globals hold them.
test-asan: libyaml ## runs the tests with the address sanitizer
	$(SWIFT) build --build-path $(BUILD)-asan --sanitize address --build-tests $(STRICT)
	ASAN_OPTIONS=detect_leaks=0 $(SWIFT) test --build-path $(BUILD)-asan --sanitize address \
	  --skip-build --quiet

test-tsan: libyaml ## runs the tests with the thread sanitizer
	$(SWIFT) build --build-path $(BUILD)-tsan --sanitize thread --build-tests $(STRICT)
	TSAN_OPTIONS=halt_on_error=1 $(SWIFT) test --build-path $(BUILD)-tsan --sanitize thread \
	  --skip-build --quiet

test-sandbox: libyaml peers ## lets Microsoft's and GitLab's own clients talk to the sandbox
	$(SWIFT) build $(LIVE) --product AzureSandbox $(STRICT)
	$(BUILD)-live/debug/AzureSandbox Tests/Peers/sandbox/scenario.yml -- \
	  $(PEERS)/bin/python -m pytest -q -p no:cacheprovider Tests/Peers/sandbox

test-precommit: libyaml peers ## runs the real pre-commit on good and bad commits
	$(SWIFT) build --product akvlint $(STRICT)
	PATH=$(abspath $(PEERS))/bin:$$PATH AKVLINT=$(abspath $(BUILD)/debug/akvlint) \
	  python -m pytest -q -p no:cacheprovider Tests/Peers/precommit

test-configuration: libyaml peers ## lets a validator compare configurations with the schema
	$(SWIFT) build --product akvlint $(STRICT)
	AKVLINT=$(abspath $(BUILD)/debug/akvlint) \
	  $(PEERS)/bin/python -m pytest -q -p no:cacheprovider Tests/Peers/configuration

# The release, because 2 seconds and 512 MiB are what it may take; QUICK=1 leaves out the far too many.
test-hostile: release peers ## tries hostile repositories and failing machines on the built binary
	AKVLINT=$(abspath $(BUILD)/release/akvlint) \
	  $(PEERS)/bin/python -m pytest -q -p no:cacheprovider Tests/Peers/hostile \
	  $(if $(QUICK),--ignore Tests/Peers/hostile/test_quantity.py)

test-reports: libyaml peers $(PEERS)/junit-10.xsd ## lets schemas and other programs read the reports
	$(SWIFT) build --product akvlint $(STRICT)
	AKVLINT=$(abspath $(BUILD)/debug/akvlint) JUNIT_XSD=$(abspath $(PEERS)/junit-10.xsd) \
	  $(PEERS)/bin/python -m pytest -q -p no:cacheprovider Tests/Peers/reports

test-yaml: libyaml peers $(PEERS)/yaml-test-suite ## compares events with libyaml's in PyYAML, on the YAML test suite's documents and PyYAML's: make test-yaml [DIR=...]
	$(SWIFT) build --product akvlint $(STRICT)
	$(SWIFT) build --product akvlint-corpus $(STRICT)
	@[ -d $(PEERS)/pyyaml ] || { \
	  $(PEERS)/bin/pip download -q --disable-pip-version-check --no-deps --no-binary pyyaml \
	    -d $(PEERS)/sources "$$(grep '^PyYAML==' Tests/Peers/requirements.txt)" \
	  && mkdir -p $(PEERS)/pyyaml.part \
	  && tar -xzf $(PEERS)/sources/pyyaml-*.tar.gz -C $(PEERS)/pyyaml.part \
	  && mv $(PEERS)/pyyaml.part $(PEERS)/pyyaml; }
	AKVLINT=$(abspath $(BUILD)/debug/akvlint) AKVLINT_CORPUS=$(abspath $(BUILD)/debug/akvlint-corpus) \
	  $(if $(DIR),DOCUMENTS=$(DIR),$(YAML_DOCUMENTS)) \
	  $(PEERS)/bin/python -m pytest -q -p no:cacheprovider Tests/Peers/yaml

YAML_DOCUMENTS = SUITE=$(abspath $(PEERS)/yaml-test-suite) \
  DOCUMENTS=$(abspath $(PEERS)/yaml-test-suite):$(abspath $(PEERS)/pyyaml):$(abspath samples)

$(PEERS)/yaml-test-suite: $(PEERS)/installed
	$(PEERS)/bin/python Tests/Peers/yaml/suite.py $@.part
	@rm -rf $@ && mv $@.part $@

mutants: libyaml peers ## lints damaged pipelines and their twins: make mutants [COUNT=10000] [SEED=1]
	$(SWIFT) build --product akvlint $(STRICT)
	$(PEERS)/bin/python Tests/Peers/mutants/mutants.py $(BUILD)/debug/akvlint $(BUILD)/mutants \
	  $(if $(COUNT),--count $(COUNT)) $(if $(SEED),--seed $(SEED))

test-offline: libyaml ## proves with strace that nothing opens a socket unless it is told to ask
	@command -v strace > /dev/null || { \
	  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  $$sudo apt-get update -q && $$sudo apt-get install -qy strace; }
	$(SWIFT) build --product akvlint $(STRICT)
	$(SWIFT) build $(LIVE) --product akvlint $(STRICT)
	Tests/Peers/offline.sh $(BUILD)/debug/akvlint $(BUILD)-live/debug/akvlint

test-report: libyaml $(BROWSER)/installed ## tries the trust report in Chromium, and graphs in Graphviz
	$(SWIFT) build --product akvlint $(STRICT)
	AKVLINT=$(abspath $(BUILD)/debug/akvlint) \
	  $(BROWSER)/bin/python -m pytest -q -rP -p no:cacheprovider Tests/Peers/report

test-editors: libyaml peers ## tries a client from PyPI, and real editors set up as the guide says
	@command -v nvim > /dev/null && command -v vim > /dev/null && command -v emacs > /dev/null \
	  && ls -d /usr/share/emacs/site-lisp/elpa-src/eglot-* > /dev/null 2>&1 || { \
	  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  $$sudo apt-get update -q && $$sudo apt-get install -qy --no-install-recommends \
	    neovim vim emacs-nox elpa-eglot elpa-yaml-mode; }
	$(SWIFT) build --product akvlint $(STRICT)
	AKVLINT=$(abspath $(BUILD)/debug/akvlint) \
	  $(PEERS)/bin/python -m pytest -q -p no:cacheprovider Tests/Peers/editors

bench-lsp: release peers ## measures at a client how long a change takes to show; the median must be below 50 ms
	AKVLINT=$(abspath $(BUILD)/release/akvlint) LATENCY_LIMIT=50 LATENCY_CHANGES=100 \
	  $(PEERS)/bin/python -m pytest -q -rP -p no:cacheprovider Tests/Peers/editors/test_latency.py

pictures: libyaml ## draws the picture of the README
	$(SWIFT) build --product akvlint
	$(BUILD)/debug/akvlint graph --format svg -o docs/trust-graph.svg \
	  --root samples/predict samples/predict/.gitlab-ci.yml

$(BROWSER)/installed: Tests/Peers/report/requirements.txt
	@command -v chromium > /dev/null && command -v chromedriver > /dev/null \
	  && command -v dot > /dev/null && python3 -c 'import venv, ensurepip' 2> /dev/null || { \
	  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  $$sudo apt-get update -q && $$sudo apt-get install -qy --no-install-recommends \
	    chromium chromium-driver graphviz python3-venv; }
	python3 -m venv $(BROWSER)
	$(BROWSER)/bin/pip install -q --disable-pip-version-check -r $<
	@touch $@

peers: $(PEERS)/installed # programs from PyPI that tests talk to

$(PEERS)/installed: Tests/Peers/requirements.txt
	@python3 -c 'import venv, ensurepip' 2> /dev/null || { \
	  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  $$sudo apt-get update -q && $$sudo apt-get install -qy python3-venv; }
	python3 -m venv $(PEERS)
	$(PEERS)/bin/pip install -q --disable-pip-version-check -r $<
	@touch $@

# The schema of Jenkins's xUnit plugin, which pytest tests its own reports with.
$(PEERS)/junit-10.xsd: $(PEERS)/installed
	$(PEERS)/bin/pip download -q --disable-pip-version-check --no-deps --no-binary pytest \
	  -d $(PEERS)/sources "$$(grep '^pytest==' Tests/Peers/requirements.txt)"
	tar -xzOf $(PEERS)/sources/pytest-*.tar.gz --wildcards '*/testing/example_scripts/junit-10.xsd' > $@.part
	@mv $@.part $@

# What `akvlint --version` names. Sources without git (a tarball of a release) may be told it.
STAMP = AKVLINT_COMMIT=$${AKVLINT_COMMIT:-$$(git rev-parse HEAD 2> /dev/null)} \
  AKVLINT_MODIFIED=$${AKVLINT_MODIFIED:-$$(git diff --quiet HEAD 2> /dev/null || echo 1)}

release: libyaml ## builds the stripped, static binary .build/release/akvlint; QUICK=1 takes a tenth off its speed
	$(STAMP) $(SWIFT) build -c release --product akvlint $(STRICT) $(RELEASE)
	@rm -f *.bc # left by the linker

static-libraries: libyaml
	@[ -z "$(STATIC)" ] || { mkdir -p $(STATIC) && cd $(STATIC) \
	  && for name in yaml z stdc++; do \
	    ln -sf "$$(cc -print-file-name=lib$$name.a)" lib$$name.a || exit 1; \
	  done \
	  && ln -sf "$$(cc -print-file-name=libgcc_eh.a)" libgcc_s.a \
	  && sed 's|^libdir=.*|libdir=$(STATIC)|' \
	    "$$(pkg-config --variable=pcfiledir yaml-0.1)/yaml-0.1.pc" > yaml-0.1.pc; }

release-live: static-libraries ## builds .build-live/release/akvlint, which can ask GitLab and Azure
	$(STAMP) PKG_CONFIG_PATH=$(STATIC):$$PKG_CONFIG_PATH $(SWIFT) build --build-path $(BUILD)-live --traits Live -c release --product akvlint $(STRICT) \
	  $(RELEASE_LIVE)

# Optimising that takes ten minutes. CI, which only looks whether packages work, packs what it has
# built for the tests: this links it once more, as a release is linked.
LINKED := $(BUILD)-live/linked/akvlint

link-live: static-libraries
	$(SWIFT) build $(LIVE) --product akvlint $(STRICT)
	@mkdir -p $(dir $(LINKED))
	$(SWIFT)c -static-stdlib -use-ld=lld -Xlinker --gc-sections -Xlinker -s -Xlinker --no-pie \
	  -Xlinker --defsym=main=akvlint_main -L$(STATIC) -lyaml -lz \
	  @$(BUILD)-live/debug/akvlint.product/Objects.LinkFileList \
	  -l_FoundationCollections -l_FoundationCShims -o $(LINKED)

# The argument parser's own tool writes the manual from what the binary says of itself.
manual: release
	$(SWIFT) build --product generate-manual
	@mkdir -p $(BUILD)/manual
	$(BUILD)/debug/generate-manual $(BUILD)/release/akvlint -o $(BUILD)/manual \
	  --date "$$(git log -1 --format=%cs 2> /dev/null || date -u +%F)"

install: manual ## installs binary, manual and completions below PREFIX (default /usr/local)
	$(MAKE) -s -C packaging install PREFIX=$(PREFIX) DESTDIR=$(DESTDIR)

dist: manual $(if $(QUICK),link-live,release-live) ## packs tarball, Debian package, wheel, formula, SBOM and checksums into dist/
	rm -rf dist
	@$(DIST_LIVE) $(MAKE) -s -C packaging dist
	@ls -l dist

DIST_LIVE = $(if $(QUICK),LIVE=$(abspath $(LINKED)))

test-dist: dist $(PEERS)/installed $(PEERS)/dist-installed ## uses each package as its users do; QUICK=1 packs a live mode that is not optimised
	@for program in bash dpkg fish git man ruby zsh; do \
	  command -v $$program > /dev/null || missing="$$missing $$program"; \
	done; \
	[ -z "$$missing" ] || { \
	  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  $$sudo apt-get update -q \
	    && $$sudo apt-get install -qy --no-install-recommends bash-completion man-db $$missing; }
	PATH=$(abspath $(PEERS))/bin:$$PATH DIST=$(abspath dist) $(DIST_LIVE) \
	  python -m pytest -q -p no:cacheprovider Tests/Peers/dist

$(PEERS)/dist-installed: $(PEERS)/installed Tests/Peers/dist/requirements.txt
	$(PEERS)/bin/pip install -q --disable-pip-version-check -r Tests/Peers/dist/requirements.txt
	@touch $@

lint: toolchain ## checks the formatting, and that unsafe code stands where it must
	$(SWIFT) format lint --strict --parallel --recursive $(SOURCES)
	@! grep -rnE --include='*.swift' '$(UNSAFE)' Sources Tests | grep -vE '^($(UNSAFE_FILES)):'

# The compiler sees to it that unsafe code says so; this sees where it is said.
UNSAFE := (^ *|= |[(]|return |try |await )unsafe [a-z]+[.(]|@unsafe|@safe|\(unsafe\)|@unchecked|Unsafe[A-Z]
UNSAFE_FILES := Sources/GitLabCI/Repository/HostSystem\.swift|Sources/YAMLSyntax/LibYAMLParser\.swift|Sources/akvlint-fuzz/Fuzz\.swift

format: toolchain ## formats the sources
	$(SWIFT) format --in-place --parallel --recursive $(SOURCES)

generate: libyaml ## writes the Swift that is generated from rules/
	$(SWIFT) run --quiet akvlint-generate

docs: generate ## writes the pages of docs/rules/ and docs/model.md
	$(SWIFT) run --quiet akvlint rules docs

bench: release ## measures whole processes against a C program that only parses
	$(MAKE) -C bench AKVLINT=$(abspath $(BUILD)/release/akvlint)

bench-peers: release ## measures akvlint beside what people use instead
	$(MAKE) -C bench AKVLINT=$(abspath $(BUILD)/release/akvlint) peers

fuzz: libyaml ## looks for bytes that crash, hang or fill memory: make fuzz [SECONDS=600] [TARGET=yaml]
	AKVLINT_FUZZ=1 $(SWIFT) build --build-path $(BUILD)-fuzz -c release --product akvlint-fuzz \
	  -Xswiftc -sanitize=fuzzer,address -Xswiftc -Xclang-linker -Xswiftc -fuse-ld=lld
	$(MAKE) -C fuzz $(if $(SECONDS),SECONDS=$(SECONDS)) $(if $(TARGET),TARGET="$(TARGET)")

corpus: libyaml ## compares with GitLab's verdicts on a folder of pipelines: make corpus DIR=...
	$(SWIFT) run --quiet akvlint-corpus $(DIR)

fresh: libyaml ## checks that what is generated is fresh
	$(SWIFT) run --quiet akvlint-generate --check
	$(SWIFT) run --quiet akvlint rules docs --check

check: fresh lint test ## all that CI checks: generated files, formatting, tests

clean: ## removes what was built
	rm -rf $(BUILD)
	$(MAKE) -C bench clean

# A missing or old toolchain is told in one line, not in a page of errors.
toolchain:
	@command -v $(SWIFT) > /dev/null || { \
	  echo "akvlint needs Swift 6.2 or newer, and there is no '$(SWIFT)' here." >&2; \
	  echo "Get it from https://www.swift.org/install/" >&2; exit 1; }
	@version=$$($(SWIFT) --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+)\.([0-9]+).*/\1 \2/p' | head -n 1); \
	set -- $${version:-0 0}; \
	if [ "$$1" -lt 6 ] || { [ "$$1" -eq 6 ] && [ "$$2" -lt 2 ]; }; then \
	  echo "akvlint needs Swift 6.2 or newer; '$(SWIFT)' is $$1.$$2." >&2; \
	  echo "Get it from https://www.swift.org/install/" >&2; exit 1; fi

# libyaml is the parser that GitLab itself uses.
libyaml: toolchain
	@pkg-config --exists yaml-0.1 2>/dev/null || { \
	  echo "Installing libyaml" >&2; \
	  if command -v apt-get > /dev/null; then \
	    sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	    $$sudo apt-get update -q && $$sudo apt-get install -qy libyaml-dev pkg-config; \
	  elif command -v brew > /dev/null; then brew install libyaml pkg-config; \
	  else echo "akvlint needs libyaml and pkg-config: install libyaml-dev or libyaml-devel" >&2; exit 1; fi; }
