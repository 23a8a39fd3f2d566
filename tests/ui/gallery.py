"""Renders every panel in both themes to pictures: `python tests/ui/gallery.py FOLDER [scale]`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

FOLDER = Path(sys.argv[1])
SCALE = sys.argv[2] if len(sys.argv) > 2 else "1"
ONLY = sys.argv[3] if len(sys.argv) > 3 else ""
THEMES = os.environ.get("THEMES", "light,dark").split(",")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_SCALE_FACTOR"] = SCALE
if os.geteuid() == 0:
    os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]

from cards import NOW, ago, card, fleet, permission, plan, reply  # noqa: E402
from PySide6.QtCore import QElapsedTimer, QSettings  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from headspace_desktop.clients import Entry  # noqa: E402
from headspace_desktop.domain.asks import AskTranscript, AskTurns  # noqa: E402
from headspace_desktop.domain.changes import BoardReset, BoardStale, FocusTold, MuteChanged, PageReady, TroubleShown  # noqa: E402
from headspace_desktop.domain.model import ReplyStage, State, SubState  # noqa: E402
from headspace_desktop.settings import UiSettings  # noqa: E402
from headspace_desktop.transcripts.page import TranscriptPage  # noqa: E402
from headspace_desktop.ui.transcript.prepare import prepare_web  # noqa: E402
from headspace_desktop.ui.transcript.shape import shown  # noqa: E402
from headspace_desktop.ui.welcome import Finding, Found  # noqa: E402
from headspace_desktop.ui.window import MainWindow  # noqa: E402

TURNS = (
    ("user", "command", "Move the session store behind a protocol and keep the old tests green", 3600),
    ("agent", "progress", "I will read the current store first, then split it.", 3580),
    ("agent", "question", "Should the old import path keep working?", 3000),
    ("user", "answer", "Yes, with a deprecation warning.", 2900),
    (
        "agent",
        "progress",
        "I have split the store into a protocol and two implementations. Running the suite next.",
        90,
    ),
)
ENTRIES = (
    Entry("user", "Move the session store behind a protocol and keep the old tests green", ago(3600), offset_bytes=1),
    Entry("thinking", "Read the store first.", ago(3590), is_folded=True, size_chars=2000, offset_bytes=2),
    Entry("assistant", "I will read the current store first, then split it.", ago(3580), offset_bytes=3),
    Entry("tool", "", ago(3570), tool="Read", summary="src/session/store.py", tool_use_id="t1", offset_bytes=4),
    Entry("result", "class Store:\n    ...", ago(3569), tool_use_id="t1", offset_bytes=5),
    Entry("tool", "", ago(3560), tool="Bash", summary="pytest -q tests/session", tool_use_id="t2", offset_bytes=6),
    Entry("result", "1 failed, 41 passed", ago(3540), tool_use_id="t2", is_error=True, offset_bytes=7),
    Entry("assistant", "The protocol is now:\n\n```python\nclass Store(Protocol):\n    def load"
          "(self, key: str) -> Session | None: ...\n```\n\n`load` gives `None` for a missing key; <b>no</b> error.",
          ago(90), offset_bytes=8),
)  # fmt: skip


def answer(ask: object) -> PageReady | None:
    """What is asked for here; everything else is still being read."""
    match ask:
        case AskTurns(ask_id=ask_id):
            rows = [SimpleNamespace(id=n, actor=a, intent=i, text=t, at=ago(s)) for n, (a, i, t, s) in enumerate(TURNS)]
            return PageReady(ask_id, SimpleNamespace(turns=rows, before_id=7))
        case AskTranscript(ask_id=ask_id, path=path, after_bytes=after):
            entries = ENTRIES if after is None else ()
            page = shown(TranscriptPage(str(path), entries, 1, 9, has_before=True, has_after=False, size_bytes=9))
            return PageReady(ask_id, page)
    return None


class Stage:
    def __init__(self, app: QApplication, theme: str) -> None:
        self.app, self.theme = app, theme
        self.asked: list[object] = []
        settings = QSettings(str(FOLDER / "layout.ini"), QSettings.Format.IniFormat)
        settings.clear()
        ui = UiSettings(theme=theme)  # type: ignore[arg-type]
        self.window = MainWindow(lambda _a: None, self.asked.append, layout=settings, settings=ui, now=lambda: NOW)
        self.window.resize(1360, 860)
        self.window.show()

    def settle(self, ms: int = 250) -> None:
        timer = QElapsedTimer()
        timer.start()
        while timer.elapsed() < ms:
            self.app.processEvents()
            while self.asked:
                if (ready := answer(self.asked.pop(0))) is not None:
                    self.window.take([ready])

    def shot(self, name: str, ms: int = 250) -> None:
        self.settle(ms)
        self.window.grab().save(str(FOLDER / f"{name}-{self.theme}-{SCALE}x.png"))


def scenes(stage: Stage) -> dict[str, Callable[[], None]]:
    window = stage.window
    cards = fleet()

    def first() -> None:
        found = (
            Finding("tmux", Found.YES, "3.3a; replies can be typed from here"),
            Finding("Claude Code", Found.YES, "2.1.330"),
            Finding("Notifications", Found.NO, "No daemon answers; the window tells you instead."),
            Finding("Tray", Found.UNKNOWN, "Nobody answered yet."),
        )
        window.show_findings(found, "headspace start --project .", has_hooks=False)
        stage.shot("first-run")

    def board() -> None:
        window.take([BoardReset(tuple(cards), NOW)])
        window.show_agent("a1")
        stage.shot("board-permission")

    def by_question() -> None:
        window.show_agent("b2")
        stage.shot("board-question")

    def why() -> None:
        window.show_agent("k1")
        window.agent.sections.all["why"].toggle.setChecked(True)
        stage.shot("board-why")
        window.agent.sections.all["why"].toggle.setChecked(False)

    def planned() -> None:
        other = card("a1", State.NEEDS_INPUT, SubState.PLAN, ask=plan(), ask_count=1, instruction="Move it")
        window.take([BoardReset((other, *cards[1:]), NOW), MuteChanged(NOW + timedelta(minutes=30))])
        window.show_agent("a1")
        stage.shot("board-plan")

    def failed() -> None:
        gone = reply(ReplyStage.FAILED, "Use the second one, keep the old path.", detail="The pane was closed.")
        other = replace(cards[3], reply=replace(gone, agent_uuid="d4"))
        window.take([BoardReset((*cards[:3], other, *cards[4:]), NOW)])
        window.show_agent("d4")
        window.take([
            TroubleShown("store", "StoreFull", "The disk is full", "No space left on /home.", "Free some space; events "
                         "wait in the spool and are stored as soon as there is room.", NOW),
            FocusTold("d4", False, "No terminal shows this agent.", "Open a terminal with this command.",
                      "tmux attach -t atlas"),
        ])  # fmt: skip
        stage.shot("board-trouble")
        window.banner.forget("store")

    def project() -> None:
        window.board.group(window.board.deck.grouping.PROJECT)
        stage.shot("board-project")
        window.board.group(window.board.deck.grouping.STATE)

    def transcript() -> None:
        shown = replace(cards[0], transcript_path="/home/dev/.claude/projects/x/1.jsonl", ask=permission("ls"))
        window.take([BoardReset((shown, *cards[1:]), NOW)])
        window.show_agent("a1")
        window.show_transcript()
        stage.shot("transcript", 2500)

    def log() -> None:
        window.docks.show("logs")
        stage.shot("logs", 500)

    def narrow() -> None:
        window.docks.by_name["agent"].hide()
        window.resize(620, 560)
        window.take([BoardReset((), NOW)])
        stage.shot("first-run-narrow")
        window.docks.by_name["agent"].show()
        window.resize(1360, 860)

    def stale() -> None:
        window.take([BoardReset(tuple(cards), NOW), BoardStale(NOW, "The disk is full")])
        window.show_agent("l1")
        unknown = (f"ui.{name}: not known" for name in ("colour", "font", "size"))
        window.take([TroubleShown(f"settings:{said}", "SettingUnknown", "A setting is not known", said,
                                  "Look at the settings page.", NOW) for said in unknown])  # fmt: skip
        window.take([
            TroubleShown("bubble:a1", "Bubble", "ledger asks for permission", "npm run test", "", NOW),
            TroubleShown("store", "StoreFull", "The disk is full", "No space left on /home.", "Free some space.", NOW),
            FocusTold("a1", False, "No terminal shows this agent.", "", "tmux attach -t atlas"),
        ])  # fmt: skip
        stage.shot("stale")
        window.banner.more.click()
        stage.shot("stale-all")
        for strip in window.banner.strips:
            for key in strip.told.keys:
                window.banner.forget(key)
        window.take([BoardStale(None)])

    def keys() -> None:
        window.commands.run("page.shortcuts")
        stage.shot("shortcuts")
        window.docks.by_name["shortcuts"].close()

    def palette() -> None:
        window.commands.run("app.palette")
        window.palette_box.line.setText("al")
        stage.shot("palette")
        window.palette_box.shut()

    found = (first, narrow, board, by_question, why, planned, failed, project, stale, keys, palette, transcript, log)
    return {scene.__name__: scene for scene in found}


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    prepare_web()
    app = QApplication(sys.argv[:1])
    for theme in THEMES:
        stage = Stage(app, theme)
        for name, scene in scenes(stage).items():
            if not ONLY or name in ONLY.split(","):
                scene()
        stage.window.shut()
        stage.window.hide()
        stage.window.deleteLater()
        stage.settle(50)


if __name__ == "__main__":
    main()
