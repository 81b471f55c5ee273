# Two commands are all most people need: `make run` and `make test`. Both make .venv first, from locks with hashes.
PY   ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
SEED ?= 1
# Programs that run the tests side by side, each with a database of its own. 0: one, in this terminal.
JOBS ?= auto
BIN  := .venv/bin
# Debian's own Python has no ensurepip, and its pip refuses to install for the system: it installs into .venv.
PIP  := $(PY) -m pip --python $(BIN)/python --disable-pip-version-check install --quiet

export DJANGO_SETTINGS_MODULE := evenhand.conf.settings
.PHONY: run test check faults format lock bench drill rules peers mutation clean

run: .venv/.run
	@$(BIN)/evenhand run --port $(PORT) --host $(HOST)

test: .venv/.dev
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile $(TESTS)

check: .venv/.dev
	$(BIN)/python .ci/locks.py --check
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -W ignore::RuntimeWarning -m django makemigrations --check --dry-run  # needs no database, and says so
	test ! -e src/evenhand/conf/generated.py || $(BIN)/python -m evenhand.conf.generated --check

format: .venv/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: .venv/.dev
	$(BIN)/python .ci/locks.py

bench: .venv/.dev
	$(BIN)/python -m bench

drill: .venv/.dev  # lose a house and set it up again from its backup
	$(BIN)/python -m pytest -s tests/rooms/test_drill.py

rules: .venv/.dev  # docs/reference/rules-as-tested.md, and whatever else is made from the code
	$(BIN)/python -m evenhand.conf.generated

faults: .venv/.dev  # twenty minutes of kill -9: docs/reference/faults.md
	$(BIN)/python -m tests.faults --seed $(SEED) --actions 2000 --kills 200

peers: .venv/.dev  # other people's servers, fetched into var/peers: docs/reference/platforms-proved, platforms.md
	EVENHAND_PEERS=1 $(BIN)/python -m pytest tests/peers
	$(BIN)/python -m evenhand.conf.generated

mutation: .venv/.dev  # docs/reference/mutation.md; goes on where it was broken off
	$(BIN)/python -m tests.mutation

clean:  # what can be made again; the data in var/ stay
	rm -rf .venv build dist src/*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -prune -exec rm -rf {} +

.venv/bin/python:
	$(PY) -m venv --without-pip .venv

# Built with the locked setuptools: an isolated build would fetch one that no lock has seen.
.venv/.run: requirements.lock pyproject.toml | .venv/bin/python
	$(PIP) --require-hashes --requirement requirements.lock
	$(PIP) --no-build-isolation --no-deps --editable .
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.run
	$(PIP) --require-hashes --requirement requirements-dev.lock
	@touch $@
