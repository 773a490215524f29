# What a fresh clone needs: python3 (3.11 or later) and a package index. Everything else goes into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES := src tests bench

.PHONY: demo test lint types docs bench fuzz hostile mutate clean

# The .venv is readable by the unprivileged user that the server runs as.
$(BIN)/pgassay: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "pgassay needs Python 3.11 or later, this is " + sys.version.split()[0])'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/.test: $(BIN)/pgassay
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	touch $@

# Reviews the example; its findings are the point, so they do not fail the target.
demo: $(BIN)/pgassay
	$(BIN)/pgassay review examples/autonomous-agents --fail-on never --output html=report.html
	@echo "The same, to read in a browser: report.html"

# A process a core, each with servers of its own.
test: $(VENV)/.test lint types
	$(BIN)/python -m pytest -n auto --dist worksteal

lint: $(VENV)/.test
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/lint-imports

types: $(VENV)/.test
	$(BIN)/basedpyright --pythonpath $(BIN)/python

# Pages that are generated; a test says when they are stale.
docs: $(VENV)/.test
	$(BIN)/python -m pgassay.rules.docs
	$(BIN)/python tests/lock_forms.py

bench: $(VENV)/.test
	$(BIN)/python bench/run.py

# Garbled statements and configurations; a minute.
fuzz: $(VENV)/.test
	$(BIN)/python bench/fuzz.py --seed 2 --reviews 30

# Every attack of tests/hostile, as root and (when started by root) as an ordinary user; the suite takes the second
# pass with those that reach for rights only.
hostile: $(VENV)/.test
	PGASSAY_HOSTILE=all $(BIN)/python -m pytest tests/test_hostile.py

# Changes rules and asks their fixtures: what no fixture notices is not tested. Some minutes.
mutate: $(VENV)/.test
	$(BIN)/python bench/mutate.py

clean:
	rm -rf $(VENV) report.html .pytest_cache .ruff_cache .import_linter_cache
