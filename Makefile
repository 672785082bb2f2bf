# The commands of this project. `make run` serves the web chat, `make test` says whether all is well.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.NOTPARALLEL:
.PHONY: run install test system format lint types arrows content tests bench figures fuzz lock help

run: install ## set everything up and serve the web chat
	@exec $(BIN)/atout serve

install: ## make .venv and install what the lock names, if it changed
	@PYTHON="$(PYTHON)" tools/install.sh $(VENV)

test: install system format lint types arrows content tests ## everything below, in this order

system: ## the system packages the tests use
	@tools/system.sh

format: install ## is the code laid out as agreed?
	$(BIN)/ruff format --check

lint: install ## are the rules of the house kept?
	$(BIN)/ruff check
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml atout bot flows locales renderers tools

types: install ## do the types hold?
	$(BIN)/mypy

arrows: install ## does everybody import only what they may?
	@PYTHONPATH=. $(BIN)/lint-imports --no-logo

content: install ## are the forms, words and catalogs right?
	@! test -f bot/commands/check.py || $(BIN)/atout check

# They wait half of the time: two more at once than there are cores. With CI=true two, as many as are counted on there.
tests: install ## the tests themselves; T=tests/flows for a part
	$(BIN)/python -m pytest --numprocesses $(if $(CI),2,$$($(BIN)/python -c 'import os; print(os.cpu_count() + 2)')) --dist worksteal $(T)

bench: install ## measure, beside a yardstick of the same run
	@$(BIN)/atout bench

figures: install system ## count what is measured of safety, and put it on its page (three quarters of an hour)
	@$(BIN)/python -m tests.safety --write

# Atheris, where it comes as a wheel; Hypothesis elsewhere. MINUTES for each parser.
fuzz: install ## give every parser strange bytes, MINUTES=10 each
	@$(BIN)/python -m pip -qq install --require-hashes --only-binary :all: -r requirements-fuzz.lock || true
	$(BIN)/python -m tests.fuzz --minutes $(or $(MINUTES),10) $(FUZZ)

lock: ## resolve the dependencies again, with their hashes
	@tools/lock.sh

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' Makefile | column -t -s '|'
