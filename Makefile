# Thin on purpose: the work is in samhandling/ops. `make help` lists the targets.
PYTHON := .venv/bin/python
ARGS ?=

.PHONY: test-fast
test-fast: ## Some tests on services that stay up: make test-fast ARGS="tests/meetings -q"
	@$(PYTHON) -m samhandling.ops.run_tests --keep $(ARGS)

.PHONY: services-stop
services-stop: ## Stop the services that test-fast left running
	@$(PYTHON) -m samhandling.ops.run_tests --stop
