# Two commands do everything on a fresh machine: `make chat` and `make test`. They need python3 >= 3.11 with venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
DATA ?= ../shared/data
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard bot/locales/*/LC_MESSAGES/*.po))

.DEFAULT_GOAL := help
.PHONY: help setup chat telegram web test coverage quick installed pythons check damage mutants faults fuzz eval confidence asking bench engines requirements messages clean

# In several processes (tests/conftest.py says how many); what is left of a slower one's tests a quicker one takes over.
TESTS := $(BIN)/pytest --quiet --numprocesses auto --dist worksteal
# Traced by Python 3.12, a process needs a minute for the longest module of jieba (35,000 lines): there nothing is counted.
COUNTED = $(shell $(BIN)/python -c 'import sys; print("" if sys.version_info[:2] == (3, 12) else "--cov --cov-report=term")')

help: ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 14

setup: $(VENV)/.runtime $(CATALOGUES) ## install what the assistant needs, into .venv

chat: setup ## start the assistant in the terminal
	@$(BIN)/zhicheng chat

telegram: setup ## start the Telegram bot, or say what it needs
	@$(BIN)/zhicheng telegram

web: setup ## open the web page on this machine
	@$(BIN)/zhicheng web

test: setup $(VENV)/.dev ## run the tests
	$(TESTS) -m "not installs"

coverage: setup $(VENV)/.dev ## the same, and which lines they run (twice as long)
	$(TESTS) -m "not installs" $(COUNTED)

quick: setup $(VENV)/.dev ## run the tests that are quick and need no program of Debian's
	$(TESTS) -m "not slow"

installed: setup $(VENV)/.dev ## install on a bare Debian by deploy/README.md, and as an image, and try both (minutes)
	$(BIN)/pytest --quiet -m installs tests/deploy

pythons: ## ask a question and run the quick tests with every Python from 3.11 up that is here
	@.ci/pythons

check: setup $(VENV)/.dev ## format, lint, types, one-way flow, message catalogues
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.catalogues

damage: setup $(VENV)/.dev ## damage many files in many ways, and see what is said (minutes)
	DAMAGED_FILES=400 $(BIN)/pytest --quiet tests/bot/core/test_damaged_library.py tests/bot/storage/test_damaged_storage.py

mutants: setup $(VENV)/.dev ## change every rule in every way, and see that some case tells it (minutes)
	MUTANTS_STEP=1 $(BIN)/pytest --quiet tests/eligibility/test_mutants.py

faults: setup $(VENV)/.dev ## kill every door and job 1,000 times (or KILLS=…), and count what is lost or doubled (minutes)
	$(BIN)/python -W ignore -m tests.kills $(KILLS)

fuzz: setup $(VENV)/.dev $(VENV)/.fuzz ## fuzz chat, letters, readers and facts for SECONDS=600 in all
	$(BIN)/python -m tests.fuzz $(SECONDS)

eval: setup $(VENV)/.dev ## measure the answers on tests/cases (and retrieval on DATA, where it is there)
	$(BIN)/python -m tests.evaluate --data $(DATA)

confidence: setup $(VENV)/.dev ## fit anew how sure answers are, after a change to how they are found
	$(BIN)/python -m tests.confidence

asking: setup $(VENV)/.dev ## learn anew which sentences of letters ask, after a change to their cases or signs
	$(BIN)/python -m tests.asking

bench: setup $(VENV)/.dev ## how fast questions, self-checks, turns, updates and letters are answered
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench_check
	$(BIN)/python -m tests.bench_talk
	$(BIN)/python -m tests.bench_telegram
	$(BIN)/python -m tests.bench_mailbox
	$(BIN)/python -m tests.bench_web

messages: setup $(VENV)/.dev ## bring the catalogues up to date with the code
	$(BIN)/pybabel -q extract --no-location --sort-output -F babel.cfg -k N_ -o bot/locales/messages.pot bot
	$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete -i bot/locales/messages.pot -d bot/locales
	$(BIN)/python -m tests.data_messages

engines: setup $(VENV)/.dev $(VENV)/.bench ## the tables of docs/performance.md: the index beside other engines (minutes)
	$(BIN)/zhicheng bench $(if $(wildcard $(DATA)),--data $(DATA))

requirements: ## resolve the pinned requirements anew (needs uv: pip install uv)
	uv pip compile -q --generate-hashes --universal --python-version 3.11 --custom-compile-command "make requirements" pyproject.toml -o requirements/runtime.txt
	uv pip compile -q --generate-hashes --universal --python-version 3.11 --custom-compile-command "make requirements" --group build -o requirements/build.txt
	uv pip compile -q --generate-hashes --universal --python-version 3.11 --custom-compile-command "make requirements" --group dev -c requirements/runtime.txt -o requirements/dev.txt
	uv pip compile -q --generate-hashes --universal --python-version 3.11 --custom-compile-command "make requirements" --group fuzz -o requirements/fuzz.txt
	uv pip compile -q --generate-hashes --universal --python-version 3.11 --custom-compile-command "make requirements" --group bench -c requirements/runtime.txt -o requirements/bench.txt

clean: ## remove what was installed
	rm -rf $(VENV)

# jieba imports pkg_resources where setuptools is there, for nothing and slowly.
$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version)'
	@echo "making $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip uninstall --quiet --yes setuptools
	@touch $@

$(VENV)/.runtime: $(VENV)/.python requirements/runtime.txt requirements/build.txt pyproject.toml
	@echo "installing what the assistant needs (a minute, the first time) ..."
	@$(INSTALL) -r requirements/runtime.txt
	@$(INSTALL) -r requirements/build.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q bot knowledge eligibility
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements/dev.txt
	@echo "installing what the tests need ..."
	@$(INSTALL) -r requirements/dev.txt
	@touch $@

$(VENV)/.bench: $(VENV)/.dev requirements/bench.txt
	@echo "installing other engines to be measured ..."
	@$(INSTALL) -r requirements/bench.txt
	@touch $@

$(VENV)/.fuzz: $(VENV)/.dev requirements/fuzz.txt
	@echo "installing what fuzzing needs ..."
	@$(INSTALL) -r requirements/fuzz.txt
	@touch $@

%.mo: %.po $(VENV)/.runtime
	@$(BIN)/pybabel -q compile --input-file $< --output-file $@
