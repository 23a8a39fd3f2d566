"""From the command to the window and to a board that answers, beside the smallest possible Qt window of Python.

First start (the store is made) and later ones. A window counts when the X server shows it.
"""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import time

import figures
from running import Running

from headspace_desktop.intake import caller
from headspace_desktop.paths import Paths
from headspace_desktop.troubles import AppAway

ROUNDS = 5
FLOOR = (
    "from PySide6.QtWidgets import QApplication, QLabel; app = QApplication([]); w = QLabel('x'); w.show(); app.exec()"
)


def until_shown(running: Running, process: subprocess.Popen[bytes], begin_s: float) -> float:
    while not any(window.pid == process.pid for window in running.desktop.windows()):
        running.check(begin_s)
        time.sleep(0.005)
    return time.monotonic() - begin_s


def until_answered(running: Running, begin_s: float) -> float:
    paths = Paths.from_environment(running.env)
    while True:
        with contextlib.suppress(AppAway):
            caller.call(paths, "status", {}, timeout_s=10)
            return time.monotonic() - begin_s
        running.check(begin_s)
        time.sleep(0.005)


def end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    process.wait(15)


def main() -> None:
    found: dict[str, list[tuple[float, float | None]]] = {"first start": [], "later start": [], "bare Qt window": []}
    with Running() as running:
        for number in range(ROUNDS):
            for name, times in found.items():
                if (name == "first start") != (number == 0) and name != "bare Qt window":
                    continue
                words = ["-c", FLOOR] if name == "bare Qt window" else ["-m", "headspace_desktop"]
                begin_s = time.monotonic()
                process = running.desktop.spawn(f"{name}{number}", [sys.executable, *words], env=running.env)
                shown_s = until_shown(running, process, begin_s)
                board_s = until_answered(running, begin_s) if words[0] == "-m" else None
                times.append((shown_s, board_s))
                end(process)
    floor_s = figures.percentile([shown_s for shown_s, _ in found["bare Qt window"]], 50)
    figures.report("start", [
        {"what": name, "window_ms": figures.percentile([s for s, _ in each], 50) * 1000,
         "times_bare": figures.percentile([s for s, _ in each], 50) / floor_s,
         "board_ms": figures.percentile([b for _, b in each if b], 50) * 1000 if each[0][1] else None, "n": len(each)}
        for name, each in found.items()
    ])  # fmt: skip


if __name__ == "__main__":
    main()
