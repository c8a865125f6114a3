# `make refresh` and `make test` are all that a new machine needs; both install what they need first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
SPARK_VENV := .venv-spark
SPARK_INSTALLED := $(SPARK_VENV)/.installed

export UV_COMPILE_BYTECODE := 1
export UV_SYSTEM_CERTS := true
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export DO_NOT_TRACK := 1
export GX_ANALYTICS_ENABLED := false
export DAGSTER_DISABLE_TELEMETRY := 1

MUTANTS := --count 200 --seed 1
NIGHTS := --customers 500 --days 400 --seed 1 --faults 500
FAULTS := --stand-in 300 --project 30 --control 10 --seed 1
HISTORIES := --count 500 --seed 1
PARITY := demo servicenow
FUZZ := --count 10000 --seed 1

.PHONY: setup spark-up spark-down parity refresh test test-slow lint bench bench-scale faults full-disk advisories mutants histories fuzz unusual-nights lock dagster clean help test-spark test-spark-slow

help: ## what each target does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(INSTALLED) ## install everything into .venv, cxw included

$(INSTALLED): requirements.lock requirements-uv.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "error: Python 3.11 or newer is needed; name it with: make PYTHON=python3.12 setup"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

refresh: $(INSTALLED) ## run the nightly refresh (on a demo company where the inbox is empty)
	@$(BIN)/cxw sample --if-empty
	@$(BIN)/cxw refresh

test: $(INSTALLED) ## the default tests
	$(BIN)/python -m pytest --numprocesses 2 --dist loadgroup

test-spark: $(SPARK_INSTALLED) ## the tests that need a Spark server; they start one where none answers
	$(BIN)/python -m pytest -m "spark and not slow"

test-spark-slow: $(SPARK_INSTALLED) ## whole refreshes on Spark, one of which loses a worker: half an hour
	$(BIN)/python -m pytest -m "spark and slow"

test-slow: $(INSTALLED) ## the tests that are left out of `make test`
	$(BIN)/python -m pytest --numprocesses 2 --dist loadgroup -m "slow and not spark"

lint: $(INSTALLED) ## ruff, mypy and sqlfluff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --processes 2 models tests/dbt

bench: $(INSTALLED) ## measure refreshes against their targets, on a quiet machine
	$(BIN)/python -m benchmarks.measure

bench-scale: $(INSTALLED) ## the same with 100,000 and 1,000,000 tickets: minutes
	$(BIN)/python -m benchmarks.measure --large

faults: $(INSTALLED) ## kill refreshes at random moments while readers read: hours; FAULTS="--project 0" for part of it
	$(BIN)/python -m faults.campaign $(FAULTS)

full-disk: $(INSTALLED) ## refreshes on disks that fill up, where Linux lets a user mount one
	$(BIN)/python -m faults.full_disk

advisories: $(INSTALLED) ## ask the advisory service about every locked package, where it can be reached
	$(BIN)/python .ci/advisories.py

mutants: $(INSTALLED) ## change models one line at a time and see which check notices: an hour; docs/mutants.md
	$(BIN)/python -m faults.mutants.campaign $(MUTANTS)

histories: $(INSTALLED) ## deliver the same records in many ways and compare; HISTORIES="--count 90 --seed 7" for fewer
	$(BIN)/python -m faults.histories $(HISTORIES)

fuzz: $(INSTALLED) ## read deliveries whose bytes were changed at random; FUZZ="--count 2000"
	$(BIN)/python -m faults.fuzzing $(FUZZ)

unusual-nights: $(INSTALLED) ## how often a night is called unusual, and what of planted faults is seen: a minute
	$(BIN)/python -m faults.unusual_nights $(NIGHTS)

$(SPARK_INSTALLED): requirements-spark.lock $(INSTALLED)
	@test -x $(SPARK_VENV)/bin/python || $(PYTHON) -m venv $(SPARK_VENV)
	$(BIN)/uv pip sync --quiet --python $(SPARK_VENV)/bin/python --require-hashes requirements-spark.lock
	@touch $@

spark-up: $(SPARK_INSTALLED) ## start a Spark cluster of this machine alone (Java 17; 450 MB the first time); docs/spark.md
	@$(BIN)/python -m orchestration.spark up

spark-down: $(INSTALLED) ## end it
	@$(BIN)/python -m orchestration.spark down

parity: $(INSTALLED) ## refresh on DuckDB and on Spark (make spark-up first) and compare every row; PARITY=small for minutes
	$(BIN)/python -m parity $(PARITY)

lock: ## resolve again and write requirements.lock (hashes, no addresses)
	$(BIN)/uv lock
	$(BIN)/uv export --frozen --no-emit-project --all-groups --no-header --no-annotate --quiet --output-file requirements.lock
	echo 'uv==0.13.9' | $(BIN)/uv pip compile --quiet --generate-hashes --no-header --no-annotate --output-file requirements-uv.lock -
	echo 'pip-audit==2.10.1' | $(BIN)/uv pip compile --quiet --generate-hashes --no-header --no-annotate --output-file requirements-advisories.lock -
	echo 'pyspark==4.3.0' | $(BIN)/uv pip compile --quiet --generate-hashes --no-header --no-annotate --output-file requirements-spark.lock -

dagster: $(INSTALLED) ## the orchestrator's web page on this machine alone
	$(BIN)/cxw dagster

clean: ## remove what was built, never the inbox
	rm -rf target logs warehouse/build
