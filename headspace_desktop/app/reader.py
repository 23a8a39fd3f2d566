"""Answers the panels' questions: history, event log, transcript, doctor. Reader thread; it never writes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, assert_never

from headspace_desktop.app.checkup import checkup
from headspace_desktop.domain.actions import AskDoctor, AskEvents, AskTranscript, AskTurns, PageAsk
from headspace_desktop.domain.changes import Change, PageReady, TroubleShown
from headspace_desktop.engine.engine import utc_now
from headspace_desktop.host import Host
from headspace_desktop.paths import Paths
from headspace_desktop.settings import Settings
from headspace_desktop.store.pages import Pages
from headspace_desktop.transcripts.page import read_page
from headspace_desktop.troubles import Trouble
from headspace_desktop.workers import Watch


class Reader:
    """The room behind every page. A page that cannot be read is answered with its trouble."""

    def __init__(self, paths: Paths, settings: Settings, host: Host, tell: Callable[[Sequence[Change]], None]) -> None:
        self._paths, self._settings, self._host, self._tell = paths, settings, host, tell
        self._pages: Pages | None = None

    def open(self, watch: Watch) -> None:
        del watch  # it waits for questions alone

    def handle(self, batch: Sequence[PageAsk]) -> None:
        for ask in batch:
            try:
                ready = PageReady(ask.ask_id, self._answer(ask))
            except Trouble as trouble:
                told = TroubleShown("", trouble.kind, trouble.title, trouble.detail, trouble.remedy, utc_now())
                ready = PageReady(ask.ask_id, None, told)
            self._tell([ready])

    def due_s(self) -> float | None:
        return None

    def tick(self) -> None:
        """Nothing is ever due."""

    def close(self) -> None:
        if self._pages is not None:
            self._pages.close()

    def _answer(self, ask: PageAsk) -> Any:
        match ask:
            case AskTurns() | AskEvents():
                if self._pages is None:
                    self._pages = Pages(self._settings.database.url, self._paths, host_id=self._host.id)
                return self._pages.answer(ask)
            case AskTranscript():
                return read_page(ask)
            case AskDoctor():
                return checkup(self._paths, self._settings)
            case _:
                assert_never(ask)
