# Neuvola Desk. `make help` lists what there is; `make run` and `make test` do all the set-up themselves.
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
RUN_STAMP := .venv/.set-up-run
TEST_STAMP := .venv/.set-up-test
SOURCES := src tests benchmarks packaging
WORKERS ?= auto
# The tests make thousands of small databases: in memory, where there is room for them.
SCRATCH = $(shell sh packaging/scratch.sh)
# Without its bytecode every process that the tests start would compile the whole program anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup run demo check lint test test-long coverage bench screens locks package deb clean

help:  ## show what one can make
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

$(RUN_STAMP): requirements/run.lock pyproject.toml packaging/set-up.sh
	sh packaging/set-up.sh run "$(PYTHON)"

$(TEST_STAMP): requirements/test.lock pyproject.toml packaging/set-up.sh
	sh packaging/set-up.sh test "$(PYTHON)"

setup: $(TEST_STAMP)  ## make .venv with everything: to run, to serve and to test
	$(BIN)/python packaging/build_data.py

run: | $(if $(wildcard $(TEST_STAMP)),,$(RUN_STAMP))  ## set up and open the desk (with the demo catalogue on first start)
	$(BIN)/python packaging/build_data.py
	$(BIN)/neuvola-desk

demo: | $(if $(wildcard $(TEST_STAMP)),,$(RUN_STAMP))  ## open a desk in a throw-away folder, with the demo catalogue
	$(BIN)/python packaging/build_data.py
	folder=$$(mktemp -d) && NEUVOLA_DATA_DIR=$$folder $(BIN)/neuvola-desk; rm -rf "$$folder"

lint: setup  ## format, lint, types and floors
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python packaging/check_sizes.py

test: setup  ## set up and pass the tests
	TMPDIR=$(SCRATCH) $(BIN)/pytest -n $(WORKERS) --dist loadfile -m "not long"

test-long: setup  ## the tests with their full counts
	TMPDIR=$(SCRATCH) $(BIN)/pytest -n $(WORKERS) --dist loadfile

coverage: setup  ## the tests, with what they reach
	$(BIN)/coverage erase
	TMPDIR=$(SCRATCH) $(BIN)/coverage run -m pytest -m "not long"
	$(BIN)/coverage combine -q
	$(BIN)/coverage report --skip-covered

check: lint test  ## all that must be green before a change lands

bench: setup  ## measure, and write the tables of docs/benchmarks.md
	$(BIN)/python benchmarks/run_all.py

screens: setup  ## picture every screen into build/screens, and the small set of docs/screens
	PYTHONPATH=packaging $(BIN)/python -m screens --output build/screens
	PYTHONPATH=packaging $(BIN)/python -m screens --output build/kept --keep docs/screens

locks:  ## pin the newest allowed versions with their hashes (needs uv)
	uv pip compile -q --universal --generate-hashes --no-annotate --no-header --python-version 3.11 \
		--group build pyproject.toml -o requirements/run.lock
	uv pip compile -q --universal --generate-hashes --no-annotate --no-header --python-version 3.11 \
		--extra server --group build pyproject.toml -o requirements/server.lock
	uv pip compile -q --universal --generate-hashes --no-annotate --no-header --python-version 3.11 \
		--extra server --group build --group test --group check pyproject.toml -o requirements/test.lock
	uv pip compile -q --universal --generate-hashes --no-annotate --no-header --python-version 3.11 \
		--group package -c requirements/run.lock -o requirements/package.lock

package: setup  ## build the wheel
	$(BIN)/pip wheel --no-deps --no-build-isolation -w dist .

deb:  ## build the Debian package of the desk
	sh packaging/debian/build.sh "$(PYTHON)"

clean:  ## remove what was made
	rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
