# The chores of the project. "make" alone lists them.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
PORT ?= 8501

.PHONY: help run test test-faults .types .tests check format screenshots bench scale-out lock sbom audit clean

help: ## list the chores
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: $(VENV)/.installed ## install what is missing, fetch the figures if there are none, and start on http://localhost:8501
	@$(BIN)/python scripts/run.py --port $(PORT)

# Where Python keeps no compiled files, every worker and every process that a test starts would compile all anew.
test: export PYTHONDONTWRITEBYTECODE =
test: $(VENV)/.tested ## ruff, import-linter, mypy and all tests, those in the browser too
	@$(BIN)/python scripts/browser.py
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo
	@$(MAKE) --no-print-directory -j2 .types .tests

.types:
	$(BIN)/mypy

.tests:
	$(BIN)/python -m pytest -n 3 --dist worksteal

test-faults: export PYTHONDONTWRITEBYTECODE =
test-faults: $(VENV)/.tested ## what goes wrong: killed processes, a full disk, hostile texts in every page and file (minutes)
	$(BIN)/python -m pytest -m faults -n 2 --dist loadscope

format: $(VENV)/.tested ## put the code in the common form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

screenshots: $(VENV)/.tested ## take the README's pictures again
	@$(BIN)/python scripts/browser.py
	$(BIN)/python scripts/screenshots.py

bench: $(VENV)/.tested ## measure; prints numbers, fails on nothing
	@$(BIN)/python scripts/browser.py
	$(BIN)/python -m bench

scale-out: $(VENV)/.tested .venv-bench/.installed ## try three servers without a common disk on this machine (nginx, PostgreSQL, an S3 server); kills one
	@$(BIN)/python -m bench scale-out

lock: ## compile the pinned requirements from the .in files (needs uv)
	@test -n "$(UV)" || { echo "make lock behöver uv: python3 -m pip install uv"; exit 1; }
	for name in requirements requirements-dev requirements-bench; do \
	  uv pip compile -q --generate-hashes --universal --python-version 3.11 --no-header --no-annotate --no-emit-index-url \
	    --no-emit-find-links -o $$name.txt $$name.in || exit 1; done

sbom: $(VENV)/.installed ## list every package with its version, licence and digests in build/sbom.json (CycloneDX)
	@$(BIN)/python scripts/sbom.py build/sbom.json

audit: $(VENV)/bin/python ## ask pip-audit of known holes in the locked packages (needs its database on the network)
	@$(BIN)/python scripts/audit.py

clean: ## remove everything that was made, except data
	rm -rf $(VENV) .venv-bench .mypy_cache .ruff_cache .pytest_cache .import_linter_cache build

$(VENV)/bin/python:
	@scripts/check_python.sh $(PYTHON)
ifdef UV
	uv venv --quiet --python $(PYTHON) $(VENV)
else
	$(PYTHON) -m venv $(VENV)
endif

ifdef UV
INSTALL := uv pip install --quiet --compile-bytecode --python $(BIN)/python -r
COMPILE := :
else
# Compiled afterwards on all cores: pip would use one.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile -r
COMPILE := $(BIN)/python -m compileall -q -j 0 $(VENV)/lib >/dev/null || true
endif

$(VENV)/.installed: requirements.txt | $(VENV)/bin/python
	@echo "Installerar …"
	@$(INSTALL) $<
	@$(COMPILE)
	@touch $@

# It has all of requirements.txt: in a fresh clone one pass is enough.
$(VENV)/.tested: requirements-dev.txt requirements.txt | $(VENV)/bin/python
	@echo "Installerar …"
	@$(INSTALL) $<
	@$(COMPILE)
	@touch $(VENV)/.installed $@

# Apart from the product's own: an S3 server and others' frameworks want other versions.
.venv-bench/.installed: requirements-bench.txt | $(VENV)/.tested
	@echo "Installerar …"
	@$(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@
