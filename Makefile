# Two commands do all the set-up: `make demo` and `make test`. Both work again at once when nothing changed.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: demo test check bench baselines torture clean

demo: $(VENV)/.installed
	@$(BIN)/onrecord demo

test: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest --cov=onrecord --cov-report=term:skip-covered

bench: $(VENV)/.installed
	$(BIN)/onrecord bench seeds

# Hundreds of kills, failing disks, damaged files, writers and readers at once, and an hour against a naive twin.
torture: $(VENV)/.installed-dev
	$(BIN)/python benchmarks/torture/crash.py --kills 500 --errors 60
	cd benchmarks && ../$(BIN)/python torture/damage.py --flips 4
	$(BIN)/python benchmarks/torture/concurrency.py
	$(BIN)/python benchmarks/torture/soak.py
	$(PIP) --editable '.[fuzz]' && $(BIN)/python benchmarks/torture/fuzz.py --inputs 1000000

# Rivals on the same texts, each in an environment of its own: make baselines DATA=folder
baselines: $(VENV)/.installed-dev
	$(BIN)/python benchmarks/baselines/run_all.py $(DATA)

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info < (3, 14) else \
	  f"Python {sys.version.split()[0]} found, 3.11 to 3.13 needed: make $@ PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.made pyproject.toml constraints.txt
	@echo "Installing onrecord into $(VENV) (once, about two minutes) ..." >&2
	$(PIP) --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(PIP) --editable '.[dev,static]'
	@touch $@

clean:
	rm -rf $(VENV) build dist .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis
