from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cards import NOW, ago, card
from web_probe import hostile

from headspace_desktop.clients import Edit, Entry
from headspace_desktop.domain.asks import AskFind, AskTranscript, AskTranscriptExport
from headspace_desktop.domain.changes import BoardReset, CardChanged, PageReady, TroubleShown
from headspace_desktop.ui.looks import DARK
from headspace_desktop.ui.pages.page import LinePlace
from headspace_desktop.ui.transcript import prepare
from headspace_desktop.ui.transcript.native import NativeView
from headspace_desktop.ui.transcript.prepare import prepare_web, web_refusal
from headspace_desktop.ui.transcript.shape import ShownPage, pieces, shown
from tests.harness.desktop import wait_for

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
    kinds = "script, img, iframe, link, object, video, form, meta[http-equiv=refresh]"
    assert dig(qtbot, view, f"document.querySelectorAll('{kinds}').length") == 0
    assert dig(qtbot, view, "[...document.querySelectorAll('a')].every(a => a.href.startsWith('http://127.0.0.1:9'))")
    assert dig(qtbot, view, "document.querySelectorAll('a[ping], [onload], [style]').length") == 0
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
    assert dig(qtbot, view, "document.querySelector('details.tool.bad .result pre').textContent") == "a\nb"
    assert dig(qtbot, view, "document.querySelector('.assistant pre').textContent") == "print(1)"
    assert dig(qtbot, view, "document.querySelector('.assistant code').textContent") == "x"
    colour = dig(qtbot, view, "getComputedStyle(document.body).backgroundColor")
    assert colour == "rgb(26, 28, 32)"


def test_the_window_that_the_first_view_comes_into_stays_the_same(new_desktop) -> None:
    """A window that is made anew blinks, and keys that are pressed meanwhile are lost."""
    desktop = new_desktop(tray="none", notifications="none", size=(800, 600))
    desktop.spawn("probe", [sys.executable, str(Path(__file__).with_name("window_probe.py"))])
    window = wait_for("its window is there", lambda: next(iter(desktop.windows()), None))
    wait_for("it has the focus", lambda: desktop.active_window() == window.id)
    desktop.xdotool("type", "--delay", "20", "0123456789" * 8)
    desktop.xdotool("key", "Return")
    said = json.loads(wait_for("it has said", lambda: re.search(r"\{.*\}", desktop.log("probe")))[0])
    assert said == {"text": "0123456789" * 8, "is same window": True, "has loaded": True}


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
    desk.window.show_transcript()
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
    [before] = [said for said in desk.asked if isinstance(said, AskTranscript) and said.before_bytes is not None]
    assert before.before_bytes == 50, "all of it is in sight, so what came before is asked for"
    desk.take(PageReady(before.ask_id, page("/t/1.jsonl", 0, 5)))
    assert box.toPlainText().index("line 0") < box.toPlainText().index("line 5")
    count = len(desk.asked)
    panel.view.wants.edge.emit(-1)
    assert len(desk.asked) == count, "there is nothing before the beginning"


def test_pages_of_another_agent_are_dropped_and_troubles_shown(native, qtbot) -> None:
    desk, panel = native, native.window.transcript
    desk.take(BoardReset((card("a1", transcript_path="/t/1"), card("b2", transcript_path="/t/2"), card("c3")), NOW))
    desk.window.show_agent("a1")
    desk.window.show_transcript()
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


def begin(desk: Any, qtbot: Any, **more: Any) -> Any:
    """The panel with its first page shown."""
    desk.take(BoardReset((card("a1", transcript_path="/t/1"), card("b2", transcript_path="/t/2")), NOW))
    desk.window.show_agent("a1")
    desk.window.show_transcript()
    qtbot.waitUntil(lambda: any(isinstance(said, AskTranscript) for said in desk.asked))
    desk.take(PageReady(desk.last_ask(AskTranscript).ask_id, page("/t/1", 50, 60, **more)))
    return desk.window.transcript


def test_a_line_of_the_history_is_shown_until_the_person_leaves_it(native, qtbot) -> None:
    panel = begin(native, qtbot)
    panel.go_to(LinePlace("/old/9", entry_uuid="some-entry"))
    asked = native.last_ask(AskTranscript)
    assert (asked.path, asked.around_uuid) == ("/old/9", "some-entry")
    native.take(PageReady(asked.ask_id, page("/old/9", 0, 9, target_bytes=40, has_after=True)))
    assert panel.view.widget.textCursor().block().text().startswith("── Agent")
    assert panel.view.widget.textCursor().block().next().text() == "line 4"
    native.take(CardChanged(card("a1", transcript_path="/t/1", turn_count=99)))
    assert "line 8" in panel.view.widget.toPlainText(), "news of the current card do not take the person away"
    assert panel.back.isVisible()
    panel.back.click()
    asked = native.last_ask(AskTranscript)
    assert (asked.path, asked.around_uuid) == ("/t/1", "")
    panel.go_to(LinePlace("/old/9"))
    native.window.board.pick("b2")
    assert native.last_ask(AskTranscript).path == "/t/2", "another card leads away from the history"
    assert not panel.back.isVisible()


def test_what_comes_below_is_counted_and_not_scrolled_to(native, qtbot) -> None:
    panel = begin(native, qtbot)
    panel.view.widget.resize(400, 60)
    panel.view.widget.verticalScrollBar().setValue(0)
    panel.view.wants.edge.emit(0)
    native.take(CardChanged(card("a1", transcript_path="/t/1", turn_count=9)))
    native.take(PageReady(native.last_ask(AskTranscript).ask_id, page("/t/1", 60, 63)))
    assert panel.news.isVisible() and "3" in panel.news.text()
    assert panel.view.widget.verticalScrollBar().value() == 0
    panel.news.click()
    assert not panel.news.isVisible()
    assert panel.view.widget.verticalScrollBar().value() > 0


def test_words_are_found_beyond_what_is_shown(native, qtbot) -> None:
    panel = begin(native, qtbot)
    bar = panel.findbar
    bar.box.setText("needle")
    bar.box.returnPressed.emit()
    first = native.last_ask(AskFind)
    assert (first.path, first.words, first.before_bytes) == ("/t/1", "needle", None)
    hits = (SimpleNamespace(offset_bytes=550),)
    native.take(PageReady(first.ask_id, SimpleNamespace(hits=hits, before_bytes=300, size_bytes=600)))
    assert bar.count.text() == "1 of 1…", "it goes on looking"
    assert "line 55" in panel.view.widget.textCursor().block().next().text(), "the newest is shown at once"
    second = native.last_ask(AskFind)
    assert second.before_bytes == 300
    hits = (SimpleNamespace(offset_bytes=100),)
    native.take(PageReady(second.ask_id, SimpleNamespace(hits=hits, before_bytes=None, size_bytes=600)))
    assert bar.count.text() == "1 of 2"
    bar.up.click()
    asked = native.last_ask(AskTranscript)
    assert asked.around_bytes == 100, "it is not shown, so its neighbourhood is asked for"
    bar.box.setText("other")
    bar.box.returnPressed.emit()
    native.take(PageReady(second.ask_id, SimpleNamespace(hits=hits, before_bytes=None, size_bytes=600)))
    assert "2" not in bar.count.text(), "an answer to an older search is dropped"
    bar.box.clear()
    assert bar.count.text() == "" and not bar.up.isEnabled()


def test_a_link_asks_first(native, qtbot, monkeypatch) -> None:
    panel = begin(native, qtbot)
    opened: list[str] = []
    monkeypatch.setattr("headspace_desktop.ui.transcript.panel.QDesktopServices.openUrl", opened.append)
    panel.view.wants.link.emit("https://example.org/a")
    assert panel.strip.isVisible() and "https://example.org/a" in panel.strip.words.text()
    assert opened == []
    panel.strip._buttons[2].click()
    assert opened == [] and not panel.strip.isVisible()
    panel.view.wants.link.emit("https://example.org/a")
    panel.strip._buttons[0].click()
    assert [url.toString() for url in opened] == ["https://example.org/a"]


def test_a_subagent_is_asked_for_by_a_path_that_the_reader_told(native, qtbot) -> None:
    panel = begin(native, qtbot, subagents={"toolu_1": "/t/1/subagents/agent-a.jsonl"})
    count = len(native.asked)
    panel.view.wants.subagent.emit("../../etc/passwd")
    assert len(native.asked) == count
    panel.view.wants.subagent.emit("toolu_1")
    asked = native.last_ask(AskTranscript)
    assert (asked.path, asked.is_subagent) == ("/t/1/subagents/agent-a.jsonl", True)


def test_the_export_goes_on_until_it_is_stopped(native, qtbot) -> None:
    panel = begin(native, qtbot)
    panel.export._path = "/t/1"
    panel.export.write_to("/home/me/out.md")
    first = native.last_ask(AskTranscriptExport)
    assert (first.file, first.start_bytes, first.path) == ("/home/me/out.md", 0, "/t/1")
    told = {"file": "/home/me/out.md", "size_bytes": 100}
    native.take(PageReady(first.ask_id, SimpleNamespace(done_bytes=40, next_bytes=40, **told)))
    second = native.last_ask(AskTranscriptExport)
    assert second.start_bytes == 40 and "40 %" in panel.strip.words.text()
    panel.strip._buttons[0].click()
    native.take(PageReady(second.ask_id, SimpleNamespace(done_bytes=80, next_bytes=80, **told)))
    assert native.last_ask(AskTranscriptExport) is second, "stopped"


def test_the_page_shows_markdown_changes_pictures_and_nests(qtbot, web) -> None:
    view = web()
    view.show_look(DARK)
    dot = "data:image/png;base64," + (
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
    said = "# Head\n\n- **one**\n- two\n\n|a|b|\n|-|-|\n|1|2|\n\n[x](https://e.org/) [y](javascript:alert(1))"
    view.reset(
        pieces([
            Entry("user", "# not a head", ago(99), offset_bytes=1, images=(dot, "data:image/svg+xml;base64,AA")),
            Entry("assistant", said, ago(90), offset_bytes=2),
            Entry("tool", "", ago(80), tool="Edit", tool_use_id="e", offset_bytes=3,
                  edits=(Edit("/a.py", "one\ntwo", "one\n2"),)),
            Entry("tool", "", ago(70), tool="Agent", tool_use_id="n", offset_bytes=4),
        ], {"n"}),
        "",
    )  # fmt: skip
    assert dig(qtbot, view, "document.querySelectorAll('h2').length") == 1, "what the person wrote stands as it is"
    assert dig(qtbot, view, "document.querySelectorAll('li').length") == 2
    assert dig(qtbot, view, "document.querySelector('td').textContent") == "1"
    assert dig(qtbot, view, "[...document.querySelectorAll('a')].map(a => a.getAttribute('href')).join()") == (
        "https://e.org/,headspace:subagent/n"
    )
    assert dig(qtbot, view, "[...document.querySelectorAll('.removed, .added')].map(e => e.textContent).join('')") == (
        "- two\n+ 2\n"
    )
    assert dig(qtbot, view, "document.querySelectorAll('img').length") == 1
    qtbot.waitUntil(lambda: dig(qtbot, view, "document.querySelector('img').naturalWidth") == 1)
    view.nest("n", pieces([Entry("assistant", "from below", ago(60), offset_bytes=7)]))
    assert dig(qtbot, view, "document.querySelector('[data-tool=n] .nested').textContent").endswith("from below")
    view.reveal(7, "below")
    assert dig(qtbot, view, "document.querySelector('.target').textContent").endswith("from below")
    assert dig(qtbot, view, "CSS.highlights.get('found').size") == 1
    assert view.block.blocked_count == 0


def test_a_click_on_a_link_leads_nowhere_but_is_told(qtbot, web) -> None:
    view = web()
    view.reset(pieces([Entry("assistant", "[go](https://example.org/x)", ago(9))]), "")
    clicked: list[str] = []
    view.wants.link.connect(clicked.append)
    dig(qtbot, view, "document.querySelector('a').click(); 1")
    qtbot.waitUntil(lambda: bool(clicked), timeout=10000)
    assert clicked == ["https://example.org/x"]
    assert view.page.url().toString() == "about:blank" and view.block.blocked_count == 0
