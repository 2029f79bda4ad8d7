# Everything runs in .venv, which the first target makes. PYTHON names the interpreter (3.11 or later) to make it with.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help demo test lint types unit lowest bench fuzz docs golden lock services clean

help: ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | sort | expand -t 12

demo: $(READY) ## build the example workspace and say where to look
	@$(BIN)/akkoord -w contracts build --out build

test: lint types unit lowest ## lint, types and every test

lint: $(READY)
	$(BIN)/ruff check compiler tests benchmarks docs
	$(BIN)/ruff format --check compiler tests benchmarks docs

types: $(READY)
	$(BIN)/mypy

unit: $(READY)
	$(BIN)/pytest -n 2 --dist worksteal

lowest: $(READY) ## the quick tests with the lowest versions that pyproject.toml allows
	@$(PYTHON) -m venv --clear $(VENV)/lowest
	@$(VENV)/lowest/bin/python -m pip install --quiet --disable-pip-version-check -r requirements/lowest.txt
	@$(VENV)/lowest/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	$(VENV)/lowest/bin/python -m pytest -m "not long" -p no:cacheprovider -n 2 --dist worksteal

bench: $(READY) ## measure, side by side with others doing the same work
	$(BIN)/python benchmarks/run.py

FUZZ_SECONDS ?= 600
fuzz: $(READY) ## look for inputs that break it, for FUZZ_SECONDS; the reader by atheris too, where that installs
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/fuzz.txt || true
	$(BIN)/python -m tests.fuzz.run $(FUZZ_SECONDS)

docs: $(READY) ## write docs/ anew from the schemas and the table of codes
	$(BIN)/python -m docs.generate

golden: $(READY) ## accept today's bundles, documents, pages and transcripts as the expected ones
	$(BIN)/pytest --golden tests/test_golden.py tests/test_transcripts.py tests/render/test_pages.py

lock: ## write the lock anew from pyproject.toml
	@$(PYTHON) -m venv $(VENV)/lock
	@$(VENV)/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --all-extras --generate-hashes --no-header pyproject.toml -o requirements/lock.txt
	$(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --extra docx --extra pdf --extra dev --resolution lowest-direct --no-header pyproject.toml -o requirements/lowest.txt

services: ## install from Debian what the tests of documents and of Request Tracker need
	apt-get update -q
	DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
	  python3-venv poppler-utils locales-all chromium libpango-1.0-0 libpangoft2-1.0-0 \
	  request-tracker5 rt5-db-sqlite rt5-standalone msmtp-mta dbconfig-no-thanks

clean: ## remove everything that was made
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(READY): pyproject.toml requirements/lock.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; name it with PYTHON=")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV)" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/lock.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
