"""The tray in a program of its own: reads orders from a file, prints what it posts. Started by test_tray_host.py."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from headspace_desktop.domain.model import AskKind, State
from headspace_desktop.ui import tray as tray_module
from headspace_desktop.ui.tray import Tray
from tests.ui.tray_cards import asking, card


def say(*words: object) -> None:
    print(*words, flush=True)


class Orders:
    def __init__(self, app: QApplication, path: Path) -> None:
        self.app = app
        self.lines = path.open(encoding="utf-8")
        self.tray = Tray(
            lambda action: say("posted", action),
            lambda page: say("page", page),
            on_host_changed=lambda is_hosted: say("hosted", is_hosted),
        )
        self.timer = QTimer(self.tray)
        self.timer.setInterval(20)
        self.timer.timeout.connect(self.read)
        self.timer.start()
        self.tray.start()

    def read(self) -> None:
        for line in self.lines:
            order, *words = line.split()
            getattr(self, order)(*words)
            say("obeyed", line.strip())

    def cards(self, waiting: str, working: str) -> None:
        now = datetime.now(UTC)
        shown = [
            asking(f"w_{number} & co", f"a & b_c && {number}?", 30 + number + 0.5, AskKind.QUESTION, now=now)
            for number in range(int(waiting))
        ]
        shown += [card(f"busy-{number}", State.WORKING, now=now) for number in range(int(working))]
        self.tray.show_cards({one.uuid: one for one in shown})

    def mute(self, seconds: str) -> None:
        self.tray.mute_until(datetime.now(UTC) + timedelta(seconds=float(seconds)))

    def unmute(self) -> None:
        self.tray.mute_until(None)

    def message(self) -> None:
        say("message", self.tray.message("otter needs you", "which one?"))

    def quit(self) -> None:
        self.tray.stop()
        self.app.quit()


if __name__ == "__main__":
    tray_module.LOOK_MS = tray_module.LOOK_AGAIN_MS = 200
    app = QApplication(sys.argv)
    app.setQuitOnLastWindowClosed(False)
    orders = Orders(app, Path(sys.argv[1]))
    say("ready")
    sys.exit(app.exec())
