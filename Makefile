# Every target works as the first command in a fresh clone. What it needs and cannot find, it
# installs: system libraries by apt-get, Python packages into the project's own .venv. A second call
# finds all of that in place and goes straight to its work.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help reproduce-fig2 reproduce-fig4 reproduce-fig5 reproduce-table1 test test-fast unit-tests build lint format check-docs notebooks fixtures \
  golden search-strengths search-replay search-entropy bench bench-torch torture clean system venv build-tests \
  test-repeat test-all committed-figures check-evidence examples docs dist dist-in-debian install manual

# Options: make reproduce-fig4 ARGS="--seeds 0..2" ENGRAM_STORE=/data/engram
# An empty variable counts as unset.
ARGS ?=
python := $(or $(PYTHON),python3)

# The store as an absolute path, since a notebook runs in its own folder, and in quotes, since a path
# may have any character. Only the commands that are meant to use it receive it, so that no test ever
# meets somebody's results.
store := $(or $(value ENGRAM_STORE),store)
store := $(if $(patsubst /%,,$(firstword $(store))),$(CURDIR)/)$(store)
store := '$(subst ','\'',$(store))'
unexport ENGRAM_STORE

engram := .build/release/engram
sources := Sources Tests Examples Package.swift
requirements := notebooks-export/requirements.txt
# PyTorch takes most of a gigabyte: only `make test-all` and `make bench-torch` install it.
requirements_for_all := Tests/Support/requirements-all.txt
export ENGRAM_PYTHON := $(CURDIR)/.venv/bin/python
# For the results' provenance: the commit that the command was built from.
define note_revision
	if revision=$$(git rev-parse HEAD 2>/dev/null); then
	  state=clean
	  [ -z "$$(git status --porcelain -- Sources Package.swift)" ] || state=dirty
	  for program in $(engram) $(engram)-bench; do echo "$$revision $$state" >$$program.revision; done
	fi
endef
execute_notebook := '$(ENGRAM_PYTHON)' -m nbconvert --log-level WARN --to notebook \
  --execute --inplace
# Exports a notebook and executes it, which draws the figure: $(call draw,name of the notebook,settings).
define draw
	notebooks="$${NOTEBOOKS:-$$ENGRAM_STORE/notebooks}"
	$(engram) export notebook $(1) $(2) --output "$$notebooks"
	echo "reproduce-$(1): executing the notebook"
	$(execute_notebook) "$$notebooks/$(1).ipynb"
	echo
	printf 'figure    %s\n' "$$notebooks"/$(1).{png,svg}
	echo "notebook  $$notebooks/$(1).ipynb"
	echo "database  $$ENGRAM_STORE/results.sqlite"
endef

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-17s %s\n", $$1, $$2 }' Makefile

reproduce-fig4: build venv ## Train, evaluate and draw Figure 4 (options: ARGS, ENGRAM_STORE)
	@echo "reproduce-fig4: running the experiment; an interrupted run resumes where it stopped"
	export ENGRAM_STORE=$(store)
	$(engram) run fig4 $(ARGS)
	$(call draw,fig4)

reproduce-fig2: build venv ## Train, evaluate and draw Figure 2, five seeds (options: ARGS, ENGRAM_STORE)
	@echo "reproduce-fig2: running the panels"
	export ENGRAM_STORE=$(store)
	$(engram) run fig2 $(if $(findstring --seeds,$(ARGS)),,--seeds 0..4) $(if $(findstring --jobs,$(ARGS)),,--jobs 2) $(ARGS)
	$(call draw,fig2,$(choice))

# The settings among the arguments: the report and the notebook take them, too, but for the seed.
reproduce-fig2 reproduce-fig5 reproduce-table1: choice = $(filter-out -% seed=%,$(foreach word,$(ARGS),$(if $(findstring =,$(word)),$(word))))
reproduce-fig5: build venv ## Train, evaluate and draw Figure 5, a tenth by ARGS=profile=short (options: ARGS, ENGRAM_STORE)
	@echo "reproduce-fig5: running the curves; an interrupted run resumes where it stopped"
	export ENGRAM_STORE=$(store)
	$(engram) run fig5 $(ARGS)
	$(call draw,fig5,$(choice))

reproduce-table1: build venv ## Run and report every cell of Table 1 (options: ARGS, ENGRAM_STORE)
	@echo "reproduce-table1: running the cells; an interrupted run resumes where it stopped"
	export ENGRAM_STORE=$(store)
	# A cell that fails is no reason to keep the others back.
	failed=0
	$(engram) run table1 $(or $(ARGS),--jobs 2) || failed=$$?
	[ $$failed -le 1 ] || exit $$failed
	notebooks="$${NOTEBOOKS:-$$ENGRAM_STORE/notebooks}"
	$(engram) export notebook table1 $(choice) --output "$$notebooks"
	echo "reproduce-table1: executing the notebook"
	$(execute_notebook) "$$notebooks/table1.ipynb"
	echo
	$(engram) report table1 $(choice)
	echo "notebook  $$notebooks/table1.ipynb"
	echo "database  $$ENGRAM_STORE/results.sqlite"
	exit $$failed

test unit-tests: cluster_for_tests = 1
test: unit-tests examples docs lint check-docs check-evidence ## Build, run all tests, examples and documented commands, and lint

test-all: packages_for_tests = 1
test-all: export ENGRAM_TEST_ALL = 1
test-all: test dist-in-debian ## make test, and tests on emulated processors, with PyTorch and Snakemake, of faults of a cluster and of the tarball

# The tests of the command are in EngramTests, those of each library in a module of its own.
test-fast: build-tests venv ## Build and run the tests that do not start the command (a minute)
	@echo "test-fast: swift test -c release --skip EngramTests"
	SWIFT_DETERMINISTIC_HASHING=1 swift test $(tests_are_built) --skip '^EngramTests\.' $(ARGS)

# Swift orders the entries of dictionaries by a seed of each process; here it is the same everywhere.
unit-tests: build-tests venv ## Build and run the tests
	@echo "unit-tests: swift test -c release"
	SWIFT_DETERMINISTIC_HASHING=1 swift test $(tests_are_built)

# Options: make test-repeat TIMES=10 LOAD=2 ARGS="--filter Torture"
TIMES ?= 5
LOAD ?= 0
test-repeat: build-tests venv ## Run the tests several times, beside busy programs (options: TIMES, LOAD, ARGS)
	@Tests/Support/repeat_tests.sh '$(TIMES)' '$(LOAD)' $(tests_are_built) $(ARGS)

# The tests and the command in one go: tests are compiled beside the command's last modules, and share
# its objects as they have no testable imports.
tests_are_built := -c release --skip-build --disable-testable-imports --disable-xctest
build-tests: system
	@echo "build-tests: swift build -c release --build-tests"
	swift build -c release --build-tests
	$(note_revision)

build: system ## Build the engram command in release mode
	@echo "build: swift build -c release --product engram"
	swift build -c release --product engram
	$(note_revision)

# Each folder is a package of its own that uses the libraries from outside. It shares the build folder: its
# modules are compiled by the same commands, so the libraries are not compiled again. It takes the same versions
# of other packages, or these would be. SwiftPM keeps one build plan per folder and may take another package's
# for this one's; so the example makes its own, and none is left behind.
examples: system ## Build and run the packages in Examples
	@trap 'rm -f .build/release.yaml' EXIT
	for example in Examples/*/; do
	  name=$$(basename "$$example")
	  echo "examples: $$name"
	  [ ! -e Package.resolved ] || cp Package.resolved "$$example"
	  swift build -c release --disable-build-manifest-caching --package-path "$$example" --scratch-path .build \
	    --product "$$name"
	  ".build/release/$$name"
	done

# Puts the command, its manual, completions, datasets and documents below a folder: $(call put,folder).
define put
	to=$(1)
	mkdir -p "$$to"/{bin,share/{engram,man/man1,bash-completion/completions,zsh/site-functions,fish/vendor_completions.d}}
	install -m 755 -s $(engram) "$$to/bin/engram"
	# For the provenance of what it computes.
	[ ! -e $(engram).revision ] || cp $(engram).revision "$$to/bin/engram.revision"
	share="$$to/share/engram"
	cp -R datasets docs README.md LICENSE Examples/engines.yaml "$$share"
	.build/manual/release/generate-manual --multi-page --output-directory "$$to/share/man/man1" "$$PWD/$(engram)" >/dev/null
	$(engram) --generate-completion-script bash >"$$to/share/bash-completion/completions/engram"
	$(engram) --generate-completion-script zsh >"$$to/share/zsh/site-functions/_engram"
	$(engram) --generate-completion-script fish >"$$to/share/fish/vendor_completions.d/engram.fish"
endef
# The program that makes the manual belongs to a package that is there already.
manual:
	@swift build -c release --package-path .build/checkouts/swift-argument-parser --scratch-path .build/manual \
	  --product generate-manual

# Equal sources on equal machines give an equal file: names sorted, no owners, the time of the commit.
dist: build manual ## Make a tarball with command, manual, datasets and documents in .build/dist
	@name="engram-$$($(engram) --version)-linux-$$(uname -m)"
	rm -rf ".build/dist/$$name"
	$(call put,".build/dist/$$name")
	tar -C .build/dist --sort=name --owner=0 --group=0 --numeric-owner \
	  --mtime="@$$(git log -1 --format=%ct 2>/dev/null || echo 0)" -cf - "$$name" | gzip -n >".build/dist/$$name.tar.gz"
	rm -rf ".build/dist/$$name"
	ls -l ".build/dist/$$name.tar.gz"

dist-in-debian: dist
	@if [ "$$(id -u)" -ne 0 ] || ! command -v debootstrap >/dev/null; then
	  echo "dist-in-debian: skipped, it needs root and debootstrap"
	else
	  Tests/Support/dist_in_debian.sh ".build/dist/engram-$$($(engram) --version)-linux-$$(uname -m).tar.gz"
	fi

# Options: make install PREFIX=~/.local DESTDIR=/tmp/package
PREFIX ?= /usr/local
DESTDIR ?=
install: build manual ## Install command, manual, datasets and documents (options: PREFIX, DESTDIR)
	@$(call put,"$(DESTDIR)$(PREFIX)")
	echo "installed $(DESTDIR)$(PREFIX)/bin/engram"

docs: build ## Build the reference of the libraries into .build/docs
	@echo "docs: reading the modules of .build/release"
	swift package describe --type json | $(python) Tests/Support/build_documentation.py .build/release .build/docs

lint: venv ## Check format, doc comments, SQL, Python and the table of targets
	@echo "lint: formatting"
	swift format lint --strict --recursive --parallel $(sources)
	if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
	  echo "lint: white space"
	  git diff --check "$$(git hash-object -t tree /dev/null)" -- . ':!notebooks-export/*.svg'
	else
	  echo "lint: white space not checked, this is no git checkout"
	fi
	echo "lint: doc comments"
	$(python) Tests/Support/check_documentation.py Sources
	echo "lint: SQL and Python"
	.venv/bin/sqlfluff lint --disable-progress-bar --nocolor --config Tests/Support/sqlfluff.cfg Sources/Results/Schema
	.venv/bin/ruff check --no-cache --quiet --config Tests/Support/ruff.toml Sources/Export/Notebooks Tests
	echo "lint: target dependencies"
	swift package describe --type json | $(python) Tests/Support/check_dependencies.py docs/architecture.md

format: ## Format the Swift sources in place
	@swift format --in-place --recursive --parallel $(sources)

# A block that one of these documents fences with ```sh right below the line <!-- checked --> is run by
# sh -eu in the root of the repository, with the built engram on the path. Each document has an empty
# store of its own, which its blocks share.
checked_documents := README.md docs/cli.md
check-docs: build venv ## Run the checked commands of README.md and docs/cli.md
	@work=$$(mktemp -d)
	trap 'rm -rf "$$work"' EXIT
	export PATH="$(CURDIR)/.build/release:$$PATH"
	for document in $(checked_documents); do
	  blocks="$$work/$$document"
	  mkdir -p "$$blocks"
	  awk -v folder="$$blocks" -v document="$$document" '
	    function fail(text) { print "check-docs: " document ":" NR ": " text; failed = 1; exit 1 }
	    marked && $$0 != "```sh" { fail("a block ```sh must follow <!-- checked -->") }
	    marked { marked = 0; block = sprintf("%s/%03d.sh", folder, ++count); printf "" > block; next }
	    block && $$0 == "```" { close(block); block = ""; next }
	    block { print > block; next }
	    $$0 == "<!-- checked -->" { marked = 1 }
	    END {
	      if (!failed && (marked || block)) fail("a checked block has no end")
	      if (!failed && !count) fail("no block is marked <!-- checked -->")
	    }
	  ' "$$document" >&2
	  export ENGRAM_STORE="$$blocks/store"
	  for block in "$$blocks"/*.sh; do
	    echo "check-docs: $$document: running"
	    sed 's/^/  /' "$$block"
	    sh -eu "$$block" >"$$work/output" 2>&1 </dev/null || {
	      status=$$?
	      cat "$$work/output" >&2
	      echo "check-docs: this block failed with exit code $$status" >&2
	      exit 1
	    }
	  done
	done

# Regularizers of EWC, SI and MAS: what is tried, on 5000 training images held out; never a test image.
strengths := Sources/Settings/Data/strengths.json
searching := .build/strengths.json
tried_ewc := 1e2,1e3,1e4,1e5,1e6,1e7,1e8,1e9,1e10,1e11,1e12,1e13
tried_si := 0.1,1,10,100,1000,1e4,1e5,1e6,1e7,1e8
tried_mas := 1e-4,0.001,0.01,0.1,1,10,100,1000
search-strengths: build ## Search the strengths of EWC, SI and MAS (options: ARGS, ENGRAM_STORE)
	@export ENGRAM_STORE=$(store)
	search() {
	  local benchmark=$$1 method=$$2 scenario=$$3
	  local settings="method=$$method scenario=$$scenario validation=5000 beta=$$4"
	  shift 4
	  [ $$benchmark = split-mnist ] || settings="benchmark=$$benchmark $${*:+$$* }$$settings"
	  printf '%s{"benchmark":"%s","scenario":"%s","method":"%s","command":"%s","sweep":' \
	    "$$separator" $$benchmark $$scenario $$method "engram sweep table1 $$settings$(if $(ARGS), $(ARGS))"
	  # A value that makes training diverge is one of the answers: no reason to stop.
	  $(engram) sweep table1 $$settings --json $(or $(ARGS),--jobs 2) >$(searching).part ||
	    grep -q '"best"' $(searching).part
	  $(python) Tests/Support/trials.py <$(searching).part
	  printf '}'
	  separator=$$',\n'
	}
	separator=
	{
	  printf '['
	  for cl in CL1 CL2 CL3; do
	    search split-mnist ewc $$cl $(tried_ewc)
	    search split-mnist online-ewc $$cl $(tried_ewc)
	    search split-mnist si $$cl $(tried_si)
	    search split-mnist mas $$cl $(tried_mas)
	  done
	  # On permuted MNIST-10 a value of all ten tasks takes a quarter of an hour and more. Three tasks tell its
	  # order of magnitude where the task is given or the head shared. On all classes they do not; those of
	  # EWC and MAS have not been searched on ten. The values tried are those around the best.
	  search permuted-mnist-10 ewc CL1 10,100,1000,1e4 tasks=3
	  search permuted-mnist-10 online-ewc CL1 100,1000 tasks=3
	  search permuted-mnist-10 si CL1 1,10,100 tasks=3
	  search permuted-mnist-10 mas CL1 0.001,0.01,0.1,1 tasks=3
	  search permuted-mnist-10 ewc CL2 100,1000,1e4 tasks=3
	  search permuted-mnist-10 online-ewc CL2 100,1000 tasks=3
	  search permuted-mnist-10 si CL2 1,10 tasks=3
	  search permuted-mnist-10 mas CL2 0.01,0.1,1 tasks=3
	  search permuted-mnist-10 ewc CL3 1,10,100,1000,1e4 tasks=3
	  search permuted-mnist-10 online-ewc CL3 300,1000 importance_decay=0.5,1
	  search permuted-mnist-10 si CL3 0.1,1,10
	  search permuted-mnist-10 mas CL3 0.1,1,10 tasks=3
	  printf ']\n'
	} >$(searching).new
	mv $(searching).new $(strengths)
	rm -f $(searching).part

# The replay model of HNET+R: what is tried, on the same images.
search-replay: build ## Search the replay model of HNET+R (options: ARGS, ENGRAM_STORE)
	@export ENGRAM_STORE=$(store)
	$(engram) sweep table1 method=hnet+r scenario=CL3 validation=5000 new_classes=impossible,zero-logit \
	  'replay_hyper_hidden=10,10|25,25' $(or $(ARGS),--jobs 2)

# The networks of HNET+ENT: what is tried, on the same images.
search-entropy: build ## Search the networks of HNET+ENT (options: ARGS, ENGRAM_STORE)
	@export ENGRAM_STORE=$(store)
	$(engram) sweep table1 method=hnet+ent scenario=CL3 validation=5000 learning_rate=1e-3,1e-4 \
	  'hyper_hidden=10,10|25,25' hyper_activation=relu,elu $(or $(ARGS),--seeds 0..2 --jobs 2)

# Options: make torture SECONDS=600 SEED=12 repeats that run's choices.
SECONDS ?= 300
SEED ?=
torture: build-tests venv ## Kill, fill and damage a store for five minutes (options: SECONDS, SEED)
	@export ENGRAM_TORTURE_SECONDS='$(SECONDS)'
	[ -z '$(SEED)' ] || export ENGRAM_TORTURE_SEED='$(SEED)'
	swift test $(tests_are_built) --filter TortureTests

bench: build ## Measure training steps, scan, cache and store (options: ARGS)
	@echo "bench: swift build -c release --product engram-bench"
	swift build -c release --product engram-bench
	$(note_revision)
	$(engram)-bench $(or $(strip $(benchmark) $(ARGS)),all)

bench-torch: benchmark = resnet32
bench-torch: packages_for_tests = 1
bench-torch: bench venv ## Measure ResNet-32 here and in PyTorch (options: ARGS, taken by both)
	@'$(ENGRAM_PYTHON)' Tests/Support/torch_resnet32.py $(ARGS)

check-evidence: build venv ## Compare documents and notebooks with the committed results
	@echo "check-evidence: taking notebooks-export/evidence into a new store"
	'$(ENGRAM_PYTHON)' Tests/Support/check_evidence.py $(engram) notebooks-export docs/experiments.md README.md

# What the repository shows. Everything else that is drawn lies in the store.
committed-figures: ## Draw the figures and bundle the results of notebooks-export again (options: ENGRAM_STORE)
	@export NOTEBOOKS=notebooks-export ENGRAM_STORE=$(store)
	$(MAKE) --no-print-directory reproduce-fig4 ARGS="--seeds 0..4"
	$(MAKE) --no-print-directory reproduce-fig4
	$(MAKE) --no-print-directory reproduce-fig2
	$(MAKE) --no-print-directory reproduce-fig5 ARGS=profile=short
	$(engram) run split-mnist --seeds 0..9 --jobs 2
	for name in fig2 fig4 fig5 split-mnist; do
	  $(engram) bundle "$$name" --without-checkpoints --output "notebooks-export/evidence/$$name.engram"
	done

notebooks: venv ## Execute the notebooks of notebooks-export again
	@shopt -s nullglob
	export ENGRAM_STORE=$(store)
	for notebook in notebooks-export/*.ipynb; do
	  echo "notebooks: $$notebook"
	  $(execute_notebook) "$$notebook"
	done

fixtures: venv ## Compute the reference numbers of the tests again
	@for script in generate optimizers variants baselines autoencoder methods seed_statistics \
	  key_vectors; do
	  '$(ENGRAM_PYTHON)' Tests/Fixtures/$$script.py
	done

golden: build-tests venv ## Pin the results of tiny runs again, after a stage got another version
	@ENGRAM_GOLDEN=write swift test $(tests_are_built) --filter GoldenTests
	git --no-pager diff --stat -- Tests/Fixtures/golden.json || true

clean: ## Remove build products and .venv; the store stays
	@rm -rf .build .venv

# Installs the system packages that are missing, and only those. Libraries are looked up by
# pkg-config and tools on the path, so what another package manager installed counts as well.
system:
	@missing=()
	need() { local package=$$1; shift; "$$@" >/dev/null 2>&1 || missing+=("$$package"); }
	look() {
	  missing=()
	  need pkg-config command -v pkg-config
	  need libhdf5-dev pkg-config --exists hdf5
	  need libopenblas-dev pkg-config --exists openblas
	  need libsqlite3-dev pkg-config --exists sqlite3
	  need libarchive-dev pkg-config --exists libarchive
	  need libssl-dev pkg-config --exists libcrypto
	  need hdf5-tools command -v h5dump
	  need sqlite3 command -v sqlite3
	  if [ -n "$(packages_for_tests)" ]; then need qemu-user command -v qemu-x86_64; fi
	  # A cluster on this machine can be started by root alone.
	  if [ -n "$(cluster_for_tests)" ] && [ "$$(id -u)" -eq 0 ]; then
	    need slurmctld command -v slurmctld
	    need slurmd command -v slurmd
	    need slurm-client command -v sbatch
	    need munge command -v munged
	    if [ -n "$(packages_for_tests)" ]; then
	      need debootstrap command -v debootstrap
	      need slurmdbd command -v slurmdbd
	      need mariadb-server command -v mariadbd
	      need bindfs command -v bindfs
	    fi
	  fi
	}
	stop() { echo "system: $$1" >&2; shift; printf '%s\n' "$$@" >&2; exit 1; }
	command -v swift >/dev/null || stop "please install Swift 6.3:" https://www.swift.org/install
	look
	if [ $${#missing[@]} -eq 0 ]; then exit 0; fi
	install="apt-get -qq update && apt-get -qq install --no-install-recommends $${missing[*]}"
	command -v apt-get >/dev/null ||
	  stop "please install these (Debian's names) and run make again:" "$${missing[*]}"
	if [ "$$(id -u)" -eq 0 ]; then become=()
	elif sudo -n true 2>/dev/null; then become=(sudo -n)
	elif command -v sudo >/dev/null && [ -t 0 ]; then become=(sudo)
	else stop "system packages are missing; as root, type this and run make again:" "$$install"
	fi
	echo "system: installing $${missing[*]}"
	"$${become[@]}" env DEBIAN_FRONTEND=noninteractive sh -c "$$install" ||
	  stop "apt-get failed; as root, type this and run make again:" "$$install"
	look
	[ $${#missing[@]} -eq 0 ] || stop "installed, but still not found:" "$${missing[@]}"

# The stamps carry the checksums of the requirements: as long as they stay, nothing is done. Debian
# may have a Python whose venv module cannot install pip; then the system's pip installs into .venv.
venv:
	@stamp() { echo ".venv/requirements-$$(cksum <"$$1" | tr ' ' '-')"; }
	install() {
	  [ ! -e "$$(stamp "$$1")" ] || return 0
	  echo "venv: installing $$1 into .venv"
	  pip=('$(ENGRAM_PYTHON)' -m pip)
	  "$${pip[@]}" --version >/dev/null 2>&1 || pip=($(python) -m pip --python '$(ENGRAM_PYTHON)')
	  PIP_DISABLE_PIP_VERSION_CHECK=1 "$${pip[@]}" install --quiet --no-input --requirement "$$1"
	  touch "$$(stamp "$$1")"
	}
	if [ ! -e "$$(stamp $(requirements))" ] || [ ! -x '$(ENGRAM_PYTHON)' ]; then
	  rm -rf .venv
	  if ! $(python) -m venv .venv >/dev/null 2>&1; then
	    rm -rf .venv
	    $(python) -m venv --without-pip .venv
	  fi
	  install $(requirements)
	fi
	[ -z '$(packages_for_tests)' ] || install $(requirements_for_all)
