"""How late frames are with 500 cards on the board and 200 changes a second, on a real X server.

A timer that wants to fire every 16 ms tells how long the window's thread was busy with something else.
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
from headspace_desktop.domain.model import PaneRef, Source, State, SubState, Usage, Verdict
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
        last_seen_at=now, ended_at=None, is_seen=True,
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


def run() -> None:
    from PySide6.QtCore import QSettings, Qt, QTimer  # noqa: PLC0415  after the screen is there
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from headspace_desktop.settings import UiSettings  # noqa: PLC0415
    from headspace_desktop.ui.transcript.prepare import prepare_web  # noqa: PLC0415
    from headspace_desktop.ui.window import MainWindow  # noqa: PLC0415
    from headspace_desktop.workers import Voice  # noqa: PLC0415

    prepare_web()
    app = QApplication(sys.argv[:1])
    rows: list[dict[str, figures.Figure]] = []
    with tempfile.TemporaryDirectory() as folder:
        layout = QSettings(f"{folder}/layout.ini", QSettings.Format.IniFormat)
        window = MainWindow(lambda _: None, lambda _: None, layout=layout, settings=UiSettings())
        window.resize(1360, 860)
        window.show()
        takes_ms: list[float] = []

        def take(changes: list[Any]) -> None:
            begin_s = time.perf_counter()
            window.take(changes)
            takes_ms.append((time.perf_counter() - begin_s) * 1000)

        voice, late_ms, last = Voice(take), [], [0.0]
        reset = BoardReset(
            tuple(card(number, STATES[number % len(STATES)], "") for number in range(CARDS)), datetime.now(UTC)
        )

        def frame() -> None:
            now = time.perf_counter()
            if last[0]:
                late_ms.append((now - last[0]) * 1000 - FRAME_MS)
            last[0] = now

        timer = QTimer()
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(frame)
        timer.start(FRAME_MS)

        def measured(name: str, seconds: float) -> None:
            for values in (late_ms, takes_ms):
                values.clear()
            last[0] = 0.0
            cpu_s, begin_s = time.process_time(), time.perf_counter()
            QTimer.singleShot(round(seconds * 1000), app.quit)
            app.exec()
            percent = 100 * (time.process_time() - cpu_s) / (time.perf_counter() - begin_s)
            rows.append({
                "what": name, "late_p50_ms": figures.percentile(late_ms, 50),
                "late_p99_ms": figures.percentile(late_ms, 99), "late_max_ms": max(late_ms),
                "take_p50_ms": figures.percentile(takes_ms, 50) if takes_ms else None,
                "take_max_ms": max(takes_ms, default=None), "takes": len(takes_ms), "cpu_percent": percent,
            })  # fmt: skip

        measured("empty window", 2.0)
        takes_ms.clear()
        begin_s = time.perf_counter()
        take([reset])
        app.processEvents()
        took_ms = (time.perf_counter() - begin_s) * 1000
        rows.append({"what": f"{CARDS} cards, dealt and painted", "late_max_ms": took_ms, "take_max_ms": takes_ms[0]})
        measured(f"{CARDS} cards, at rest", 4.0)
        is_over = threading.Event()
        thread = threading.Thread(target=feed, args=(voice.tell, is_over))
        thread.start()
        measured(f"{CARDS} cards, {UPDATES_PER_S} changes/s", SECONDS)
        is_over.set()
        thread.join()
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
