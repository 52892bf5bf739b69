# Every command of this project, set-up included. `make` lists them.
# PYTHON=... chooses the interpreter, PORT=... the port of `make run`, ARGS=... goes to pytest or the benchmarks.

BIN = .venv/bin
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --python $(BIN)/python --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

# Tests start the product by the hundred: a machine that keeps no compiled Python would compile all of it each time.
# One process more than there are processors: while a test waits for a server or a browser, another goes on.
PROCESSES = $(shell expr 1 + $$(getconf _NPROCESSORS_ONLN))
PYTEST = env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -n $(PROCESSES) --dist worksteal

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test tests check bench kill planted tamper properties races api load pictures guide format lint style types \
	lock clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

setup: ## Make .venv and install what running needs (run and test do this themselves)
	@scripts/setup.sh run

setup-dev:
	@scripts/setup.sh dev

run: ## Load a sample world and serve it at http://127.0.0.1:8000, with a sign-in link for each role
	@scripts/run.sh

test: style ## Check format and style, then run every test, and check types meanwhile
	@$(MAKE) --no-print-directory --jobs 2 types tests

tests:
	@echo '==> Tests'
	@$(PYTEST) $(ARGS)

check: setup-dev ## Check format, style, types, the code's own rules and one noun, as in make check NOUN=credentials
	@[ -n "$(NOUN)" ] && [ -d "tests/$(NOUN)" ] || { \
		printf 'Name the folder of tests to run: make check NOUN=one of\n%s\n' "$$(cd tests && ls -d */ | grep -v __ | tr -d / | paste -sd ' ')" >&2; \
		exit 2; }
	@$(MAKE) --no-print-directory lint
	@echo '==> Tests of the code itself and of $(NOUN)'
	@$(PYTEST) tests/house tests/$(NOUN) $(ARGS)

bench: setup-dev ## Measure the rules, pages, decisions, plans, staffing, packets and reminders by number of people, and pages while files are sent
	@$(BIN)/python -m benchmarks $(ARGS)
	@$(BIN)/python -m benchmarks.pages
	@$(BIN)/python -m benchmarks.screening
	@$(BIN)/python -m benchmarks.uploads
	@$(BIN)/python -m benchmarks.plan
	@$(BIN)/python -m benchmarks.sweep $(ARGS)
	@$(BIN)/python -m benchmarks.sweep --postgresql $(ARGS)
	@$(BIN)/python -m benchmarks.staffing
	@$(BIN)/python -m benchmarks.sealing
	@$(BIN)/python -m benchmarks.packets
	@$(BIN)/python -m benchmarks.packet_workers

kill: setup-dev ## Kill the product at random moments, ROUNDS=100 times on each database, and check what is left
	@$(BIN)/python -m tests.kill.campaign $(or $(ROUNDS),100)
	@$(BIN)/python -m tests.kill.reminders $(or $(PEOPLE),10000) $(or $(ROUNDS),40)
	@$(BIN)/python -m tests.kill.packets $(or $(ROUNDS),20)
	@$(BIN)/python -m tests.kill.webhooks
	@$(BIN)/python -m tests.kill.workers $(or $(JOBS),2000) $(or $(WORKERS),4)

planted: setup-dev ## Plant secrets in the evidence of PACKETS=100 packets and look for them, and build one with 300 files
	@$(BIN)/python -m tests.packets.planted $(or $(PACKETS),100)
	@$(BIN)/python -m tests.packets.large

tamper: setup-dev ## Tamper with trails in every way at PLACES=1000 places, on each database, and see that it is found
	@$(BIN)/python -m tests.trail.campaign $(or $(PLACES),1000)

properties: setup-dev ## Try what must hold of any input on TIMES=30 times as many made-up examples as make test does
	@TIMES=$(or $(TIMES),30) $(BIN)/python -m pytest -n auto -m hypothesis $(ARGS)

races: setup-dev ## Have two do at the same moment what rests on the other's change, TIMES=100 times as often as make test
	@TIMES=$(or $(TIMES),100) $(BIN)/python -m pytest -n auto tests/races $(ARGS)

api: setup-dev ## Ask each operation of the API TIMES=500 made-up requests by each role's token, and see that none breaks what it says
	@$(BIN)/python -m tests.api.campaign $(or $(TIMES),500)

load: setup-dev ## Have USERS=25 people work for MINUTES=10 among 10,000 people, and twice as many on PostgreSQL; nothing may fail
	@$(BIN)/python -m benchmarks.load $(or $(USERS),25) $(or $(MINUTES),10)
	@$(BIN)/python -m benchmarks.load --postgresql $(shell expr 2 '*' $(or $(USERS),25)) $(or $(MINUTES),10)

pictures: setup-dev ## Take the pictures of README.md anew from the sample world
	@$(BIN)/python -m tests.browser.pictures

guide: setup ## Run docs/operations.md on bare Debian 12 machines, thrown away afterwards (as root; systemd-nspawn)
	@$(BIN)/python -m tests.operation.run_guide

format: setup-dev ## Format the code and mend what the linter can mend
	$(BIN)/ruff check --fix-only --quiet
	$(BIN)/ruff format

lint: style types ## Check format, style and types, changing nothing

style: setup-dev
	@echo '==> Format'
	@$(BIN)/ruff format --check
	@echo '==> Style'
	@$(BIN)/ruff check

types: setup-dev
	@echo '==> Types'
	@$(BIN)/mypy

lock: setup ## Compile the locks from requirements*.in (UPGRADE=1 takes newer versions)
	UV_PYTHON_DOWNLOADS=never $(COMPILE) requirements-build.in --output-file requirements-build.txt
	UV_PYTHON_DOWNLOADS=never $(COMPILE) requirements.in --output-file requirements.txt
	UV_PYTHON_DOWNLOADS=never $(COMPILE) requirements-dev.in --output-file requirements-dev.txt

clean: ## Remove .venv and everything else that these commands made
	rm -rf .venv .venv.lock .pytest_cache .hypothesis .mypy_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
