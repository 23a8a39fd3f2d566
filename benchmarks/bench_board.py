"""How late frames are with 500 cards on the board, 200 changes a second and every view, on a real X server.

A timer that wants to fire every 16 ms tells how late it came; the thread's own processor time between two of its calls
tells how long the window was busy itself, whatever else the machine does.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import figures

from headspace_desktop.domain.card import Card
from headspace_desktop.domain.changes import BoardReset, CardChanged
from headspace_desktop.domain.model import PaneRef, Priority, Source, State, SubState, Usage, Verdict
from tests.harness.desktop import Desktop

CARDS, UPDATES_PER_S, SECONDS, FRAME_MS = 500, 200, 15.0, 16
STATES = (State.WORKING, State.WORKING, State.IDLE, State.DONE, State.NEEDS_INPUT, State.WORKING)


def card(number: int, state: State, text: str) -> Card:
    now = datetime.now(UTC)
    verdict = Verdict(state, SubState.NONE, now - timedelta(seconds=number), "rule", "The newest sign.", Source.HOOK)
    return Card(
        uuid=f"agent-{number:04d}", client="claude", session_id=f"{number:08x}-11fe", name="",
        project_name=f"project-{number % 40}", project_path=f"/work/{number % 40}", branch="main", cwd="/work",
        verdict=verdict, verdict_at=now, instruction=f"Do the thing with the number {number} and tell me how it went",
        last_text=text, tool="Bash: make check", tool_since_at=now, ask=None, ask_count=0, can_answer=False,
        can_type=True, why_not="", reply=None, background_count=0, turn_count=3, usage=Usage(context_percent=42.0),
        pid=4242, pane=PaneRef("/tmp/s", f"%{number}"), tmux_session="work", transcript_path=None, started_at=now,
        last_seen_at=now, ended_at=None, is_seen=True, priority=Priority(number * 13 % 101, "for the objective", now),
    )  # fmt: skip


def feed(tell: Any, is_over: threading.Event) -> None:
    """200 changes a second, in twos, as the engine tells them; every tenth card goes to another column."""
    begin_s, count = time.monotonic(), 0
    cards = [card(number, STATES[number % len(STATES)], "") for number in range(CARDS)]
    while not is_over.is_set():
        due = int((time.monotonic() - begin_s) * UPDATES_PER_S)
        while count < due:
            number = count * 37 % CARDS
            old = cards[number]
            state = STATES[count // 10 % len(STATES)] if count % 10 == 0 else old.verdict.state
            now = datetime.now(UTC)
            verdict = replace(old.verdict, state=state, since_at=old.verdict.since_at if count % 10 else now)
            cards[number] = replace(
                old, verdict=verdict, last_text=f"Change {count}: " + "and so on " * (count % 12), last_seen_at=now
            )
            tell([CardChanged(cards[number])])
            count += 1
        is_over.wait(0.01)


class Frames:
    """A 16 ms timer on the window's thread, and what it saw."""

    def __init__(self, app: Any) -> None:
        from PySide6.QtCore import Qt, QTimer  # noqa: PLC0415  after the screen is there

        self.app, self.late_ms, self.busy_ms = app, [], []
        self._last_s = self._last_cpu_s = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.frame)
        self._timer.start(FRAME_MS)

    def frame(self) -> None:
        now_s, cpu_s = time.perf_counter(), time.thread_time()
        if self._last_s:
            self.late_ms.append((now_s - self._last_s) * 1000 - FRAME_MS)
            self.busy_ms.append((cpu_s - self._last_cpu_s) * 1000)
        self._last_s, self._last_cpu_s = now_s, cpu_s

    def measured(self, name: str, seconds: float, begin: Any = None) -> dict[str, figures.Figure]:
        """Let the window live for so long, after doing this."""
        from PySide6.QtCore import QTimer  # noqa: PLC0415

        self.late_ms.clear()
        self.busy_ms.clear()
        self._last_s = 0.0
        cpu_s, begin_s = time.process_time(), time.perf_counter()
        if begin is not None:
            QTimer.singleShot(3 * FRAME_MS, begin)
        QTimer.singleShot(round(seconds * 1000), self.app.quit)
        self.app.exec()
        percent = 100 * (time.process_time() - cpu_s) / (time.perf_counter() - begin_s)
        return {
            "what": name, "busy_p99_ms": figures.percentile(self.busy_ms, 99), "busy_max_ms": max(self.busy_ms),
            "late_p50_ms": figures.percentile(self.late_ms, 50), "late_p99_ms": figures.percentile(self.late_ms, 99),
            "late_max_ms": max(self.late_ms), "cpu_percent": percent,
        }  # fmt: skip


def run() -> None:
    from PySide6.QtCore import QSettings  # noqa: PLC0415  after the screen is there
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from headspace_desktop.settings import UiSettings  # noqa: PLC0415
    from headspace_desktop.ui.board.order import Grouping, Sort  # noqa: PLC0415
    from headspace_desktop.ui.transcript.prepare import prepare_web  # noqa: PLC0415
    from headspace_desktop.ui.window import MainWindow  # noqa: PLC0415
    from headspace_desktop.workers import Voice  # noqa: PLC0415

    prepare_web()
    app = QApplication(sys.argv[:1])
    rows: list[dict[str, figures.Figure]] = []
    cards = [card(number, STATES[number % len(STATES)], "") for number in range(CARDS)]
    with tempfile.TemporaryDirectory() as folder:
        layout = QSettings(f"{folder}/layout.ini", QSettings.Format.IniFormat)
        window = MainWindow(lambda _: None, lambda _: None, layout=layout, settings=UiSettings())
        window.resize(1360, 860)
        window.show()
        voice, frames, board = Voice(window.take), Frames(app), window.board

        def told(name: str, seconds: float, begin: Any = None) -> None:
            rows.append(frames.measured(name, seconds, begin))

        def fed(name: str, seconds: float) -> None:
            is_over = threading.Event()
            thread = threading.Thread(target=feed, args=(voice.tell, is_over))
            thread.start()
            told(name, seconds)
            is_over.set()
            thread.join()

        def move() -> None:
            """Every second card goes to another column, all in one batch."""
            now = datetime.now(UTC)
            for number in range(0, CARDS, 2):
                state = State.IDLE if cards[number].verdict.state is State.WORKING else State.WORKING
                verdict = replace(cards[number].verdict, state=state, since_at=now)
                cards[number] = replace(cards[number], verdict=verdict)
            window.take([CardChanged(cards[number]) for number in range(0, CARDS, 2)])

        told("empty window", 2.0)
        told(f"{CARDS} cards come at once", 2.0, lambda: window.take([BoardReset(tuple(cards), datetime.now(UTC))]))
        told(f"{CARDS} cards, at rest", 12.0)
        fed(f"{CARDS} cards, {UPDATES_PER_S} changes/s", SECONDS)
        told(f"{CARDS // 2} cards move in one batch", 2.0, move)
        told("typing into the search", 1.0, lambda: board.filter.words.setText("number 1"))
        told("search cleared", 1.0, board.clear_filter)
        told("sorted by name", 1.0, lambda: board.sort_by(Sort.NAME))
        told("sorted as needed", 1.0, lambda: board.sort_by(Sort.AUTO))
        told("view by priority", 1.0, lambda: board.group(Grouping.PRIORITY))
        fed(f"… {UPDATES_PER_S} changes/s", SECONDS / 2)
        told("view by project: 40 columns", 2.0, lambda: board.group(Grouping.PROJECT))
        fed(f"… {UPDATES_PER_S} changes/s", SECONDS / 2)
        told("view by state", 1.0, lambda: board.group(Grouping.STATE))
        window.shut()
        window.close()
    figures.report("board", rows)


if __name__ == "__main__":
    desktop = Desktop(tray="none", notifications="none")
    try:
        desktop.start()
        os.environ.update(desktop.env)
        run()
    finally:
        desktop.stop()
