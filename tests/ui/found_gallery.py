"""Pictures of the pages of search, logs and tables: `python tests/ui/found_gallery.py FOLDER [scale] [theme]`."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

FOLDER = Path(sys.argv[1])
SCALE = sys.argv[2] if len(sys.argv) > 2 else "1"
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_SCALE_FACTOR"] = SCALE
sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]

from cards import NOW, ago  # noqa: E402
from grounds import Stand  # noqa: E402
from PySide6.QtCore import QElapsedTimer  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from headspace_desktop.domain.asks import AskChoices, AskLog, AskRow, AskRows, AskSearch, AskTables, Condition, Cursor  # noqa: E402
from headspace_desktop.domain.changes import PageReady, TroubleShown  # noqa: E402
from headspace_desktop.domain.query import parse, snippet  # noqa: E402
from headspace_desktop.paths import Paths  # noqa: E402
from headspace_desktop.store.database import open_store  # noqa: E402
from headspace_desktop.store.pages import Pages  # noqa: E402
from headspace_desktop.ui.pages.data import DataPage  # noqa: E402
from headspace_desktop.ui.pages.logs import LogsPage  # noqa: E402
from headspace_desktop.ui.pages.page import Page  # noqa: E402
from headspace_desktop.ui.pages.search import SearchPage  # noqa: E402
from tests.store.filling import fill_store  # noqa: E402

CHOICES = SimpleNamespace(
    projects=((1, "checkout-service"), (2, "docs")),
    agents=tuple(
        SimpleNamespace(uuid=f"{n}2f4c1aa-0000", session_id=f"{n}2f4c1aa", project_name="checkout", is_live=n < 2)
        for n in range(4)
    ),
    kinds=("ToolFinished", "ToolStarted", "verdict_changed"),
    models=("haiku",),
)  # fmt: skip

SAID = (
    ("turn", "user", "Move the session store behind a protocol and keep the old tests green"),
    ("turn", "agent", "I have split the session store into a protocol and two implementations. The suite of the store "
     "runs now; src/session/store.py keeps the old import path with a deprecation warning, as you wished."),
    ("command", "", "Move the session store behind a protocol\nThe store is split; 42 tests pass."),
    ("project", "", "session-tools\n/home/me/src/session-tools\nSmall tools around the session store"),
    ("turn", "agent", "\u202eabc hidden\x1b[31m the store’s séssion 会话 ends here"),
)  # fmt: skip


def hits(words: str, count: int = 60) -> tuple[Any, ...]:
    terms = parse(words)
    return tuple(
        SimpleNamespace(
            kind=SAID[n % 5][0], id=n, at=ago(n * n * 40 + 5), actor=SAID[n % 5][1], project_id=1,
            snippet=snippet(SAID[n % 5][2], terms), project_name=("checkout-service", "docs")[n % 2],
            agent_uuid="" if SAID[n % 5][0] == "project" else f"{n:x}2f4c1aa-0000", client="claude",
            host_name="tower" if n % 7 == 6 else "", transcript_path="/t/1.jsonl", entry_uuid="e",
        )
        for n in range(count)
    )  # fmt: skip


class Stage:
    def __init__(self, app: QApplication, theme: str) -> None:
        self.app, self.theme = app, theme
        self.stand = Stand(theme)

    def shown(self, kind: type[Page], width: int = 1000, height: int = 640) -> Any:
        page = kind(self.stand.ground())
        page.resize(width, height)
        page.show()
        return page

    def shot(self, page: Page, name: str, ms: int = 300) -> None:
        timer = QElapsedTimer()
        timer.start()
        while timer.elapsed() < ms:
            self.app.processEvents()
        page.grab().save(str(FOLDER / f"{name}-{self.theme}-{SCALE}x.png"))


def search(stage: Stage) -> None:
    stand = stage.stand
    page = stage.shown(SearchPage)
    stand.answer(page, AskChoices, CHOICES)
    stage.shot(page, "search-empty")
    page.filters.words.setText("session store")
    page.search()
    stage.shot(page, "search-loading", 20)
    found = SimpleNamespace(hits=hits("session store"), after=Cursor(NOW, "turn", 1), is_question=True)
    stage.shot(page, "search-loading")
    stand.answer(page, AskSearch, found)
    page.list.go_in()
    stage.shot(page, "search-full")
    page.resize(520, 420)
    stage.shot(page, "search-narrow")
    page.resize(1000, 640)
    page.search()
    stand.answer(page, AskSearch, SimpleNamespace(hits=(), after=None, is_question=True))
    stage.shot(page, "search-nothing")
    page.search()
    stand.fail(page, AskSearch)
    stage.shot(page, "search-error")
    page.close()


LINES: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "events": (
        ("ToolStarted", {"source": "hook", "payload": {"tool": "Bash", "detail": "npm run test -- --coverage"}}),
        ("verdict_changed", {"source": "clock", "payload": {"from": "working", "to": "needs_input", "rule": "ask"}}),
        ("PromptSubmitted", {"source": "transcript", "payload": {"text": "Move the session store \u202e behind"}}),
    ),
    "calls": (
        ("turn", {"purpose": "summary", "model": "claude-haiku", "input_tokens": 1432, "output_tokens": 88,
                  "latency_ms": 912, "cost_usd": 0.0042, "cached": False, "result_text": "Moves the store.",
                  "input_text": '{"role": "user", "content": "Sum it up"}', "error_message": None}),
        ("command", {"purpose": "instruction", "model": "claude-haiku", "input_tokens": 20, "output_tokens": None,
                     "latency_ms": 30, "cost_usd": None, "cached": True, "result_text": "",
                     "error_message": "429: too many requests"}),
    ),
    "bubbles": (
        ("bubble_held", {"payload": {"why": "quiet_hours", "until": "2026-03-05T07:00:00+00:00"}}),
        ("bubble_shown", {"payload": {"key": "a", "text": "needs you"}}),
        ("bubble_closed", {"payload": {"key": "a", "reason": "answered"}}),
    ),
    "decisions": (
        ("allow", {"kind": "permission", "tool": "Bash", "text": "rm -rf build/", "surface": "board"}),
        ("deny", {"kind": "permission", "tool": "Write", "text": "/etc/hosts", "surface": "terminal"}),
        ("answered", {"kind": "question", "tool": "", "text": "Keep the old path?", "surface": "notification"}),
    ),
}  # fmt: skip


def lines(log: str, count: int = 40) -> tuple[Any, ...]:
    rows = LINES[log]
    return tuple(
        SimpleNamespace(id=900 - n, at=ago(n * 13), kind=rows[n % len(rows)][0], agent_uuid=f"{n % 3}2f4c1aa-0000",
                        session_id=f"{n % 3}2f4c1aa", project_name="checkout-service", values=rows[n % len(rows)][1])
        for n in range(count)
    )  # fmt: skip


def logs(stage: Stage) -> None:
    stand = stage.stand
    page = stage.shown(LogsPage, 1100, 420)
    stage.shot(page, "log-loading")
    for name, view in page.views.items():
        page.tabs.setCurrentWidget(view)
        stage.shot(page, f"log-{name}-loading", 20)
        stand.answer(page, AskChoices, CHOICES)
        stand.answer(page, AskLog, SimpleNamespace(lines=(), before_id=None, count=0))
        stage.shot(page, f"log-{name}-empty")
        view.reload()
        stand.answer(page, AskLog, SimpleNamespace(lines=lines(name), before_id=7, count=1240))
        view.table.enter()
        stage.shot(page, f"log-{name}-full")
        view.open_line(view.model.rows[0])
        stage.shot(page, f"log-{name}-detail")
        view.detail.shut()
    events = page.views["events"]
    page.tabs.setCurrentWidget(events)
    events.ask_to_clear()
    events.model.put_on_top([SimpleNamespace(**{**vars(line), "id": 2000 + line.id}) for line in lines("events", 3)])
    stage.shot(page, "log-clear")
    events.export.strip.say("Writing… 12,000 of 80,000 rows", Stop=events.reload)
    page.resize(620, 700)
    events.open_line(events.model.rows[5])
    stage.shot(page, "log-narrow")
    events.reload()
    stand.fail(page, AskLog)
    stage.shot(page, "log-error")
    page.close()


def data(stage: Stage) -> None:
    stand = stage.stand
    page = stage.shown(DataPage, 1200, 640)
    stage.shot(page, "data-loading")
    with tempfile.TemporaryDirectory() as folder:
        paths = Paths.from_environment({"HEADSPACE_HOME": f"{folder}/home"})
        store = open_store("", paths, host_id="host-1", host_name="One")
        fill_store(store.db)
        store.close()
        pages = Pages("", paths, host_id="host-1")

        def answer() -> None:
            for ask in [said for said in stand.asked if isinstance(said, AskTables | AskRows | AskRow)]:
                stand.asked.remove(ask)
                page.take_page(PageReady(ask.ask_id, pages.answer(ask)))

        def step(name: str) -> None:
            answer()
            answer()
            stage.shot(page, name)

        step("data-projects")
        page.go_to_rows("turns")
        step("data-turns")
        page.open_row(page.model.rows[0])
        step("data-row")
        page.edits.setChecked(True)
        answer()
        summary = page.form.fields["summary"]
        summary.editor.setPlainText("A better summary")
        page.form.tell(TroubleShown("", "FieldInvalid", "A field is not filled in rightly",
                                    "frustration_score: a number is expected", "", NOW))  # fmt: skip
        step("data-edit")
        page.resize(640, 760)
        page.go_to_rows("roles", (Condition("name", "contains", "zzz"),))
        step("data-nothing")
        page.reload()
        stand.fail(page, AskRows)
        stage.shot(page, "data-error")
        pages.close()
    page.close()


SCENES: tuple[Callable[[Stage], None], ...] = (search, logs, data)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv[:1])
    for theme in sys.argv[3:] or ("light", "dark"):
        for scene in SCENES:
            scene(Stage(app, theme))


if __name__ == "__main__":
    main()
