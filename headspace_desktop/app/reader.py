"""Answers the panels' and dialogs' questions: history, event log, transcript, doctor, hooks, settings. Reader thread.

It never writes to the store; the hooks' and the person's own settings files only at the person's word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, assert_never

from headspace_desktop.app.about import about_page
from headspace_desktop.app.checkup import checkup
from headspace_desktop.app.choices import SettingsPages
from headspace_desktop.app.guardian import Guardian
from headspace_desktop.app.hooks import HookPages, Roots, is_ignored
from headspace_desktop.app.language import spoken
from headspace_desktop.app.launch import start_page
from headspace_desktop.app.manual import help_page
from headspace_desktop.app.request import request_page
from headspace_desktop.app.wrong import report_wrong
from headspace_desktop.clients import Version
from headspace_desktop.domain.asks import (
    AskAbout,
    AskArchive,
    AskDoctor,
    AskExport,
    AskFind,
    AskHelp,
    AskHooks,
    AskProjectFiles,
    AskRecording,
    AskRequest,
    AskSettings,
    AskStart,
    AskTranscript,
    AskTranscriptExport,
    ReaderAsk,
    StopExport,
    StoreAsk,
)
from headspace_desktop.domain.changes import Change, PageReady, TroubleShown
from headspace_desktop.domain.effects import WatchRoot
from headspace_desktop.domain.project_pages import ArchivePage
from headspace_desktop.engine.engine import utc_now
from headspace_desktop.host import Host
from headspace_desktop.intake import install, versions
from headspace_desktop.paths import Paths
from headspace_desktop.projects.documents import read_archive, read_files
from headspace_desktop.settings import Loaded, Settings
from headspace_desktop.store.export import Exports
from headspace_desktop.store.pages import Pages
from headspace_desktop.terminals.finding import Finding
from headspace_desktop.transcripts.export import export_piece
from headspace_desktop.transcripts.find import find_words
from headspace_desktop.transcripts.page import read_page
from headspace_desktop.troubles import SettingInvalid, Trouble, UnknownProject
from headspace_desktop.ui.transcript.shape import shown
from headspace_desktop.workers import Watch

#: Answered after the quick ones of the same batch: they start programs.
_SLOW = (AskRecording, AskDoctor, AskHooks, AskAbout)


class Reader:
    """The room behind every page. A page that cannot be read is answered with its trouble.

    `load` lays the settings anew, `saved` is told when they were changed here; `roots` are the watched folders.
    """

    def __init__(
        self,
        paths: Paths,
        loaded: Loaded,
        host: Host,
        tell: Callable[[Sequence[Change]], None],
        *,
        load: Callable[[], Loaded],
        saved: Callable[[Loaded], None],
        roots: Callable[[Settings], Roots],
        may_autostart: bool = True,
    ) -> None:
        self._paths, self._loaded, self._tell = paths, loaded, tell
        self._after_save, self._roots = saved, roots
        self._learned: list[tuple[str, str]] = []
        self._pages = Pages(loaded.settings.database.url, paths, host_id=host.id)
        self._exports = Exports(self._pages.answer)
        self._hooks = HookPages(paths, self._version_of)
        self._guardian = Guardian(paths, tell, version_of=self._version_of)
        self._choices = SettingsPages(paths, load, self._saved, may_autostart=may_autostart)

    def open(self, watch: Watch) -> None:
        del watch  # it waits for questions alone

    def handle(self, batch: Sequence[ReaderAsk | WatchRoot]) -> None:
        asks = []
        for message in batch:
            if isinstance(message, WatchRoot):
                self._learned.append((message.client, message.path))
            else:
                asks.append(message)
        for ask in sorted(asks, key=lambda one: isinstance(one, _SLOW)):
            try:
                ready = PageReady(ask.ask_id, self._answer(ask))
            except Trouble as trouble:
                ready = PageReady(ask.ask_id, None, _told(trouble))
            self._tell([ready])

    def due_s(self) -> float | None:
        return 0.0 if self._exports.is_busy else self._guardian.due_s()

    def tick(self) -> None:
        """Write a piece of an export; see whether our hooks are still where they were installed."""
        if (piece := self._exports.step()) is not None:
            ask_id, page = piece
            self._tell([PageReady(ask_id, None, _told(page)) if isinstance(page, Trouble) else PageReady(ask_id, page)])
        self._guardian.tick()

    def close(self) -> None:
        self._exports.close()
        self._pages.close()

    def _answer(self, ask: ReaderAsk) -> Any:
        if isinstance(ask, StoreAsk):
            return self._pages.answer(ask)
        match ask:
            case AskProjectFiles():
                return read_files(ask.ask_id, self._project_path(ask.project_id))
            case AskArchive():
                path = self._project_path(ask.project_id)
                return ArchivePage(ask.ask_id, ask.name, read_archive(path, ask.name))
            case AskTranscript():
                return shown(read_page(ask))
            case AskFind():
                return find_words(ask)
            case AskExport():
                return self._exports.begin(ask)
            case StopExport():
                return self._exports.stop(ask.ask_id)
            case AskTranscriptExport():
                return export_piece(ask)
            case AskRequest():
                return request_page(ask)
            case AskRecording():
                return report_wrong(ask, self._paths, self._loaded.settings)
            case AskDoctor():
                return checkup(self._paths, self._loaded, roots=self._watched(), store=self._store)
            case AskHooks():
                if ask.do == "ignore":
                    self._ignore(ask.root)
                if ask.do != "status":
                    self._guardian.hurry()
                return self._hooks.answer(ask, self._roots(self._loaded.settings), self._still_learned())
            case AskSettings():
                return self._choices.answer(ask.changes)
            case AskStart():
                return start_page(self._loaded.settings, self._projects())
            case AskAbout():
                return about_page()
            case AskHelp():
                return help_page(self._paths.resources_dir, spoken())
            case _:
                assert_never(ask)

    def _project_path(self, project_id: int) -> str:
        """Raises: UnknownProject; any StoreTrouble."""
        path = self._pages.project_path(project_id)
        if path is None:
            raise UnknownProject(str(project_id))
        return path

    def _ignore(self, root: str) -> None:
        """Raises: SettingInvalid, SettingsUnreadable."""
        ignored = self._loaded.settings.claude.ignored_dirs
        page = self._choices.answer({"claude.ignored_dirs": (*ignored, root)})
        for why in page.errors.values():
            raise SettingInvalid(f"claude.ignored_dirs: {why}")

    def _saved(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self._after_save(loaded)

    def _watched(self) -> Roots:
        return [*self._roots(self._loaded.settings), *self._still_learned()]

    def _still_learned(self) -> Roots:
        """The folders that agents brought with them and that the person has not put away since."""
        return [root for root in self._learned if not is_ignored(root[1], self._loaded.settings)]

    def _version_of(self, root: str) -> Version | None:
        """Which version of the agent program reads this folder's settings."""
        return versions.oldest(install.CLAUDE, root, self._loaded.settings.claude.program)

    def _projects(self) -> list[tuple[str, str]]:
        try:
            return self._pages.recent_projects()
        except Trouble:  # the store is away, and says so itself; an agent can be started all the same
            return []

    def _store(self) -> Iterator[Finding]:
        """Raises: any StoreTrouble."""
        self._pages.recent_projects(1)
        yield Finding("store", "Store", "ok", self._pages.name)


def _told(trouble: Trouble) -> TroubleShown:
    return TroubleShown("", trouble.kind, trouble.title, trouble.detail, trouble.remedy, utc_now())
