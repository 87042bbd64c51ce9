# `make` alone lists what there is. GNU make 3.81 and a POSIX shell are enough.

VENV = .venv
BIN = $(VENV)/bin
ROOMS = bot handlers storage messages sandbox tests
CORES ?= 2
ARGS ?=
PYTEST = $(BIN)/pytest -n $(CORES) --dist worksteal

# What is compiled once serves every process of the tests.
unexport PYTHONDONTWRITEBYTECODE

# What a translated sentence is an argument of, and which argument it is.
SENTENCES = say count:1,2 sentence ProductionUnfit Question Verb:5
HEADER = \# What people read in Slack. How it is worded, and why: documentation/languages.md.
LANGUAGES = $(basename $(notdir $(wildcard messages/languages/*.po)))

# The first Python on the path that is new enough, asked for only when an environment has to be made.
PYTHON = $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$name" -c 'import sys; sys.version_info >= (3, 11) and print(sys.executable)' 2>/dev/null && break; done | head -n 1)

# uv installs; where it is missing, it is brought into a folder of its own.
UV := $(shell uv --version >/dev/null 2>&1 && command -v uv || echo .uv/bin/uv)
UV_HERE = $(filter .uv/bin/uv,$(UV))
COMPILE = $(UV) pip compile --quiet --universal --generate-hashes --no-header --no-annotate $(UPGRADE)
INSTALL = $(UV) pip install --quiet --python $(BIN)/python

RUNTIME = $(VENV)/.runtime-is-ready
DEVELOPMENT = $(VENV)/.development-is-ready

.PHONY: help setup demo quick inside test prove coverage trace lint types contract format languages lock upgrade screenshot clean
.DEFAULT_GOAL := help

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: $(DEVELOPMENT) ## make the environment with everything needed to run, test and change the project

demo: $(RUNTIME) ## start the bot against a local Slack with a fictional production
	@$(BIN)/closedset demo $(ARGS)

quick: $(DEVELOPMENT) ## check within a minute: lint, types, contract, and the tests that start nothing
	@$(MAKE) --no-print-directory -j $(CORES) inside types lint contract

inside: $(DEVELOPMENT) ## run the tests that start no server and no process
	@$(BIN)/pytest -q -m quick --hypothesis-profile=quick $(ARGS)

test: $(DEVELOPMENT) ## run the tests, on PostgreSQL too where it can differ; ARGS='-k word' for a few of them
	@$(PYTEST) $(ARGS)

prove: $(DEVELOPMENT) ## run the long proofs, each once for a commit: many seeds, kills, every engine; FRESH=1 for all again
	@$(BIN)/python -m tests.prove --cores $(CORES) $(if $(FRESH),--fresh)

coverage: $(DEVELOPMENT) ## run the tests and measure which lines and branches they reach
	@mkdir -p build
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest -n $(CORES) --dist worksteal $(ARGS)
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report
	@$(BIN)/python -m tests.proved

trace: $(DEVELOPMENT) ## print the ways of a tap, an import and an uncleared join through the files
	@PYTHONPATH=. $(BIN)/python -m tests.trace

lint: $(DEVELOPMENT) ## check style and layout of the code
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(DEVELOPMENT) ## check the types, strictly
	@$(BIN)/mypy $(ROOMS)

contract: $(DEVELOPMENT) ## check that imports point one way
	@$(BIN)/lint-imports --no-logo

format: $(DEVELOPMENT) ## lay the code out and repair what can be repaired
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

languages: $(DEVELOPMENT) ## bring the catalogues of all languages up to date with the sentences in the code
	@mkdir -p build
	@$(BIN)/pybabel --quiet extract --mapping-file=pyproject.toml --no-default-keywords --keywords="$(SENTENCES)" \
		--add-location=file --width=120 --project=closedset --header-comment="$(HEADER)" \
		--output=build/sentences.pot bot handlers messages
	@for code in $(LANGUAGES); do $(BIN)/pybabel --quiet update --init-missing --no-fuzzy-matching --ignore-obsolete \
		--ignore-pot-creation-date --width=120 --input-file=build/sentences.pot --locale=$$code \
		--output-file=messages/languages/$$code.po || exit 1; done

lock: $(UV_HERE) ## write the lock files anew after a change of the dependencies
	@$(COMPILE) pyproject.toml -o requirements/runtime.txt
	@$(COMPILE) pyproject.toml --group build --group dev -c requirements/runtime.txt -o requirements/development.txt
	@$(COMPILE) --group build -o requirements/build.txt
	@$(COMPILE) --group uv -o requirements/uv.txt

upgrade: ## the same as lock, with the newest versions
	@$(MAKE) lock UPGRADE=--upgrade

screenshot: $(DEVELOPMENT) ## take the README's picture of the demo anew
	@$(BIN)/closedset demo --screenshot documentation/screenshot.png

clean: ## remove the environment and every cache
	@rm -rf $(VENV) .uv build *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find $(ROOMS) -name __pycache__ -type d -prune -exec rm -rf {} +

$(DEVELOPMENT): $(RUNTIME) requirements/development.txt
	@echo "Installing what the tests and checks need."
	@$(INSTALL) --require-hashes -r requirements/development.txt
	@touch $@

$(RUNTIME): $(BIN)/python requirements/runtime.txt requirements/build.txt pyproject.toml
	@echo "Installing what the bot needs."
	@$(INSTALL) --require-hashes -r requirements/build.txt -r requirements/runtime.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

# Only made where it is missing: its age says nothing.
$(BIN)/python: | $(UV_HERE)
	@test -n "$(PYTHON)" || { echo "Closed Set needs Python 3.11 or newer: install it, then run make again." >&2; exit 1; }
	@rm -rf $(VENV)
	@$(UV) venv --quiet --python "$(PYTHON)" $(VENV)

.uv/bin/uv: requirements/uv.txt
	@test -n "$(PYTHON)" || { echo "Closed Set needs Python 3.11 or newer: install it, then run make again." >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "This Python has no venv: install it (on Debian: apt-get install python3-venv), then run make again." >&2; exit 1; }
	@rm -rf .uv
	@"$(PYTHON)" -m venv .uv
	@.uv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@
