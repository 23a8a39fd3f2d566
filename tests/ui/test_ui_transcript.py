from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cards import NOW, ago, card
from web_probe import hostile

from headspace_desktop.clients import Entry
from headspace_desktop.domain.asks import AskTranscript
from headspace_desktop.domain.changes import BoardReset, CardChanged, PageReady, TroubleShown
from headspace_desktop.ui.theme import DARK
from headspace_desktop.ui.transcript import prepare
from headspace_desktop.ui.transcript.native import NativeView
from headspace_desktop.ui.transcript.prepare import prepare_web, web_refusal
from headspace_desktop.ui.transcript.shape import ShownPage, pieces, shown

# A screen without a graphics card; the web view draws in software.
pytestmark = pytest.mark.qt_log_ignore("QRhiGles2", "Failed to create RHI", "GPUInfo not", extend=True)


@pytest.fixture(autouse=True)
def _web_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    if os.geteuid() == 0:
        monkeypatch.setenv("QTWEBENGINE_DISABLE_SANDBOX", "1")


def dig(qtbot: Any, view: Any, script: str) -> Any:
    """What a script of ours sees in the page."""
    from PySide6.QtWebEngineCore import QWebEngineScript

    got: list[Any] = []
    view.page.runJavaScript(script, QWebEngineScript.ScriptWorldId.ApplicationWorld.value, got.append)
    qtbot.waitUntil(lambda: bool(got), timeout=15000)
    return got[0]


@pytest.fixture
def web(qtbot: Any) -> Iterator[Any]:
    from PySide6.QtWidgets import QWidget

    from headspace_desktop.ui.transcript.web import WebView

    parent = QWidget()
    qtbot.addWidget(parent)
    made: list[Any] = []

    def make(html: str | None = None) -> Any:
        view = WebView(parent, html)
        made.append(view)
        view.widget.resize(600, 400)
        parent.show()
        qtbot.waitUntil(lambda: view.is_loaded, timeout=20000)
        return view

    yield make
    for view in made:
        view.shut()


@pytest.mark.parametrize(
    ("layers", "is_reached", "is_connected"),
    [
        ("flag,csp,block,stay", False, False),
        ("csp,block,stay", False, True),  # `preconnect` and names look through: what the flag is for
        ("block,stay", False, True),
        ("csp,stay", False, True),
        ("stay", True, True),  # without the locks the page does reach the server: this test can fail
    ],
)
def test_a_hostile_page_reaches_nobody(layers: str, is_reached: bool, is_connected: bool) -> None:
    probe = Path(__file__).with_name("web_probe.py")
    ran = subprocess.run([sys.executable, str(probe), layers], capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
    said = json.loads(ran.stdout)
    assert bool(said["paths"]) is is_reached, said
    if not is_connected:
        assert said["connects"] == 0, said
    assert said["url"] == "about:blank"
    if "csp" in layers:
        assert said["title"] not in ("RAN", "FILE")


def test_text_is_only_ever_text(qtbot, web) -> None:
    bad = hostile("http://127.0.0.1:9") + "\ud83d \u202e \0"
    view = web()
    kinds = ("user", "assistant", "thinking", "tool", "result", "system", "<script>")
    view.reset(pieces(Entry(k, bad, ago(9), tool=bad, summary=bad, tool_use_id=bad) for k in kinds), "")
    view.append(pieces([Entry("assistant", f"```\n{bad}\n```", ago(1))]))
    view.prepend(pieces([Entry("user", bad, ago(99))]))
    kinds = "script, img, iframe, link, object, video, form, a, meta[http-equiv=refresh]"
    assert dig(qtbot, view, f"document.querySelectorAll('{kinds}').length") == 0
    assert dig(qtbot, view, "document.getElementById('entries').textContent.includes('<script src=')") is True
    assert view.block.blocked_count == 0, "nothing was even asked for"


def test_results_fold_into_their_tool_and_looks_change(qtbot, web) -> None:
    view = web()
    view.show_look(DARK)
    view.reset(
        pieces([
            Entry("tool", "", ago(9), tool="Bash", summary="ls", tool_use_id="t1"),
            Entry("result", "a\nb", ago(8), tool_use_id="t1", is_error=True),
            Entry("assistant", "see `x` and\n```py\nprint(1)\n```", ago(7)),
        ]),
        "",
    )  # fmt: skip
    assert dig(qtbot, view, "document.querySelector('details.tool.bad > pre').textContent") == "a\nb"
    assert dig(qtbot, view, "document.querySelector('.assistant pre').textContent") == "print(1)"
    assert dig(qtbot, view, "document.querySelector('.assistant code').textContent") == "x"
    colour = dig(qtbot, view, "getComputedStyle(document.body).backgroundColor")
    assert colour == "rgb(26, 28, 32)"


def test_it_is_off_the_record_and_needs_its_flag(web) -> None:
    view = web()
    assert view.profile.isOffTheRecord()
    env: dict[str, str] = {"QTWEBENGINE_CHROMIUM_FLAGS": "--x", "QTWEBENGINE_DISABLE_SANDBOX": "1"}
    assert "locked down" in web_refusal(env)
    prepare_web(env)
    prepare_web(env)
    assert env["QTWEBENGINE_CHROMIUM_FLAGS"] == '--x --host-resolver-rules="MAP * ~NOTFOUND"'
    assert web_refusal(env) == ""


def test_as_root_the_view_is_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare.os, "geteuid", lambda: 0)
    assert "root" in web_refusal({"QTWEBENGINE_CHROMIUM_FLAGS": "x"})


def page(path: str, first: int, last: int, **more: Any) -> ShownPage:
    entries = tuple(Entry("assistant", f"line {n}", ago(500 - n), offset_bytes=n * 10) for n in range(first, last))
    given = {"has_before": False, "has_after": False, "size_bytes": last * 10, "target_bytes": None} | more
    given.setdefault("subagents", {})
    return shown(SimpleNamespace(path=path, entries=entries, start_bytes=first * 10, end_bytes=last * 10, **given))


@pytest.fixture
def native(desk: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("headspace_desktop.ui.transcript.panel.web_refusal", lambda: "Plain view: a test.")
    return desk


def test_the_panel_asks_for_what_is_new(native, qtbot) -> None:
    desk, panel = native, native.window.transcript
    one = card("a1", transcript_path="/t/1.jsonl")
    desk.take(BoardReset((one, card("b2", transcript_path="/t/2.jsonl")), NOW))
    desk.window.show_agent("a1")
    assert not [said for said in desk.asked if isinstance(said, AskTranscript)], "nobody looks, nobody asks"
    desk.window._show_transcript()
    assert panel.view is None, "a placeholder is painted first"
    qtbot.waitUntil(lambda: any(isinstance(said, AskTranscript) for said in desk.asked))
    assert isinstance(panel.view, NativeView)
    assert panel.reason.text() == "Plain view: a test."
    first = desk.last_ask(AskTranscript)
    assert (first.path, first.before_bytes, first.after_bytes) == ("/t/1.jsonl", None, None)
    desk.take(PageReady(first.ask_id, page("/t/1.jsonl", 5, 8, has_before=True)))
    box = panel.view.widget
    assert "line 7" in box.toPlainText()
    desk.take(CardChanged(card("a1", transcript_path="/t/1.jsonl", turn_count=9)))
    after = desk.last_ask(AskTranscript)
    assert after.after_bytes == 80
    desk.take(CardChanged(card("a1", transcript_path="/t/1.jsonl", turn_count=10)))
    assert desk.last_ask(AskTranscript) is after, "one question at a time"
    desk.take(PageReady(after.ask_id, page("/t/1.jsonl", 7, 10)))
    assert box.toPlainText().count("line 7") == 1, "what is shown is not shown twice"
    assert "line 9" in box.toPlainText()
    again = desk.last_ask(AskTranscript)
    assert again.after_bytes == 100, "what moved meanwhile is asked for"
    desk.take(PageReady(again.ask_id, page("/t/1.jsonl", 10, 10)))
    panel.view.wants.edge.emit(-1)
    before = desk.last_ask(AskTranscript)
    assert before.before_bytes == 50
    desk.take(PageReady(before.ask_id, page("/t/1.jsonl", 0, 5)))
    assert box.toPlainText().index("line 0") < box.toPlainText().index("line 5")
    panel.view.wants.edge.emit(-1)
    assert desk.last_ask(AskTranscript) is before, "there is nothing before the beginning"


def test_pages_of_another_agent_are_dropped_and_troubles_shown(native, qtbot) -> None:
    desk, panel = native, native.window.transcript
    desk.take(BoardReset((card("a1", transcript_path="/t/1"), card("b2", transcript_path="/t/2"), card("c3")), NOW))
    desk.window.show_agent("a1")
    desk.window._show_transcript()
    qtbot.waitUntil(lambda: any(isinstance(said, AskTranscript) for said in desk.asked))
    stale = desk.last_ask(AskTranscript)
    desk.window.board.pick("b2")
    desk.take(PageReady(stale.ask_id, page("/t/1", 0, 3)))
    assert "line" not in panel.view.widget.toPlainText()
    wanted = desk.last_ask(AskTranscript)
    assert wanted.path == "/t/2"
    trouble = TroubleShown("", "TranscriptUnreadable", "A transcript cannot be read", "", "Check it.", NOW)
    desk.take(PageReady(wanted.ask_id, None, trouble))
    assert "cannot be read" in panel.words.text()
    desk.window.board.pick("c3")
    assert "no transcript yet" in panel.words.text()
