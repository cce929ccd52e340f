# Thin on purpose: the work is in samhandling/ops. Python >= 3.11 and make are all that must be there.
PYTHON := .venv/bin/python
BOOTSTRAP := python3 samhandling/ops/bootstrap.py
ARGS ?=
export PORT

# What the checks need to import the settings; no server is asked.
UNUSED := SECRET_KEY=only-for-checks-that-import-settings DATABASE_URL=postgres://localhost/unused CELERY_BROKER_URL=memory://

.PHONY: help
help: ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /\1\t/' | expand -t 18

.PHONY: run
run: ## Start the site with its demo on http://localhost:8000 (or PORT=…)
	@$(BOOTSTRAP) run
	@$(PYTHON) -m samhandling.ops.serve

.PHONY: demo-reset
demo-reset: ## The same, with the demo made anew
	@$(BOOTSTRAP) run
	@$(PYTHON) -m samhandling.ops.serve --reset

.PHONY: test
test: ## The whole suite on a PostgreSQL, a Redis, a worker and a Chromium of its own
	@$(BOOTSTRAP) test
	@$(PYTHON) -m samhandling.ops.run_tests -n 2 --dist loadgroup $(ARGS)

.PHONY: test-fast
test-fast: ## Some tests on services that stay up: make test-fast ARGS="tests/meetings -q"
	@$(PYTHON) -m samhandling.ops.run_tests --keep $(ARGS)

.PHONY: services-stop
services-stop: ## Stop the services that test-fast left running
	@$(PYTHON) -m samhandling.ops.run_tests --stop

.PHONY: check
check: ## Style, types, templates, import directions, migrations, translations
	@$(BOOTSTRAP) check
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check --quiet .
	@$(UNUSED) .venv/bin/mypy
	@.venv/bin/djlint templates --lint --quiet
	@.venv/bin/lint-imports --no-logo
	@$(UNUSED) $(PYTHON) manage.py makemigrations --check --dry-run
	@$(UNUSED) $(PYTHON) -m samhandling.ops.translations check

.PHONY: messages
messages: ## Bring the nynorsk catalogue up to date with the texts in the source
	@$(UNUSED) $(PYTHON) -m samhandling.ops.translations update

.PHONY: screenshots
screenshots: ## Every page as every persona, and every demo PDF, under var/screens
	@$(BOOTSTRAP) test
	@$(PYTHON) -m samhandling.ops.run_tests --for samhandling.ops.screenshots $(ARGS)

.PHONY: bench
bench: ## Measure packets and pages; prints, and writes var/bench.json
	@$(BOOTSTRAP) test
	@$(PYTHON) -m samhandling.ops.run_tests --for tests.bench $(ARGS)
