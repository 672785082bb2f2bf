# The commands of this project. `make run` serves the web chat, `make test` says whether all is well.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.NOTPARALLEL:
.PHONY: run install test system format lint types arrows content tests bench lock help

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

types: install ## do the types hold?
	$(BIN)/mypy

arrows: install ## does everybody import only what they may?
	@PYTHONPATH=. $(BIN)/lint-imports --no-logo

content: install ## are the forms, words and catalogs right?
	@! test -f bot/commands/check.py || $(BIN)/atout check

# All of them run on every core; a part, and all of them with CI=true, one after the other.
tests: install ## the tests themselves; T=tests/flows for a part
	$(BIN)/python -m pytest $(if $(T)$(CI),,--numprocesses auto --dist worksteal) $(T)

bench: install ## measure, beside a yardstick of the same run
	@$(BIN)/atout bench

lock: ## resolve the dependencies again, with their hashes
	@tools/lock.sh

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' Makefile | column -t -s '|'
