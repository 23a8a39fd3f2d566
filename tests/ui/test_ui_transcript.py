from __future__ import annotations

import http.server
import os
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from cards import NOW, ago, card
from PySide6.QtCore import QUrl

from headspace_desktop.clients import Entry
from headspace_desktop.domain.actions import AskTranscript
from headspace_desktop.domain.changes import BoardReset, CardChanged, PageReady, TroubleShown
from headspace_desktop.ui.theme import DARK
from headspace_desktop.ui.transcript import prepare
from headspace_desktop.ui.transcript.native import NativeView
from headspace_desktop.ui.transcript.prepare import prepare_web, web_refusal
from headspace_desktop.ui.transcript.shape import pieces


@pytest.fixture(autouse=True)
def _web_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    if os.geteuid() == 0:
        monkeypatch.setenv("QTWEBENGINE_DISABLE_SANDBOX", "1")


class Counter(http.server.ThreadingHTTPServer):
    """Counts what connects and what is asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        self.connects: list[Any] = []
        self.paths: list[str] = []
        super().__init__(("127.0.0.1", 0), Answer)

    def verify_request(self, request: Any, client_address: Any) -> bool:
        self.connects.append(client_address)
        return True


class Answer(http.server.BaseHTTPRequestHandler):
    server: Counter

    def do_GET(self) -> None:
        self.server.paths.append(self.path)
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    do_POST = do_OPTIONS = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def counter() -> Iterator[Counter]:
    server = Counter()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(5)


def hostile(base: str) -> str:
    return f"""<link rel=stylesheet href="{base}/css"><link rel=prefetch href="{base}/prefetch">
<link rel=preconnect href="{base}/"><link rel=dns-prefetch href="{base}/"><link rel=icon href="{base}/icon">
<meta http-equiv=refresh content="1;url={base}/refresh">
<style>body{{background:url({base}/cssurl)}}@import url({base}/import);@font-face{{font-family:x;src:url({base}/font)}}
p{{font-family:x}}</style><p>x</p><img src="{base}/img"><iframe src="{base}/iframe"></iframe>
<script src="{base}/script"></script><object data="{base}/object"></object><video src="{base}/video"></video>
<img src="file:///etc/hostname" onload="document.title='FILE'"><form id=f action="{base}/form" method=post></form>
<a id=a href="{base}/click" ping="{base}/ping">x</a><script>document.title='RAN';fetch('{base}/fetch');
new WebSocket('{base.replace("http", "ws")}/ws');navigator.sendBeacon('{base}/beacon');new EventSource('{base}/es');
window.open('{base}/open');document.getElementById('f').submit();document.getElementById('a').click();</script>"""


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


def test_a_hostile_page_reaches_nobody(qtbot, web, counter: Counter) -> None:
    from headspace_desktop.ui.transcript import web as module

    # A name, not an address: what the host-resolver rule must stop is the look-up that comes before a connect.
    bases = [f"http://127.0.0.1:{counter.server_port}", f"http://localhost:{counter.server_port}"]
    page = module._page().replace("</head>", "".join(hostile(base) for base in bases) + "</head>")
    view = web(page)
    was = view.page.url()
    dig(qtbot, view, "document.getElementById('a').click(); document.getElementById('f').submit(); 1")
    view.page.setUrl(QUrl(bases[0] + "/navigate"))
    for _ in range(30):  # half a second of its own time for a refresh and late loaders
        dig(qtbot, view, "new Promise(r => setTimeout(r, 50)); 1")
        qtbot.wait(50)
    assert view.page.title() != "RAN"
    assert view.page.title() != "FILE"
    assert view.page.url() == was
    assert counter.paths == []
    assert len(counter.connects) == 0


def test_the_counter_counts(counter: Counter) -> None:
    """The proof that the test above could fail."""
    import urllib.request

    urllib.request.urlopen(f"http://127.0.0.1:{counter.server_port}/x", timeout=5).read()
    assert counter.paths == ["/x"]


def test_text_is_only_ever_text(qtbot, web, counter: Counter) -> None:
    bad = hostile(f"http://127.0.0.1:{counter.server_port}") + "\ud83d \u202e \0"
    view = web()
    kinds = ("user", "assistant", "thinking", "tool", "result", "system", "<script>")
    view.reset(pieces(Entry(k, bad, ago(9), tool=bad, summary=bad, tool_use_id=bad) for k in kinds), "")
    view.append(pieces([Entry("assistant", f"```\n{bad}\n```", ago(1))]))
    view.prepend(pieces([Entry("user", bad, ago(99))]))
    count = "document.querySelectorAll('script, img, iframe, link, object, video, form, a, meta[http-equiv=refresh]').length"
    assert dig(qtbot, view, count) == 0
    assert dig(qtbot, view, "document.getElementById('entries').textContent.includes('<script src=')") is True
    assert counter.paths == []
    assert counter.connects == []


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


def page(path: str, first: int, last: int, **more: Any) -> SimpleNamespace:
    entries = tuple(Entry("assistant", f"line {n}", ago(500 - n), offset_bytes=n * 10) for n in range(first, last))
    given = {"has_before": False, "has_after": False, "size_bytes": last * 10} | more
    return SimpleNamespace(path=path, entries=entries, start_bytes=first * 10, end_bytes=last * 10, **given)


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
    panel.earlier.click()
    before = desk.last_ask(AskTranscript)
    assert before.before_bytes == 50
    desk.take(PageReady(before.ask_id, page("/t/1.jsonl", 0, 5)))
    assert box.toPlainText().index("line 0") < box.toPlainText().index("line 5")
    assert not panel.earlier.isEnabled()


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
