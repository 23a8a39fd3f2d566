"""One log: its filters, its rows with fresh ones on top, one row in full, export and clearing.

GUI thread. Pages are asked for, never read; clearing is the engine's to do.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QModelIndex, Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from headspace_desktop.domain.actions import ForgetLog
from headspace_desktop.domain.asks import AskChoices, AskLog
from headspace_desktop.domain.changes import PageReady, WishAnswered
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.pages.asking import Asking
from headspace_desktop.ui.pages.detail import Detail
from headspace_desktop.ui.pages.exporting import ExportButton
from headspace_desktop.ui.pages.filter_row import FilterRow, refill
from headspace_desktop.ui.pages.found import LogLine, LogPage
from headspace_desktop.ui.pages.log_columns import LogShape
from headspace_desktop.ui.pages.page import Ground
from headspace_desktop.ui.pages.paged import PagedModel, PagedTable
from headspace_desktop.ui.parts import button, label
from headspace_desktop.ui.plain import one_line, visible
from headspace_desktop.ui.theme import L_PX
from headspace_desktop.ui.transcript.strip import Strip
from headspace_desktop.ui.words import clock, number, tr

_PAGE = 50

#: A storm of events asks twice a second at most.
_PACE_MS = 500


class LogView(QWidget):
    """See the module."""

    def __init__(self, ground: Ground, shape: LogShape) -> None:
        super().__init__()
        self.ground, self.shape = ground, shape
        self.asking = Asking(ground.ask)
        self._before_id: int | None = None
        self._total: int | None = None
        self._is_stale = True
        self._wish = ""
        self.filters = FilterRow(shape.search, kinds=shape.kinds)
        self.filters.changed.connect(self.reload)
        self.model = PagedModel(shape.columns(self._name), ground.theme, self._fetch, self)
        self.table = PagedTable(self.model, shape.title)
        self.filters.left.connect(self.table.enter)
        self.table.left.connect(self.filters.focus_words)
        self.table.opened.connect(self.open_line)
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        self.detail = Detail()
        self.detail.left.connect(self.table.setFocus)
        self.export = ExportButton(ground.ask, self._all, lambda: f"headspace-{shape.name}")
        self.strip = Strip()
        self.clear = button(tr("Clear…"), "quiet", tr("Remove all rows of this log"))
        self.clear.clicked.connect(self.ask_to_clear)
        self.clear.setVisible(bool(shape.forget))
        self.count = label("", "faint", themes.mono("caption"))
        self.words = label("", "soft", wraps=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setContentsMargins(L_PX, L_PX, L_PX, L_PX)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PACE_MS)
        self._timer.timeout.connect(self._look_for_fresh)
        self._build()
        self._say(tr("Reading the log…"))

    def _build(self) -> None:
        for widget in (self.count, self.export, self.clear):
            self.filters.line.addWidget(widget)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.words)
        self.stack.addWidget(self.table)
        self.split = QSplitter()
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.stack)
        self.split.addWidget(self.detail)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 2)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for part in (self.filters, self.export.strip, self.strip):
            box.addWidget(part)
        box.addWidget(self.split, 1)

    # -- asking

    @Slot()
    def reload(self) -> None:
        """Ask for the newest page; what is shown stays until it is there."""
        self.asking.forget("fresh", "more", "first")
        self.asking.post("choices", lambda ask_id: AskChoices(ask_id, self.shape.name))
        self._is_stale = False
        self.asking.post("first", self._question)

    def tell_fresh(self) -> None:
        """There may be new rows: ask for them soon, if anybody looks."""
        self._is_stale = True
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _look_for_fresh(self) -> None:
        if not self.isVisible() or self.asking.is_waiting("first", "fresh"):
            return
        if not self.model.rows:
            self.reload()
            return
        self._is_stale = False
        newest = self.model.rows[0].id
        self.asking.post("fresh", lambda ask_id: replace(self._question(ask_id), after_id=newest))

    def _fetch(self) -> None:
        if self._before_id is not None and not self.asking.is_waiting("first", "more"):
            before_id = self._before_id
            self.asking.post("more", lambda ask_id: replace(self._question(ask_id), before_id=before_id))

    def _question(self, ask_id: str) -> AskLog:
        return AskLog(
            ask_id,
            self.shape.name,
            project_id=self.filters.project_id,
            agent_uuid=self.filters.agent_uuid,
            kind=self.filters.chosen_kind,
            words=self.filters.words.text(),
            since_at=self.filters.since(self.ground.now()),
            limit=_PAGE,
        )

    def _all(self) -> AskLog:
        return self._question("")

    # -- answers

    def take_page(self, ready: PageReady) -> bool:
        """Take an answer if it was asked for here."""
        if self.export.take_page(ready):
            return True
        place = self.asking.take(ready)
        if not place:
            return False
        if ready.trouble is not None:
            if place == "first":
                self.model.show((), has_more=False)
                self.detail.hide()
                trouble = ready.trouble
                self._say("\n\n".join(visible(part, 600) for part in (trouble.title, trouble.detail, trouble.remedy)))
        elif place == "choices":
            self.filters.offer(ready.page)
            if self.filters.kind is not None:
                refill(self.filters.kind, [(self.shape.kind_word(kind), kind) for kind in ready.page.kinds])
        else:
            self._show(ready.page, place)
        return True

    def _show(self, page: LogPage, place: str) -> None:
        if place == "fresh":
            if page.before_id is not None:  # more than a page came meanwhile: there would be a gap
                self.reload()
                return
            self.model.put_on_top(page.lines)
            self._total = None if self._total is None else self._total + len(page.lines)
        else:
            self._before_id = page.before_id
            has_more = page.before_id is not None
            if place == "first":
                self._total = page.count
                self.model.show(page.lines, has_more=has_more)
                self.table.scrollToTop()
                self.detail.hide()
            else:
                self.model.add(page.lines, has_more=has_more)
        self.count.setText("" if self._total is None else tr("%n rows", self._total))
        if self.model.rowCount():
            self.stack.setCurrentWidget(self.table)
        else:
            self._say(self.shape.empty if self.filters.is_open else tr("No row is like that."))
        self.export.setEnabled(self.model.rowCount() > 0)
        self.clear.setEnabled(self.model.rowCount() > 0 or not self.filters.is_open)

    # -- one row

    @Slot(object)
    def open_line(self, line: LogLine) -> None:
        """Show all of a row, or hide it again."""
        if self.detail.isVisible() and self.detail.property("row_id") == line.id:
            self.detail.shut()
        else:
            self._show_detail(line)

    def _show_detail(self, line: LogLine) -> None:
        title = f"{clock(line.at)}  ·  {self.shape.kind_word(line.kind)}"
        about = {"id": line.id, "at": line.at, "kind": line.kind, "project": line.project_name,
                 "agent": line.agent_uuid}  # fmt: skip
        self.detail.setProperty("row_id", line.id)
        values: dict[str, Any] = {**about, **{key: value for key, value in line.values.items() if value is not None}}
        self.detail.show_row(title, values)

    @Slot(QModelIndex, QModelIndex)
    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if self.detail.isVisible() and now.isValid():
            self._show_detail(self.model.rows[now.row()])

    # -- clearing

    @Slot()
    def ask_to_clear(self) -> None:
        """Ask in a line above the rows; nothing is modal."""
        yes = tr("Remove {count}").format(count=number(self._total)) if self._total else tr("Remove all")
        self.strip.say(self.shape.forget, **{yes: self._forget, tr("Keep them"): self.table.setFocus})

    def _forget(self) -> None:
        self._wish = uuid4().hex
        self.ground.post(ForgetLog(self.shape.name, self._wish))

    def take_wish(self, answered: WishAnswered) -> None:
        """Hear whether the log was cleared."""
        if not self._wish or answered.request_id != self._wish:
            return
        self._wish = ""
        self.reload()  # a refusal is told by the window

    # -- within

    def _name(self, line: LogLine) -> str:
        """The agent as its card calls it; of one that is gone, its project and session."""
        if not line.agent_uuid:
            return one_line(line.project_name or "", 60)
        card = self.ground.card(line.agent_uuid)
        project = card.project if card is not None else line.project_name or ""
        session = (card.session_id if card is not None else line.session_id) or line.agent_uuid
        return f"{one_line(project, 40)} · {session[:8]}"

    def _say(self, text: str) -> None:
        self.words.setText(text)
        self.stack.setCurrentWidget(self.words)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._is_stale = False
            self.reload()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_flat = self.width() > 2 * self.height()
        self.split.setOrientation(Qt.Orientation.Horizontal if is_flat else Qt.Orientation.Vertical)
