# Everything here needs only make and a Python 3.11+ that has venv.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv
LOCK := $(UV) pip compile --quiet --universal --generate-hashes --no-annotate --no-header --no-emit-index-url --python-version 3.11

help:  ## Show what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/ready  ## Make .venv with exactly the locked packages

.venv/ready: requirements-setup.lock requirements-dev.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-setup.lock
	$(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements-dev.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	touch $@

demo: setup  ## Look at eighteen months of a made-up place, in your browser
	$(BIN)/doubleloop demo

test: setup  ## Run every test
	$(BIN)/pytest -q

lint: setup  ## Style, types, and which room may import which
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup  ## Measure side by side, and print one table
	$(BIN)/python -m bench

pictures: setup  ## Take the pictures in the docs anew (needs Chromium)
	$(BIN)/python docs/pictures.py

lock: setup  ## Choose package versions anew
	$(LOCK) pyproject.toml -o requirements.lock --upgrade
	$(LOCK) --group dev pyproject.toml -o requirements-dev.lock --upgrade

.PHONY: help setup demo test lint bench pictures lock
