# Everything here is also one `kulanz` command or one tool away; `make` alone lists the targets.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

PYTHON ?= python3
BIN := .venv/bin
# Written when the environment fits pyproject.toml: what `make demo` needs, and what all else needs.
RUNTIME := .venv/.runtime
TOOLS := .venv/.tools
# Ray is large, and only one of the slow tests wants it.
RAY := .venv/.ray
# Slack's own types as a JSON Schema, for the tests.
SLACK_TYPES := .venv/.slack-types/schema.json

# Nobody may sit at this machine: nothing waits for an answer.
export PIP_NO_INPUT := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export DEBIAN_FRONTEND := noninteractive
# Hundreds of processes of the tests would compile the same sources again.
unexport PYTHONDONTWRITEBYTECODE

# $(call need,COMMAND THAT SUCCEEDS IF IT IS THERE,DEBIAN PACKAGE,WHAT FOR): installs what is missing.
define need
	if ! { $(1); } >/dev/null 2>&1; then \
	  echo "Installing $(2): $(3)."; \
	  if [ "$$(id -u)" = 0 ]; then apt=""; \
	  elif command -v sudo >/dev/null; then apt="sudo"; \
	  else echo "$(2) is missing ($(3)) and only root may install it: apt-get install $(2)"; exit 1; fi; \
	  { $$apt apt-get update && $$apt env DEBIAN_FRONTEND=noninteractive apt-get install --yes \
	    --no-install-recommends $(2); } </dev/null >/tmp/kulanz-apt.$$$$ 2>&1 \
	  || { cat /tmp/kulanz-apt.$$$$; echo "$(2) could not be installed ($(3))."; exit 1; }; \
	  rm -f /tmp/kulanz-apt.$$$$; \
	fi
endef

.NOTPARALLEL:
.PHONY: help demo test lint types tests test-slow bench train clean needs

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: $(RUNTIME)  ## try it out: sample mentions, drafts, one login link
	@exec $(BIN)/kulanz demo

test: needs lint types tests  ## install what the tests need, then lint, types, layers, all tests

lint: $(TOOLS)  ## formatting, ruff, import contracts
	@echo "== format";  $(BIN)/ruff format --check .
	@echo "== ruff";    $(BIN)/ruff check .
	@echo "== layers";  $(BIN)/lint-imports

types: $(TOOLS)  ## mypy, strict
	@echo "== types";   $(BIN)/mypy

tests: $(TOOLS)
	@# Most of them wait for something: six at a time keep two cores busy; who has none left takes
	@# over some of another's, as one file of tests may last as long as all others.
	@echo "== tests";   $(BIN)/pytest -n 6 --dist worksteal </dev/null

test-slow: needs $(RAY)  ## the tests that take minutes: kills, two workers, real weights
	@$(BIN)/pytest -m slow </dev/null

bench: needs $(TOOLS)  ## measure; prints the tables of the README
	@$(BIN)/pytest -m bench --override-ini addopts="-ra -s" tests/benchmarks </dev/null

# FILES and OUT may be given: make train FILES="a.jsonl b.jsonl.gz" OUT=models/artifacts/ours/1
FILES ?= $(wildcard models/corpus/*/*.jsonl)
OUT ?= .kulanz/models/new
train: $(TOOLS)  ## train a model on FILES into OUT
	@$(BIN)/kulanz train $(FILES) --out $(OUT)

clean:  ## remove what can be made again (.venv, caches); .kulanz, the demo's memory, stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# -- environment -------------------------------------------------------------------------------

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed: apt-get install python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) -V). Set PYTHON=…"; exit 1; }
	@$(call need,$(PYTHON) -c "import venv$(comma) ensurepip",python3-venv,makes .venv)
	@$(PYTHON) -m venv .venv

comma := ,

$(RUNTIME): pyproject.toml | $(BIN)/python
	@echo "Installing into .venv: once, and again when pyproject.toml changes."
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip
	@$(BIN)/python -m pip install --quiet --upgrade pip
	@$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(TOOLS): pyproject.toml | $(BIN)/python
	@echo "Installing into .venv, with torch and the tools: once, and again when pyproject.toml changes."
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip
	@$(BIN)/python -m pip install --quiet --upgrade pip
	@$(BIN)/python -m pip install --quiet --editable '.[train,endpoint]' --group dev
	@touch $@ $(RUNTIME)

$(RAY): $(TOOLS)
	@echo "Installing Ray into .venv: once, and again when pyproject.toml changes."
	@$(BIN)/python -m pip install --quiet --editable '.[train,endpoint,ray]'
	@touch $@

needs: $(SLACK_TYPES)
	@$(call need,ls /usr/lib/postgresql/*/bin/initdb || command -v initdb,postgresql,a database for the tests)
	@$(call need,command -v chromium || command -v chromium-browser || command -v google-chrome,chromium,a browser for the tests)

# Without npm that check of the tests is skipped, which CI does not let through.
$(SLACK_TYPES): tests/slack_types/package.json tests/slack_types/payloads.ts | $(BIN)/python
	@mkdir -p $(@D)
	@cp $^ $(@D)
	@if command -v npm >/dev/null; then \
	  echo "Making a JSON Schema of Slack's types: once."; \
	  cd $(@D) && npm install --silent --ignore-scripts --no-audit --no-fund --no-package-lock \
	  && node_modules/.bin/ts-json-schema-generator --path payloads.ts --expose all --out $(@F) \
	  || { echo "It could not be made: payloads for Slack are not checked against Slack's types."; \
	    rm -f $(@F); [ -z "$${CI:-}" ]; }; \
	else \
	  echo "npm is missing: payloads for Slack are not checked against Slack's types."; \
	  [ -z "$${CI:-}" ]; \
	fi
