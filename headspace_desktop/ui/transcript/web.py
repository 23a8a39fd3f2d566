"""The web view of a transcript, locked down: nothing loads, nothing runs, nothing leaves the machine.

GUI thread; imported on first use only (it costs 30 MiB). Off the record, every request blocked, no script in the
page's own world, no navigation, no further window. Source: desktop notes, section 1 ("blocking the network").
"""

from __future__ import annotations

import json
from typing import Any

import shiboken6
from PySide6.QtCore import QPoint, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtQuick import QQuickWindow
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineScript,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from headspace_desktop import paths
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.looks import Look
from headspace_desktop.ui.theme import roles
from headspace_desktop.ui.transcript.shape import Piece, View, Wants
from headspace_desktop.ui.words import tr

# With the graphics card Qt would make the shown window anew, and keys pressed meanwhile were lost. Before the first
# view; see docs/decisions/0012-web-view-in-software.md.
QQuickWindow.setSceneGraphBackend("software")

_WORLD = QWebEngineScript.ScriptWorldId.ApplicationWorld.value
#: The only kinds of address that a page of ours may load.
_LOCAL = frozenset({"data", "qrc", "about"})


#: So near to an end counts as there.
EDGE_PX = 240


class Block(QWebEngineUrlRequestInterceptor):
    """Refuses every request that is not part of the page itself."""

    def __init__(self, parent: QWebEngineProfile) -> None:
        super().__init__(parent)
        self.blocked_count = 0

    @override
    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        if info.requestUrl().scheme() not in _LOCAL:
            self.blocked_count += 1
            info.block(True)


class LockedPage(QWebEnginePage):
    """Loads once; goes nowhere, opens nothing, asks for nothing."""

    was_loaded = Signal()
    clicked = Signal(QUrl)

    def __init__(self, profile: QWebEngineProfile) -> None:
        super().__init__(profile)
        self._is_open = True
        self.loadFinished.connect(self._loaded)
        attribute = QWebEngineSettings.WebAttribute
        for which in (
            attribute.LocalContentCanAccessRemoteUrls,
            attribute.LocalContentCanAccessFileUrls,
            attribute.PluginsEnabled,
            attribute.DnsPrefetchEnabled,
            attribute.AutoLoadIconsForPage,
            attribute.HyperlinkAuditingEnabled,
            attribute.JavascriptCanOpenWindows,
            attribute.JavascriptCanAccessClipboard,
            attribute.LocalStorageEnabled,
            attribute.FullScreenSupportEnabled,
            attribute.WebGLEnabled,
            attribute.PdfViewerEnabled,
            attribute.ErrorPageEnabled,
        ):
            self.settings().setAttribute(which, False)
        script = QWebEngineScript()
        script.setName("headspace")
        script.setSourceCode((paths.packaged()[0] / "transcript" / "page.js").read_text(encoding="utf-8"))
        script.setWorldId(_WORLD)
        script.setInjectionPoint(QWebEngineScript.InjectionPoint.DocumentReady)
        self.scripts().insert(script)

    @override
    def acceptNavigationRequest(self, url: QUrl | str, type: QWebEnginePage.NavigationType, isMainFrame: bool) -> bool:
        if type is QWebEnginePage.NavigationType.NavigationTypeLinkClicked and isMainFrame:
            self.clicked.emit(QUrl(url))
            return False
        return self._is_open and isMainFrame and QUrl(url).scheme() in _LOCAL

    @override
    def createWindow(self, type: QWebEnginePage.WebWindowType) -> QWebEnginePage:
        return None  # type: ignore[return-value]

    @override
    def javaScriptConsoleMessage(self, *_message: Any) -> None:
        """Nothing that a page says belongs into our log."""

    @Slot(bool)
    def _loaded(self, _is_ok: bool) -> None:
        self._is_open = False
        self.was_loaded.emit()


class WebView(View):
    """Entries as a page. Calls made before it has loaded are kept and made then."""

    def __init__(self, parent: QWidget, html: str | None = None) -> None:
        self.profile = QWebEngineProfile()  # without a name it is off the record
        self.block = Block(self.profile)
        self.profile.setUrlRequestInterceptor(self.block)
        self.page = LockedPage(self.profile)
        self._view = QWebEngineView(parent)
        self._view.setPage(self.page)
        self._view.setAccessibleName(tr("Transcript"))
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._view.customContextMenuRequested.connect(self._menu_wanted)
        self.wants = Wants()
        self.page.clicked.connect(self._clicked)
        self.page.scrollPositionChanged.connect(self._scrolled)
        self.page.contentsSizeChanged.connect(self._scrolled)
        self._waiting: list[str] | None = []
        self.page.was_loaded.connect(self._flush_from_page)
        self.page.setHtml(html if html is not None else _page(), QUrl("about:blank"))

    @property
    @override
    def widget(self) -> QWidget:
        return self._view

    @property
    def is_loaded(self) -> bool:
        return self._waiting is None

    @override
    def reset(self, pieces: list[Piece], empty: str) -> None:
        self._call("reset", _lean(pieces), empty)

    @override
    def append(self, pieces: list[Piece]) -> None:
        self._call("append", _lean(pieces))

    @override
    def prepend(self, pieces: list[Piece]) -> None:
        self._call("prepend", _lean(pieces))

    @override
    def reveal(self, at_bytes: int, words: str) -> None:
        self._call("reveal", at_bytes, words)

    @override
    def nest(self, tool_use_id: str, pieces: list[Piece]) -> None:
        self._call("nest", tool_use_id, _lean(pieces))

    @override
    def to_end(self) -> None:
        self._call("toEnd")

    @override
    def copy(self) -> None:
        self.page.triggerAction(QWebEnginePage.WebAction.Copy)

    @override
    def show_look(self, look: Look) -> None:
        self.page.setBackgroundColor(look.surface)
        prose, mono = themes.prose(), themes.mono()
        named = roles(look) | {
            "prose": f'"{prose.family()}", sans-serif',
            "mono": f'"{mono.family()}", monospace',
            "size": f"{prose.pointSizeF():.1f}pt",
            "bad": roles(look)["stalled_ink"],
            "scheme": "light" if QColor(look.surface).lightnessF() > 0.5 else "dark",
            "subagent": tr("Show what the subagent did"),
        }
        for sign in ("arrow", "tick"):
            del named[sign]  # files, of no use there
        self._call("look", named)

    @override
    def shut(self) -> None:
        """Delete in the only order that Chromium takes well: view, page, profile."""
        if shiboken6.isValid(self._view):
            self._view.setPage(None)  # type: ignore[arg-type]
            shiboken6.delete(self._view)
        if shiboken6.isValid(self.page):
            shiboken6.delete(self.page)
        if shiboken6.isValid(self.profile):
            shiboken6.delete(self.profile)

    def _call(self, name: str, *arguments: Any) -> None:
        said = ", ".join(json.dumps(argument) for argument in arguments)
        script = f"headspace.{name}({said})"
        if self._waiting is not None:
            self._waiting.append(script)
        else:
            self.page.runJavaScript(script, _WORLD)

    def _clicked(self, url: QUrl) -> None:
        if url.scheme() == "headspace":
            self.wants.subagent.emit(url.path(QUrl.ComponentFormattingOption.FullyDecoded).removeprefix("subagent/"))
        else:
            self.wants.link.emit(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))

    def _scrolled(self, *_where: Any) -> None:
        zoom = self._view.zoomFactor() or 1.0
        top, height = self.page.scrollPosition().y() / zoom, self.page.contentsSize().height() / zoom
        if top < EDGE_PX:
            self.wants.edge.emit(-1)
        self.wants.edge.emit(1 if top + self._view.height() / zoom > height - EDGE_PX else 0)

    def _menu_wanted(self, at: QPoint) -> None:
        where = self._view.mapToGlobal(at)

        def told(found: Any) -> None:
            self.wants.menu.emit(where, int(found) if isinstance(found, int | float) else -1)

        self.page.runJavaScript(f"headspace.at({at.x()}, {at.y()})", _WORLD, told)

    def _flush_from_page(self) -> None:
        waiting, self._waiting = self._waiting or [], None
        for script in waiting:
            self.page.runJavaScript(script, _WORLD)


def _lean(pieces: list[Piece]) -> list[dict[str, Any]]:
    """Without what the page does not show."""
    return [{key: value for key, value in piece.items() if key != "text"} for piece in pieces]


def _page() -> str:
    folder = paths.packaged()[0] / "transcript"
    style = (folder / "page.css").read_text(encoding="utf-8")
    return (folder / "page.html").read_text(encoding="utf-8").replace("/*STYLE*/", style)
