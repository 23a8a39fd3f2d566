# Headspace Desktop. `make run` and `make check` set up what they need; everything else is a convenience.
.PHONY: help setup run demo check lint test accuracy accuracy-live bench translations package clean

ARGS ?=
# Most of a test's time is waiting for real programs, so a few more workers than two cores pay off.
WORKERS ?= 4
PYTEST ?= .venv/bin/python -m pytest -n $(WORKERS) --dist loadfile

help:
	@echo 'make run     start the app (sets up what it needs)'
	@echo 'make demo    start the app with a simulated fleet of agents'
	@echo 'make check   lint and run all tests (sets up what they need)'
	@echo 'make lint    ruff, mypy, import-linter, vulture'
	@echo 'make accuracy       how right the states are, on recorded sessions; accuracy-live with the real program'
	@echo 'make bench   the benchmarks'
	@echo 'make translations    find every text, merge and compile the translations'
	@echo 'make tour    pictures of every page, by keyboard alone'
	@echo 'make package a folder that runs without Python (dist/)'
	@echo 'make setup   only set up; make clean   throw away what was made'

setup:
	@sh packaging/setup.sh run

run: setup
	@.venv/bin/headspace-desktop $(ARGS)

demo: setup
	@.venv/bin/headspace-desktop --demo $(ARGS)

check: lint test

lint: .set-up-for-check
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/vulture

test: .set-up-for-check
	$(PYTEST) $(ARGS)

accuracy: .set-up-for-check
	.venv/bin/python -m tests.accuracy.score $(ARGS)

# Goes on where it was interrupted; `rm -r build/accuracy` begins anew.
accuracy-live: .set-up-for-check
	.venv/bin/python -m tests.accuracy.recorder --into build/accuracy $(ARGS)
	.venv/bin/python -m tests.accuracy.score --corpus build/accuracy

bench: .set-up-for-check
	@for file in benchmarks/bench_*.py; do echo "== $$file"; .venv/bin/python "$$file" || exit 1; done

translations: .set-up-for-check
	.venv/bin/python packaging/translations.py

# The running program in light and dark, 100 and 200 %, on a screen of its own; pictures in build/tour.
tour: .set-up-for-check
	@for theme in light dark; do for scale in 1 2; do \
		.venv/bin/python -m tests.app.tour_pictures build/tour/$$theme-$$scale $$theme $$scale || exit 1; done; done

package: .set-up-for-check
	.venv/bin/pyinstaller --noconfirm --distpath dist --workpath build packaging/headspace.spec

.PHONY: .set-up-for-check
.set-up-for-check:
	@sh packaging/setup.sh check

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .import_linter_cache .hypothesis .tools/claude .tools/claude-old
