# `make help` lists the targets. All that is made lies in .venv/, .env and var/.

PORT ?= 8000
PYTHON ?= python3
CHROMIUM ?= /usr/bin/chromium
export PORT CHROMIUM

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help setup run serve test check seed reset editor code assets

BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
PIP := $(BIN)/python -m pip --disable-pip-version-check install

# The stamps in var/ say what was done and when; make compares them with these files.
# Folders are listed too: their time tells of a file that was taken away.
CODE := jurisdictions
MIGRATIONS := $(wildcard $(CODE)/migrations/*.py)
SEEDED_BY := $(shell find fixtures $(CODE)/importers $(CODE)/models $(CODE)/choices.py \
	$(CODE)/risk $(CODE)/facts.py $(CODE)/standing.py $(CODE)/editorial \
	$(CODE)/management/commands/seed.py -not -name '*.pyc' -not -name __pycache__ \
	2>/dev/null)
STATIC := $(shell find static $(CODE)/static var/assets -maxdepth 4 2>/dev/null)

# A stamp about the record is worth nothing when the record is another one or gone.
RECORD := $(or $(DATABASE_URL),$(shell sed -n 's/^DATABASE_URL=//p' .env 2>/dev/null))
STAMP := $(shell printf '%s' '$(RECORD)' | cksum | cut -d' ' -f1)
ifeq ($(RECORD)$(wildcard var/record.sqlite3),)
$(shell rm -f var/migrated-* var/seeded-*)
endif

help:  ## List the targets
	@sed -n 's/^\([a-z]*\):.*  ## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

setup: .venv/installed .env var/migrated-$(STAMP) var/seeded-$(STAMP) var/collected  ## Make everything that the site needs; quick when nothing changed

run: setup serve  ## Set up, then serve on PORT (8000)

serve:  ## Serve on 127.0.0.1 and PORT until stopped; needs `make setup` once
	@test -x $(BIN)/gunicorn || { echo "Run 'make setup' first."; exit 1; }
	@echo
	@echo "  The site:  http://127.0.0.1:$(PORT)/   (Ctrl+C stops it)"
	@echo "  Editors:   'make editor' in a second window makes two accounts,"
	@echo "             who sign in at http://127.0.0.1:$(PORT)/admin/"
	@echo
	@exec $(BIN)/gunicorn sanctuary.wsgi --bind 127.0.0.1:$(PORT) \
		--workers "$${WEB_CONCURRENCY:-2}" --threads 4 \
		--no-control-socket

test: .venv/installed-dev  ## Run the tests on SQLite, on PostgreSQL and in Chromium
	@$(BIN)/python -W 'ignore:XDG_RUNTIME_DIR' -m tests.run_suite

# The settings of a public site, only to be looked at: nothing is served with them.
check: export DEBUG := false
check: export SITE_URL := https://example.org
check: export ALLOWED_HOSTS :=
check: export BEHIND_PROXY := true
check: export DATABASE_URL := sqlite://:memory:
check: export SECRET_KEY := known-to-everybody-and-so-good-for-nothing-but-a-check
check: .venv/installed-dev  ## Lint, format, migrations, deployment, architecture
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check --deploy --fail-level WARNING
	$(BIN)/python -m pytest -q tests/test_architecture.py
	@$(BIN)/python -m tests.code_figures

seed: .venv/installed .env var/migrated-$(STAMP)  ## Load the record again; what is there already stays
	$(MANAGE) seed
	@touch var/seeded-$(STAMP)

reset:  ## Delete the SQLite record and load it anew
	@test -z '$(RECORD)' || { echo "DATABASE_URL is set: 'make reset' only deletes the SQLite file."; exit 1; }
	rm -f var/record.sqlite3 var/record.sqlite3-wal var/record.sqlite3-shm
	@$(MAKE) --no-print-directory setup

editor: .venv/installed .env var/migrated-$(STAMP)  ## Make two demonstration editors: one writes, the other publishes
	@$(MANAGE) make_editors

code: .venv/installed .env  ## Print the codes that let the demonstration editors in now
	@$(MANAGE) make_editors --codes

assets: .venv/installed  ## Fetch plotly's smaller script with npm, where npm is
	@command -v npm >/dev/null || { echo "npm is not installed; the site uses the script in the plotly package."; exit 1; }
	npm install --no-audit --no-fund --ignore-scripts --no-save --prefix var/assets \
		"plotly.js-basic-dist-min@$$($(BIN)/python -c 'from plotly.offline import get_plotlyjs_version as v; print(v())')"
	@rm -f var/collected
	@test ! -f .env || $(MAKE) --no-print-directory var/collected

.venv/bin/python:
	@echo "== Python environment"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; PYTHON= names another one."; exit 1; }
	$(PYTHON) -m venv .venv

.venv/installed: requirements.txt | .venv/bin/python
	@echo "== Packages"
	$(PIP) -r requirements.txt
	@touch $@

.venv/installed-dev: requirements-dev.txt requirements.txt | .venv/bin/python
	@echo "== Packages for the tests"
	$(PIP) -r requirements-dev.txt
	@touch $@ .venv/installed

# Made once and then yours: a newer example never overwrites it.
.env: | .venv/bin/python
	@echo "== Settings in .env, with a new secret key"
	@key=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))'); \
		umask 077; sed "s/^SECRET_KEY=.*/SECRET_KEY=$$key/" .env.example > $@

var/migrated-$(STAMP): $(MIGRATIONS) .venv/installed | .env
	@echo "== Database tables"
	$(MANAGE) migrate
	@mkdir -p var; touch $@

var/seeded-$(STAMP): $(SEEDED_BY) var/migrated-$(STAMP)
	@echo "== The record"
	$(MANAGE) seed
	@touch $@

var/collected: $(STATIC) .venv/installed | .env
	@echo "== Static files"
	$(MANAGE) collectstatic --noinput --verbosity 0
	@touch $@
