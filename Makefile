# One command per job. `make demo` and `make test` need Python 3.11 or newer, git and make, and nothing else.
#
#   .venv      the program as a user has it: the package installed, no development tools
#   .venv-dev  the package from this folder, with what development needs

# The first interpreter that runs, is new enough and can make an environment.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$name -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& echo $$name && break; done)

PIP := -m pip --disable-pip-version-check --no-input -qq
DEV := .venv-dev/bin
SOURCES := $(shell find checker prompts -type f -not -name '*.pyc')
CODE := checker tests

.PHONY: baseline fuzz demo test test-slow lint format wheel-test local-server test-local-server bench bench-endpoint cassettes screenshots gate gate-raise grouping readme lock clean help
.DELETE_ON_ERROR:

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile | expand -t 20

demo: .venv/installed  ## install the program here and check the sample articles
	@.venv/bin/checker check seeds/; code=$$?; \
	if [ $$code -eq 1 ]; then echo; echo "The check exits with 1 because it found contradictions, as it should here."; \
	else echo "make demo: expected exit code 1, contradictions found; got $$code" >&2; exit 1; fi

test: .venv-dev/installed  ## run the tests, on up to four cores
	@$(DEV)/python -m pytest --numprocesses auto --maxprocesses 4

test-slow: .venv-dev/installed  ## the tests of the pages in a browser, and of what is very large or very busy
	@$(DEV)/python -m pytest -m slow -rs

lint: .venv-dev/installed  ## style, types, and which module may import which
	@$(DEV)/ruff check --quiet $(CODE)
	@$(DEV)/ruff format --quiet --check $(CODE)
	@$(DEV)/mypy --no-error-summary
	@$(DEV)/lint-imports --no-logo >.venv-dev/imports.log || { cat .venv-dev/imports.log; exit 1; }
	@echo "lint: ruff, mypy --strict and the import contracts hold"

format: .venv-dev/installed  ## put the code into the common form
	@$(DEV)/ruff check --quiet --fix $(CODE); $(DEV)/ruff format --quiet $(CODE)

wheel-test: .venv-dev/installed  ## build the wheel and try it alone, away from this folder
	@.ci/wheel-test $(DEV)/python

local-server:  ## build llama.cpp's own server, once (ten minutes; needs cmake and a C++ compiler)
	@tests/local_server/build $(PYTHON)

test-local-server: .venv-dev/installed  ## try every form of asking on that server
	@$(DEV)/python -m pytest -m local_server tests/local_server

# Labelled data that the repository does not hold; measured where it is there.
DATA ?= ../shared/data

gate: .venv-dev/installed  ## every figure of the check against its floor, and no floor lowered in silence
	@$(DEV)/python tests/gate.py --data $(DATA)

gate-raise: .venv-dev/installed  ## raise the floors to the figures reached now
	@$(DEV)/python tests/gate.py --data $(DATA) --raise

FOLDERS ?= fixtures/cases/folders/*/
baseline: .venv-dev/installed  ## one plain chat over each folder against the check: make baseline BASE_URL=... MODEL=...
	@$(DEV)/python tests/baseline.py $(FOLDERS) --base-url "$(BASE_URL)" --model "$(MODEL)"

grouping: .venv-dev/installed  ## how many claims worth comparing meet in a group, and at what cost
	@$(DEV)/python tests/measure_grouping.py --data $(DATA)

FUZZ_SECONDS ?= 600
fuzz: .venv-dev/installed  ## bytes against ingest, grounding, salvage and front matter, ten minutes each (Linux)
	@$(DEV)/python $(PIP) install --group fuzz
	@for target in ingest grounding json_salvage front_matter; do \
	echo "$$target: $(FUZZ_SECONDS) s"; $(DEV)/python tests/fuzz/run.py $$target $(FUZZ_SECONDS) 2>.fuzz-$$target.log \
	|| { tail -40 .fuzz-$$target.log; exit 1; }; grep -h number_of_executed .fuzz-$$target.log; rm .fuzz-$$target.log; done

bench: .venv-dev/installed  ## speed and memory of the rules engine on 1,000 generated articles
	@$(DEV)/python tests/bench_rules.py

screenshots: .venv-dev/installed  ## pictures of the report and its review in docs/ (needs chromium)
	@$(DEV)/python tests/screenshots.py

bench-endpoint: .venv-dev/installed  ## calls and waiting of a check at an endpoint that takes 8 s for an answer
	@$(DEV)/python tests/bench_endpoint.py

cassettes: .venv-dev/installed  ## record the cassettes that are missing, from an endpoint at 127.0.0.1:8792
	@$(DEV)/python -m pytest --record-mode=once tests/test_cassettes.py

readme: .venv-dev/installed  ## show the run in README.md as the program prints it now
	@$(DEV)/python .ci/show-run README.md seeds

lock:  ## constraints.txt anew, from pyproject.toml (needs uv)
	@uv pip compile --quiet --universal --python-version 3.11 pyproject.toml --all-extras --group dev --no-annotate \
		--custom-compile-command "make lock" --upgrade --output-file constraints.txt

clean:  ## remove the environments and everything made
	@rm -rf .venv .venv-dev dist build consistency-report .pytest_cache .mypy_cache .ruff_cache .hypothesis \
		.import_linter_cache

.venv/bin/python .venv-dev/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with its venv module is needed, and none was found:" \
		"install it, or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "making $(@D:/bin=) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(@D:/bin=)

.venv/installed: .venv/bin/python pyproject.toml constraints.txt README.md $(SOURCES)
	@echo "installing checker into .venv (a minute the first time)"
	@.venv/bin/python $(PIP) install --constraint constraints.txt .
	@touch $@

# Dependency groups need pip 25.1. Changes of the code need no new installation here.
.venv-dev/installed: .venv-dev/bin/python pyproject.toml constraints.txt
	@echo "installing what development needs into .venv-dev (a minute or two the first time)"
	@.venv-dev/bin/python $(PIP) install --upgrade 'pip>=25.1'
	@.venv-dev/bin/python $(PIP) install --constraint constraints.txt --editable '.[pdf,docx,warc,review]' --group dev
	@touch $@
