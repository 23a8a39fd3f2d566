"""The transcript panel: asks for pages, shows them, and asks for what came since whenever its agent moves.

GUI thread. Never opens the file; the view is made on first use, after a placeholder was painted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import uuid4

from PySide6.QtCore import QPoint, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from headspace_desktop.domain.asks import AskTranscript, PageAsk
from headspace_desktop.domain.card import Card
from headspace_desktop.domain.changes import PageReady
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.pages.page import LinePlace
from headspace_desktop.ui.parts import button, label, row
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.theme import M_PX, S_PX, XS_PX, Theme
from headspace_desktop.ui.transcript.export import Export
from headspace_desktop.ui.transcript.findbar import FindBar
from headspace_desktop.ui.transcript.native import NativeView
from headspace_desktop.ui.transcript.prepare import web_refusal
from headspace_desktop.ui.transcript.shape import Piece, ShownPage, View
from headspace_desktop.ui.transcript.strip import Strip
from headspace_desktop.ui.words import tr

#: So many entries at first: what is seen, and a screen more. Scrolling asks for the rest.
FIRST_ENTRIES = 60


class TranscriptPanel(QWidget):
    """One agent's transcript, or a place in an older one. At most one question of each kind is under way."""

    def __init__(self, theme: Theme, ask: Callable[[PageAsk], None]) -> None:
        super().__init__()
        self._theme, self._ask = theme, ask
        self.view: View | None = None
        self._card: Card | None = None
        self._place: LinePlace | None = None  # where the person wanted to go, until it is shown
        self._is_visiting = False
        self._path = self._shown_path = ""
        self._client = "claude"
        self._start_bytes = self._end_bytes = 0
        self._has_before = self._is_behind = False
        self._asked: dict[str, str] = {}  # ask id → "end", "before", "after", "around", "nest <tool call>"
        self._pieces: dict[int, list[Piece]] = {}
        self._subagents: dict[str, str] = {}
        self._wanted_words = ""  # to be marked where the next "around" page leads
        self._is_stale = False
        self._is_at_end = True
        self._new_count = 0
        self._build()
        theme.changed.connect(self._themed)

    def _build(self) -> None:
        self.name = label("", "soft", themes.prose("caption", is_strong=True))
        self.reason = label("", "faint", themes.prose("caption"))
        self.news = button("", "primary", tr("Go to the end"))
        self.news.clicked.connect(self._to_end)
        self.news.hide()
        self.back = button(tr("Back to the agent"), "quiet")
        self.back.clicked.connect(self._leave_visit)
        self.back.hide()
        self.findbar = FindBar(self._ask)
        self.findbar.wanted.connect(self._show_hit)
        self.more = button("⋯", "quiet", tr("Export and copy"))
        self.more.setAccessibleName(tr("Export and copy"))
        self.more.clicked.connect(self._show_more)
        self.strip = Strip()
        self.export = Export(self, self._ask, self.strip)
        self.words = label("", "faint", wraps=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.words)
        bar = row(self.name, self.reason, self.back, None, self.news, self.findbar, self.more, spacing_px=S_PX)
        bar.setContentsMargins(M_PX, XS_PX, S_PX, XS_PX)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(bar)
        box.addWidget(self.strip)
        box.addWidget(self.stack, 1)
        self._say(tr("Choose a card on the board to read its transcript."))

    # -- what it is told

    def show_card(self, card: Card | None) -> None:
        """Show this agent's transcript; the same one is only asked for what is new."""
        is_same = card is not None and self._card is not None and card.uuid == self._card.uuid
        self._card = card
        if self._is_visiting and (is_same or card is None):
            return
        self._is_visiting = False
        self._show_current()

    def go_to(self, place: LinePlace) -> None:
        """Show one line, also of a transcript whose agent is not on the board."""
        self._is_visiting = self._card is None or place.transcript_path != self._card.transcript_path
        self._place = place
        self._turn_to(place.transcript_path, place.client)
        self._show_head()
        self._asked.clear()
        self._shown_path = ""
        self._is_stale = True
        if self.isVisible():
            self._refresh()

    def take_page(self, ready: PageReady) -> bool:
        """Take a page if it was asked for here."""
        if self.findbar.take_page(ready) or self.export.take_page(ready):
            return True
        kind = self._asked.pop(ready.ask_id, "")
        if not kind:
            return False
        if ready.trouble is not None:
            if kind in {"end", "around"}:
                self._say(f"{one_line(ready.trouble.title, 200)}. {one_line(ready.trouble.remedy, 300)}")
            return True
        page: ShownPage = ready.page
        if kind.startswith("nest "):
            self._keep(page)
            if self.view is not None:
                self.view.nest(kind[5:], page.pieces)
        elif page.path == self._path:
            self._show(kind, page)
            if self._is_stale:
                self._refresh()
        return True

    def shut(self) -> None:
        """Let the web view go; call it before the application ends."""
        if self.view is not None:
            self.view.shut()
            self.view = None

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._refresh()

    # -- pages

    def _show_current(self) -> None:
        card = self._card
        path = card.transcript_path or "" if card is not None else ""
        if path != self._path:
            self._place = None
            self._turn_to(path, card.client if card is not None else "claude")
            none = tr("This agent has no transcript yet.")
            choose = tr("Choose a card on the board to read its transcript.")
            self._say(tr("Reading the transcript…") if path else choose if card is None else none)
        self._show_head()
        self._is_stale = True
        if self.isVisible():
            self._refresh()

    def _turn_to(self, path: str, client: str) -> None:
        if path == self._path:
            return
        self._path, self._client = path, client
        self._asked.clear()
        self._shown_path = ""
        self.findbar.look_in(path, client)
        self._say(tr("Reading the transcript…"))

    def _show(self, kind: str, page: ShownPage) -> None:
        view = self.view
        if view is None:
            return
        if kind == "after" and page.size_bytes < self._end_bytes:  # the file began anew
            self._post("end")
            return
        if kind != "after":
            self._has_before = page.has_before
        if kind != "before":
            self._is_behind = page.has_after
        if kind in {"end", "around"}:
            self._pieces.clear()
            self._subagents.clear()
            self._start_bytes, self._end_bytes = page.start_bytes, page.end_bytes
            self._shown_path = page.path
            view.reset(page.pieces, tr("Nothing was said yet."))
            self._count_new(None)
            self.stack.setCurrentWidget(view.widget)
        elif kind == "after" and page.start_bytes <= self._end_bytes <= page.end_bytes:
            if fresh := [piece for piece in page.pieces if piece["at"] >= self._end_bytes]:
                view.append(fresh)
                self._count_new(len(fresh))
            self._end_bytes = page.end_bytes
        elif kind == "before":
            self._start_bytes = page.start_bytes
            view.prepend(page.pieces)
        self._keep(page)
        if kind == "around":
            self._is_at_end = False
            view.reveal(page.target_bytes if page.target_bytes is not None else page.end_bytes, self._wanted_words)
        elif kind == "end":
            if page.has_before and not page.pieces:
                self._ask_before()  # nothing but bulk at the end
        elif self._is_behind and self._is_at_end:
            self._post("after")

    def _keep(self, page: ShownPage) -> None:
        for piece in page.pieces:
            self._pieces.setdefault(piece["at"], []).append(piece)
        self._subagents.update(page.subagents)

    def _refresh(self) -> None:
        if not self._path:
            self._is_stale = False
        elif self.view is None:
            if self.stack.currentIndex() == 0:
                QTimer.singleShot(40, self, self._make_view)  # the placeholder is painted first
        elif not {"end", "after", "around"} & set(self._asked.values()):
            self._is_stale = False
            if self._place is not None:
                place, self._place = self._place, None
                self._wanted_words = ""
                self._post_around(around_uuid=place.entry_uuid, around_at=place.at)
            elif self._shown_path != self._path:
                self._is_at_end = True
                self._post("end")
            elif not self._is_behind:  # else there is more already than is shown
                self._post("after")

    def _post(self, kind: str) -> None:
        ask_id = uuid4().hex
        self._asked[ask_id] = kind
        before = self._start_bytes if kind == "before" else None
        after = self._end_bytes if kind == "after" else None
        limit = FIRST_ENTRIES if kind == "end" else 150
        self._ask(AskTranscript(ask_id, self._path, self._client, before, after, limit_entries=limit))

    def _post_around(self, **where: object) -> None:
        ask_id = uuid4().hex
        self._asked[ask_id] = "around"
        self._ask(AskTranscript(ask_id, self._path, self._client, **where))  # type: ignore[arg-type]  # its own fields

    # -- what the person does

    @Slot(int, str)
    def _show_hit(self, at_bytes: int, words: str) -> None:
        if self.view is not None and self._shown_path == self._path and self._start_bytes <= at_bytes < self._end_bytes:
            self.view.reveal(at_bytes, words)
        else:
            self._wanted_words = words
            self._post_around(around_bytes=at_bytes)

    @Slot(int)
    def _edge(self, where: int) -> None:
        if self._shown_path != self._path:
            return
        if where < 0:
            self._ask_before()
            return
        self._is_at_end = where > 0
        if where > 0:
            if self._is_behind and "after" not in self._asked.values():
                self._post("after")
            elif not self._is_behind:
                self._count_new(None)

    def _ask_before(self) -> None:
        if self._has_before and "before" not in self._asked.values() and self._shown_path:
            self._post("before")

    @Slot()
    def _to_end(self) -> None:
        self._is_at_end = True
        if self._is_behind:
            self._post("end")
        elif self.view is not None:
            self.view.to_end()
        self._count_new(None)

    def _count_new(self, count: int | None) -> None:
        """Tell what came below what is in sight; None: nothing any more."""
        self._new_count = 0 if count is None or self._is_at_end else self._new_count + count
        self.news.setText(tr("%n new ↓", self._new_count))
        self.news.setVisible(self._new_count > 0)

    @Slot(str)
    def _subagent_wanted(self, tool_use_id: str) -> None:
        path = self._subagents.get(tool_use_id)
        if path:
            ask_id = uuid4().hex
            self._asked[ask_id] = f"nest {tool_use_id}"
            self._ask(AskTranscript(ask_id, path, self._client, limit_entries=400, is_subagent=True))

    @Slot(str)
    def _link_wanted(self, address: str) -> None:
        def follow() -> None:
            QDesktopServices.openUrl(QUrl(address))

        def copy() -> None:
            QGuiApplication.clipboard().setText(address)

        self.strip.say(
            tr("Open in the browser? %1").replace("%1", address),
            **{tr("Open"): follow, tr("Copy the address"): copy, tr("No"): _nothing},
        )

    @Slot(object, int)
    def _menu_wanted(self, at: QPoint, at_bytes: int) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.view is not None:
            menu.addAction(tr("Copy"), self.view.copy)
        if pieces := self._pieces.get(at_bytes):
            menu.addAction(tr("Copy this entry as Markdown"), lambda: _to_clipboard({at_bytes: pieces}))
        self._fill_more(menu)
        menu.popup(at)

    @Slot()
    def _show_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fill_more(menu)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _fill_more(self, menu: QMenu) -> None:
        if self._shown_path:
            menu.addAction(tr("Copy all that is shown as Markdown"), lambda: _to_clipboard(self._pieces))
            menu.addAction(tr("Export as Markdown…"), self.export_file)
            menu.addAction(tr("Go to the end"), self._to_end)

    def export_file(self) -> None:
        """Ask where to, then write the whole transcript there."""
        if self._path:
            self.export.begin(self._path, self._client)

    @Slot()
    def _leave_visit(self) -> None:
        self._is_visiting = False
        self._show_current()

    def _show_head(self) -> None:
        card = self._card
        self.back.setVisible(self._is_visiting and card is not None)
        if self._is_visiting:
            self.name.setText(tr("From the history"))
        else:
            self.name.setText(one_line(f"{card.project} · {card.name}", 60) if card is not None else "")

    @Slot()
    def _make_view(self) -> None:
        if self.view is not None or not self.isVisible():
            return
        reason = web_refusal()
        if not reason:
            try:
                from headspace_desktop.ui.transcript.web import WebView  # noqa: PLC0415  30 MiB, on first use
            except ImportError:
                reason = "Plain view: the web view is not installed."
            else:
                self.view = WebView(self)
        if self.view is None:
            self.view = NativeView()
        self.reason.setText(tr(reason) if reason else "")
        wants = self.view.wants
        wants.link.connect(self._link_wanted)
        wants.subagent.connect(self._subagent_wanted)
        wants.edge.connect(self._edge)
        wants.menu.connect(self._menu_wanted)
        self.view.show_look(self._theme.look)
        self.stack.addWidget(self.view.widget)
        self._refresh()

    def _say(self, text: str) -> None:
        self.words.setText(text)
        self.stack.setCurrentIndex(0)

    @Slot()
    def _themed(self) -> None:
        if self.view is not None:
            self.view.show_look(self._theme.look)


def _nothing() -> None:
    """The answer "no"."""


def _to_clipboard(pieces: Mapping[int, list[Piece]]) -> None:
    said = [piece for at in sorted(pieces) for piece in pieces[at]]
    QGuiApplication.clipboard().setText("\n".join(_as_markdown(piece) for piece in said))


def _as_markdown(piece: Piece) -> str:
    title = f"{piece['tool']} {piece['summary']}" if piece["kind"] == "tool" else piece["who"]
    is_prose = piece["kind"] in {"user", "assistant"}
    text = piece["text"] if is_prose else "\n".join(f"    {line}" for line in piece["text"].splitlines())
    return f"**{title}** {piece['day']}\n\n{text}\n"
