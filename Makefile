# Every command of the house. `make demo` and `make test` need nothing but Python 3.11+ and make.
PYTHON ?= python3
STORY ?= sign-up
UV_VERSION := 0.13.9
export UV_PROJECT_ENVIRONMENT := .venv
export UV_PYTHON_DOWNLOADS := never
# Trust whom the machine trusts, as pip does: behind a company's proxy uv's own list knows nobody.
export UV_SYSTEM_CERTS := 1
UV := .uv/bin/uv
RUN := $(UV) run --frozen --no-sync
.DEFAULT_GOAL := help

.PHONY: help demo tour run test fast check format story tables bench chaos screenshots keys clean

help:  ## Say what each command does
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-11s %s\n", $$1, $$2}'

.uv/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit("Trellis needs Python 3.11 or newer; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .uv
	.uv/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.venv/.synced: .uv/bin/uv pyproject.toml uv.lock
	$(UV) sync --frozen --quiet --python $(PYTHON)
	@touch $@

demo: .venv/.synced  ## Run the bot against its own Slack workspace; prints an address to open
	$(RUN) trellis demo --story $(STORY)

tour: .venv/.synced  ## Watch the first story of a cohort unfold, in seconds
	$(RUN) trellis demo --tour

run: .venv/.synced  ## Run the bot against a real Slack workspace (settings from .env)
	$(RUN) trellis run

test: .venv/.synced check  ## Everything: check, then all tests on SQLite and PostgreSQL
	$(RUN) pytest

fast: .venv/.synced  ## The tests of the rooms only, on SQLite
	$(RUN) pytest -x -q tests/features tests/building --db sqlite

check: .venv/.synced  ## Format, lint, types, import contracts
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy
	$(RUN) lint-imports

format: .venv/.synced  ## Put the code into shape
	$(RUN) ruff format .
	$(RUN) ruff check --fix .

story: .venv/.synced  ## Write down anew what people read in the story, to look at the difference
	$(RUN) python -m tests.kit.write_story

tables: .venv/.synced  ## Write down anew what is made from code: tables in papers, the app manifests
	$(RUN) python -m tests.kit.write_tables

bench: .venv/.synced  ## Speed and size against a floor measured in the same run; writes bench.json
	$(RUN) python -m tests.bench

chaos: .venv/.synced  ## Kill, freeze and starve workers for some minutes; prints what became of every message
	$(RUN) python -m tests.chaos

screenshots: .venv/.synced  ## Take the README's pictures of the sandbox anew, in Chromium
	$(RUN) pytest tests/browser --screenshots

keys: .venv/.synced  ## Print a fresh key for TRELLIS_KEYS
	@$(RUN) trellis keys

clean:  ## Remove the virtual environment and caches
	rm -rf .venv .uv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
