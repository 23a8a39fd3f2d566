# Headspace Desktop. `make run` and `make check` set up what they need; everything else is a convenience.
.PHONY: help setup run demo check lint test accuracy accuracy-live bench translations tour tour-short pictures package clean

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
	@echo 'make tour    every command and page by keyboard alone, with pictures; tour-short over few agents, without'
	@echo 'make pictures   every panel in every state, on contact sheets'
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

# The same steps in a minute or two. Not in `make check`: on two busy cores it takes up to four.
tour-short: .set-up-for-check
	.venv/bin/python -m tests.app.tour_pictures "" light 1 24

# Every panel in every state: offscreen, so that loading and failing stand still. The sheets are in docs/pictures.
GALLERIES = gallery board_gallery page_gallery agent_gallery dialog_gallery found_gallery
pictures: .set-up-for-check
	rm -rf build/gallery
	@for one in $(GALLERIES); do for scale in 1 2; do \
		.venv/bin/python tests/ui/$$one.py build/gallery $$scale || exit 1; done; done
	@for one in gallery board_gallery page_gallery; do \
		THEMES=terminal,contrast .venv/bin/python tests/ui/$$one.py build/gallery 1 || exit 1; done
	.venv/bin/python tests/ui/contact_sheet.py build/gallery docs/pictures

package: .set-up-for-check
	.venv/bin/pyinstaller --noconfirm --distpath dist --workpath build packaging/headspace.spec

.PHONY: .set-up-for-check
.set-up-for-check:
	@sh packaging/setup.sh check

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .import_linter_cache .hypothesis .tools/claude .tools/claude-old
