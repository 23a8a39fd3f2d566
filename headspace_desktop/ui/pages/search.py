"""The history search: what was said, ordered and built, in every session, as it is typed. A hit leads to its line.

GUI thread. Asks, never reads; an answer to words that were changed meanwhile is dropped.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout
from typing_extensions import override

from headspace_desktop.domain.asks import AskChoices, AskSearch, Cursor
from headspace_desktop.domain.changes import PageReady
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.pages.asking import Asking
from headspace_desktop.ui.pages.filter_row import FilterRow, refill
from headspace_desktop.ui.pages.found import Hit
from headspace_desktop.ui.pages.found import SearchPage as Answer
from headspace_desktop.ui.pages.hits import HitList, told
from headspace_desktop.ui.pages.page import Deed, Ground, LinePlace, Page, PagePlace, ProjectPlace
from headspace_desktop.ui.pages.paged import Column, PagedModel
from headspace_desktop.ui.parts import button, label, row, rule
from headspace_desktop.ui.plain import visible
from headspace_desktop.ui.theme import L_PX, M_PX, S_PX, XS_PX
from headspace_desktop.ui.words import number, tr

_HITS = 100


class SearchPage(Page):
    """Box, filters, hits."""

    name = "search"
    icon = "search"
    deeds = (Deed("focus_words", lambda: tr("Search the history"), "Ctrl+Shift+F"),)

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.asking = Asking(ground.ask)
        self._after: Cursor | None = None
        self.filters = FilterRow(tr("Search what was said, asked and done"), kinds=tr("Everything"))
        assert self.filters.kind is not None
        refill(self.filters.kind, list(kinds()))
        self.filters.changed.connect(self.search)
        self.model = PagedModel((Column("", told),), ground.theme, self._fetch, self)
        self.list = HitList(self.model, ground.theme)
        self.filters.left.connect(self.list.go_in)
        self.list.left.connect(self.focus_words)
        self.list.opened.connect(self.open_hit)
        self.words = label("", "soft", wraps=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setContentsMargins(L_PX, L_PX, L_PX, L_PX)
        self.count = label("", "faint", themes.prose("caption"))
        self.clear = button(tr("Clear the filters"), "quiet")
        self.clear.clicked.connect(self.filters.clear)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.words)
        self.stack.addWidget(self.list)
        for widget in (self.count, self.clear):
            widget.hide()
        foot = row(self.count, None, self.clear, spacing_px=S_PX)
        foot.setContentsMargins(M_PX, 0, M_PX, XS_PX)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.filters)
        box.addLayout(foot)
        box.addWidget(rule())
        box.addWidget(self.stack, 1)
        self.setFocusProxy(self.filters.words)
        for keys in ("Ctrl+F", "/"):
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.focus_words)
        self._say_hint()

    @staticmethod
    @override
    def title() -> str:
        return tr("Search")

    @override
    def refresh(self) -> None:
        self.asking.post("choices", AskChoices)
        self.search()

    @override
    def go_to(self, place: PagePlace) -> None:
        self.filters.words.setText(place.words)
        self.focus_words()

    @Slot()
    def focus_words(self) -> None:
        self.filters.focus_words()

    @Slot()
    def search(self) -> None:
        """Ask for what is typed and chosen now; what is shown stays until the answer is there."""
        self.asking.forget("more", "first")
        self._after = None
        if not self.filters.words.text().strip():
            self.model.show((), has_more=False)
            self._say_hint()
            return
        if not self.model.rowCount():
            self._say(tr("Searching…"))
        self._say_count(tr("Searching…"))
        self.asking.post("first", lambda ask_id: self._question(ask_id, None))

    def _question(self, ask_id: str, after: Cursor | None) -> AskSearch:
        kind = self.filters.chosen_kind
        return AskSearch(
            ask_id,
            self.filters.words.text(),
            kinds=(kind,) if kind else (),
            project_id=self.filters.project_id,
            agent_uuid=self.filters.agent_uuid,
            since_at=self.filters.since(self.ground.now()),
            after=after,
            limit=_HITS,
        )

    def _fetch(self) -> None:
        if self._after is not None and not self.asking.is_waiting("first", "more"):
            after = self._after
            self.asking.post("more", lambda ask_id: self._question(ask_id, after))

    @override
    def take_page(self, ready: PageReady) -> bool:
        place = self.asking.take(ready)
        if not place:
            return False
        if ready.trouble is not None:
            if place == "first":
                self.model.show((), has_more=False)
                self._say_count("")
                trouble = ready.trouble
                self._say("\n\n".join(visible(part, 600) for part in (trouble.title, trouble.detail, trouble.remedy)))
        elif place == "choices":
            self.filters.offer(ready.page)
        else:
            self._show(ready.page, is_first=place == "first")
        return True

    def _show(self, page: Answer, *, is_first: bool) -> None:
        self._after = page.after
        if is_first:
            self.model.show(page.hits, has_more=page.after is not None)
            self.list.scrollToTop()
        else:
            self.model.add(page.hits, has_more=page.after is not None)
        if self.model.rowCount():
            self.stack.setCurrentWidget(self.list)
            self._say_count(self._count())
        elif page.is_question:
            self._say_count("")
            self._say(self._nothing())
        else:
            self._say_hint()
        self.clear.setVisible(not self.filters.is_open)

    def _count(self) -> str:
        shown = self.model.rowCount()
        if self.model.has_more:
            return tr("The newest {count}; more come as you scroll").format(count=number(shown))
        return tr("%n found, the newest first", shown)

    def _nothing(self) -> str:
        narrow = (self.filters.project_id, self.filters.agent_uuid, self.filters.chosen_kind)
        if any(narrow) or self.filters.since(self.ground.now()) is not None:
            return tr("Nothing with these words was found here. Other projects, agents or times may have it.")
        return tr("Nothing with these words was found.")

    def _say_count(self, text: str) -> None:
        """A line that says nothing takes no room."""
        self.count.setText(text)
        self.count.setVisible(bool(text))

    def _say_hint(self) -> None:
        self._say_count("")
        self.clear.setVisible(not self.filters.is_open)
        self._say(
            tr(
                "All words must be there; the last one may be half a word.\n"
                "“exit code” in quotes is a phrase, -word leaves out what has it."
            )
        )

    def _say(self, text: str) -> None:
        self.words.setText(text)
        self.stack.setCurrentWidget(self.words)

    @Slot(object)
    def open_hit(self, hit: Hit) -> None:
        """Show the line of the transcript, or the project."""
        if hit.kind == "project":
            if hit.project_id is not None:
                self.ground.go(ProjectPlace(hit.project_id))
        elif hit.host_name:
            self._say_count(tr("This was said on {host}; its transcript is there.").format(host=hit.host_name))
        elif not hit.transcript_path:
            self._say_count(tr("This agent left no transcript."))
        else:
            self.ground.go(
                LinePlace(
                    hit.transcript_path,
                    client=hit.client,
                    entry_uuid=hit.entry_uuid,
                    at=hit.at,
                    agent_uuid=hit.agent_uuid,
                )
            )


def kinds() -> Sequence[tuple[str, object]]:
    return (
        (tr("What I said"), "user"),
        (tr("What agents said"), "agent"),
        (tr("Commands"), "command"),
        (tr("Projects"), "project"),
    )
