# Releases: how the binaries are linked, and what is made of them. The Makefile above includes this.

# The lean binary links everything in, so that it runs on any Linux of its architecture and starts
# in milliseconds. Optimising across modules while linking saves a tenth; asking for types by their
# accessors instead of by name saves a quarter of a small file's run, which is the runtime's search
# through all conformances. Equal functions become one, which takes half a mebibyte off the server's
# memory; it is safe because nothing in this binary compares key paths, which differ only by their
# functions. No debug information is made, because it would be stripped. macOS has no static system
# libraries: there it is an ordinary binary.
# QUICK=1 leaves out what takes minutes and only changes the speed, which CI does not measure.
# order.txt lists what a small check uses. Side by side it fills a third fewer pages, and mapping pages
# takes longer than most of the work.
ACCESSORS := -Xswiftc -Xfrontend -Xswiftc -disable-concrete-type-metadata-mangled-name-accessors
ifeq ($(shell uname -s),Linux)
ORDER := -Xlinker --symbol-ordering-file=$(abspath packaging/order.txt) -Xlinker --no-warn-symbol-ordering
RELEASE := -debug-info-format none $(if $(QUICK),,--experimental-lto-mode full $(ORDER)) \
  -Xswiftc -use-ld=lld -Xswiftc -static-executable -Xlinker --gc-sections -Xlinker --icf=all \
  $(if $(SYMBOLS),,-Xlinker -s) $(ACCESSORS)
# The system's C library looks up names, so it stays outside; all other libraries are linked in: in
# a folder of its own each has only its static form. At a fixed address nothing is relocated when
# the program starts, which is a sixth of the time.
STATIC := $(abspath $(BUILD)-live/static)
RELEASE_LIVE := --disable-local-rpath -debug-info-format none -Xswiftc -use-ld=lld -Xswiftc -static-stdlib \
  -Xlinker --gc-sections -Xlinker --no-export-dynamic -Xlinker -s \
  -Xlinker --no-pie -Xlinker -L$(STATIC) $(ACCESSORS)
endif

# The commit that `akvlint --version` prints. Sources without git (the tarball of a release) can set
# these variables.
STAMP = AKVLINT_COMMIT=$${AKVLINT_COMMIT:-$$(git rev-parse HEAD 2> /dev/null)} \
  AKVLINT_MODIFIED=$${AKVLINT_MODIFIED:-$$(git diff --quiet HEAD 2> /dev/null || echo 1)}

.PHONY: release order release-live link-live static-libraries manual install dist

release: libyaml ## Build the stripped, static .build/release/akvlint (QUICK=1: a tenth slower)
	$(STAMP) $(SWIFT) build -c release --product akvlint $(STRICT) $(RELEASE)
	@rm -f *.bc # left by the linker

order: ## Write packaging/order.txt, which a release is linked by (needs valgrind)
	$(MAKE) release SYMBOLS=1
	$(MAKE) -C bench inputs
	packaging/order.py $(BUILD)/release/akvlint $(BUILD)/bench/inputs/p60 > $(BUILD)/order.txt
	mv $(BUILD)/order.txt packaging/order.txt

release-live: static-libraries ## Build .build-live/release/akvlint, which can query GitLab and Azure
	$(STAMP) PKG_CONFIG_PATH=$(STATIC):$$PKG_CONFIG_PATH \
	  $(SWIFT) build --build-path $(BUILD)-live --traits Live -c release --product akvlint $(STRICT) \
	  $(RELEASE_LIVE)

static-libraries: libyaml
	@[ -z "$(STATIC)" ] || { mkdir -p $(STATIC) && cd $(STATIC) \
	  && for name in yaml z stdc++; do \
	    ln -sf "$$(cc -print-file-name=lib$$name.a)" lib$$name.a || exit 1; \
	  done \
	  && ln -sf "$$(cc -print-file-name=libgcc_eh.a)" libgcc_s.a \
	  && sed 's|^libdir=.*|libdir=$(STATIC)|' \
	    "$$(pkg-config --variable=pcfiledir yaml-0.1)/yaml-0.1.pc" > yaml-0.1.pc; }

# Optimising live mode takes ten minutes. CI only checks that the packages work: it links what it
# built for the tests once more, as a release is linked.
LINKED := $(BUILD)-live/linked/akvlint

link-live: static-libraries build-live
	@mkdir -p $(dir $(LINKED))
	$(SWIFT)c -static-stdlib -use-ld=lld -Xlinker --gc-sections -Xlinker --no-export-dynamic \
	  -Xlinker -s -Xlinker --no-pie \
	  -Xlinker --defsym=main=akvlint_main -L$(STATIC) -lyaml -lz \
	  @$(BUILD)-live/debug/akvlint.product/Objects.LinkFileList \
	  -l_FoundationCollections -l_FoundationCShims -o $(LINKED)

# The argument parser's own tool writes the manual from what the binary prints about itself; examples
# get a paragraph of their own.
manual: release
	$(SWIFT) build --product generate-manual $(DEBUG_FLAGS)
	@mkdir -p $(BUILD)/manual
	$(BUILD)/debug/generate-manual $(BUILD)/release/akvlint -o $(BUILD)/manual \
	  --date "$$(git log -1 --format=%cs 2> /dev/null || date -u +%F)"
	@sed 's/^Examples:$$/.Pp\n&/' $(BUILD)/manual/akvlint.1 > $(BUILD)/manual/spaced
	@mv $(BUILD)/manual/spaced $(BUILD)/manual/akvlint.1

install: manual ## Install binary, manual and completions below PREFIX (default: /usr/local)
	$(MAKE) -s -C packaging install PREFIX=$(PREFIX) DESTDIR=$(DESTDIR)

dist: manual $(if $(QUICK),link-live,release-live) ## Pack tarball, Debian package, wheel, formula, SBOM and checksums into dist/
	rm -rf dist
	@$(if $(QUICK),LIVE=$(abspath $(LINKED))) $(MAKE) -s -C packaging dist
	@ls -l dist
