# Everything runs in .venv, which the first target makes. PYTHON names the interpreter (3.11 or later) to make it with.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SUPPLY := $(VENV)/supply/.ready
COMPILE = $(VENV)/supply/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header

.DEFAULT_GOAL := help
.PHONY: help demo test lint types unit lowest bench bench-scale fuzz docs golden lock audit sbom services clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | sort | expand -t 12

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
	@$(VENV)/lowest/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/lowest.txt
	@$(VENV)/lowest/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(VENV)/lowest/bin/python -m pytest -m "not long" -p no:cacheprovider -n 2 --dist worksteal

bench: $(READY) ## measure, side by side with others doing the same work
	$(BIN)/python benchmarks/run.py

bench-scale: $(READY) ## measure how time and memory grow up to 50,000 clients, which takes an hour
	$(BIN)/python benchmarks/run.py check-curve build-curve

FUZZ_SECONDS ?= 600
fuzz: $(READY) ## look for inputs that break it, for FUZZ_SECONDS; the reader by atheris too, where that installs
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/fuzz.txt || true
	$(BIN)/python -m tests.fuzz.run $(FUZZ_SECONDS)

docs: $(READY) ## write docs/ anew from the schemas and the table of codes
	$(BIN)/python -m docs.generate

golden: $(READY) ## accept today's bundles, documents, pages and transcripts as the expected ones
	$(BIN)/pytest --golden tests/test_golden.py tests/test_transcripts.py tests/render/test_pages.py

# Each is pinned with its hashes: what the project runs and is tested with, the lowest that it may run with, and the tools for that.
lock: $(SUPPLY) ## write the locks anew from pyproject.toml
	$(COMPILE) --all-extras pyproject.toml -o requirements/lock.txt
	$(COMPILE) --extra apply --extra docx --extra pdf --extra dev --resolution lowest-direct pyproject.toml -o requirements/lowest.txt
	$(COMPILE) --group supply -o requirements/supply.txt

audit: $(SUPPLY) ## ask whether a flaw is known in anything that the locks name
	$(VENV)/supply/bin/pip-audit --strict --require-hashes --disable-pip --requirement requirements/lock.txt
	$(VENV)/supply/bin/pip-audit --strict --require-hashes --disable-pip --requirement requirements/supply.txt

sbom: $(SUPPLY) ## list the parts of the program in dist/sbom.cdx.json, for who installs it with all that it can do
	@mkdir -p dist $(VENV)/supply
	@$(COMPILE) --extra apply --extra docx --extra pdf --constraint requirements/lock.txt pyproject.toml -o $(VENV)/supply/parts.txt
	@SOURCE_DATE_EPOCH=$${SOURCE_DATE_EPOCH:-0} $(VENV)/supply/bin/python -W ignore -m cyclonedx_py requirements \
	  --pyproject pyproject.toml --output-reproducible --of JSON -o dist/sbom.cdx.json $(VENV)/supply/parts.txt

services: ## install from Debian what the tests of documents and of Request Tracker need
	apt-get update -q
	DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
	  python3-venv poppler-utils locales-all chromium libpango-1.0-0 libpangoft2-1.0-0 \
	  request-tracker5 rt5-db-sqlite rt5-standalone msmtp-mta dbconfig-no-thanks

clean: ## remove everything that was made
	rm -rf $(VENV) build dist benchmarks/results .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(READY): pyproject.toml requirements/lock.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; name it with PYTHON=")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV)" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/lock.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(SUPPLY): requirements/supply.txt
	@test -x $(VENV)/supply/bin/python || $(PYTHON) -m venv $(VENV)/supply
	@$(VENV)/supply/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/supply.txt
	@touch $@
