"""Loads a hostile page in the web view with the locks named by argv, and prints what reached a local server."""

from __future__ import annotations

import http.server
import json
import os
import sys
import threading
from pathlib import Path
from typing import Any


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


def main(layers: set[str]) -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ.pop("QTWEBENGINE_CHROMIUM_FLAGS", None)
    if os.geteuid() == 0:
        os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
    sys.path.insert(0, str(Path(__file__).parents[2]))

    from PySide6.QtCore import QElapsedTimer
    from PySide6.QtWidgets import QApplication, QWidget

    from headspace_desktop.ui.transcript.prepare import prepare_web

    if "flag" in layers:
        prepare_web()
    app = QApplication(sys.argv[:1])

    from PySide6.QtWebEngineCore import QWebEngineScript, QWebEngineSettings

    from headspace_desktop.ui.transcript import web

    server = Counter()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    if "block" not in layers:
        web.Block.interceptRequest = lambda *_: None  # type: ignore[method-assign]
    page = web._page().replace("</head>", hostile(base) + "</head>")
    if "csp" not in layers:
        page = page.replace("Content-Security-Policy", "X-None")
    parent = QWidget()
    view = web.WebView(parent, page)
    if "block" not in layers:
        view.page.settings().setAttribute(QWebEngineSettings.WebAttribute.LocalContentCanAccessRemoteUrls, True)
    view.widget.resize(500, 300)
    parent.show()
    timer = QElapsedTimer()
    timer.start()
    is_clicked = False
    while timer.elapsed() < 15_000 and not (is_clicked and timer.elapsed() > 3500):
        app.processEvents()
        if view.is_loaded and not is_clicked:
            is_clicked = True
            click = "document.getElementById('a').click(); document.getElementById('f').submit()"
            view.page.runJavaScript(click, QWebEngineScript.ScriptWorldId.ApplicationWorld.value)
    said = {"paths": sorted(set(server.paths)), "connects": len(server.connects)}
    said |= {"title": view.page.title(), "url": view.page.url().toString()}
    print(json.dumps(said), flush=True)
    view.shut()
    server.shutdown()
    os._exit(0)


if __name__ == "__main__":
    main(set(sys.argv[1].split(",")))
