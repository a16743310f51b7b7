# Two commands: `make shop` opens the shop, `make test` checks everything.
# Needs Python >= 3.11 with venv, make and git; `make browser` adds what browser tests need.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --no-input
CODE   := shop functions generator infra tests site

.DEFAULT_GOAL := help
.PHONY: help shop test check format lint types measure bench openapi browser lock clean

help:           ## this list
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

shop: $(VENV)/shop.stamp ## open the shop on this machine (ARGS="--port 8001")
	@$(BIN)/shop dev $(ARGS)

test: $(VENV)/dev.stamp check ## format, lint, types, then every test, on all cores
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 8 --dist loadfile $(ARGS)

check: $(VENV)/dev.stamp format lint types ## everything but the tests

format: $(VENV)/dev.stamp ## is the code formatted?
	$(BIN)/ruff format --check $(CODE)

lint: $(VENV)/dev.stamp ## ruff, its whole rule set minus the ignores of pyproject.toml
	$(BIN)/ruff check $(CODE)

types: $(VENV)/dev.stamp ## mypy --strict
	$(BIN)/mypy

measure: $(VENV)/dev.stamp ## sizes and complexity of the tree beside their bounds
	@$(BIN)/python tests/measure.py

SIZES ?= 1000,10000

bench: $(VENV)/dev.stamp ## our builder beside Hugo, Pelican and Eleventy (SIZES=1000,10000,100000)
	@$(BIN)/python tests/benchmarks --sizes $(SIZES) $(ARGS)

openapi: $(VENV)/dev.stamp ## write the description of the API anew
	@$(BIN)/python -m functions.openapi

browser:        ## Debian packages for the browser tests (as root)
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	    chromium fonts-noto-core fonts-noto-cjk

lock:           ## resolve the lock files anew (needs uv)
	uv pip compile pyproject.toml requirements-build.in --extra dev --universal \
	    --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header \
	    -q -o requirements-dev.lock
	uv pip compile pyproject.toml requirements-build.in -c requirements-dev.lock --universal \
	    --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header \
	    -q -o requirements.lock

clean:          ## forget the environment and the caches; the shop's data in .shop stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis output

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; try make PYTHON=python3.12 shop")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/shop.stamp: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --quiet --require-hashes -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/shop.stamp
