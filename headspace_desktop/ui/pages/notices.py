"""What was told lately, and what was held back and why, the newest first. GUI thread; rows of the log, read live."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication, QListWidget, QListWidgetItem, QStackedWidget, QVBoxLayout
from typing_extensions import override

from headspace_desktop.domain.asks import AskLog
from headspace_desktop.domain.changes import BubblesHeld, Change, EventsKept, PageReady
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.pages.log_columns import bubble_word, why_held
from headspace_desktop.ui.pages.notice_row import NOTICE, Notice, NoticeRow
from headspace_desktop.ui.pages.page import AgentPlace, Ground, Page, PagePlace
from headspace_desktop.ui.parts import button, label, row
from headspace_desktop.ui.plain import as_tip, one_line, visible
from headspace_desktop.ui.theme import M_PX, S_PX
from headspace_desktop.ui.words import clock, moment, tr

KEPT, LATER_MS = 60, 400
_UUID = Qt.ItemDataRole.UserRole
#: Kinds of rows that were put on the desktop.
_LOUD = frozenset({"bubble_shown", "digest_shown"})


class NoticesPage(Page):
    name = "notices"
    topic = "attention"
    area = "side"

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self._asked = ""
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Recent notifications"))
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(NoticeRow(ground.theme, self.list))
        self.list.itemActivated.connect(self._go)
        self.list.itemClicked.connect(self._go)
        self.words = label("", "soft", wraps=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.words)
        self.stack.addWidget(self.list)
        self.held = label("", "needs", themes.prose("caption"), wraps=True)
        self.held.hide()
        self.all = button(tr("All of them"), "quiet", tr("The log of notifications, with filters"))
        self.all.clicked.connect(self._all)
        box = QVBoxLayout(self)
        box.setContentsMargins(M_PX, S_PX, M_PX, S_PX)
        box.setSpacing(S_PX)
        box.addLayout(row(self.held, self.all))
        box.addWidget(self.stack, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LATER_MS)
        self._later.timeout.connect(self.grow_stale)
        self._say(tr("Reading…"))

    @staticmethod
    @override
    def title() -> str:
        return tr("Notices")

    @override
    def refresh(self) -> None:
        self._asked = uuid4().hex
        self.ground.ask(AskLog(self._asked, "bubbles", limit=KEPT))

    @override
    def take(self, changes: Sequence[Change]) -> None:
        for change in changes:
            match change:
                case EventsKept() if not self._later.isActive():
                    self._later.start()  # rows come many at a time
                case BubblesHeld(held=held):
                    self.held.setText(tr("Held back now: %n", len(held)) if held else "")
                    self.held.setVisible(bool(held))
                case _:
                    pass

    @override
    def take_page(self, ready: PageReady) -> bool:
        if not self._asked or ready.ask_id != self._asked:
            return False
        self._asked = ""
        if ready.trouble is not None:
            parts = (ready.trouble.title, ready.trouble.detail, ready.trouble.remedy)
            self._say("\n\n".join(visible(part, 600) for part in parts if part))
        elif ready.page.lines:
            self._show(ready.page.lines)
        else:
            self._say(tr("No notification was due yet. One that is shown or held back stands here with the reason."))
        return True

    def _show(self, lines: Sequence[Any]) -> None:
        current, at_px = self.list.currentRow(), self.list.verticalScrollBar().value()
        self.list.clear()
        for line in lines:
            notice = self._notice(line)
            item = QListWidgetItem(f"{notice.title}. {notice.how}. {notice.at}")
            item.setData(NOTICE, notice)
            item.setData(_UUID, line.agent_uuid or "")
            what = tr("Enter goes to the agent") if line.agent_uuid else ""
            item.setToolTip(as_tip("\n".join(part for part in (notice.title, notice.how, what) if part)))
            self.list.addItem(item)
        self.list.setCurrentRow(max(current, 0))
        self.list.verticalScrollBar().setValue(at_px)
        self.stack.setCurrentWidget(self.list)
        has_focus = QApplication.focusWidget() is self
        self.setFocusProxy(self.list)
        if has_focus:
            self.setFocus()

    def _notice(self, line: Any) -> Notice:
        payload = line.values.get("payload") or {}
        why = why_held(line)
        how = bubble_word(line.kind) + (f": {why}" if why else "")
        is_today = line.at.astimezone().date() == self.ground.now().astimezone().date()
        at = clock(line.at) if is_today else moment(line.at)
        title = str(payload.get("title") or "") or self._who(line)
        return Notice(one_line(title, 120), at, one_line(how, 160), line.kind in _LOUD)

    def _who(self, line: Any) -> str:
        card = self.ground.card(line.agent_uuid or "")
        who = card.project if card is not None else line.project_name or ""
        name = card.name if card is not None and card.name != who else ""
        return " · ".join(part for part in (who, name) if part) or tr("an agent that is not here any more")

    def _say(self, text: str) -> None:
        self.setFocusProxy(None)  # type: ignore[arg-type]  # None takes it away
        self.words.setText(text)
        self.stack.setCurrentWidget(self.words)

    @Slot(QListWidgetItem)
    def _go(self, item: QListWidgetItem) -> None:
        if uuid := item.data(_UUID):
            self.ground.go(AgentPlace(uuid))

    @Slot()
    def _all(self) -> None:
        self.ground.go(PagePlace("logs"))
