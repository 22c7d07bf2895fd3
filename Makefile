# One target, `setup`, stands behind the others: nothing need be typed before `make demo` or `make test`.
# It costs nothing when neither the lock nor pyproject.toml has changed.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
LOCK := requirements/lock.txt
OCR := requirements/ocr.txt
SEMANTIC := requirements/semantic.txt
TRANSCRIPTION := requirements/transcription.txt
DEMO ?= demo
JOBS ?= 2

# Debian packages. libarchive reads cab, rar and lha; without it these are named and not opened, so the demo goes on
# where nobody may install it. All else that the demo needs is in the wheels; the tests look at pages (chromium and its
# CJK fonts), at printed pages (poppler), decode m4a and film sound (ffmpeg), compile small programs to compare (gcc), and sign with a token (softhsm2) and without us (openssl).
# MORE_PACKAGES: what only CI has besides.
RUN_PACKAGES := libarchive13
TEST_PACKAGES := chromium ffmpeg fonts-noto-cjk gcc libc6-dev openssl poppler-utils softhsm2
MORE_PACKAGES ?=

.PHONY: help setup environment demo test ocr semantic transcription lock
help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# Debian's packages and Python's are fetched side by side; the environment is made first, since it may ask for a package.
setup: ## everything that the demo and the tests need; quick when nothing has changed
	@.ci/virtualenv "$(PYTHON)" "$(VENV)"
	@failed=0; \
	.ci/system-packages $(RUN_PACKAGES) $(TEST_PACKAGES) $(MORE_PACKAGES) & packages=$$!; \
	$(MAKE) --no-print-directory environment || failed=$$?; \
	wait "$$packages" || failed=$$?; exit "$$failed"

# The part of `setup` that the demo needs. A virtual environment whose Python has gone is made anew, stamps and all.
environment:
	@.ci/virtualenv "$(PYTHON)" "$(VENV)"
	@$(MAKE) --no-print-directory $(VENV)/.project

$(VENV)/.lock: $(LOCK)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all: -r $(LOCK)
	$(BIN)/python -m pip check
	@touch $@

# Compiled here as pip compiles the others: some systems tell Python not to keep what it compiles, and each start pays.
$(VENV)/.project: $(VENV)/.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --no-index -e .
	@$(BIN)/python -m compileall -q -x /sample/ appraisal comparators reports
	@touch $@

demo: environment ## the sample cases, from works to report
	@SUDO="sudo -n" .ci/system-packages $(RUN_PACKAGES) || echo "Going on without $(RUN_PACKAGES): cab, rar and lha will be named, not opened."
	@for one in "$(DEMO)" "$(DEMO)-programs"; do if [ -f "$$one/case.toml" ]; then rm -rf -- "$$one"; fi; done
	$(BIN)/appraisal demo "$(DEMO)"
	$(BIN)/appraisal demo "$(DEMO)-programs" --programs
	@for one in "$(DEMO)" "$(DEMO)-programs"; do \
	  test -s "$$one/report/report.pdf" && echo "The report: $$one/report/report.pdf (report.html and report.docx beside it)"; \
	done

# Types are read beside the tests, since mypy works on one core alone; what it says stands whole after what they say.
test: setup semantic ## style, types, architecture, tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	@said=$$(mktemp); types=; failed=0; \
	trap '[ -z "$$types" ] || kill "$$types" 2>/dev/null || true; rm -f -- "$$said"' EXIT; \
	$(BIN)/mypy >"$$said" 2>&1 & types=$$!; \
	echo "$(BIN)/python -m pytest -n $(JOBS) --dist worksteal"; \
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal || failed=$$?; \
	wait "$$types" || failed=$$?; types=; \
	echo "$(BIN)/mypy"; cat -- "$$said"; exit "$$failed"

ocr: environment ## text recognition of scans: the extra `ocr`, hashed as the lock is
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all: -r $(OCR)
	$(BIN)/python -m pip check

semantic: environment $(VENV)/.semantic ## leads to translated passages: the extra `semantic`, hashed as the lock is

$(VENV)/.semantic: $(SEMANTIC)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all: -r $(SEMANTIC)
	$(BIN)/python -m pip check
	@touch $@

# No extra of pyproject.toml: what basic-pitch itself asks for (TensorFlow) is not needed and not installed, so that
# `pip check` is content only where it is not asked.
transcription: environment ## notes of recordings: weights and runtime, hashed as the lock is
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all: -r $(TRANSCRIPTION)

lock: environment ## make requirements/lock.txt anew from pyproject.toml (UPGRADE=1: newest versions)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --target build/lock --upgrade uv
	env -u UV_FIND_LINKS build/lock/bin/uv pip compile pyproject.toml --extra dev --extra build --universal --python-version 3.11 \
	  --fork-strategy fewest --only-binary :all: --generate-hashes --no-header --no-annotate --quiet \
	  $(if $(UPGRADE),--upgrade) --output-file $(LOCK)
	sed -i '1i # One lock for every supported Python and platform: universal, hashed, wheels only, no index address.\n# Made by `make lock` from pyproject.toml; not edited by hand.' $(LOCK)
	for extra in ocr semantic; do \
	  $(BIN)/python -c 'import sys, tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"][sys.argv[1]], sep="\n")' $$extra \
	    | env -u UV_FIND_LINKS build/lock/bin/uv pip compile - --constraint $(LOCK) --universal --python-version 3.11 \
	    --fork-strategy fewest --only-binary :all: --generate-hashes --no-header --no-annotate --quiet \
	    $(if $(UPGRADE),--upgrade) --output-file requirements/$$extra.txt; \
	  sed -i "1i # The extra \`$$extra\`, with the versions of lock.txt for what both have. Made by \`make lock\`; not edited by hand." \
	    requirements/$$extra.txt; \
	done
	for one in 'onnxruntime>=1.20' 'basic-pitch==0.4.0'; do \
	  echo "$$one" | env -u UV_FIND_LINKS build/lock/bin/uv pip compile - --constraint $(OCR) --universal --python-version 3.11 \
	    --fork-strategy fewest --only-binary :all: --generate-hashes --no-header --no-annotate --quiet \
	    $$(case "$$one" in basic*) echo --no-deps; esac); \
	done > $(TRANSCRIPTION)
	sed -i '1i # What `make transcription` installs, with the versions of ocr.txt. Made by `make lock`; not edited by hand.' $(TRANSCRIPTION)
