# `make` or `make help` lists the targets. Nothing here uses the network but setup, arelle, peers, spark, superset and lock.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

export DO_NOT_TRACK := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export PIP_DISABLE_PIP_VERSION_CHECK := 1

YIBAO_REPORTS ?= ../shared/reports
BIN := .venv/bin
WAREHOUSE := warehouse/yibao.duckdb
SQL := $(wildcard models macros tests/data tests/macro_units analyses)

# The newest of these that is 3.11 or later and can make a virtual environment; `make PYTHON=… setup` names one.
PYTHON ?= python3.13 python3.12 python3.11 python3
define find_python
python=; for p in $(PYTHON); do \
  if $$p -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$p; break; fi; \
done; \
if [ -z "$$python" ]; then \
  echo 'No Python 3.11 or later with its venv module among: $(PYTHON).' >&2; \
  echo 'Install one (on Debian: apt-get install python3 python3-venv) or call make PYTHON=/path/to/python3.' >&2; \
  exit 1; \
fi
endef

.PHONY: help
help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16

.PHONY: setup
setup: .venv/.installed ## install Python packages and yibao into .venv, as requirements.lock says
	@:

.venv/.locked: requirements.lock
	@$(find_python); echo "Installing requirements.lock into .venv ($$($$python --version)) ..."; $$python -m venv .venv
	@$(BIN)/python -m pip install -qq --require-hashes --no-deps -r requirements.lock
	@touch $@

.venv/.installed: .venv/.locked pyproject.toml
	@$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	@touch $@

# All that the seeds' warehouse is made from. Folders stand for the files deleted from them; the warehouse itself
# stands for another one published over it, or for its absence.
built_from := dbt_project.yml profiles.yml pyproject.toml requirements.lock $(wildcard $(YIBAO_REPORTS)/*) \
  $(shell find seeds $(SQL) -mindepth 1 -name '.*' -prune -o -print 2>/dev/null) \
  $(shell find ingest -name '*.py' -o -name '*.csv')

.PHONY: build
build: warehouse/.built site ## read the reports (where $YIBAO_REPORTS is), build the warehouse and its site, if anything changed
	@echo 'The warehouse is $(WAREHOUSE), a DuckDB file. Where to look next:'
	@echo '  warehouse/site/index.html  the site: open it in a browser, click a number, read its words'
	@echo '  $(BIN)/yibao check         what does not add up, both sides with their places'
	@echo '  $(BIN)/yibao explain ID    a number or a check back to its file, line and words'
	@echo '  $(BIN)/yibao run PATH ...  the same for reports of your own'
	@echo '  schema marts               dimensions and facts, documented in the database itself'
	@echo '  analyses/                  questions that analysts ask, each a query'

warehouse/.built: $(built_from) $(or $(wildcard $(WAREHOUSE)),FORCE) | setup
	@if [ -d '$(YIBAO_REPORTS)' ]; then $(BIN)/yibao ingest --seeds '$(YIBAO_REPORTS)'; \
	else echo 'No reports at $(YIBAO_REPORTS): building from the committed seeds.'; fi
	@$(BIN)/yibao build --database $(WAREHOUSE)
	@touch $@

.PHONY: site
site: warehouse/site/index.html ## write the static site of the warehouse into warehouse/site
	@:

warehouse/site/index.html: warehouse/.built $(shell find site -type f -not -path '*/__pycache__/*' -not -path '*.egg-info/*')
	@$(BIN)/yibao site --database $(WAREHOUSE)

# As many as there are processors, and no more than there are groups of tests that share a warehouse.
PYTEST_JOBS ?= 2
.PHONY: test
test: setup ## run pytest; the warehouse of the seeds that it builds first runs every dbt test
	@$(BIN)/python -m pytest -m 'not browser' -n $(PYTEST_JOBS) --dist loadgroup $(PYTEST_ARGS)

# Chromium itself comes from the system: tools/install-browser.
.PHONY: browser
browser: .venv/.browser ## test the site in headless Chromium (minutes)
	@$(BIN)/python -m pytest -m browser tests/site

.venv/.browser: .venv/.installed requirements-browser.lock
	@$(BIN)/python -m pip install -qq --require-hashes --no-deps -r requirements-browser.lock
	@touch $@

# The dbt templater opens the database of profiles.yml: one in memory is in nobody's way.
.PHONY: lint
lint: setup ## ruff, mypy and sqlfluff; changes nothing
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@YIBAO_DATABASE=:memory: $(BIN)/sqlfluff lint $(SQL)

.PHONY: format
format: setup ## put Python and SQL into the house format
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@YIBAO_DATABASE=:memory: $(BIN)/sqlfluff fix $(SQL)

.PHONY: seeds
seeds: setup ## read the reports of $YIBAO_REPORTS (default ../shared/reports) into seeds/reports
	@[ -d '$(YIBAO_REPORTS)' ] || { echo 'No folder $(YIBAO_REPORTS): set YIBAO_REPORTS to the reports.' >&2; exit 2; }
	@$(BIN)/yibao ingest --seeds '$(YIBAO_REPORTS)'

.PHONY: ocr
ocr: setup ## install what reads scans (200 MB), as requirements-ocr.lock says
	@$(BIN)/python -m pip install -qq --require-hashes --no-deps -r requirements-ocr.lock

# Needs a package index. Keeps the pins it finds; `make lock UPGRADE=--upgrade` moves them.
lock_options := --generate-hashes --no-strip-extras --no-emit-index-url --no-emit-find-links \
  --custom-compile-command 'make lock' --quiet

.PHONY: lock
lock: ## write requirements.lock and those of the extras anew from pyproject.toml
	@$(find_python); scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT \
	&& $$python -m venv "$$scratch" && "$$scratch/bin/pip" install -qq --require-hashes --no-deps -r tools/requirements-uv.txt \
	&& "$$scratch/bin/uv" pip compile pyproject.toml --group dev --universal --python-version 3.11 $(UPGRADE) \
	  $(lock_options) --output-file requirements.lock \
	&& for extra in ocr browser; do \
	  $$python -c 'import sys, tomllib; extras = tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]; \
	  print(*extras[sys.argv[1]], sep="\n")' $$extra > "$$scratch/$$extra.in" \
	  && "$$scratch/bin/uv" pip compile "$$scratch/$$extra.in" --constraint requirements.lock --universal --python-version 3.11 \
	    $(UPGRADE) $(lock_options) --no-annotate --output-file requirements-$$extra.lock || exit 1; \
	done \
	&& "$$scratch/bin/uv" pip compile pyproject.toml --extra spark --constraint requirements.lock --universal \
	  --python-version 3.11 $(UPGRADE) $(lock_options) --no-annotate --output-file requirements-spark.lock \
	&& "$$scratch/bin/uv" pip compile tools/superset/requirements.in --universal --python-version 3.11 \
	  $(UPGRADE) $(lock_options) --no-annotate --output-file tools/superset/requirements.txt

# `make audit ADVISORIES=EXPORT` first takes the advisories anew from an export of OSV (SECURITY.md says where from).
.PHONY: audit
audit: setup ## compare all that is pinned with the known vulnerabilities at hand; uses no network
	@$(BIN)/python -m tools.audit $(if $(ADVISORIES),--advisories '$(ADVISORIES)')

.PHONY: licences
licences: setup ## write docs/licences.csv anew from the packages that are installed
	@$(BIN)/python -m tools.licences $(LICENCES_ARGS)

# Not part of the project's environment; without it the benchmark runs the other ways.
.PHONY: arelle
arelle: .venv-arelle/.locked ## install Arelle into .venv-arelle, to measure against

.venv-arelle/.locked: benchmarks/requirements-arelle.txt
	@$(find_python); $$python -m venv .venv-arelle
	@.venv-arelle/bin/python -m pip install -qq --require-hashes --no-deps -r benchmarks/requirements-arelle.txt
	@touch $@

# The peers of the other benchmarks, in an environment of their own too.
.PHONY: peers
peers: .venv-peers/.locked ## install Recognizers-Text, jionlp and pdfplumber into .venv-peers, to measure against

.venv-peers/.locked: benchmarks/requirements-peers.txt
	@$(find_python); $$python -m venv .venv-peers
	@.venv-peers/bin/python -m pip install -qq --require-hashes --no-deps -r benchmarks/requirements-peers.txt
	@touch $@

# The published file must stay readable to clients of DuckDB 1.5, which most BI drivers are.
.PHONY: oldclient
oldclient: .venv-duckdb15/.locked ## install a DuckDB 1.5 client into .venv-duckdb15, with which a test reads the file

.venv-duckdb15/.locked: tools/requirements-duckdb15.txt
	@$(find_python); $$python -m venv .venv-duckdb15
	@.venv-duckdb15/bin/python -m pip install -qq --require-hashes --no-deps -r tools/requirements-duckdb15.txt
	@touch $@

# `make postgres POSTGRES=FOLDER PORT=5432` for another place; `tools/postgres stop FOLDER` ends it.
POSTGRES ?= warehouse/postgres
.PHONY: postgres
postgres: build ## start a private Postgres server (tools/install-postgres) and copy the warehouse into it
	@dsn=$$(tools/postgres start '$(POSTGRES)' $(PORT)) && $(BIN)/yibao export postgres "$$dsn" --database $(WAREHOUSE) \
	&& echo "Connect with  $$dsn" && echo 'and end it with  tools/postgres stop $(POSTGRES)'

# Superset would set yibao's own packages years back: an environment of its own, with the Python it was tried with.
.PHONY: superset
superset: .venv-superset/.locked ## open the warehouse in Apache Superset, installed into .venv-superset (900 MB)
	@.venv-superset/bin/python -m tools.superset.register --database '$(WAREHOUSE)' $(SUPERSET_ARGS)

.venv-superset/.locked: PYTHON = python3.11
.venv-superset/.locked: tools/superset/requirements.txt
	@$(find_python); echo "Installing Apache Superset into .venv-superset (a minute) ..."; $$python -m venv .venv-superset
	@.venv-superset/bin/python -m pip install -qq --require-hashes --no-deps -r tools/superset/requirements.txt
	@touch $@

# `make spark LANDING=FOLDER` for a corpus; FOLDER may be an address that Spark reads. Java 17 comes from the system.
.PHONY: spark
spark: .venv-spark/.installed ## build the models on Spark too, installed into .venv-spark (1.3 GB), and compare every mart
	@.venv-spark/bin/python -m spark build $(if $(LANDING),--landing '$(LANDING)') $(SPARK_ARGS)

.venv-spark/.installed: requirements-spark.lock pyproject.toml | setup
	@$(BIN)/python -m spark java
	@$(find_python); echo "Installing requirements-spark.lock into .venv-spark (a minute) ..."; $$python -m venv .venv-spark
	@.venv-spark/bin/python -m pip install -qq --require-hashes --no-deps -r requirements-spark.lock
	@.venv-spark/bin/python -m pip install -qq --no-deps --no-build-isolation --editable .
	@touch $@

.PHONY: numbers
numbers: setup ## read the same numbers with our grammar and with its peers (a minute; make peers first)
	@$(BIN)/python -m benchmarks.numbers $(NUMBERS_ARGS)

.PHONY: bench
bench: setup ## read, build and ask made corpora of 1,000 and 10,000 reports: RESULTS.md (a quarter of an hour)
	@$(BIN)/python -m benchmarks.scale $(BENCH_ARGS)

.PHONY: benchrules
benchrules: setup ## time the reconciliation of 100,000 facts against other ways to do it (minutes)
	@$(BIN)/python -m benchmarks.reconciliation $(BENCH_ARGS)

.PHONY: benchpdf
benchpdf: setup ## time the PDF reader against pdfplumber and compare their cells (a minute)
	@$(BIN)/python -m benchmarks.pdf $(BENCH_ARGS)

.PHONY: benchtext
benchtext: setup ## read and land copies of text reports: reports a second, memory (a minute)
	@$(BIN)/python -m benchmarks.ingest $(BENCH_ARGS)

.PHONY: mutations
mutations: setup ## change digits of the reports at random, and tell which changes are found (minutes)
	@$(BIN)/python -m tests.reconciliation.mutants '$(YIBAO_REPORTS)'/*.txt $(MUTATION_ARGS)

.PHONY: formats
formats: setup ## render every text fixture in every format, read it back and compare the facts (minutes)
	@YIBAO_FORMATS=all $(BIN)/python -m pytest tests/test_formats.py tests/test_printed.py

.PHONY: fuzz
fuzz: setup ## damage the text fixtures at random: reading them must not raise, nor take long (a minute)
	@$(BIN)/python -m tests.fuzz $(FUZZ_ARGS)

# Another way to fuzz: atheris looks for inputs that reach new code. An environment of its own, with ours in sight.
.PHONY: guided
guided: .venv-fuzz/.locked ## fuzz, led by coverage (GUIDED_ARGS='numbers --seconds 600')
	@PYTHONPATH=. .venv-fuzz/bin/python -m tests.fuzz.guided $(or $(GUIDED_ARGS),numbers)

.venv-fuzz/.locked: tests/fuzz/requirements.txt .venv/.installed
	@$(BIN)/python -m venv .venv-fuzz
	@.venv-fuzz/bin/python -m pip install -qq --require-hashes --no-deps -r tests/fuzz/requirements.txt
	@purelib='import sysconfig; print(sysconfig.get_path("purelib"))'; \
	$(BIN)/python -c "$$purelib" > "$$(.venv-fuzz/bin/python -c "$$purelib")/yibao.pth"
	@touch $@

.PHONY: mutate
mutate: setup ## change rules and models one at a time: a test must fail (minutes; MUTATE_ARGS='sql --sample 100')
	@$(BIN)/python -m tests.mutation $(or $(MUTATE_ARGS),rules)

.PHONY: hostile
hostile: setup ## read thousands of damaged and hostile files with the real command (ten minutes)
	@$(BIN)/python -m benchmarks.hostile $(HOSTILE_ARGS)

.PHONY: kills
kills: setup ## kill ingest, build and publish at random moments and at every step: nothing may be lost (half an hour)
	@$(BIN)/python -m benchmarks.reliability.kills $(KILLS_ARGS)

.PHONY: readers
readers: setup ## two builders and ten readers of one file at once (minutes)
	@$(BIN)/python -m benchmarks.reliability.readers $(READERS_ARGS)

.PHONY: clean
clean: ## remove what build, test and lint made; keeps the environments (.venv*)
	[ ! -d '$(POSTGRES)' ] || tools/postgres stop '$(POSTGRES)'
	rm -rf warehouse target logs .pytest_cache .hypothesis .mypy_cache .ruff_cache
	find . -name __pycache__ -not -path './.venv*/*' -prune -exec rm -rf {} +

.PHONY: FORCE
FORCE:
