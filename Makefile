# Every target sets itself up on a machine with Python 3.11 or later and nothing else.
#   make solve      plan the only model there is    make test       quick tests
#   make test-slow  the long tests                  make check      lint, format, types, layers
#   make test-all   every test
#   make fix        put right what lint can         make docs       rewrite the generated pages
#   make bench      time it, write the page         make lock       refresh the lock files (needs uv)
#   make site       the handbook as pages to browse, in build/handbook

PYTHON ?= python3
MODEL ?=
WORKERS ?= auto
BIN := .venv/bin
STAMP := .venv/.set-up
BENCH := .venv/.set-up-bench
PIP := $(BIN)/python -m pip --disable-pip-version-check -q

.PHONY: setup solve test test-slow test-all check fix docs site bench lock
.DEFAULT_GOAL := setup

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or later is needed; name one: make PYTHON=/path/to/python3.12" >&2; exit 2; }
	$(PYTHON) -m venv .venv
	$(PIP) install -r requirements.lock
	$(PIP) install --no-deps -e .
	@if git rev-parse --git-dir >/dev/null 2>&1; then \
	  git config diff.pathway.textconv "$(BIN)/pathway dump" || true; fi
	@touch $@

solve: $(STAMP)
	$(BIN)/pathway solve $(MODEL)

test: $(STAMP)
	@tools/browser
	$(BIN)/pytest -n $(WORKERS) --maxprocesses 8 -m "not slow"

test-slow: $(STAMP)
	@tools/browser
	$(BIN)/pytest -n $(WORKERS) --maxprocesses 8 -m slow

test-all: $(STAMP)
	@tools/browser
	$(BIN)/pytest -n $(WORKERS) --maxprocesses 8

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(STAMP)
	$(BIN)/python -c "from pathlib import Path; from pathway.workbook.handbook import handbook; \
	  Path('docs/reference/workbook.md').write_text(handbook(), 'utf-8')"

site: $(STAMP)
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet

$(BENCH): benchmarks/requirements.lock $(STAMP)
	$(PIP) install -r benchmarks/requirements.lock
	@touch $@

bench: $(STAMP) $(BENCH)
	$(BIN)/python benchmarks/page.py

lock:
	uv lock
	{ sed -n '/^#/p' requirements.lock; \
	  uv export --frozen --all-extras --all-groups --no-group bench --no-emit-project --no-hashes \
	    --no-header --no-annotate -q; } > requirements.lock.new
	mv requirements.lock.new requirements.lock
	{ sed -n '/^#/p' benchmarks/requirements.lock; \
	  uv export --frozen --only-group bench --no-hashes --no-header --no-annotate -q; } \
	  > benchmarks/requirements.lock.new
	mv benchmarks/requirements.lock.new benchmarks/requirements.lock
