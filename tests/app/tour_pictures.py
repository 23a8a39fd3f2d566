"""The tour: `python -m tests.app.tour_pictures [FOLDER [light|dark|terminal|contrast [1|2 [AGENTS]]]]`.

An empty folder is for no pictures.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from tests.app.tour_steps import STEPS, quitting
from tests.app.tour_table import driven
from tests.harness.tour import toured


def main(folder: Path | None, theme: str, scale: int, agents: str) -> None:
    with toured(folder, scale) as tour:
        tour.start("--demo", agents)
        tour.run(f"view.theme_{theme}")
        for step in STEPS:
            began = time.monotonic()
            step(tour)
            sys.stdout.write(f"{step.__name__}: {time.monotonic() - began:.1f} s\n")
            sys.stdout.flush()
        assert driven() <= set(tour.ran()), driven() - set(tour.ran())
        quitting(tour)


if __name__ == "__main__":
    words = [*sys.argv[1:], *("build/tour", "light", "1", "200")[len(sys.argv) - 1 :]]
    os.umask(0o022)
    main(Path(words[0]) if words[0] else None, words[1], int(words[2]), words[3])
