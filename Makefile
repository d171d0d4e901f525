# The front door. On a fresh machine `make demo` and `make test` set up all they need.
PYTHON  ?= python3
VENV    ?= .venv
BIN     := $(VENV)/bin
PELICAN := $(BIN)/pelican
PORT    ?= 8000
export PIP_DISABLE_PIP_VERSION_CHECK := 1

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# --- set-up: from the lock files, hashes checked

$(VENV)/run.stamp: requirements/run.txt requirements/build.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "wirecopy needs Python 3.11 or newer")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --require-hashes -r requirements/build.txt -r requirements/run.txt
	$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	$(BIN)/pip install -q --require-hashes -r requirements/dev.txt
	touch $@

setup: $(VENV)/run.stamp ## install what running needs into .venv
setup-dev: $(VENV)/dev.stamp ## install what developing needs

# --- the site

demo: $(VENV)/run.stamp ## the whole line on the sample newsroom, into output/
	$(BIN)/python examples/newsroom/demo.py

fetch: $(VENV)/run.stamp ## read the feeds of feeds.toml into content/
	$(BIN)/wirecopy fetch

html: $(VENV)/run.stamp ## build output/ from content/
	$(PELICAN) content -o output -s pelicanconf.py --fatal errors

publish: $(VENV)/run.stamp ## build output/ for the public address
	$(PELICAN) content -o output -s publishconf.py --fatal errors

serve: ## show output/ at http://127.0.0.1:8000/
	@echo "http://127.0.0.1:$(PORT)/ (stop with Ctrl-C)"
	@cd output && $(PYTHON) -m http.server --bind 127.0.0.1 $(PORT)

clean: ## remove what was built
	rm -rf output build dist

docs: $(VENV)/run.stamp ## build the documentation as a site, into build/docs/output/
	$(BIN)/python docs/site/build.py

# --- the house

check: $(VENV)/dev.stamp ## lint, types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	MYPYPATH=src:plugins $(BIN)/mypy plugins

test: $(VENV)/dev.stamp check ## all tests (browser tests skip without a Chromium)
	$(BIN)/pytest -n auto -m "not slow"

test-all: $(VENV)/dev.stamp ## the slow tests too
	$(BIN)/pytest -n auto

fuzz: $(VENV)/dev.stamp ## an hour of hostile feeds through the line; each finding is printed with its seed
	nice $(BIN)/python tests/fuzz.py --minutes 60
	nice $(BIN)/python tests/fuzz.py --minutes 20 --site

audit: $(VENV)/run.stamp ## known holes in what is installed (asks the advisory database; fetches pip-audit)
	$(PYTHON) -m venv build/audit
	build/audit/bin/pip install -q pip-audit
	build/audit/bin/pip-audit --require-hashes --disable-pip -r requirements/run.txt

bench: $(VENV)/dev.stamp ## measure; prints the figures that docs/figures.md keeps
	$(BIN)/python -m bench

lock: ## write the lock files anew
	$(BIN)/python bench/lock.py

.PHONY: help docs setup setup-dev demo fetch html publish serve clean check test test-all fuzz audit bench lock
.DEFAULT_GOAL := help
